"""Correlation and its two adjoints with a filter for every output position (locally connected).

Filters are (O, outH, outW, C/G, kh, kw); dtypes are those of `rot180.nnet.correlation`. Each
position is a matrix product over the windows that its outputs see.
"""

import numpy as np

from rot180.arrays import Array
from rot180.kernels import native
from rot180.nnet.correlation import evaluate
from rot180.nnet.operands import ConvAttributes


def correlate(x: Array, w: Array, attributes: ConvAttributes) -> Array:
    """Correlate (N, C, H, W) images with filters: (N, O, outH, outW)."""
    outputs, *sizes = w.shape[:3]
    windows = _windows(x, w.shape[1:3], w.shape[4:], attributes)
    positions = _by_position(windows, attributes.group)
    filters = _filters_by_position(w, attributes.group)
    y = evaluate(native.matmul, positions, filters, terms=filters.shape[-2])
    return _from_position(y, (len(x), outputs, *sizes))


def correlate_transposed(
    y: Array, w: Array, attributes: ConvAttributes, sizes: tuple[int, ...]
) -> Array:
    """Spread (N, O, outH, outW) outputs over images of the given sizes: (N, C, H, W)."""
    group, (rows, columns) = attributes.group, y.shape[2:]
    channels, *kernel = w.shape[3:]
    outputs = _by_position(y[..., None, None], group)
    filters = np.ascontiguousarray(_filters_by_position(w, group).swapaxes(-1, -2))
    spread = evaluate(native.matmul, outputs, filters, terms=outputs.shape[-1])
    spread = spread.reshape(group, rows, columns, len(y), channels, *kernel)
    padded = [size + sum(pads) for size, pads in zip(sizes, attributes.pads, strict=True)]
    x = np.zeros((len(y), group, channels, *padded), spread.dtype)
    (down, across), (dy, dx) = attributes.strides, attributes.dilations
    for i, j in np.ndindex(*kernel):
        seen = x[
            ...,
            i * dy : i * dy + (rows - 1) * down + 1 : down,
            j * dx : j * dx + (columns - 1) * across + 1 : across,
        ]
        seen += spread[..., i, j].transpose(3, 0, 4, 1, 2)
    (top, _), (left, _) = attributes.pads
    x = x[..., top : top + sizes[0], left : left + sizes[1]]
    return np.ascontiguousarray(x.reshape(len(y), group * channels, *sizes))


def correlate_for_filters(
    x: Array, y: Array, attributes: ConvAttributes, filter_sizes: tuple[int, ...]
) -> Array:
    """Multiply (N, C, H, W) images with (N, O, outH, outW) outputs: the filters' shape."""
    group, sizes = attributes.group, y.shape[2:]
    windows = _windows(x, sizes, filter_sizes, attributes)
    positions = _by_position(windows, group)
    outputs = _by_position(y[..., None, None], group).swapaxes(-1, -2)
    w = evaluate(native.matmul, np.ascontiguousarray(outputs), positions, terms=len(x))
    w = w.transpose(0, 3, 1, 2, 4)
    return np.ascontiguousarray(w.reshape(y.shape[1], *sizes, x.shape[1] // group, *filter_sizes))


def _windows(
    x: Array,
    sizes: tuple[int, ...],
    kernel: tuple[int, ...],
    attributes: ConvAttributes,
) -> Array:
    """Show the pixels that each output sees: (N, C, outH, outW, kh, kw), without a copy."""
    padded = np.pad(x, [(0, 0), (0, 0), *attributes.pads])
    n, c, *spatial = padded.strides
    return np.lib.stride_tricks.as_strided(
        padded,
        (*x.shape[:2], *sizes, *kernel),
        (
            n,
            c,
            *(step * s for step, s in zip(spatial, attributes.strides, strict=True)),
            *(step * d for step, d in zip(spatial, attributes.dilations, strict=True)),
        ),
        writeable=False,
    )


def _by_position(values: Array, group: int) -> Array:
    """Turn (N, C, outH, outW, kh, kw) into (G, outH, outW, N, C/G*kh*kw)."""
    count, channels, rows, columns, *kernel = values.shape
    split = values.reshape(count, group, channels // group, rows, columns, *kernel)
    moved = split.transpose(1, 3, 4, 0, 2, 5, 6)
    depth = channels // group * kernel[0] * kernel[1]
    return np.ascontiguousarray(moved.reshape(group, rows, columns, count, depth))


def _filters_by_position(w: Array, group: int) -> Array:
    """Turn the filters into (G, outH, outW, C/G*kh*kw, O/G)."""
    outputs, rows, columns, *taps = w.shape
    depth = taps[0] * taps[1] * taps[2]
    split = w.reshape(group, outputs // group, rows, columns, depth)
    return np.ascontiguousarray(split.transpose(0, 2, 3, 4, 1))


def _from_position(values: Array, shape: tuple[int, ...]) -> Array:
    """Turn (G, outH, outW, N, O/G) into (N, O, outH, outW)."""
    return np.ascontiguousarray(values.transpose(3, 0, 4, 1, 2).reshape(shape))
