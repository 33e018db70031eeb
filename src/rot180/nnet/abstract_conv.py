"""Theano's conv2d and conv3d on NumPy arrays.

The module is named as in Theano, where ``nnet.conv`` holds the older interface.
"""

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from rot180.arrays import Array, as_array
from rot180.nnet import unshared as locally_connected
from rot180.nnet.correlation import correlate
from rot180.nnet.operands import (
    check_channels,
    check_hint,
    check_rank,
    conv_attributes,
    output_sizes,
    working_dtypes,
)
from rot180.nnet.prepared import prepare, recall, remember


def conv2d(
    input: Any,  # noqa: A002 - Theano's name
    filters: Any,
    input_shape: Sequence[int | None] | None = None,
    filter_shape: Sequence[int | None] | None = None,
    border_mode: Any = "valid",
    subsample: Sequence[int] = (1, 1),
    filter_flip: bool = True,
    image_shape: Sequence[int | None] | None = None,
    filter_dilation: Sequence[int] = (1, 1),
    num_groups: int = 1,
    unshared: bool = False,
    *,
    algorithm: str = "auto",
    threads: int | None = None,
    **kwargs: Any,
) -> Array:
    """Convolve images with filters as ``theano.tensor.nnet.conv2d`` does.

    Parameters
    ----------
    input : (N, C, H, W) array
        Images. float16, float32, float64 or integers.
    filters : (O, C/G, kh, kw) array, or (O, outH, outW, C/G, kh, kw) if `unshared`
        Of the image's dtype or a narrower one.
    input_shape, filter_shape : sequences of int or None, optional
        Expected shapes; unlike Theano's, wrong ones are refused.
    border_mode : {'valid', 'full', 'half'}, int or tuple
        Zeros around the image: none; the dilated filter's size minus one; half of it, rounded down,
        on *both* sides; or as many as said, for each axis an integer or a pair (before, after).
    subsample : (int, int)
        Steps between outputs, down and across.
    filter_flip : bool
        True, Theano's default, rotates each filter by 180 degrees: a convolution. False does not: a
        cross-correlation.
    image_shape : sequence of int or None, optional
        Deprecated name of `input_shape`.
    filter_dilation : (int, int)
        Steps between filter taps.
    num_groups : int
        G: channels and filters are cut into so many blocks that do not see each other.
    unshared : bool
        Every output position has a filter of its own.
    algorithm : str
        'auto', or one that ``rot180.plan`` lists.
    threads : int, optional
        By default the environment's ROT180_THREADS, or all cores.
    **kwargs
        Ignored with a warning, as Theano does; its former `imshp_logical` and `kshp_logical` are
        refused.

    Returns
    -------
    (N, O, outH, outW) array
        Of the image's dtype; int64 for integers, whose sums wrap; float16 is summed in float32.

    Raises
    ------
    TypeError
        Wrong number of dimensions; dtypes that do not go together.
    ValueError
        Anything else that does not fit, the filter larger than the padded image included.

    Notes
    -----
    With ``x`` padded, ``i' = kh-1-i`` and ``j' = kw-1-j`` if `filter_flip` (else i and j), for a
    filter o of group g::

        y[n, o, u, v] = sum over c, i, j of
            filters[o, c, i', j'] * x[n, g*C/G + c, u*su + i*du, v*sv + j*dv]

    Source: Theano 1.0.5, ``theano/tensor/nnet/abstract_conv.py``. float32 sums follow
    docs/arithmetic.md bit for bit, unless `algorithm` names an inexact one or the filter is so
    large that 'auto' takes an FFT, which depends on the shapes alone.

    Examples
    --------
    >>> import numpy as np
    >>> from rot180 import conv2d
    >>> image = np.arange(1.0, 17.0).reshape(1, 1, 4, 4)
    >>> filters = np.array([[[[1.0, 2.0], [3.0, 4.0]]]])
    >>> conv2d(image, filters)[0, 0]
    array([[ 26.,  36.,  46.],
           [ 66.,  76.,  86.],
           [106., 116., 126.]])
    >>> conv2d(image, filters, filter_flip=False)[0, 0]
    array([[ 44.,  54.,  64.],
           [ 84.,  94., 104.],
           [124., 134., 144.]])
    """
    settings = (
        border_mode, subsample, filter_flip, filter_dilation, num_groups, algorithm, threads
    )  # fmt: skip
    if input_shape is filter_shape is image_shape is None and not unshared and not kwargs:
        compute = recall(input, filters, settings)
        if compute is not None:
            return compute(input, filters)
    if image_shape is not None:
        if input_shape is not None:
            raise ValueError("give input_shape or its deprecated name image_shape, not both")
        warnings.warn("image_shape is now called input_shape", DeprecationWarning, stacklevel=2)
        input_shape = image_shape
    if kwargs:
        _drop(kwargs)
    x, w = as_array(input, "input"), as_array(filters, "filters")
    check_rank(x, "(N, C, H, W)", "input")
    check_rank(w, "(O, outH, outW, C/G, kh, kw)" if unshared else "(O, C/G, kh, kw)", "filters")
    check_hint(input_shape, x.shape, "input_shape")
    check_hint(filter_shape, w.shape, "filter_shape")
    if unshared or x.dtype.kind != "f":
        attributes = conv_attributes(
            2, w.shape, border_mode, subsample, filter_dilation, num_groups
        )
        check_channels(x.shape, w.shape, 2, num_groups)
        output_sizes(x.shape, w.shape, attributes, border_mode)
        x, w, result = _operands(x, w, filter_flip, 2)
        correlation = locally_connected.correlate if unshared else correlate
        return correlation(x, w, attributes).astype(result, copy=False)
    dtype, result = working_dtypes(x.dtype, w.dtype)
    compute = prepare(x.shape, w.shape, dtype, *settings)
    remember(x, w, settings, compute)
    y = compute(np.ascontiguousarray(x, dtype), np.ascontiguousarray(w, dtype))
    return y.astype(result, copy=False)


def conv3d(
    input: Any,  # noqa: A002 - Theano's name
    filters: Any,
    input_shape: Sequence[int | None] | None = None,
    filter_shape: Sequence[int | None] | None = None,
    border_mode: Any = "valid",
    subsample: Sequence[int] = (1, 1, 1),
    filter_flip: bool = True,
    filter_dilation: Sequence[int] = (1, 1, 1),
    num_groups: int = 1,
) -> Array:
    """Convolve volumes with filters as ``theano.tensor.nnet.conv3d`` does.

    Parameters
    ----------
    input : (N, C, D, H, W) array
    filters : (O, C/G, kd, kh, kw) array
    input_shape, filter_shape, border_mode, subsample, filter_flip, filter_dilation, num_groups
        As for `rot180.conv2d`, with three entries; a tuple `border_mode` has integers only.

    Returns
    -------
    (N, O, outD, outH, outW) array
        Of the dtype that `rot180.conv2d` would return.

    Raises
    ------
    NotImplementedError
        For pairs in `border_mode`: Theano pads volumes evenly.
    TypeError, ValueError
        As `rot180.conv2d`.

    Examples
    --------
    >>> volume = np.arange(8.0).reshape(1, 1, 2, 2, 2)
    >>> conv3d(volume, np.ones((1, 1, 2, 2, 2))).ravel()
    array([28.])
    """
    if isinstance(border_mode, tuple) and any(isinstance(pad, tuple) for pad in border_mode):
        raise NotImplementedError(
            f"conv3d pads both ends of an axis evenly: border_mode={border_mode} must have integers"
        )
    x, w = as_array(input, "input"), as_array(filters, "filters")
    check_rank(x, "(N, C, D, H, W)", "input")
    check_rank(w, "(O, C/G, kd, kh, kw)", "filters")
    check_hint(input_shape, x.shape, "input_shape")
    check_hint(filter_shape, w.shape, "filter_shape")
    attributes = conv_attributes(3, w.shape, border_mode, subsample, filter_dilation, num_groups)
    check_channels(x.shape, w.shape, 3, num_groups)
    output_sizes(x.shape, w.shape, attributes, border_mode)
    x, w, result = _operands(x, w, filter_flip, 3)
    return correlate(x, w, attributes).astype(result, copy=False)


def _drop(kwargs: dict[str, Any]) -> None:
    if "imshp_logical" in kwargs or "kshp_logical" in kwargs:
        raise ValueError(
            "conv2d no longer takes imshp_logical and kshp_logical: use filter_dilation, or "
            "rot180.nnet.conv.conv2d, which still does"
        )
    names = ", ".join(sorted(kwargs))
    warnings.warn(f"conv2d ignores unknown arguments, as Theano does: {names}", stacklevel=3)


def _operands(x: Array, w: Array, flip: bool, axes: int) -> tuple[Array, Array, np.dtype[Any]]:
    """Return images and cross-correlation filters in the dtype to sum in, and the result's."""
    dtype, result = working_dtypes(x.dtype, w.dtype)
    if flip:
        w = np.flip(w, tuple(range(-axes, 0)))
    return np.ascontiguousarray(x, dtype), np.ascontiguousarray(w, dtype), result
