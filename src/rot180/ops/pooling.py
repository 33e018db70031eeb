"""Pools: the maximum, mean or p-norm of a sliding window, or of all there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np

from rot180.kernels import pool as kernels
from rot180.ops.case import Case, edge_values, uniform
from rot180.ops.node import Array, Node, Result
from rot180.ops.reduction import maxima, sums
from rot180.ops.window import Window, window_of


def max_pool(node: Node, x: Array) -> Result:
    """Return the maximum of each window, and where it was if a second output is asked for."""
    window, sizes = _pool_window(node, x)
    if node.output_count == 1 and x.dtype.kind == "f":
        return kernels.max_pool(x, **_arguments(window, sizes))
    values, places = _located_maxima(x, window, sizes)
    if node.integer("storage_order", 0):
        places = _column_major(places, x.shape)
    return (values, places)[: node.output_count]


def average_pool(node: Node, x: Array) -> Array:
    """Return the mean of each window; padding counts only with ``count_include_pad``."""
    window, sizes = _pool_window(node, x)
    counted = node.integer("count_include_pad", 0) != 0
    return kernels.average_pool(x, count_include_pad=counted, **_arguments(window, sizes))


def lp_pool(node: Node, x: Array) -> Array:
    """Return the p-norm of each window."""
    window, sizes = _pool_window(node, x)
    return kernels.lp_pool(x, p=node.integer("p", 2), **_arguments(window, sizes))


def global_max_pool(node: Node, x: Array) -> Array:
    """Return the maximum of each channel."""
    return maxima(_rows(x)).reshape(_ones(x))


def global_average_pool(node: Node, x: Array) -> Array:
    """Return the mean of each channel, summed in binary64."""
    rows = _rows(x)
    mean: Array = (sums(rows) / rows.shape[1]).astype(x.dtype)
    return mean.reshape(_ones(x))


def global_lp_pool(node: Node, x: Array) -> Array:
    """Return the p-norm of each channel: one window over all of it."""
    spatial = x.shape[2:]
    ones = (1,) * len(spatial)
    window = Window(spatial, ones, ones, (0,) * 2 * len(spatial))
    return kernels.lp_pool(x, p=node.integer("p", 2), **_arguments(window, ones))


def _rows(x: Array) -> Array:
    return x.reshape(x.shape[0] * x.shape[1], -1)


def _ones(x: Array) -> tuple[int, ...]:
    return (*x.shape[:2], *(1,) * (x.ndim - 2))


def _arguments(window: Window, sizes: Sequence[int]) -> dict[str, Any]:
    return {
        "kernel_shape": window.kernel_shape,
        "strides": window.strides,
        "pads": window.pads,
        "dilations": window.dilations,
        "output_shape": sizes,
    }


def _pool_window(node: Node, x: Array) -> tuple[Window, tuple[int, ...]]:
    """Return the window and how many outputs each spatial axis has."""
    if x.ndim < 3:
        raise ValueError(f"a pool wants (N, C, ...) with spatial axes, got {x.shape}")
    axes = x.ndim - 2
    window = window_of(node, x.shape[2:], ())
    round_up = node.integer("ceil_mode", 0) != 0
    sizes = []
    for axis, (size, extent, stride) in enumerate(
        zip(x.shape[2:], window.extents, window.strides, strict=True)
    ):
        begin, end = window.pads[axis], window.pads[axis + axes]
        room = size + begin + end - extent
        if room < 0:
            raise ValueError(
                f"the window spans {extent} on spatial axis {axis}, the padded input only "
                f"{size + begin + end} (input {x.shape})"
            )
        count = (-(-room // stride) if round_up else room // stride) + 1
        # A window that would start behind the last value is dropped.
        if round_up and (count - 1) * stride >= size + begin:
            count -= 1
        sizes.append(count)
    return window, tuple(sizes)


def _located_maxima(x: Array, window: Window, sizes: Sequence[int]) -> tuple[Array, Array]:
    """Return maxima, and their positions in the flattened input; the first of equal ones."""
    axes = range(x.ndim - 2)
    best = np.empty((*x.shape[:2], *sizes), dtype=x.dtype)
    places = np.full(best.shape, -1, dtype=np.int64)
    flat = np.arange(x.size, dtype=np.int64).reshape(x.shape)
    for taps in product(*(range(size) for size in window.kernel_shape)):
        positions = [
            np.arange(sizes[k]) * window.strides[k] - window.pads[k] + taps[k] * window.dilations[k]
            for k in axes
        ]
        inside = [np.flatnonzero((p >= 0) & (p < x.shape[2 + k])) for k, p in enumerate(positions)]
        every: tuple[Any, ...] = (slice(None), slice(None))
        here = every + np.ix_(*inside)
        there = every + np.ix_(*(positions[k][inside[k]] for k in axes))
        old, new = best[here], x[there]
        better = (places[here] < 0) | (new > old) | (np.isnan(new) & ~np.isnan(old))
        best[here] = np.where(better, new, old)
        places[here] = np.where(better, flat[there], places[here])
    return best, places


def _column_major(places: Array, shape: tuple[int, ...]) -> Array:
    """Turn row-major positions into ones that count the first spatial axis fastest."""
    n, c, *spatial = np.unravel_index(places, shape)
    strides = np.cumprod([1, *shape[2:-1]])
    inner = sum(index * stride for index, stride in zip(spatial, strides, strict=True))
    return np.asarray((n * shape[1] + c) * int(np.prod(shape[2:])) + inner, dtype=np.int64)


OPERATORS = {
    "MaxPool": max_pool,
    "AveragePool": average_pool,
    "LpPool": lp_pool,
    "GlobalMaxPool": global_max_pool,
    "GlobalAveragePool": global_average_pool,
    "GlobalLpPool": global_lp_pool,
}


def cases() -> Iterator[Case]:
    """Yield example cases."""
    x = uniform(2, 3, 9, 8)
    square: dict[str, Any] = {"kernel_shape": [2, 2], "strides": [2, 2]}
    for name in ("MaxPool", "AveragePool", "LpPool"):
        lower = name.lower()
        yield Case(lower, name, [x], square)
        yield Case(f"{lower}_ceil", name, [x], square | {"ceil_mode": 1})
        padded = {"kernel_shape": [3, 4], "strides": [2, 3], "pads": [1, 2, 2, 0]}
        yield Case(f"{lower}_pads", name, [x], padded)
        yield Case(f"{lower}_pads_ceil", name, [x], padded | {"ceil_mode": 1})
        yield Case(f"{lower}_dilations", name, [x], {"kernel_shape": [3, 2], "dilations": [2, 3]})
        for auto_pad in ("SAME_UPPER", "SAME_LOWER"):
            yield Case(f"{lower}_{auto_pad.lower()}", name, [x], square | {"auto_pad": auto_pad})
        yield Case(f"{lower}_1d", name, [uniform(2, 3, 17)], {"kernel_shape": [5], "strides": [3]})
        yield Case(f"{lower}_3d", name, [uniform(1, 2, 4, 5, 3)], {"kernel_shape": [2, 3, 2]})
        edges = np.resize(edge_values(), (1, 1, 9, 12))
        yield Case(f"{lower}_edges", name, [edges], {"kernel_shape": [2, 2]})
        yield Case(f"{lower}_one_pixel", name, [uniform(1, 5, 7, 7)], {"kernel_shape": [7, 7]})
        yield Case(f"global{lower}", f"Global{name}", [x])
        yield Case(f"global{lower}_edges", f"Global{name}", [np.resize(edges, (9, 3, 2, 2))])
    counted = {"kernel_shape": [3, 3], "pads": [1, 1, 1, 1], "strides": [2, 2], "ceil_mode": 1}
    yield Case("averagepool_counted", "AveragePool", [x], counted | {"count_include_pad": 1})
    yield Case("globalaveragepool_large", "GlobalAveragePool", [uniform(1, 2, 61, 67, low=0.5)])
    yield Case("lppool_p1", "LpPool", [x], square | {"p": 1})
    yield Case("lppool_p3", "LpPool", [x], square | {"p": 3})
    tied = np.round(uniform(1, 2, 5, 6, low=0.0, high=3.0))
    overlapping = {"kernel_shape": [3, 2], "pads": [1, 1, 1, 1]}
    yield Case("maxpool_indices", "MaxPool", [tied], overlapping, outputs=2)
    columns = square | {"storage_order": 1}
    yield Case("maxpool_indices_column_major", "MaxPool", [x], columns, outputs=2)
