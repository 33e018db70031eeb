"""Convolution by the rules of Apple's vImage (``vImage/Convolution.h``).

Kernels, as vImage calls filters, are *not* rotated, have odd sizes, and leave the image's size as
it is. Written from the header's documentation; it was not compared with a Mac.
"""

from collections.abc import Callable
from operator import index
from typing import Any

import numpy as np

from rot180.arrays import Array, as_array
from rot180.kernels import planar

EDGES = ("copy_in_place", "background_color_fill", "edge_extend", "truncate_kernel")


def convolve(
    image: Any,
    kernel: Any,
    edge: str,
    *,
    divisor: int = 1,
    bias: float | None = None,
    background: float = 0,
    leave_alpha_unchanged: bool = False,
) -> Array:
    """Correlate an image with a kernel of odd size.

    Parameters
    ----------
    image : (H, W) or (H, W, C) array of uint8, float32 or float64
        Planar, or with interleaved channels.
    kernel : (kh, kw) or (C, kh, kw) array
        For all channels, or one for each. For uint8 images integers that fit int16.
    edge : {'copy_in_place', 'background_color_fill', 'edge_extend', 'truncate_kernel'}
        Where the kernel reaches over the edge: the pixel is copied; `background` stands there; the
        nearest pixel does; or those taps are left out and the others are scaled up to the sum of
        all.
    divisor : int
        For uint8 images: of the sum. 0 counts as 1.
    bias : number, optional
        Added to the sum: before it is divided for uint8, where the default rounds to nearest by
        adding half the divisor; 0 by default for floats.
    background : number
        Colour beyond the edge with 'background_color_fill'.
    leave_alpha_unchanged : bool
        Copy channel 0 (alpha in ARGB).

    Returns
    -------
    array like `image`
        uint8 sums are exact, divided as C divides (towards zero) and clamped to 0 ... 255. vImage's
        own must stay below 2**23.

    Raises
    ------
    ValueError
        Even kernels, another edge, a kernel for another number of channels, a divisor for floats, a
        background that is no pixel, or 'truncate_kernel' with taps that sum to zero at the edge.
    TypeError
        Other dtypes; a divisor, bias or background for uint8 images that is no integer.

    Notes
    -----
    With edge 'background_color_fill' this is ``rot180.conv2d(..., border_mode='half',
    filter_flip=False)``.

    Examples
    --------
    >>> image = np.array([[10, 20, 40]], np.uint8)
    >>> convolve(image, [[1, 2, 1]], 'edge_extend', divisor=4)
    array([[13, 23, 35]], dtype=uint8)
    >>> convolve(image, [[1, 2, 1]], 'copy_in_place', divisor=4)
    array([[10, 23, 40]], dtype=uint8)
    """
    x, w = as_array(image, "image"), as_array(kernel, "kernel")
    if edge not in EDGES:
        raise ValueError(f"edge must be one of {', '.join(EDGES)}, not {edge!r}")
    if x.ndim not in (2, 3) or w.ndim not in (2, x.ndim):
        raise ValueError(
            f"image {x.shape} must be (H, W) or (H, W, C), and kernel {w.shape} (kh, kw) or one "
            "for each channel"
        )
    if not all(size % 2 for size in w.shape[-2:]):
        raise ValueError(f"kernel sizes must be odd, not {w.shape[-2:]}: pad the kernel with zeros")
    if w.ndim == 3 and len(w) != x.shape[2]:
        raise ValueError(f"{len(w)} kernels do not fit the {x.shape[2]} channels of {x.shape}")
    w = _kernel_like(x, w, divisor)
    if x.dtype == np.uint8:
        _check8(divisor, bias, background)
    finish = _finish8(divisor, bias) if x.dtype == np.uint8 else _finish_float(bias)
    if x.ndim == 2:
        return _planar(x, w, edge, background, finish)
    result = np.array(x, order="C")
    for channel in range(int(leave_alpha_unchanged), x.shape[2]):
        plane = w[channel] if w.ndim == 3 else w
        result[..., channel] = _planar(x[..., channel], plane, edge, background, finish)
    return result


def box(image: Any, size: tuple[int, int], edge: str, **options: Any) -> Array:
    """Average over a window of odd size: a kernel of ones, divided by their number.

    Parameters
    ----------
    image : (H, W) or (H, W, C) array of uint8, float32 or float64
    size : (int, int)
        Rows and columns of the window, odd.
    edge, **options
        As for `convolve`, except `divisor`.

    Returns
    -------
    array like `image`

    Raises
    ------
    ValueError, TypeError
        As `convolve`.

    Examples
    --------
    >>> box(np.array([[0, 30, 90]], np.uint8), (1, 3), 'edge_extend')
    array([[10, 40, 70]], dtype=uint8)
    """
    return _normalized(image, np.ones(_window(size), np.int64), edge, options)


def tent(image: Any, size: tuple[int, int], edge: str, **options: Any) -> Array:
    """Weighted average with weights 1, 2, ..., 2, 1 along rows and columns.

    Parameters
    ----------
    image : (H, W) or (H, W, C) array of uint8, float32 or float64
    size : (int, int)
        Rows and columns of the window, odd.
    edge, **options
        As for `convolve`, except `divisor`.

    Returns
    -------
    array like `image`

    Raises
    ------
    ValueError, TypeError
        As `convolve`.

    Examples
    --------
    >>> tent(np.array([[0, 40, 80]], np.uint8), (1, 3), 'edge_extend')
    array([[10, 40, 70]], dtype=uint8)
    """
    rows, columns = (np.minimum(np.arange(n), np.arange(n)[::-1]) + 1 for n in _window(size))
    return _normalized(image, np.outer(rows, columns), edge, options)


def _normalized(image: Any, kernel: Array, edge: str, options: dict[str, Any]) -> Array:
    x = as_array(image, "image")
    total = int(kernel.sum())
    if x.dtype == np.uint8:
        return convolve(x, kernel, edge, divisor=total, **options)
    return convolve(x, kernel / total, edge, **options)


def _kernel_like(x: Array, w: Array, divisor: int) -> Array:
    """Return the kernel in the dtype that sums are made in."""
    if x.dtype == np.uint8:
        if w.dtype.kind not in "iu":
            raise TypeError(f"uint8 images need an integer kernel, not {w.dtype}")
        if w.size and (w.max() > 32767 or w.min() < -32768):
            raise ValueError("the kernel of uint8 images must fit int16")
        return w.astype(np.int64)
    if x.dtype not in (np.float32, np.float64) or w.dtype.kind not in "iuf":
        raise TypeError(f"image must be uint8, float32 or float64, not {x.dtype}")
    if divisor != 1:
        raise ValueError("only uint8 images take a divisor: divide the kernel instead")
    return w.astype(x.dtype)


def _check8(divisor: int, bias: float | None, background: float) -> None:
    for name, value in (("divisor", divisor), ("bias", bias or 0), ("background", background)):
        if not isinstance(value, int | np.integer):
            raise TypeError(f"{name} must be an integer for uint8 images, not {value!r}")
    if not 0 <= background <= 255:
        raise ValueError(f"background must be a pixel of uint8 images, 0 to 255, not {background}")


def _window(size: tuple[int, int]) -> tuple[int, int]:
    try:
        rows, columns = map(index, size)
    except (TypeError, ValueError):
        raise TypeError(f"size must be two integers (rows, columns), not {size!r}") from None
    if min(rows, columns) < 1:
        raise ValueError(f"size must be positive, not {size}")
    return rows, columns


# Turns the sums, and the sums of the taps used and of all taps, into pixels.
Finish = Callable[[Array, Array, Any], Array]


def _finish8(divisor: int, bias: float | None) -> Finish:
    divisor = divisor or 1
    added = abs(divisor) // 2 * (1 if divisor > 0 else -1) if bias is None else int(bias)

    def finish(sums: Array, used: Array, every: Any) -> Array:
        # Over the fraction used/every, divisor and bias shrink by it.
        numerator, denominator = sums * every + added * used, divisor * used
        quotient = np.abs(numerator) // np.abs(denominator)
        signed = np.where((numerator < 0) == (denominator < 0), quotient, -quotient)
        return np.asarray(np.clip(signed, 0, 255), np.uint8)

    return finish


def _finish_float(bias: float | None) -> Finish:
    def finish(sums: Array, used: Array, every: Any) -> Array:
        return np.asarray(sums * (every / used) + sums.dtype.type(bias or 0))

    return finish


def _planar(x: Array, w: Array, edge: str, background: float, finish: Finish) -> Array:
    if not x.size:
        return x.copy()
    reach = tuple(size // 2 for size in w.shape)
    pads = tuple((size, size) for size in reach)
    wide = x.astype(w.dtype)
    every = w.sum()
    ones = np.ones((1, 1), w.dtype)
    if edge == "edge_extend":
        return finish(planar.correlate(np.pad(wide, pads, "edge"), w), ones, 1)
    if edge == "background_color_fill":
        padded = np.pad(wide, pads, constant_values=x.dtype.type(background))
        return finish(planar.correlate(padded, w), ones, 1)
    result = x.copy()
    inside = tuple(slice(size, -size or None) for size in reach)
    if result[inside].size:
        result[inside] = finish(planar.correlate(wide, w), ones, 1)
    if edge == "truncate_kernel":
        used = planar.correlate(np.ones_like(wide), w, pads)
        border = np.ones(x.shape, bool)
        border[inside] = False
        if not used[border].all():
            raise ValueError(
                "'truncate_kernel' is undefined here: the taps inside the image sum to zero at "
                "some edge; use another edge mode"
            )
        sums = planar.correlate(wide, w, pads)
        result[border] = finish(sums[border], used[border], every)
    return result
