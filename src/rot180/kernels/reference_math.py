"""The definition of the functions, reductions and poolings, in NumPy and decimals: slow.

`rot180.kernels.math` and `rot180.kernels.pool` are compared with these, bit for bit on float32. The
chains of operations are those of ``docs/arithmetic.md``.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Context, Decimal, localcontext
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

_TWO_OVER_ROOT_PI = Decimal("1.12837916709551257389615890312154517168810125865799771368817144")


def correctly_rounded(function: str, x: Array) -> Array:
    """Evaluate a function in 80-digit decimals and round the result once to float32.

    Parameters
    ----------
    function : {'exp', 'expm1', 'log', 'tanh', 'sigmoid', 'softplus', 'erf'}
    x : float32 array

    Returns
    -------
    float32 array of the same shape

    Examples
    --------
    >>> correctly_rounded("exp", np.array([1.0, -np.inf], np.float32))
    array([2.7182817, 0.       ], dtype=float32)
    """
    evaluate = FUNCTIONS[function]
    y = np.empty_like(x)
    with localcontext(Context(prec=80)):
        for i, value in enumerate(x.flat):
            y.flat[i] = _rounded(evaluate, function, value)
    return y


def _rounded(evaluate: Callable[[Decimal], Decimal], function: str, x: np.float32) -> np.float32:
    if np.isnan(x) or (function == "log" and x < 0):
        return np.float32(np.nan)
    if x == 0 and function in ("expm1", "tanh", "erf"):
        return x  # with its sign
    if function == "log" and (x == 0 or np.isinf(x)):
        return np.float32(-np.inf if x == 0 else np.inf)
    if function == "softplus" and x > 200:
        return x
    # Beyond 200 the others are 0, infinity or 1 in float32, as they are at 200.
    bounded = x if function == "log" else max(min(x, np.float32(200)), np.float32(-200))
    return nearest(evaluate(Decimal(float(bounded))))


def nearest(value: Decimal) -> np.float32:
    """Round to the nearest float32, ties to even; infinity stands at 2^128."""
    with np.errstate(all="ignore"):
        near = np.float32(float(value))
        below = np.nextafter(near, np.float32(-np.inf))
        above = np.nextafter(near, np.float32(np.inf))

    def distance(c: np.float32) -> tuple[Decimal, int]:
        at = Decimal(2) ** 128 if np.isinf(c) else abs(Decimal(float(c)))
        return abs(value - at.copy_sign(Decimal(float(c)))), int(c.view(np.uint32)) & 1

    return min((near, below, above), key=distance)


def _tanh(x: Decimal) -> Decimal:
    e = (2 * x).exp()
    return (e - 1) / (e + 1)


def _erf(x: Decimal) -> Decimal:
    if abs(x) > 7:
        return Decimal(1).copy_sign(x)
    # e^-x^2 sum (2 x^2)^n / (2n+1)!!: all terms are positive.
    term = total = Decimal(1)
    n = 0
    while term > total * Decimal("1e-70"):
        n += 1
        term *= 2 * x * x / (2 * n + 1)
        total += term
    return _TWO_OVER_ROOT_PI * x * (-x * x).exp() * total


#: The functions in decimals, where they are neither trivial nor too large for a float32.
FUNCTIONS: dict[str, Callable[[Decimal], Decimal]] = {
    "exp": Decimal.exp,
    "expm1": lambda x: x.exp() - 1,
    "log": Decimal.ln,
    "tanh": _tanh,
    "sigmoid": lambda x: 1 / (1 + (-x).exp()),
    "softplus": lambda x: (1 + x.exp()).ln(),
    "erf": _erf,
}


def maximum(a: Any, b: Any) -> Any:
    """IEEE 754-2019 maximum of two numbers: a NaN wins, -0 < +0."""
    if np.isnan(a) or np.isnan(b):
        return type(a)(np.nan)
    if a == b == 0:
        return b if np.signbit(a) else a
    return a if a > b else b


def softmax(x: Array, *, log: bool = False) -> Array:
    """Softmax of each row of a float32 (rows, n) array, or its logarithm.

    The exponentials are float32 and correctly rounded; sum, quotient and logarithm are binary64.
    """
    y = np.empty_like(x)
    with np.errstate(all="ignore"):
        for row, out in zip(x, y, strict=True):
            largest = row.dtype.type(-np.inf)
            for value in row:
                largest = maximum(largest, value)
            exponentials = correctly_rounded("exp", row - largest)
            total = 0.0
            for e in exponentials:
                total += float(e)
            if log:
                out[:] = (row.astype(float) - float(largest)) - np.log(total)
            else:
                out[:] = exponentials.astype(float) / total
    return y


def max_pool(x: Array, output_shape: Sequence[int], **window: Sequence[int]) -> Array:
    """`rot180.kernels.pool.max_pool`; `window` holds its other arguments."""

    def largest(values: list[Any], _positions: int) -> Any:
        result = x.dtype.type(-np.inf)
        for value in values:
            result = maximum(result, value)
        return result

    return _pool(x, output_shape, largest, **window)


def average_pool(
    x: Array, output_shape: Sequence[int], *, count_include_pad: bool, **window: Sequence[int]
) -> Array:
    """`rot180.kernels.pool.average_pool`; `window` holds its other arguments."""

    def mean(values: list[Any], positions: int) -> Any:
        count = x.dtype.type(positions if count_include_pad else len(values))
        total = values[0] if values else x.dtype.type(-0.0)
        for value in values[1:]:
            total = total + value
        return total / count

    with np.errstate(all="ignore"):
        return _pool(x, output_shape, mean, **window)


def lp_pool(x: Array, output_shape: Sequence[int], *, p: int, **window: Sequence[int]) -> Array:
    """`rot180.kernels.pool.lp_pool` for p = 1 and 2; `window` holds its other arguments."""

    def norm(values: list[Any], _positions: int) -> Any:
        total = 0.0
        for value in values:
            total += abs(float(value)) ** p
        return total ** (1 / p)

    return _pool(x, output_shape, norm, **window)


def _pool(
    x: Array,
    output_shape: Sequence[int],
    reduce: Callable[[list[Any], int], Any],
    *,
    kernel_shape: Sequence[int],
    strides: Sequence[int],
    pads: Sequence[int],
    dilations: Sequence[int],
) -> Array:
    axes = len(kernel_shape)
    y = np.empty((*x.shape[:2], *output_shape), x.dtype)
    for at in np.ndindex(*y.shape):
        plane, values, positions = x[at[:2]], [], 0
        for index in _window(at[2:], kernel_shape, strides, pads[:axes], dilations):
            limits = list(zip(index, plane.shape, pads[:axes], pads[axes:], strict=True))
            positions += all(-before <= i < n + after for i, n, before, after in limits)
            if all(0 <= i < n for i, n, _, _ in limits):
                values.append(plane[index])
        y[at] = reduce(values, positions)
    return y


def _window(
    output: Sequence[int],
    kernel_shape: Sequence[int],
    strides: Sequence[int],
    begins: Sequence[int],
    dilations: Sequence[int],
) -> Iterator[tuple[int, ...]]:
    """Input positions of one window, row-major."""
    for tap in product(*map(range, kernel_shape)):
        yield tuple(
            o * stride - begin + k * dilation
            for o, stride, begin, k, dilation in zip(
                output, strides, begins, tap, dilations, strict=True
            )
        )
