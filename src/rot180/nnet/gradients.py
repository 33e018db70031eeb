"""The adjoints of Theano's conv2d: its two gradients and the transposed convolution."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from rot180.arrays import Array, as_array
from rot180.nnet import correlation
from rot180.nnet import unshared as locally_connected
from rot180.nnet.operands import (
    ConvAttributes,
    by,
    check_channels,
    check_hint,
    check_rank,
    conv_attributes,
    output_sizes,
    working_dtypes,
)

IMAGES, SHARED, UNSHARED = "(N, C, H, W)", "(O, C/G, kh, kw)", "(O, outH, outW, C/G, kh, kw)"


def conv2d_grad_wrt_inputs(
    output_grad: Any,
    filters: Any,
    input_shape: Sequence[int | None],
    filter_shape: Sequence[int | None] | None = None,
    border_mode: Any = "valid",
    subsample: Sequence[int] = (1, 1),
    filter_flip: bool = True,
    filter_dilation: Sequence[int] = (1, 1),
    num_groups: int = 1,
    unshared: bool = False,
) -> Array:
    """Gradient of conv2d's output with respect to its images.

    As ``theano.tensor.nnet.abstract_conv.conv2d_grad_wrt_inputs``.

    Parameters
    ----------
    output_grad : (N, O, outH, outW) array
    filters : (O, C/G, kh, kw) array, or (O, outH, outW, C/G, kh, kw) if `unshared`
        At least as wide a dtype as `output_grad`.
    input_shape : (N, C, H, W)
        Shape of the images; N and C may be None. H and W are needed because with a stride several
        sizes have the same number of outputs.
    filter_shape, border_mode, subsample, filter_flip, filter_dilation, num_groups, unshared
        Those of the `rot180.conv2d` whose gradient is taken.

    Returns
    -------
    (N, C, H, W) array
        Of the filters' dtype; int64 for integers.

    Raises
    ------
    ValueError
        If no convolution of images of `input_shape` has outputs of `output_grad`'s shape.
    TypeError
        Wrong number of dimensions; dtypes that do not go together.

    Examples
    --------
    >>> filters = np.array([[[[1.0, 2.0], [3.0, 4.0]]]])
    >>> conv2d_grad_wrt_inputs([[[[1.0]]]], filters, (1, 1, 2, 2))[0, 0]
    array([[4., 3.],
           [2., 1.]])
    """
    y, w = as_array(output_grad, "output_grad"), as_array(filters, "filters")
    check_rank(y, "(N, O, outH, outW)", "output_grad")
    check_rank(w, UNSHARED if unshared else SHARED, "filters")
    check_hint(filter_shape, w.shape, "filter_shape")
    attributes = conv_attributes(2, w.shape, border_mode, subsample, filter_dilation, num_groups)
    channels = w.shape[-3] * num_groups
    sizes = _spatial(input_shape, 2, "input_shape", ValueError)
    shape = (len(y), channels, *sizes)
    check_hint([*input_shape[:2], *sizes], shape, "input_shape")
    _check_outputs(y, shape, w.shape, attributes, border_mode)
    dtype, result = working_dtypes(w.dtype, y.dtype, ("filters", "output_grad"))
    y, w = np.ascontiguousarray(y, dtype), np.ascontiguousarray(_rotated(w, filter_flip), dtype)
    module = locally_connected if unshared else correlation
    x: Array = module.correlate_transposed(y, w, attributes, sizes)
    return x.astype(result, copy=False)


def conv2d_grad_wrt_weights(
    input: Any,  # noqa: A002 - Theano's name
    output_grad: Any,
    filter_shape: Sequence[int | None],
    input_shape: Sequence[int | None] | None = None,
    border_mode: Any = "valid",
    subsample: Sequence[int] = (1, 1),
    filter_flip: bool = True,
    filter_dilation: Sequence[int] = (1, 1),
    num_groups: int = 1,
    unshared: bool = False,
) -> Array:
    """Gradient of conv2d's output with respect to its filters.

    As ``theano.tensor.nnet.abstract_conv.conv2d_grad_wrt_weights``.

    Parameters
    ----------
    input : (N, C, H, W) array
    output_grad : (N, O, outH, outW) array
        Of the input's dtype or a narrower one.
    filter_shape : sequence of int or None
        Shape of the filters; all but kh and kw may be None.
    input_shape, border_mode, subsample, filter_flip, filter_dilation, num_groups, unshared
        Those of the `rot180.conv2d` whose gradient is taken.

    Returns
    -------
    array of the filters' shape
        Of the input's dtype; int64 for integers.

    Raises
    ------
    ValueError
        If no filter of `filter_shape` makes outputs of `output_grad`'s shape from `input`.
    AssertionError
        If kh or kw is no integer.
    TypeError
        Wrong number of dimensions; dtypes that do not go together.

    Examples
    --------
    >>> image = np.arange(1.0, 10.0).reshape(1, 1, 3, 3)
    >>> conv2d_grad_wrt_weights(image, np.ones((1, 1, 2, 2)), (1, 1, 2, 2))[0, 0]
    array([[28., 24.],
           [16., 12.]])
    """
    x, y = as_array(input, "input"), as_array(output_grad, "output_grad")
    check_rank(x, IMAGES, "input")
    check_rank(y, "(N, O, outH, outW)", "output_grad")
    check_hint(input_shape, x.shape, "input_shape")
    sizes = _spatial(filter_shape, 4 if unshared else 2, "filter_shape", AssertionError)
    positions = y.shape[2:] if unshared else ()
    shape = (y.shape[1], *positions, x.shape[1] // max(num_groups, 1), *sizes)
    check_hint([*filter_shape[:-2], *sizes], shape, "filter_shape")
    attributes = conv_attributes(2, shape, border_mode, subsample, filter_dilation, num_groups)
    _check_outputs(y, x.shape, shape, attributes, border_mode)
    dtype, result = working_dtypes(x.dtype, y.dtype, ("input", "output_grad"))
    x, y = np.ascontiguousarray(x, dtype), np.ascontiguousarray(y, dtype)
    module = locally_connected if unshared else correlation
    w = module.correlate_for_filters(x, y, attributes, sizes)
    return np.ascontiguousarray(_rotated(w, filter_flip), result)


def conv2d_transpose(
    input: Any,  # noqa: A002 - Theano's name
    filters: Any,
    output_shape: Sequence[int | None],
    filter_shape: Sequence[int | None] | None = None,
    border_mode: Any = "valid",
    input_dilation: Sequence[int] = (1, 1),
    filter_flip: bool = True,
    filter_dilation: Sequence[int] = (1, 1),
    num_groups: int = 1,
    unshared: bool = False,
) -> Array:
    """Transposed convolution ("deconvolution"), as ``theano.tensor.nnet.conv2d_transpose``.

    Parameters
    ----------
    input : (N, C, h, w) array
    filters : (C, O/G, kh, kw) array
        Channels first: the filters of the convolution that is transposed.
    output_shape : (N, O, H, W)
        N and O may be None.
    filter_shape, filter_flip, filter_dilation, num_groups, unshared
        As for `rot180.conv2d`.
    border_mode
        What is cropped from the output, in the words of `rot180.conv2d`'s padding.
    input_dilation : (int, int)
        Zeros put between the input's pixels, plus one; the strides of the convolution.

    Returns
    -------
    (N, O, H, W) array

    Raises
    ------
    TypeError, ValueError
        As `conv2d_grad_wrt_inputs`, which this is by another name.

    Examples
    --------
    >>> image = np.array([[[[1.0, 2.0], [3.0, 4.0]]]])
    >>> filters = np.array([[[[1.0, 2.0], [3.0, 4.0]]]])
    >>> conv2d_transpose(image, filters, (1, 1, 4, 4), input_dilation=(2, 2))[0, 0]
    array([[ 4.,  3.,  8.,  6.],
           [ 2.,  1.,  4.,  2.],
           [12.,  9., 16., 12.],
           [ 6.,  3.,  8.,  4.]])
    """
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


def _spatial(
    shape: Sequence[int | None], lead: int, name: str, unknown: type[Exception]
) -> tuple[int, int]:
    """Take the two sizes behind `lead` entries that may be unknown."""
    if len(shape) != lead + 2:
        raise ValueError(f"{name} must have {lead + 2} entries, not {tuple(shape)}")
    rows, columns = shape[-2:]
    if not isinstance(rows, int | np.integer) or not isinstance(columns, int | np.integer):
        raise unknown(f"the last two entries of {name} must be integers, not {tuple(shape)}")
    return int(rows), int(columns)


def _check_outputs(
    y: Array,
    images: tuple[int, ...],
    filters: tuple[int, ...],
    attributes: ConvAttributes,
    border_mode: Any,
) -> None:
    check_channels(images, filters, 2, attributes.group)
    expected = (images[0], filters[0], *output_sizes(images, filters, attributes, border_mode))
    if y.shape != expected:
        raise ValueError(
            f"shape inconsistency: images {images} and filters {filters} with border_mode="
            f"{border_mode!r}, strides {attributes.strides} and dilations {attributes.dilations} "
            f"make outputs {by(expected)}, but output_grad is {by(y.shape)}"
        )


def _rotated(w: Array, flip: bool) -> Array:
    return w[..., ::-1, ::-1] if flip else w
