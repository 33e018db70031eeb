"""Trigonometric and hyperbolic functions and their inverses; `activation` has Tanh."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rot180.kernels import trigonometry as kernels
from rot180.ops.case import Case, edge_values, uniform
from rot180.ops.node import Array, Node


def sin(node: Node, x: Array) -> Array:
    """Return the sine."""
    return kernels.sin(x)


def cos(node: Node, x: Array) -> Array:
    """Return the cosine."""
    return kernels.cos(x)


def tan(node: Node, x: Array) -> Array:
    """Return the tangent."""
    return kernels.tan(x)


def asin(node: Node, x: Array) -> Array:
    """Return the inverse of the sine."""
    return kernels.asin(x)


def acos(node: Node, x: Array) -> Array:
    """Return the inverse of the cosine."""
    return kernels.acos(x)


def atan(node: Node, x: Array) -> Array:
    """Return the inverse of the tangent."""
    return kernels.atan(x)


def sinh(node: Node, x: Array) -> Array:
    """Return the hyperbolic sine."""
    return kernels.sinh(x)


def cosh(node: Node, x: Array) -> Array:
    """Return the hyperbolic cosine."""
    return kernels.cosh(x)


def asinh(node: Node, x: Array) -> Array:
    """Return the inverse of the hyperbolic sine."""
    return kernels.asinh(x)


def acosh(node: Node, x: Array) -> Array:
    """Return the inverse of the hyperbolic cosine."""
    return kernels.acosh(x)


def atanh(node: Node, x: Array) -> Array:
    """Return the inverse of the hyperbolic tangent."""
    return kernels.atanh(x)


OPERATORS = {
    "Sin": sin,
    "Cos": cos,
    "Tan": tan,
    "Asin": asin,
    "Acos": acos,
    "Atan": atan,
    "Sinh": sinh,
    "Cosh": cosh,
    "Asinh": asinh,
    "Acosh": acosh,
    "Atanh": atanh,
}


def cases() -> Iterator[Case]:
    """Yield example cases: edge values, a range, and angles of many turns."""
    for name in OPERATORS:
        yield Case(f"{name.lower()}_edges", name, [edge_values()])
        within = 1.0 if name in ("Asin", "Acos", "Atanh") else 9.0
        low = 1.0 if name == "Acosh" else -within
        yield Case(f"{name.lower()}_range", name, [uniform(7, 31, low=low, high=within)])
    # The last is the float32 nearest to a multiple of pi / 2.
    turns = np.array([1e4, 1e6, 1e15, 1e30, 2.0**127, float.fromhex("0x1.f37c8ap+95")], np.float32)
    for name in ("Sin", "Cos", "Tan"):
        yield Case(f"{name.lower()}_turns", name, [np.concatenate([turns, -turns])])
