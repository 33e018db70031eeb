"""Theano's older convolution, ``theano.tensor.nnet.conv`` (ConvOp): the only one up to 0.7."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from rot180.arrays import Array, as_array
from rot180.nnet.correlation import correlate
from rot180.nnet.operands import ConvAttributes, by, check_hint, check_rank, working_dtypes

Shape = Sequence[int | None] | None


def conv2d(
    input: Any,  # noqa: A002 - Theano's name
    filters: Any,
    image_shape: Shape = None,
    filter_shape: Shape = None,
    border_mode: str = "valid",
    subsample: Sequence[int] = (1, 1),
    *,
    imshp_logical: Sequence[int] | None = None,
    kshp_logical: Sequence[int] | None = None,
    kshp_logical_top_aligned: bool = True,
    unroll_batch: int | None = None,
    unroll_kern: int | None = None,
    unroll_patch: bool | None = None,
    version: int = -1,
    verbose: int = 0,
    direction_hint: str = "forward",
    openmp: bool | None = None,
) -> Array:
    """Convolve images with filters as ``theano.tensor.nnet.conv.conv2d`` does: always rotated.

    Parameters
    ----------
    input : (N, C, H, W) array
    filters : (O, C, kh, kw) array
        Of the same dtype.
    image_shape, filter_shape : sequences of int or None, optional
        Expected shapes; wrong ones are refused.
    border_mode : {'valid', 'full'}
    subsample : (int, int)
        Steps between outputs, down and across.
    imshp_logical : (C, H', W'), optional
        Size of the image after zeros are put between its pixels, the first pixel staying first.
    kshp_logical : (kh', kw'), optional
        The same for the filters.
    kshp_logical_top_aligned : bool
        Whether the filter's first tap stays first; if not, its last tap stays last.
    unroll_batch, unroll_kern, unroll_patch, version, verbose, direction_hint, openmp
        How Theano was to compute it. They change nothing, here as there.

    Returns
    -------
    (N, O, outH, outW) array
        Of the images' dtype; int64 for integers.

    Raises
    ------
    Exception
        Another border mode, or hints by which the filters are larger than the images: Theano raises
        nothing more specific.
    ValueError
        Shapes that contradict each other or the hints; a step that is not positive; filters larger
        than the images.
    AssertionError
        Hints that contradict each other.
    NotImplementedError
        Operands of different dtypes.
    TypeError
        Wrong numbers of axes.

    Examples
    --------
    >>> image = np.arange(1.0, 17.0).reshape(1, 1, 4, 4)
    >>> conv2d(image, np.array([[[[1.0, 2.0], [3.0, 4.0]]]]))[0, 0]
    array([[ 26.,  36.,  46.],
           [ 66.,  76.,  86.],
           [106., 116., 126.]])
    """
    if border_mode not in ("valid", "full"):
        raise Exception(
            f"mode {border_mode!r} is not implemented in the legacy conv2d: it knows 'valid' and "
            "'full'; rot180.conv2d knows more"
        )
    _check_hints(image_shape, filter_shape, imshp_logical, kshp_logical, border_mode)
    strides = (subsample[0], subsample[1])
    x, w = as_array(input, "input"), as_array(filters, "filters")
    check_rank(x, "(N, C, H, W)", "input")
    check_rank(w, "(O, C, kh, kw)", "filters")
    if x.dtype != w.dtype:
        raise NotImplementedError(
            f"images and filters must have one dtype, not {x.dtype} and {w.dtype}"
        )
    check_hint(image_shape, x.shape, "image_shape")
    check_hint(filter_shape, w.shape, "filter_shape")
    if imshp_logical is not None:
        x = _spaced(x, tuple(imshp_logical)[-2:])
    if kshp_logical is not None:
        w = _spaced(w, tuple(kshp_logical)[-2:], last_stays_last=not kshp_logical_top_aligned)
    attributes = _attributes(x.shape, w.shape, border_mode, strides)
    dtype, result = working_dtypes(x.dtype, w.dtype)
    rotated = np.ascontiguousarray(w[..., ::-1, ::-1], dtype)
    return correlate(np.ascontiguousarray(x, dtype), rotated, attributes).astype(result, copy=False)


def _check_hints(
    image_shape: Shape,
    filter_shape: Shape,
    imshp_logical: Sequence[int] | None,
    kshp_logical: Sequence[int] | None,
    border_mode: str,
) -> None:
    """Refuse hints that contradict each other, as Theano does before it sees an array."""
    if image_shape is None or filter_shape is None or len(image_shape) != 4:
        return
    if None not in (image_shape[1], filter_shape[1]) and image_shape[1] != filter_shape[1]:
        raise AssertionError(
            f"image_shape {tuple(image_shape)} and filter_shape {tuple(filter_shape)} differ in "
            "channels"
        )
    images, filters = (imshp_logical or image_shape)[-2:], (kshp_logical or filter_shape)[-2:]
    pairs = [(n, k) for n, k in zip(images, filters, strict=True) if n and k]
    if border_mode == "valid" and any(k > n for n, k in pairs):
        raise Exception(
            f"bad size for the output: filters of {by(filters)} must fit into images of "
            f"{by(images)} in 'valid' mode"
        )


def _spaced(array: Array, sizes: tuple[int, ...], last_stays_last: bool = False) -> Array:
    """Put zeros between the pixels of the last two axes until they have the sizes given.

    Pixels for which there is no room are dropped, as ConvOp drops them.
    """
    result = np.zeros(array.shape[:2] + sizes, array.dtype)
    to: list[Any] = [...]
    source: list[Any] = [...]
    for actual, logical in zip(array.shape[2:], sizes, strict=True):
        step = -(-logical // actual)
        first = (logical - actual * step - 1 + step) % step if last_stays_last else 0
        kept = min(actual, -(-(logical - first) // step))
        to.append(slice(first, first + (kept - 1) * step + 1, step))
        source.append(slice(kept))
    result[tuple(to)] = array[tuple(source)]
    return result


def _attributes(
    x: tuple[int, ...], w: tuple[int, ...], border_mode: str, strides: tuple[int, int]
) -> ConvAttributes:
    if x[1] != w[1]:
        raise ValueError(
            f"the filters' stack size ({w[1]}) and the images' ({x[1]}) differ: filters {w}, "
            f"images {x}"
        )
    pads = tuple((k - 1, k - 1) if border_mode == "full" else (0, 0) for k in w[2:])
    if min(strides) < 1:
        raise ValueError(f"subsample must be at least 1 on both axes, not {strides}")
    attributes = ConvAttributes(strides, pads, (1, 1))
    sizes = attributes.output_sizes(x[2:], w[2:])
    if min(sizes) < 1 or 0 in w[2:]:
        raise ValueError(
            f"outputs of {by(sizes)} are not valid: filters {w} do not fit into images {x}; use "
            "border_mode='full' or larger images"
        )
    return attributes
