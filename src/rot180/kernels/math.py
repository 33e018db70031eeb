"""Elementwise functions, reductions and softmax, natively.

On float32 the results are those of the arithmetic contract (``docs/arithmetic.md``): `exp`,
`expm1`, `log`, `tanh`, `sigmoid`, `softplus` and `erf` are correctly rounded, `pow` is within
1 ULP. The Java runtime, which has no `expm1`, returns the same bits. On float64 they are within
2 ULP. Arrays are float32 or float64; the result has the dtype of the first argument, and every NaN
in a float32 result is the canonical one.
Definition in NumPy: `rot180.kernels.reference_math`.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from rot180 import _native

Array = npt.NDArray[Any]


def exp(x: Array) -> Array:
    """Exponential, e^x.

    Examples
    --------
    >>> exp(np.array([0, 1, 89], np.float32))
    array([1.       , 2.7182817,       inf], dtype=float32)
    """
    return unary(_native.exp, x)


def expm1(x: Array) -> Array:
    """e^x - 1, accurate near 0."""
    return unary(_native.expm1, x)


def log(x: Array) -> Array:
    """Natural logarithm: -inf at zeros, NaN below."""
    return unary(_native.log, x)


def tanh(x: Array) -> Array:
    """Hyperbolic tangent."""
    return unary(_native.tanh, x)


def sigmoid(x: Array) -> Array:
    """1 / (1 + e^-x)."""
    return unary(_native.sigmoid, x)


def softplus(x: Array) -> Array:
    """log(1 + e^x)."""
    return unary(_native.softplus, x)


def erf(x: Array) -> Array:
    """Gauss error function."""
    return unary(_native.erf, x)


def pow(x: Array, y: Array) -> Array:  # noqa: A001 (the operator's name)
    """X to the power of y, arrays of equal shape; 1 for pow(x, 0) and pow(1, y), as in C.

    Correctly rounded for y = 2 and 0.5.
    """
    return _binary(_native.pow, x, y)


def maximum(a: Array, b: Array) -> Array:
    """IEEE 754-2019 maximum of equal shapes: a NaN wins, -0 < +0.

    Examples
    --------
    >>> maximum(np.array([-0.0, np.nan]), np.array([0.0, 1.0]))
    array([ 0., nan])
    """
    return _binary(_native.maximum, a, b)


def minimum(a: Array, b: Array) -> Array:
    """IEEE 754-2019 minimum of equal shapes: a NaN wins, -0 < +0."""
    return _binary(_native.minimum, a, b)


def sum_float64(x: Array) -> Array:
    """Sum over the middle axis, in binary64, ascending.

    Parameters
    ----------
    x : (outer, n, inner) array

    Returns
    -------
    (outer, inner) float64 array

    Examples
    --------
    >>> sum_float64(np.ones((2, 3, 1), np.float32))
    array([[3.],
           [3.]])
    """
    return _fold(_native.sum_float64, x, np.float64)


def reduce_max(x: Array) -> Array:
    """`maximum` over the middle axis of (outer, n, inner): (outer, inner); -inf where n is 0."""
    return _fold(_native.reduce_max, x, x.dtype)


def reduce_min(x: Array) -> Array:
    """`minimum` over the middle axis of (outer, n, inner): (outer, inner); inf where n is 0."""
    return _fold(_native.reduce_min, x, x.dtype)


def softmax(x: Array) -> Array:
    """Softmax of each row of a (rows, n) array.

    Examples
    --------
    >>> softmax(np.zeros((1, 4), np.float32))
    array([[0.25, 0.25, 0.25, 0.25]], dtype=float32)
    """
    return _rows(_native.softmax, x)


def log_softmax(x: Array) -> Array:
    """Logarithm of softmax of each row of a (rows, n) array, without taking the softmax."""
    return _rows(_native.log_softmax, x)


def unary(kernel: Callable[[Array, Array], None], x: Array) -> Array:
    """Apply a kernel of the native module to every element of a float32 or float64 array."""
    x = np.asarray(x, order="C")
    y = np.empty_like(x)
    if y.size:
        kernel(x, y)
    return y


def _binary(kernel: Callable[[Array, Array, Array], None], a: Array, b: Array) -> Array:
    a, b = np.asarray(a, order="C"), np.asarray(b, order="C")
    if a.shape != b.shape or a.dtype != b.dtype:
        raise ValueError(
            f"two arrays of one shape and dtype are needed, not {a.shape} {a.dtype} "
            f"and {b.shape} {b.dtype}: broadcast them first"
        )
    y = np.empty_like(a)
    if y.size:
        kernel(a, b, y)
    return y


def _fold(kernel: Callable[[Array, Array], None], x: Array, dtype: npt.DTypeLike) -> Array:
    if x.ndim != 3:
        raise ValueError(f"an array (outer, n, inner) is needed, not one of shape {x.shape}")
    y = np.empty((x.shape[0], x.shape[2]), dtype)
    if y.size:
        kernel(np.ascontiguousarray(x), y)
    return y


def _rows(kernel: Callable[[Array, Array], None], x: Array) -> Array:
    if x.ndim != 2:
        raise ValueError(f"an array (rows, n) is needed, not one of shape {x.shape}")
    return unary(kernel, x)
