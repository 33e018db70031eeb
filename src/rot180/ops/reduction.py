"""Reductions over axes: sums and what is made of them in binary64, maxima, minima."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np

from rot180.kernels import math as kernels
from rot180.ops.case import Case, edge_values, integers, uniform
from rot180.ops.node import Array, Node, Operator, axes_of

Rows = Callable[[Array], Array]


def sums(rows: Array) -> Array:
    """Return the sums of the rows of a matrix in binary64, ascending."""
    return kernels.sum_float64(rows[:, :, None])[:, 0]


def reduced(node: Node, x: Array, axes: Array | None, reduce_rows: Rows) -> Array:
    """Apply a reduction of rows; one row holds the values that make one output, row-major.

    ``axes`` was an attribute before opset 18 (13 for ReduceSum); none means all of them, or, with
    ``noop_with_empty_axes``, that nothing is reduced.
    """
    chosen = node.parameter("axes", axes)
    if not chosen and node.integer("noop_with_empty_axes", 0):
        # Each value is a row of its own: what the operator does to a value still happens.
        return reduce_rows(x.reshape(-1, 1)).astype(x.dtype).reshape(x.shape)
    over = axes_of(chosen, x.ndim) if chosen else tuple(range(x.ndim))
    kept = tuple(axis for axis in range(x.ndim) if axis not in over)
    shape = tuple(1 if axis in over else size for axis, size in enumerate(x.shape))
    if not node.integer("keepdims", 1):
        shape = tuple(x.shape[axis] for axis in kept)
    count = math.prod(x.shape[axis] for axis in over)
    rows = x.transpose(kept + over).reshape(math.prod(x.shape[axis] for axis in kept), count)
    return reduce_rows(rows).astype(x.dtype).reshape(shape)


def maxima(rows: Array) -> Array:
    """Return the IEEE maximum of each row; of none, the lowest value there is."""
    if rows.dtype.kind == "f":
        return kernels.reduce_max(rows[:, :, None])[:, 0]
    lowest = False if rows.dtype.kind == "b" else np.iinfo(rows.dtype).min
    return np.asarray(rows.max(axis=1, initial=lowest))


def minima(rows: Array) -> Array:
    """Return the IEEE minimum of each row; of none, the highest value there is."""
    if rows.dtype.kind == "f":
        return kernels.reduce_min(rows[:, :, None])[:, 0]
    highest = True if rows.dtype.kind == "b" else np.iinfo(rows.dtype).max
    return np.asarray(rows.min(axis=1, initial=highest))


def _sum(rows: Array) -> Array:
    if rows.dtype.kind == "f":
        return sums(rows)
    return np.asarray(rows.sum(axis=1, dtype=rows.dtype))


def _mean(rows: Array) -> Array:
    if rows.dtype.kind == "f":
        return np.asarray(sums(rows) / rows.shape[1])
    return np.asarray(np.trunc(rows.sum(axis=1, dtype=rows.dtype) / rows.shape[1]))


def _product(rows: Array) -> Array:
    if rows.dtype.kind != "f":
        return np.asarray(rows.prod(axis=1, dtype=rows.dtype))
    product = np.ones(rows.shape[0])
    for column in rows.T:
        product = product * column
    return product


def _sum_square(rows: Array) -> Array:
    return _sum(_wide(rows) * _wide(rows))


def _l1(rows: Array) -> Array:
    return _sum(np.abs(rows))


def _l2(rows: Array) -> Array:
    return np.sqrt(sums(_wide(rows) * _wide(rows)))


def _log_sum(rows: Array) -> Array:
    return kernels.log(sums(_wide(rows)))


def _log_sum_exp(rows: Array) -> Array:
    """Return log(sum(exp(x - max))) + max; an infinite maximum is not subtracted."""
    top = maxima(_wide(rows))
    top = np.where(np.isinf(top), 0.0, top)
    return kernels.log(sums(kernels.exp(_wide(rows) - top[:, None]))) + top


def _wide(rows: Array) -> Array:
    """Widen floats to binary64, where squares of float32 are exact; integers stay."""
    return rows.astype(np.float64) if rows.dtype.kind == "f" else rows


def _operator(reduce_rows: Rows) -> Operator:
    def evaluate(node: Node, x: Array, axes: Array | None = None) -> Array:
        return reduced(node, x, axes, reduce_rows)

    return evaluate


OPERATORS = {
    "ReduceSum": _operator(_sum),
    "ReduceMean": _operator(_mean),
    "ReduceMax": _operator(maxima),
    "ReduceMin": _operator(minima),
    "ReduceProd": _operator(_product),
    "ReduceSumSquare": _operator(_sum_square),
    "ReduceL1": _operator(_l1),
    "ReduceL2": _operator(_l2),
    "ReduceLogSum": _operator(_log_sum),
    "ReduceLogSumExp": _operator(_log_sum_exp),
}


def cases() -> Iterator[Case]:
    """Yield example cases."""
    x = uniform(3, 4, 5, low=0.1, high=3.0)
    for name in OPERATORS:
        lower = name.lower()
        yield Case(f"{lower}_axes", name, [x, integers(0, 2)], constants=[1])
        flat = {"keepdims": 0}
        yield Case(f"{lower}_negative_axis", name, [x, integers(-2)], flat, constants=[1])
        yield Case(f"{lower}_all", name, [x])
        edges = np.resize(edge_values(), (9, 3))
        yield Case(f"{lower}_edges", name, [edges, integers(1)], constants=[1])
        noop = {"noop_with_empty_axes": 1}
        yield Case(f"{lower}_noop", name, [x - 1, integers()], noop, constants=[1])
        old = {"axes": [1], "keepdims": 0}
        yield Case(f"{lower}_attribute", name, [x], old, opset=11)
    long = uniform(2, 3000)
    yield Case("reducesum_long", "ReduceSum", [long, integers(1)], constants=[1])
    zeros = np.array([[-0.0, 0.0], [0.0, -0.0], [-0.0, -0.0]], dtype=np.float32)
    for name in ("ReduceMax", "ReduceMin", "ReduceSum"):
        yield Case(f"{name.lower()}_zeros", name, [zeros, integers(1)], constants=[1])
