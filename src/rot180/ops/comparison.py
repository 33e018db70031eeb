"""Comparisons, logic and Where."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rot180.ops.case import Case, edge_values, uniform
from rot180.ops.node import Array, Node


def equal(node: Node, a: Array, b: Array) -> Array:
    """Return a == b."""
    return np.equal(a, b)


def greater(node: Node, a: Array, b: Array) -> Array:
    """Return a > b."""
    return np.greater(a, b)


def greater_or_equal(node: Node, a: Array, b: Array) -> Array:
    """Return a >= b."""
    return np.greater_equal(a, b)


def less(node: Node, a: Array, b: Array) -> Array:
    """Return a < b."""
    return np.less(a, b)


def less_or_equal(node: Node, a: Array, b: Array) -> Array:
    """Return a <= b."""
    return np.less_equal(a, b)


def logical_and(node: Node, a: Array, b: Array) -> Array:
    """Return a and b."""
    return np.logical_and(a, b)


def logical_or(node: Node, a: Array, b: Array) -> Array:
    """Return a or b."""
    return np.logical_or(a, b)


def logical_xor(node: Node, a: Array, b: Array) -> Array:
    """Return whether one of a and b is true."""
    return np.logical_xor(a, b)


def logical_not(node: Node, x: Array) -> Array:
    """Return not x."""
    return np.logical_not(x)


def is_nan(node: Node, x: Array) -> Array:
    """Return whether x is not a number."""
    return np.isnan(x)


def where(node: Node, condition: Array, a: Array, b: Array) -> Array:
    """Return a where the condition holds, else b."""
    return np.where(condition, a, b)


OPERATORS = {
    "Equal": equal,
    "Greater": greater,
    "GreaterOrEqual": greater_or_equal,
    "Less": less,
    "LessOrEqual": less_or_equal,
    "And": logical_and,
    "Or": logical_or,
    "Xor": logical_xor,
    "Not": logical_not,
    "IsNaN": is_nan,
    "Where": where,
}


def cases() -> Iterator[Case]:
    """Yield example cases."""
    edges = edge_values()
    whole = np.arange(-3, 3, dtype=np.int64)
    for name in ("Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual"):
        yield Case(f"{name.lower()}_edges", name, [edges[:, None], edges[None, :]])
        yield Case(f"{name.lower()}_int64", name, [whole[:, None], whole])
    flags = np.array([True, False])
    for name in ("And", "Or", "Xor"):
        yield Case(f"{name.lower()}", name, [flags[:, None], flags])
    yield Case("not", "Not", [flags])
    yield Case("isnan", "IsNaN", [edges])
    yield Case("where", "Where", [uniform(3, 1) > 0, uniform(2, 3, 4), uniform(4, seed=1)])
    yield Case("where_int64", "Where", [flags, whole[:2], whole[4:]])
