"""Maxima, sums and averages of windows, for all outputs at once.

The loops run over the positions inside a window. Positions outside the image are left out by
cutting the outputs that would see them, so padding is never written and needs no neutral value; and
every output meets its pixels in row-major order, as in compiled Theano.
"""

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import product
from typing import Any

import numpy as np

from rot180.arrays import Array


class AxisWindows:
    """Which pixels of one axis each output sees.

    Parameters
    ----------
    size, window, stride, pad, outputs : int
        Pixels, pixels in a window, steps between windows, padding before and after, windows.
    """

    def __init__(self, size: int, window: int, stride: int, pad: int, outputs: int) -> None:
        self.size, self.window, self.stride, self.pad = size, window, stride, pad
        self.starts = np.arange(outputs) * stride - pad

    def first(self) -> Array:
        """Return each window's first pixel."""
        return np.maximum(self.starts, 0)

    def counts(self, including_pad: bool) -> Array:
        """Return how many pixels, or pixels and padding, each window holds."""
        if including_pad:
            return np.minimum(self.window, self.size + self.pad - self.starts)
        return np.minimum(self.starts + self.window, self.size) - self.first()

    def positions(self) -> list[tuple[slice, slice]]:
        """Return, for each position in the window, the outputs that see a pixel, and the pixels."""
        found = []
        for offset in range(self.window):
            pixels = self.starts + offset
            inside = np.flatnonzero((pixels >= 0) & (pixels < self.size))
            if inside.size:
                begin, end = inside[[0, -1]]
                seen = slice(pixels[begin], pixels[end] + 1, self.stride)
                found.append((slice(begin, end + 1), seen))
        return found


def maximum(x: Array, axes: Sequence[AxisWindows]) -> Array:
    """Keep the larger of two values with ``>``: a NaN stays only where it comes first."""
    first: tuple[Any, ...] = (..., *np.ix_(*(axis.first() for axis in axes)))
    result = np.ascontiguousarray(x[first])
    for outputs, pixels in _positions(axes):
        best, candidate = result[outputs], x[pixels]
        np.copyto(best, candidate, where=candidate > best)
    return result


def total(x: Array, axes: Sequence[AxisWindows]) -> Array:
    """Sum in the dtype of `x`; integers wrap."""
    sums = _accumulate(x, axes)
    return sums.astype(x.dtype, copy=False)


def average(x: Array, axes: Sequence[AxisWindows], including_pad: bool) -> Array:
    """Divide the sums by the number of pixels; integers are truncated towards zero."""
    sums = _accumulate(x, axes)
    counts = reduce(np.multiply.outer, [axis.counts(including_pad) for axis in axes])
    if sums.dtype.kind == "f":
        means: Array = sums / counts.astype(sums.dtype)
        return means.astype(x.dtype, copy=False)
    # C truncates, NumPy's // rounds down.
    magnitudes = np.abs(sums).view(f"u{sums.itemsize}")
    quotients: Array = (magnitudes // counts.astype(magnitudes.dtype)).view(sums.dtype)
    return np.where(sums < 0, -quotients, quotients).astype(x.dtype, copy=False)


def _accumulate(x: Array, axes: Sequence[AxisWindows]) -> Array:
    # Compiled Theano adds booleans as bytes; float16 has too few digits to sum in.
    working: np.dtype[Any] = np.dtype({"?": np.uint8, "e": np.float32}.get(x.dtype.char, x.dtype))
    x = x.astype(working, copy=False)
    lead = x.shape[: x.ndim - len(axes)]
    sums = np.zeros(lead + tuple(axis.starts.size for axis in axes), working)
    for outputs, pixels in _positions(axes):
        sums[outputs] += x[pixels]
    return sums


def _positions(axes: Sequence[AxisWindows]) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    for position in product(*(axis.positions() for axis in axes)):
        outputs, pixels = zip(*position, strict=True)
        yield (..., *outputs), (..., *pixels)
