"""The definition of every convolution and matrix product, in NumPy: slow, and to be believed.

Each output is one chain of fused multiply-adds in ascending order of channel, filter row and filter
column, as docs/arithmetic.md writes it; the chains of all outputs advance together. Everything else
in rot180 that claims exactness is compared with these functions, bit for bit.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from rot180.geometry import conv_output_size, conv_transpose_output_size

Array = npt.NDArray[Any]


def fma(a: Array, b: Any, c: Array) -> Array:
    """``a*b + c`` with one rounding, for float32 or float64 arrays.

    float32: the product is exact in binary64, and a sum rounded to odd can be rounded again.
    float64: error-free transformations (Boldo and Melquiond, "Emulation of FMA and correctly
    rounded sums", 2008), which hold while nothing overflows or becomes subnormal on the way.
    """
    with np.errstate(all="ignore"):
        if a.dtype == np.float32:
            high = a.astype(np.float64) * np.asarray(b, np.float64)
            return _add_rounding_to_odd(high, c.astype(np.float64)).astype(np.float32)
        high, low = _two_product(a, np.asarray(b, np.float64))
        total_high, total_low = _two_sum(c, low)
        sum_high, sum_low = _two_sum(high, total_high)
        result = sum_high + _add_rounding_to_odd(total_low, sum_low)
        return np.where(np.isfinite(result), result, a * b + c)


def _two_sum(a: Array, b: Array) -> tuple[Array, Array]:
    total = a + b
    rest = total - a
    return total, (a - (total - rest)) + (b - rest)


def _two_product(a: Array, b: Array) -> tuple[Array, Array]:
    high = a * b
    (a1, a2), (b1, b2) = _split(a), _split(b)
    return high, a2 * b2 - (((high - a1 * b1) - a2 * b1) - a1 * b2)


def _split(a: Array) -> tuple[Array, Array]:
    scaled = a * 134217729.0
    high = scaled - (scaled - a)
    return high, a - high


def _add_rounding_to_odd(a: Array, b: Array) -> Array:
    total, error = _two_sum(a, b)
    bits = np.asarray(total).view(np.int64)
    inexact = (error != 0) & ~np.isnan(error) & (bits & 1 == 0) & np.isfinite(total)
    step = np.where((error > 0) == (total > 0), 1, -1)
    return np.where(inexact, bits + step, bits).view(np.float64)


def finish(acc: Array) -> Array:
    """End chains: -0.0 becomes +0.0 and every NaN the same one (rules 4 and 5)."""
    acc = acc + acc.dtype.type(0)
    return np.where(np.isnan(acc), acc.dtype.type(np.nan), acc)


def conv(
    x: Array,
    w: Array,
    bias: Array | None = None,
    *,
    strides: Sequence[int],
    pads: Sequence[int],
    dilations: Sequence[int],
    group: int = 1,
) -> Array:
    """ONNX's Conv of float32 or float64 arrays of equal dtype; arguments as in `native.conv`."""
    axes = x.ndim - 2
    before, after = pads[:axes], pads[axes:]
    padded = np.pad(x, [(0, 0), (0, 0), *zip(before, after, strict=True)])
    sizes = [
        conv_output_size(x.shape[2 + i], w.shape[2 + i], (before[i], after[i]), strides[i], d)
        for i, d in enumerate(dilations)
    ]
    channels, filters = w.shape[1], w.shape[0] // group
    y = _start((x.shape[0], w.shape[0], *sizes), x, bias)
    for g in range(group):
        outputs = slice(g * filters, (g + 1) * filters)
        acc = y[:, outputs]
        for c, tap in product(range(channels), _taps(w)):
            window = tuple(
                slice(t * d, t * d + (size - 1) * s + 1, s) if size else slice(0, 0)
                for t, d, s, size in zip(tap, dilations, strides, sizes, strict=True)
            )
            image = padded[:, g * channels + c, None][(slice(None), slice(None), *window)]
            place: Any = (outputs, c, *tap)
            factor = w[place].reshape(filters, *[1] * axes)
            acc = fma(np.broadcast_to(image, acc.shape), factor, acc)
        y[:, outputs] = acc
    return finish(y)


def conv_transpose(
    x: Array,
    w: Array,
    bias: Array | None = None,
    *,
    strides: Sequence[int],
    pads: Sequence[int],
    dilations: Sequence[int],
    group: int = 1,
    output_padding: Sequence[int],
) -> Array:
    """ONNX's ConvTranspose; arguments as in `native.conv_transpose`."""
    axes = x.ndim - 2
    before, after = pads[:axes], pads[axes:]
    sizes = [
        conv_transpose_output_size(
            x.shape[2 + i], w.shape[2 + i], (before[i], after[i]), strides[i], d, output_padding[i]
        )
        for i, d in enumerate(dilations)
    ]
    channels, filters = w.shape[0] // group, w.shape[1]
    y = _start((x.shape[0], group * filters, *sizes), x, bias)
    for g, c, tap in product(range(group), range(channels), reversed(list(_taps(w)))):
        inputs, outputs = [], []
        for i, t in enumerate(tap):
            offset = t * dilations[i] - before[i]
            places = [p for p in range(x.shape[2 + i]) if 0 <= p * strides[i] + offset < sizes[i]]
            inputs.append(places)
            outputs.append([p * strides[i] + offset for p in places])
        image = x[:, g * channels + c : g * channels + c + 1][np.ix_(range(len(x)), [0], *inputs)]
        place = np.ix_(range(len(x)), range(g * filters, (g + 1) * filters), *outputs)
        factor = w[(g * channels + c, slice(None), *tap)].reshape(filters, *[1] * axes)
        y[place] = fma(np.broadcast_to(image, y[place].shape), factor, y[place])
    return finish(y)


def gemm(
    a: Array,
    b: Array,
    c: Array | None = None,
    *,
    alpha: float = 1.0,
    beta: float = 1.0,
    trans_a: bool = False,
    trans_b: bool = False,
) -> Array:
    """ONNX's Gemm: ``alpha*a*b + beta*c``, `c` broadcast to the result."""
    a, b = a.T if trans_a else a, b.T if trans_b else b
    scale = a.dtype.type
    shape = (a.shape[0], b.shape[1])
    y = np.zeros(shape, a.dtype)
    if c is not None:
        y += scale(beta) * np.broadcast_to(c, shape)
    scaled = scale(alpha) * b
    for k in range(a.shape[1]):
        y = fma(np.broadcast_to(a[:, k : k + 1], shape), scaled[k], y)
    return finish(y)


def matmul(a: Array, b: Array) -> Array:
    """Matrix products of equally many matrices: (..., m, k) by (..., k, n)."""
    y = np.zeros((*a.shape[:-1], b.shape[-1]), a.dtype)
    for k in range(a.shape[-1]):
        y = fma(np.broadcast_to(a[..., :, k : k + 1], y.shape), b[..., k : k + 1, :], y)
    return finish(y)


def _taps(w: Array) -> Iterator[tuple[int, ...]]:
    return product(*(range(size) for size in w.shape[2:]))


def _start(shape: tuple[int, ...], x: Array, bias: Array | None) -> Array:
    y = np.zeros(shape, x.dtype)
    if bias is not None:
        y[...] = bias.reshape(-1, *[1] * (len(shape) - 2))
    return y
