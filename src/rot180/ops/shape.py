"""Operators that only rename axes, or say how many there are: no number changes."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from rot180.ops.case import Case, integers, uniform
from rot180.ops.node import Array, Node, Result, axes_of, axis_of


def flatten(node: Node, x: Array) -> Array:
    """Return a matrix: the axes before ``axis`` become rows, the others columns."""
    axis = node.integer("axis", 1)
    axis = axis if axis == x.ndim else axis_of(axis, x.ndim)
    return x.reshape(math.prod(x.shape[:axis]), math.prod(x.shape[axis:]))


def reshape(node: Node, x: Array, shape: Array) -> Array:
    """Return x in another shape; -1 is worked out, 0 copies the input's axis."""
    wanted = [int(size) for size in shape]
    if not node.integer("allowzero", 0):
        if any(size == 0 for size in wanted[x.ndim :]):
            raise ValueError(
                f"shape {wanted} copies an axis that the input {x.shape} does not have"
            )
        wanted = [x.shape[axis] if size == 0 else size for axis, size in enumerate(wanted)]
    return x.reshape(wanted)


def transpose(node: Node, x: Array) -> Array:
    """Return x with its axes in the order ``perm``; by default reversed."""
    return x.transpose(node.integers("perm", range(x.ndim)[::-1]))


def squeeze(node: Node, x: Array, axes: Array | None = None) -> Array:
    """Return x without the given axes of length one, or without all of them."""
    chosen = node.parameter("axes", axes)
    if chosen is None:
        return x.squeeze()
    return x.squeeze(axes_of(chosen, x.ndim))


def unsqueeze(node: Node, x: Array, axes: Array | None = None) -> Array:
    """Return x with axes of length one put in, at places counted in the result."""
    chosen = node.parameter("axes", axes) or ()
    return np.expand_dims(x, axes_of(chosen, x.ndim + len(chosen)))


def identity(node: Node, x: Array) -> Array:
    """Return x."""
    return x


def dropout(
    node: Node, x: Array, ratio: Array | None = None, training: Array | None = None
) -> Result:
    """Return x and a mask that keeps all; training is refused."""
    if training is not None and bool(training) and (ratio is None or float(ratio) != 0.0):
        raise ValueError("dropout in training mode is not supported")
    # Before opset 10 the mask had the dtype of x.
    mask = np.ones(x.shape, dtype=bool if node.opset >= 10 else x.dtype)
    return (x, mask)[: node.output_count]


def shape_of(node: Node, x: Array) -> Array:
    """Return the lengths of the axes from ``start`` up to ``end``."""
    end = node.integer("end", x.ndim)
    return np.array(x.shape[node.integer("start", 0) : end], dtype=np.int64)


def size(node: Node, x: Array) -> Array:
    """Return how many values x has."""
    return np.array(x.size, dtype=np.int64)


OPERATORS = {
    "Flatten": flatten,
    "Reshape": reshape,
    "Transpose": transpose,
    "Squeeze": squeeze,
    "Unsqueeze": unsqueeze,
    "Identity": identity,
    "Dropout": dropout,
    "Shape": shape_of,
    "Size": size,
}


def cases() -> Iterator[Case]:
    """Yield example cases."""
    x = uniform(2, 3, 4)
    for axis in (0, 1, 3, -2):
        yield Case(f"flatten_at_{axis % 4}", "Flatten", [x], {"axis": axis})
    yield Case("reshape", "Reshape", [x, integers(4, -1)], constants=[1])
    yield Case("reshape_copy", "Reshape", [x, integers(0, 2, -1)], constants=[1])
    yield Case("reshape_scalar", "Reshape", [uniform(1), integers()], constants=[1])
    allow = {"allowzero": 1}
    yield Case("reshape_zero", "Reshape", [uniform(0, 3), integers(3, 0)], allow, constants=[1])
    yield Case("transpose", "Transpose", [x])
    yield Case("transpose_perm", "Transpose", [x], {"perm": [1, 2, 0]})
    thin = uniform(1, 3, 1, 2)
    yield Case("squeeze", "Squeeze", [thin])
    yield Case("squeeze_axes", "Squeeze", [thin, integers(-2)], constants=[1])
    yield Case("squeeze_old", "Squeeze", [thin], {"axes": [0]}, opset=11)
    yield Case("unsqueeze", "Unsqueeze", [x, integers(-1, 1)], constants=[1])
    yield Case("unsqueeze_old", "Unsqueeze", [x], {"axes": [0, 3]}, opset=11)
    yield Case("identity", "Identity", [x])
    yield Case("dropout", "Dropout", [x], outputs=2)
    yield Case("dropout_old", "Dropout", [x], {"ratio": 0.3}, opset=7)
    yield Case("shape", "Shape", [x])
    yield Case("shape_slice", "Shape", [x], {"start": -2, "end": -1})
    yield Case("size", "Size", [x])
