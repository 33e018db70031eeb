"""``theano.tensor.nnet.conv2d`` and its relatives of Theano 0.8 and later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from rot180.geometry import conv_pads
from rot180.theano import records
from rot180.theano.missing import refuse
from rot180.theano.tensor.basic import Tensor, as_tensor_variable, make_one
from rot180.theano.tensor.elementwise import cast
from rot180.theano.tensor.variable import TensorVariable

_MODULE = "theano.tensor.nnet.abstract_conv"


def conv2d(
    input: Any,  # noqa: A002 - Theano's name
    filters: Any,
    input_shape: Any = None,
    filter_shape: Any = None,
    border_mode: Any = "valid",
    subsample: Any = (1, 1),
    filter_flip: bool = True,
    image_shape: Any = None,
    filter_dilation: Any = (1, 1),
    num_groups: int = 1,
    unshared: bool = False,
) -> TensorVariable:
    """Return the convolution of images (N, C, H, W) with filters (O, C / groups, kh, kw).

    The arguments are those of :func:`rot180.conv2d`, which explains them.
    """
    if image_shape is not None and input_shape is not None:
        raise ValueError("image_shape is the old name of input_shape: give one of them")
    shape = input_shape if input_shape is not None else image_shape
    image, weights = as_tensor_variable(input), as_tensor_variable(filters)
    _check_ndim(image, weights, 4, 6 if unshared else 4)
    fields = _fields(2, shape, filter_shape, border_mode, subsample, filter_flip, filter_dilation)
    return _conv("AbstractConv2d", image, weights, fields, num_groups, unshared)


def conv3d(
    input: Any,  # noqa: A002 - Theano's name
    filters: Any,
    input_shape: Any = None,
    filter_shape: Any = None,
    border_mode: Any = "valid",
    subsample: Any = (1, 1, 1),
    filter_flip: bool = True,
    filter_dilation: Any = (1, 1, 1),
    num_groups: int = 1,
) -> TensorVariable:
    """Return the convolution of volumes (N, C, D, H, W); the arguments are those of `conv2d`."""
    image, weights = as_tensor_variable(input), as_tensor_variable(filters)
    _check_ndim(image, weights, 5, 5)
    fields = _fields(
        3, input_shape, filter_shape, border_mode, subsample, filter_flip, filter_dilation
    )
    return _conv("AbstractConv3d", image, weights, fields, num_groups, False)


def conv2d_grad_wrt_inputs(
    output_grad: Any,
    filters: Any,
    input_shape: Any,
    filter_shape: Any = None,
    border_mode: Any = "valid",
    subsample: Any = (1, 1),
    filter_flip: bool = True,
    filter_dilation: Any = (1, 1),
    num_groups: int = 1,
    unshared: bool = False,
) -> TensorVariable:
    """Return the gradient of `conv2d` with respect to its input, whose shape must be said."""
    gradient, weights = as_tensor_variable(output_grad), as_tensor_variable(filters)
    _check_ndim(gradient, weights, 4, 6 if unshared else 4)
    if any(length is None for length in input_shape[-2:]):
        raise ValueError("input_shape must say the last two lengths")
    hints = [item if isinstance(item, int | np.integer) else None for item in input_shape]
    fields = _fields(2, hints, filter_shape, border_mode, subsample, filter_flip, filter_dilation)
    lengths = as_tensor_variable(list(input_shape[-2:]))
    flags = (gradient.broadcastable[0], False, False, False)
    return make_one(
        _MODULE,
        "AbstractConv2d_gradInputs",
        [weights, gradient, lengths if lengths.dtype == "int64" else cast(lengths, "int64")],
        gradient.dtype,
        flags,
        **fields,
        num_groups=int(num_groups),
        unshared=bool(unshared),
    )


def conv2d_transpose(
    input: Any,  # noqa: A002 - Theano's name
    filters: Any,
    output_shape: Any,
    filter_shape: Any = None,
    border_mode: Any = "valid",
    input_dilation: Any = (1, 1),
    filter_flip: bool = True,
    filter_dilation: Any = (1, 1),
    num_groups: int = 1,
    unshared: bool = False,
) -> TensorVariable:
    """Return the transposed convolution ("deconvolution"); filters are (C, O / groups, kh, kw)."""
    return conv2d_grad_wrt_inputs(
        input,
        filters,
        output_shape,
        filter_shape,
        border_mode,
        input_dilation,
        filter_flip,
        filter_dilation,
        num_groups,
        unshared,
    )


def separable_conv2d(
    input: Any,  # noqa: A002 - Theano's name
    depthwise_filters: Any,
    pointwise_filters: Any,
    num_channels: int,
    input_shape: Any = None,
    depthwise_filter_shape: Any = None,
    pointwise_filter_shape: Any = None,
    border_mode: Any = "valid",
    subsample: Any = (1, 1),
    filter_flip: bool = True,
    filter_dilation: Any = (1, 1),
) -> TensorVariable:
    """Return a convolution of each channel by itself, followed by a 1x1 one that mixes them."""
    inner = conv2d(
        input,
        depthwise_filters,
        input_shape,
        depthwise_filter_shape,
        border_mode,
        subsample,
        filter_flip,
        None,
        filter_dilation,
        num_channels,
    )
    return conv2d(inner, pointwise_filters, None, pointwise_filter_shape, filter_flip=filter_flip)


def hints(shape: Any, what: str) -> tuple[int | None, ...] | None:
    """Return a shape hint as integers and None; symbolic lengths are refused, as in Theano."""
    if shape is None:
        return None
    result = []
    for item in shape:
        number = item.value if isinstance(item, records.Constant) else item
        if number is not None and not isinstance(number, int | np.integer | np.ndarray):
            raise ValueError(f"{what} {shape!r} holds {item!r}: only integers and None are hints")
        result.append(None if number is None else int(number))
    return tuple(result)


def _check_ndim(image: Tensor, filters: Tensor, image_ndim: int, filter_ndim: int) -> None:
    if image.ndim != image_ndim:
        raise TypeError(f"the images must have {image_ndim} axes, not {image.ndim}")
    if filters.ndim != filter_ndim:
        raise TypeError(f"the filters must have {filter_ndim} axes, not {filters.ndim}")


def _fields(
    axes: int,
    input_shape: Any,
    filter_shape: Any,
    border_mode: Any,
    subsample: Sequence[int],
    filter_flip: bool,
    filter_dilation: Sequence[int],
) -> dict[str, Any]:
    for what, steps in (("subsample", subsample), ("filter_dilation", filter_dilation)):
        if len(steps) != axes or any(step < 1 for step in steps):
            raise ValueError(f"{what} {steps!r} must be {axes} positive integers")
    conv_pads(border_mode, (1,) * axes, (1,) * axes)
    return {
        "convdim": axes,
        "imshp": hints(input_shape, "input_shape") or (None,) * (axes + 2),
        "kshp": hints(filter_shape, "filter_shape") or (None,) * (axes + 2),
        "border_mode": border_mode,
        "subsample": tuple(int(step) for step in subsample),
        "filter_flip": bool(filter_flip),
        "filter_dilation": tuple(int(step) for step in filter_dilation),
    }


def _conv(
    name: str,
    image: Tensor,
    filters: Tensor,
    fields: dict[str, Any],
    num_groups: int,
    unshared: bool,
) -> TensorVariable:
    if num_groups < 1:
        raise ValueError(f"num_groups {num_groups} must be positive")
    flags = [image.broadcastable[0], filters.broadcastable[0], *[False] * (image.ndim - 2)]
    return make_one(
        _MODULE,
        name,
        [image, filters],
        image.dtype,
        flags,
        **fields,
        num_groups=int(num_groups),
        unshared=bool(unshared),
    )


__getattr__ = refuse(_MODULE, globals())
