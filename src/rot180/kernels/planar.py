"""Correlation of one image with one filter, in any dtype of numbers."""

from typing import Any

import numpy as np
import numpy.typing as npt

from rot180.geometry import Pads
from rot180.kernels import integer, native

Array = npt.NDArray[Any]


def correlate(x: Array, w: Array, pads: Pads = ((0, 0), (0, 0))) -> Array:
    """Correlate an image, surrounded by zeros, with a filter that is not rotated.

    Parameters
    ----------
    x : (H, W) array
    w : (kh, kw) array of the same dtype
        No larger than the padded image.
    pads : pairs (before, after) of rows and columns

    Returns
    -------
    (outH, outW) array of the same dtype
        Integers wrap; complex filters are not conjugated.

    Examples
    --------
    >>> correlate(np.array([[1, 2, 100]], np.int8), np.array([[1, 1]], np.int8))
    array([[  3, 102]], dtype=int8)
    """
    if x.dtype.char in "gG":
        return _long(np.pad(x, pads), w)
    if x.dtype.kind == "c":
        return _complex(x, w, pads)

    def product(x: Array, w: Array) -> Array:
        plane: Array = _native(x[None, None], w[None, None], pads)[0, 0]
        return plane

    if x.dtype.kind == "f":
        return product(x, w)
    return integer.bilinear(product, x, w, terms=w.size).astype(x.dtype)


def _native(x: Array, w: Array, pads: Pads) -> Array:
    (top, bottom), (left, right) = pads
    return native.conv(x, w, strides=(1, 1), pads=(top, left, bottom, right), dilations=(1, 1))


def _complex(x: Array, w: Array, pads: Pads) -> Array:
    # Real and imaginary parts are two images and two filters of one call.
    images, filters = (np.stack([part.real, part.imag])[:, None] for part in (x, w))
    (rr, ri), (ir, ii) = _native(images, filters, pads)
    result = np.empty(rr.shape, x.dtype)
    with np.errstate(all="ignore"):
        result.real, result.imag = rr - ii, ri + ir
    return result


def _long(x: Array, w: Array) -> Array:
    # No kernel has 80 bits; einsum's loops at least are not Python's.
    windows = np.lib.stride_tricks.sliding_window_view(x, w.shape)
    with np.errstate(all="ignore"):
        return np.asarray(np.einsum("yxij,ij->yx", windows, w), x.dtype)
