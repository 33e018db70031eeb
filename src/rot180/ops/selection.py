"""Operators that pick values: Slice, Gather, ArgMax, ArgMin, TopK."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rot180.ops.case import Case, edge_values, integers, uniform
from rot180.ops.node import Array, Node, axes_of, axis_of


def slice_(
    node: Node,
    x: Array,
    starts: Array | None = None,
    ends: Array | None = None,
    axes: Array | None = None,
    steps: Array | None = None,
) -> Array:
    """Return x from start to end, with a step, on some axes; before opset 10 by attributes."""
    first = node.parameter("starts", starts) or ()
    last = node.parameter("ends", ends) or ()
    chosen = node.parameter("axes", axes) or tuple(range(len(first)))
    stride = node.parameter("steps", steps) or (1,) * len(first)
    axes_of(chosen, x.ndim)
    spans = [slice(None)] * x.ndim
    for start, end, axis, step in zip(first, last, chosen, stride, strict=True):
        spans[axis_of(axis, x.ndim)] = _span(start, end, step, x.shape[axis])
    return x[tuple(spans)]


def _span(start: int, end: int, step: int, size: int) -> slice:
    """Return Python's slice for ONNX's; they limit a far start differently if step is negative."""
    start, end = start + size * (start < 0), end + size * (end < 0)
    if step > 0:
        return slice(min(max(start, 0), size), min(max(end, 0), size), step)
    if size == 0:
        return slice(0, 0)
    first, last = min(max(start, 0), size - 1), min(max(end, -1), size - 1)
    # Before the first value is nowhere that a number could name.
    return slice(first, None if last < 0 else last, step)


def gather(node: Node, x: Array, indices: Array) -> Array:
    """Return the entries of an axis at the given indices; negative ones count from its end."""
    axis = axis_of(node.integer("axis", 0), x.ndim)
    return np.take(x, indices.astype(np.int64), axis=axis)


def gather_elements(node: Node, x: Array, indices: Array) -> Array:
    """Return, for each index, the value at that place of its own line along an axis."""
    axis = axis_of(node.integer("axis", 0), x.ndim)
    size = x.shape[axis]
    if indices.size and not (-size <= indices.min() and indices.max() < size):
        raise ValueError(f"indices from {indices.min()} to {indices.max()} on an axis of {size}")
    grid: list[Array] = list(np.indices(indices.shape, sparse=True))
    grid[axis] = indices
    return x[tuple(grid)]


def arg_max(node: Node, x: Array) -> Array:
    """Return where the maximum is along an axis: the first one; a NaN counts as the maximum."""
    return _arg_extreme(node, x, sign=1)


def arg_min(node: Node, x: Array) -> Array:
    """Return where the minimum is along an axis: the first one; a NaN counts as the minimum."""
    return _arg_extreme(node, x, sign=-1)


def _arg_extreme(node: Node, x: Array, sign: int) -> Array:
    axis = axis_of(node.integer("axis", 0), x.ndim)
    find = np.argmax if sign > 0 else np.argmin
    if node.integer("select_last_index", 0):
        found = x.shape[axis] - 1 - find(np.flip(x, axis), axis=axis)
    else:
        found = find(x, axis=axis)
    found = np.asarray(found, dtype=np.int64)
    return np.expand_dims(found, axis) if node.integer("keepdims", 1) else found


def top_k(node: Node, x: Array, k: Array | None = None) -> tuple[Array, Array]:
    """Return the k largest (or smallest) values along an axis and where they were.

    Sorted from the extreme one on; of equal values the first comes first. A NaN is larger than
    any number.
    """
    axis = axis_of(node.integer("axis", -1), x.ndim)
    count = (node.parameter("k", k) or (0,))[0]
    if not 0 <= count <= x.shape[axis]:
        raise ValueError(f"k={count} values of an axis of {x.shape[axis]}")
    if node.integer("largest", 1):
        # A stable ascending sort of the reversed line, reversed, keeps the first of equals first.
        order = np.flip(np.argsort(np.flip(x, axis), axis=axis, kind="stable"), axis)
        order = x.shape[axis] - 1 - order
    else:
        order = np.argsort(x, axis=axis, kind="stable")
    order = np.take(order, np.arange(count), axis=axis)
    return np.take_along_axis(x, order, axis), order.astype(np.int64)


OPERATORS = {
    "Slice": slice_,
    "Gather": gather,
    "GatherElements": gather_elements,
    "ArgMax": arg_max,
    "ArgMin": arg_min,
    "TopK": top_k,
}


def cases() -> Iterator[Case]:
    """Yield example cases."""
    x = uniform(4, 5, 6)
    spans = [x, integers(1, -5), integers(3, -1), integers(0, -1), integers(1, 2)]
    yield Case("slice", "Slice", spans, constants=[1, 2, 3, 4])
    back = [x, integers(-1), integers(-100), integers(1), integers(-2)]
    yield Case("slice_backwards", "Slice", back, constants=[1, 2, 3, 4])
    far = [x, integers(-9, -9), integers(-9, 9), integers(0, 1), integers(-1, -2)]
    yield Case("slice_far_start", "Slice", far, constants=[1, 2, 3, 4])
    yield Case("slice_far", "Slice", [x, integers(2), integers(2**62)], constants=[1, 2])
    yield Case("slice_empty", "Slice", [x, integers(3), integers(1)], constants=[1, 2])
    old = {"starts": [0, 1], "ends": [2, -1], "axes": [1, 2]}
    yield Case("slice_old", "Slice", [x], old, opset=7)
    indices = np.array([[0, -1], [2, 0]], dtype=np.int64)
    yield Case("gather", "Gather", [x, indices])
    yield Case("gather_axis", "Gather", [x, np.array(-2, dtype=np.int64)], {"axis": 2})
    yield Case("gather_int32", "Gather", [x, np.array([1, 1], dtype=np.int32)], {"axis": 1})
    lines = [uniform(2, 2), indices % 2]
    yield Case("gatherelements", "GatherElements", lines, {"axis": 1})
    tied = np.array([[1, 3, 3, 2], [5, -1, 5, -1]], dtype=np.float32)
    edges = np.resize(edge_values(), (9, 3))
    for name in ("ArgMax", "ArgMin"):
        lower = name.lower()
        yield Case(f"{lower}_ties", name, [tied], {"axis": 1})
        last = {"axis": -1, "select_last_index": 1, "keepdims": 0}
        yield Case(f"{lower}_last", name, [tied], last)
        yield Case(f"{lower}_edges", name, [edges])
        yield Case(f"{lower}_cube", name, [x], {"axis": 1, "keepdims": 0})
    yield Case("topk", "TopK", [x, integers(3)], outputs=2, constants=[1])
    smallest = {"largest": 0, "axis": 1}
    yield Case("topk_smallest", "TopK", [x, integers(2)], smallest, outputs=2, constants=[1])
    yield Case("topk_ties", "TopK", [tied, integers(3)], outputs=2, constants=[1])
    yield Case("topk_old", "TopK", [x], {"k": 2, "axis": 0}, outputs=2, opset=7)
