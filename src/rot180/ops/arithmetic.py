"""Arithmetic, element by element: the IEEE operation, or our own correctly rounded function."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from rot180.kernels import math as kernels
from rot180.ops.case import Case, edge_values, uniform
from rot180.ops.node import Array, Node


def add(node: Node, a: Array, b: Array) -> Array:
    """Return a + b."""
    return a + b


def sub(node: Node, a: Array, b: Array) -> Array:
    """Return a - b."""
    return a - b


def mul(node: Node, a: Array, b: Array) -> Array:
    """Return a * b."""
    return a * b


def div(node: Node, a: Array, b: Array) -> Array:
    """Return a / b; integers are divided towards zero."""
    if a.dtype.kind == "f":
        return a / b
    if not b.all():
        raise ValueError("integer division by zero")
    quotient = np.floor_divide(a, b)
    if a.dtype.kind == "i":
        # floor rounds down; the quotients of unlike signs that left a remainder go up by one.
        quotient = quotient + ((quotient * b != a) & ((a < 0) != (b < 0))).astype(a.dtype)
    return quotient


def neg(node: Node, x: Array) -> Array:
    """Return -x."""
    return -x


def absolute(node: Node, x: Array) -> Array:
    """Return the absolute value."""
    return np.asarray(np.abs(x))


def sqrt(node: Node, x: Array) -> Array:
    """Return the square root."""
    return np.sqrt(x)


def reciprocal(node: Node, x: Array) -> Array:
    """Return 1 / x."""
    return np.asarray(x.dtype.type(1) / x)


def floor(node: Node, x: Array) -> Array:
    """Return the integer below."""
    return np.floor(x)


def ceil(node: Node, x: Array) -> Array:
    """Return the integer above."""
    return np.ceil(x)


def round_even(node: Node, x: Array) -> Array:
    """Return the nearest integer, the even one of two."""
    return np.rint(x)


def sign(node: Node, x: Array) -> Array:
    """Return -1, 0 or 1; zeros keep their sign, as with Java's ``Math.signum``."""
    return np.where(x == 0, x, np.sign(x))


def power(node: Node, x: Array, y: Array) -> Array:
    """Return x to the power of y in the dtype of x; integers through binary64."""
    base, exponent = np.broadcast_arrays(x, y)
    if x.dtype.kind != "f":
        wide = kernels.pow(_contiguous(base, np.float64), _contiguous(exponent, np.float64))
        return np.asarray(wide.astype(x.dtype))
    return kernels.pow(_contiguous(base, x.dtype), _contiguous(exponent, x.dtype))


def exp(node: Node, x: Array) -> Array:
    """Return e to the power of x."""
    return kernels.exp(x)


def log(node: Node, x: Array) -> Array:
    """Return the natural logarithm."""
    return kernels.log(x)


def erf(node: Node, x: Array) -> Array:
    """Return the error function."""
    return kernels.erf(x)


def _contiguous(x: Array, dtype: npt.DTypeLike) -> Array:
    return np.asarray(x, dtype=dtype, order="C")


OPERATORS = {
    "Add": add,
    "Sub": sub,
    "Mul": mul,
    "Div": div,
    "Neg": neg,
    "Abs": absolute,
    "Sqrt": sqrt,
    "Reciprocal": reciprocal,
    "Floor": floor,
    "Ceil": ceil,
    "Round": round_even,
    "Sign": sign,
    "Pow": power,
    "Exp": exp,
    "Log": log,
    "Erf": erf,
}


def cases() -> Iterator[Case]:
    """Yield example cases: all pairs of edge values, broadcasting, integers, float64."""
    edges = edge_values()
    for name in ("Add", "Sub", "Mul", "Div", "Pow"):
        yield Case(f"{name.lower()}_edges", name, [edges[:, None], edges[None, :]])
        yield Case(f"{name.lower()}_broadcast", name, [uniform(2, 3, 5, low=0.1), uniform(3, 1)])
    for name in ("Neg", "Abs", "Sqrt", "Reciprocal", "Floor", "Ceil", "Round", "Sign"):
        yield Case(f"{name.lower()}_edges", name, [edges])
    for name in ("Exp", "Log", "Erf"):
        yield Case(f"{name.lower()}_edges", name, [edges])
        yield Case(f"{name.lower()}_range", name, [uniform(7, 31, low=-9.0, high=9.0)])
    a = np.array([[-7, 7, -8, 2**62]], dtype=np.int64)
    b = np.array([[2], [-2], [4]], dtype=np.int64)
    for name in ("Add", "Sub", "Mul", "Div"):
        yield Case(f"{name.lower()}_int64", name, [a, b])
        wide = [uniform(4, 5, dtype=np.float64), uniform(5, seed=1, dtype=np.float64)]
        yield Case(f"{name.lower()}_float64", name, wide)
