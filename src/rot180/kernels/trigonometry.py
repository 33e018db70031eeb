"""Trigonometric and hyperbolic functions and their inverses, natively.

On float32 they are correctly rounded, for every argument, and the Java runtime returns the same
bits (``docs/arithmetic.md``); every NaN is the canonical one. On float64 they are within 2 ULP;
sine, cosine and tangent are then those of the C library.
Definition: `rot180.kernels.reference_trigonometry`.
"""

from rot180 import _native
from rot180.kernels.math import Array, unary


def sin(x: Array) -> Array:
    """Sine of an angle in radians; NaN for infinities.

    Examples
    --------
    >>> import numpy as np
    >>> sin(np.array([1, 1e30, np.inf], np.float32))
    array([ 0.84147096, -0.79116344,         nan], dtype=float32)
    """
    return unary(_native.sin, x)


def cos(x: Array) -> Array:
    """Cosine of an angle in radians; NaN for infinities."""
    return unary(_native.cos, x)


def tan(x: Array) -> Array:
    """Tangent of an angle in radians; NaN for infinities."""
    return unary(_native.tan, x)


def asin(x: Array) -> Array:
    """Inverse of the sine, from -pi/2 to pi/2; NaN beyond 1."""
    return unary(_native.asin, x)


def acos(x: Array) -> Array:
    """Inverse of the cosine, from 0 to pi; NaN beyond 1."""
    return unary(_native.acos, x)


def atan(x: Array) -> Array:
    """Inverse of the tangent, from -pi/2 to pi/2."""
    return unary(_native.atan, x)


def sinh(x: Array) -> Array:
    """Hyperbolic sine, (e^x - e^-x) / 2."""
    return unary(_native.sinh, x)


def cosh(x: Array) -> Array:
    """Hyperbolic cosine, (e^x + e^-x) / 2."""
    return unary(_native.cosh, x)


def asinh(x: Array) -> Array:
    """Inverse of the hyperbolic sine."""
    return unary(_native.asinh, x)


def acosh(x: Array) -> Array:
    """Inverse of the hyperbolic cosine; NaN below 1."""
    return unary(_native.acosh, x)


def atanh(x: Array) -> Array:
    """Inverse of the hyperbolic tangent; NaN beyond 1, infinite at 1."""
    return unary(_native.atanh, x)
