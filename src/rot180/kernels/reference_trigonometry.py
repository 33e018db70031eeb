"""The definition of the trigonometric and hyperbolic functions, in decimals: slow.

`rot180.kernels.trigonometry` is compared with these, bit for bit on float32.
"""

from collections.abc import Callable
from decimal import Context, Decimal, localcontext
from typing import Any

import numpy as np
import numpy.typing as npt

from rot180.kernels.reference_math import nearest

Array = npt.NDArray[Any]

# Enough for the angles of float32, of 39 digits, and of float64 that are not astronomical.
_DIGITS = 120
_NEGLIGIBLE = Decimal(10) ** -_DIGITS


def correctly_rounded(function: str, x: Array) -> Array:
    """Evaluate a function in 120-digit decimals and round the result once to float32.

    Parameters
    ----------
    function : one of `FUNCTIONS`
    x : float32 array

    Returns
    -------
    float32 array of the same shape

    Examples
    --------
    >>> correctly_rounded("acos", np.array([-1.0, 2.0], np.float32))
    array([3.1415927,       nan], dtype=float32)
    """
    y = np.empty_like(x)
    for i, value in enumerate(x.flat):
        y.flat[i] = _rounded(function, value)
    return y


def _rounded(function: str, x: np.float32) -> np.float32:
    low, high = _DOMAINS.get(function, (-np.inf, np.inf))
    if np.isnan(x) or x < low or x > high:
        return np.float32(np.nan)
    if x == 0 and function in _ODD:
        return x  # with its sign
    if abs(x) == 1 and function == "atanh":
        return np.float32(np.copysign(np.inf, x))
    if np.isinf(x):
        if function in ("sin", "cos", "tan"):
            return np.float32(np.nan)
        ends = {"atan": np.pi / 2, "cosh": np.copysign(np.inf, x)}
        return np.float32(np.copysign(ends.get(function, np.inf), 1 if function == "cosh" else x))
    # Beyond 200 the hyperbolic functions are infinite in float32, as they are at 200.
    bounded = np.clip(x, -200, 200) if function in ("sinh", "cosh") else x
    return nearest(exact(function, float(bounded)))


def exact(function: str, x: float) -> Decimal:
    """Return a function of a finite number in its domain, to about 75 digits."""
    with localcontext(Context(prec=_DIGITS)):
        return +FUNCTIONS[function](Decimal(x))


def _series(first: Decimal, ratio: Callable[[int], Decimal]) -> Decimal:
    term = total = first
    n = 0
    while term and abs(term) > abs(total) * _NEGLIGIBLE:
        n += 1
        term *= ratio(n)
        total += term
    return total


def _sin(x: Decimal) -> Decimal:
    x = x.remainder_near(2 * _PI)
    return _series(x, lambda n: -x * x / (2 * n * (2 * n + 1)))


def _cos(x: Decimal) -> Decimal:
    return _sin(x + _PI / 2)


def _atan(x: Decimal) -> Decimal:
    if abs(x) > 1:
        return (_PI / 2).copy_sign(x) - _atan(1 / x)
    if abs(x) > Decimal("0.1"):  # half the angle until the series is short
        return 2 * _atan(x / (1 + (1 + x * x).sqrt()))
    return _series(x, lambda n: -x * x * (2 * n - 1) / (2 * n + 1))


def _asin(x: Decimal) -> Decimal:
    return (_PI / 2).copy_sign(x) if abs(x) == 1 else _atan(x / (1 - x * x).sqrt())


def _sinh(x: Decimal) -> Decimal:
    return _series(x, lambda n: x * x / (2 * n * (2 * n + 1)))


def _asinh(x: Decimal) -> Decimal:
    return _log(abs(x) + (x * x + 1).sqrt(), x).copy_sign(x)


def _atanh(x: Decimal) -> Decimal:
    return _log((1 + abs(x)) / (1 - abs(x)), 2 * x).copy_sign(x) / 2


def _log(y: Decimal, x: Decimal) -> Decimal:
    """Logarithm of y; x where y is 1 + x to more than all digits that a float64 asks for."""
    return abs(x) if abs(x) < Decimal("1e-30") else y.ln()


with localcontext(Context(prec=_DIGITS)):
    _PI = Decimal(0)  # for the arc tangent of numbers below 1, which does not use it
    _PI = 16 * _atan(Decimal(1) / 5) - 4 * _atan(Decimal(1) / 239)

FUNCTIONS: dict[str, Callable[[Decimal], Decimal]] = {
    "sin": _sin,
    "cos": _cos,
    "tan": lambda x: _sin(x) / _cos(x),
    "asin": _asin,
    "acos": lambda x: _PI / 2 - _asin(x),
    "atan": _atan,
    "sinh": _sinh,
    "cosh": lambda x: (x.exp() + (-x).exp()) / 2,
    "asinh": _asinh,
    "acosh": lambda x: (x + (x * x - 1).sqrt()).ln(),
    "atanh": _atanh,
}
_ODD = ("sin", "tan", "asin", "atan", "sinh", "asinh", "atanh")
_DOMAINS = {"asin": (-1, 1), "acos": (-1, 1), "atanh": (-1, 1), "acosh": (1, np.inf)}
