"""Gradients of convolutions with respect to their inputs become ONNX's ConvTranspose."""

from __future__ import annotations

from rot180.errors import TranslationError, UnsupportedOperatorError
from rot180.geometry import conv_output_size, conv_transpose_output_size
from rot180.theano.records import Apply
from rot180.theano.translate import convolution
from rot180.theano.translate.lengths import Length, subtract
from rot180.theano.translate.rotation import rotated
from rot180.theano.translate.translation import Operators, Translation, Value, setting


def grad_inputs(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """AbstractConv2d_gradInputs, its 3-d form: the transposed convolution."""
    return _transposed(t, node, inputs, flip=bool(setting(node, "filter_flip", True)))


def corr_mm_grad_inputs(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """CorrMM_gradInputs, Corr3dMM_gradInputs: the kernels, which never rotate."""
    return _transposed(t, node, inputs, flip=False)


def _transposed(t: Translation, node: Apply, inputs: list[Value], flip: bool) -> Value:
    filters, gradient = inputs[:2]
    axes = gradient.ndim - 2
    if setting(node, "unshared", False):
        raise UnsupportedOperatorError("an unshared transposed convolution is not supported")
    group = int(setting(node, "num_groups", 1))
    strides = convolution.subsample(node, axes)
    dilations = tuple(int(d) for d in setting(node, "filter_dilation", (1,) * axes))
    sizes = convolution.filter_sizes(node, filters, axes)
    if None in sizes:
        raise TranslationError("the filters' size must be known")
    kernel = [int(size or 0) for size in sizes]
    pads = convolution.pads_of(node, kernel, dilations)
    padding, spatial = [], []
    for axis, wanted in enumerate(_wanted(inputs, axes)):
        geometry = (kernel[axis], pads[axis], strides[axis], dilations[axis])
        length = gradient.shape[2 + axis]
        if isinstance(wanted, int):
            length = t.unify(length, conv_output_size(wanted, *geometry))
        least = conv_transpose_output_size(length, *geometry) if isinstance(length, int) else None
        extra = 0 if strides[axis] == 1 else _extra(wanted, least, strides[axis])
        padding.append(extra)
        spatial.append(wanted or (t.unknown() if least is None else least + extra))
    if isinstance(filters.shape[0], int):
        t.unify(gradient.shape[1], filters.shape[0])
    dtype = convolution.node_dtype(node, gradient)
    weights = t.cast(filters, dtype)
    if flip:
        weights = rotated(t, weights, range(2, filters.ndim))
    maps = filters.shape[1]
    return t.node(
        "ConvTranspose",
        [t.cast(gradient, dtype), weights],
        dtype,
        (gradient.shape[0], maps * group if isinstance(maps, int) else t.unknown(), *spatial),
        pads=convolution.onnx_pads(pads),
        strides=strides,
        dilations=dilations,
        group=group,
        output_padding=tuple(padding),
    )


def _wanted(inputs: list[Value], axes: int) -> list[Length | None]:
    """Spatial shape of the result: the third input, where it says one."""
    lengths = inputs[2].lengths if len(inputs) > 2 else None
    return list(lengths[-axes:]) if lengths is not None else [None] * axes


def _extra(wanted: Length | None, least: Length | None, stride: int) -> int:
    """Return the rows beyond the smallest length: ONNX's output_padding."""
    difference = subtract(wanted, least)
    if not isinstance(difference, int):
        raise TranslationError(
            "the shape of a transposed convolution with stride must be known; give the input's "
            "shape (input_shape=..., --input-shape Nx1x28x28)"
        )
    if not 0 <= difference < stride:
        raise TranslationError(
            f"a transposed convolution with stride {stride} cannot give length {wanted}: {least} "
            f"and up to {stride - 1} more are possible"
        )
    return difference


OPERATORS: Operators = {
    "AbstractConv2d_gradInputs": grad_inputs,
    "AbstractConv3d_gradInputs": grad_inputs,
    "CorrMM_gradInputs": corr_mm_grad_inputs,
    "Corr3dMM_gradInputs": corr_mm_grad_inputs,
}
