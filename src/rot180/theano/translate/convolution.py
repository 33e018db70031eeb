"""Convolutions: AbstractConv2d and its predecessors and kernels become ONNX's Conv.

ONNX correlates, so the filters of a true convolution are rotated by 180 degrees here. Filters that
are parameters are rotated now (the initializer keeps the parameter's name); filters that are
computed are reversed by a Slice in the graph.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from rot180.errors import TranslationError, UnsupportedOperatorError
from rot180.geometry import Pads, conv_output_size, conv_pads
from rot180.theano.records import Apply
from rot180.theano.translate import unshared
from rot180.theano.translate.lengths import Length, add
from rot180.theano.translate.rotation import rotated
from rot180.theano.translate.translation import Operators, Translation, Value, setting


def abstract_conv(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """AbstractConv2d and AbstractConv3d."""
    return _conv(t, node, inputs, flip=bool(setting(node, "filter_flip", True)))


def corr_mm(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """CorrMM, Corr3dMM: the kernels under AbstractConv. They never rotate."""
    return _conv(t, node, inputs, flip=False)


def conv_op(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """ConvOp, the convolution of Theano up to 0.7, and its twin GpuConv. It always rotates."""
    for name, actual in (("imshp_logical", "imshp"), ("kshp_logical", "kshp")):
        logical, given = setting(node, name, None), setting(node, actual, None)
        if logical is not None and given and tuple(logical)[-2:] != tuple(given)[-2:]:
            raise UnsupportedOperatorError(f"ConvOp with {name}={logical} is not supported")
    return _conv(t, node, inputs, flip=True)


def _conv(t: Translation, node: Apply, inputs: list[Value], flip: bool) -> Value:
    image, filters = inputs
    axes = image.ndim - 2
    group = int(setting(node, "num_groups", 1))
    learn_image_shape(t, image, setting(node, "imshp", None))
    sizes = filter_sizes(node, filters, axes)
    strides = subsample(node, axes)
    dilations = tuple(int(d) for d in setting(node, "filter_dilation", (1,) * axes))
    pads = pads_of(node, sizes, dilations)
    if setting(node, "unshared", False):
        return unshared.conv(t, image, filters, flip, pads, strides, dilations, group)
    channels = filters.shape[1]
    if isinstance(channels, int):
        t.unify(image.shape[1], channels * group)
    spatial = [
        output_length(length, size, pad, stride, dilation) or t.unknown()
        for length, size, pad, stride, dilation in zip(
            image.shape[2:], sizes, pads, strides, dilations, strict=True
        )
    ]
    operands = [t.cast(image, node_dtype(node, image)), t.cast(filters, node_dtype(node, image))]
    if flip:
        operands[1] = rotated(t, operands[1], range(2, filters.ndim))
    elif filters.data is None and filters.elements is not None:
        operands[1] = t.constant(operands[1].elements, root=filters.root)
    return t.node(
        "Conv",
        operands,
        operands[0].dtype,
        (image.shape[0], filters.shape[0], *spatial),
        pads=onnx_pads(pads),
        strides=strides,
        dilations=dilations,
        group=group,
    )


def node_dtype(node: Apply, image: Value) -> np.dtype[Any]:
    """Return the dtype of a convolution's result, which Theano takes from the image."""
    output = node.outputs[0].type
    return np.dtype(output.dtype) if output else image.dtype


def learn_image_shape(t: Translation, image: Value, hint: Any) -> None:
    """Take over the channels and sizes that the convolution was told; its batch size is free."""
    sizes = tuple(hint or ())[-(image.ndim - 1) :]
    for length, size in zip(image.shape[1:], sizes, strict=False):
        if size is not None and not isinstance(length, int):
            t.unify(length, int(size))


def filter_sizes(node: Apply, filters: Value, axes: int) -> tuple[int | None, ...]:
    """Rows and columns of the filters, from the filters or from what the op was told."""
    hint = tuple(setting(node, "kshp", None) or (None,) * axes)[-axes:]
    actual = filters.shape[-axes:]
    return tuple(
        length if isinstance(length, int) else given
        for length, given in zip(actual, hint, strict=True)
    )


def subsample(node: Apply, axes: int) -> tuple[int, ...]:
    """Strides; ConvOp calls them dx and dy."""
    default = (setting(node, "dx", 1), setting(node, "dy", 1)) if axes == 2 else (1,) * axes
    return tuple(int(step) for step in setting(node, "subsample", default))


def pads_of(node: Apply, sizes: Sequence[int | None], dilations: Sequence[int]) -> Pads:
    """Zeros around the image; the filter's size is needed for 'full' and 'half' only."""
    mode = setting(node, "border_mode", None) or setting(node, "out_mode", "valid")
    extra = setting(node, "pad", None)
    if mode == "valid" and extra not in (None, (0, 0), 0):
        mode = extra
    if isinstance(mode, list):
        mode = tuple(mode)
    if mode in ("full", "half") and None in sizes:
        raise TranslationError(
            f"border_mode={mode!r} needs the filters' size, and the filters are an input of "
            "unknown shape; give filter_shape"
        )
    known = [1 if size is None else size for size in sizes]
    try:
        return conv_pads(mode, known, dilations)
    except ValueError as error:
        raise TranslationError(str(error)) from error


def onnx_pads(pads: Pads) -> tuple[int, ...]:
    """All beginnings, then all ends."""
    return (*(before for before, _ in pads), *(after for _, after in pads))


def output_length(
    length: Length, size: int | None, pad: tuple[int, int], stride: int, dilation: int
) -> Length | None:
    """Length of one output axis, None if it cannot be said."""
    if size is None:
        return None
    if isinstance(length, int):
        result = conv_output_size(length, size, pad, stride, dilation)
        if result <= 0:
            raise TranslationError(
                f"a filter of size {size} (dilation {dilation}) does not fit into an image of "
                f"{length} with pads {pad}"
            )
        return result
    return add(length, sum(pad) - (size - 1) * dilation) if stride == 1 else None


OPERATORS: Operators = {
    "AbstractConv2d": abstract_conv,
    "AbstractConv3d": abstract_conv,
    "CorrMM": corr_mm,
    "Corr3dMM": corr_mm,
    "ConvOp": conv_op,
    "GpuConv": conv_op,
}
