"""Derive the constants of native/{double_math,power,trigonometry,hyperbolic}.hpp and their twins.

Each polynomial interpolates its function at Chebyshev nodes, in 100-digit decimals, which comes
within a small factor of the best polynomial of its degree; the coefficients are then rounded to
binary64. Prints each with the largest error that the rounded polynomial leaves in the function's
value. Needs nothing but Python.
"""

from collections.abc import Callable
from decimal import Decimal, getcontext
from fractions import Fraction
from itertools import count
from typing import NamedTuple

getcontext().prec = 100

Function = Callable[[Decimal], Decimal]


def arctangent(x: Decimal) -> Decimal:
    """Arc tangent of |x| < 1 by its series."""
    return _series(x, lambda term, n: -term * x * x * (2 * n - 1) / (2 * n + 1))


def atanh(x: Decimal) -> Decimal:
    """Inverse hyperbolic tangent of |x| < 1 by its series."""
    return _series(x, lambda term, n: term * x * x * (2 * n - 1) / (2 * n + 1))


def arcsine(x: Decimal) -> Decimal:
    """Arc sine of |x| < 1 by its series."""
    return _series(x, lambda term, n: term * x * x * (2 * n - 1) ** 2 / (2 * n * (2 * n + 1)))


def sine(x: Decimal) -> Decimal:
    """Sine by its series."""
    return _series(x, lambda term, n: -term * x * x / (2 * n * (2 * n + 1)))


def cosine(x: Decimal) -> Decimal:
    """Cosine by its series."""
    return _series(Decimal(1), lambda term, n: -term * x * x / (2 * n * (2 * n - 1)))


def sinh(x: Decimal) -> Decimal:
    """Hyperbolic sine by its series."""
    return _series(x, lambda term, n: term * x * x / (2 * n * (2 * n + 1)))


def erf_over_x(x: Decimal) -> Decimal:
    """erf(x) / x by the series without cancellation, e^-x^2 sum (2 x^2)^n / (2n+1)!!."""
    total = _series(Decimal(1), lambda term, n: term * 2 * x * x / (2 * n + 1))
    return 2 / PI.sqrt() * (-x * x).exp() * total


def erfcx(x: Decimal) -> Decimal:
    """e^x^2 erfc(x)."""
    getcontext().prec = 140  # erf is close to 1
    value = (x * x).exp() * (1 - x * erf_over_x(x))
    getcontext().prec = 100
    return +value


def _series(first: Decimal, step: Callable[[Decimal, int], Decimal]) -> Decimal:
    term = total = first
    for n in count(1):
        term = step(term, n)
        if abs(term) < abs(total) * Decimal(10) ** -(getcontext().prec + 2):
            return total
        total += term
    raise AssertionError


PI = 16 * arctangent(Decimal(1) / 5) - 4 * arctangent(Decimal(1) / 239)
LN2 = Decimal(2).ln()
# 1 + f lies in [sqrt(1/2), sqrt(2)), so s = f / (2 + f) within +-(3 - sqrt(8)).
Z_MAX = (3 - Decimal(8).sqrt()) ** 2
U_MIN, U_MAX = Decimal(-1) / 2, Decimal(1) / 3  # (x - 3) / (x + 3) for x = 1 and x = 6


class Polynomial(NamedTuple):
    """What is approximated, where, and how an error there changes the function's value."""

    name: str
    function: Function
    low: Decimal
    high: Decimal
    degree: int
    weight: Function

    def coefficients(self) -> list[float]:
        """Binary64 coefficients, the constant one first."""
        n = self.degree + 1
        middle, half = (self.low + self.high) / 2, (self.high - self.low) / 2
        nodes = [middle + half * cosine(PI * (2 * i + 1) / (2 * n)) for i in range(n)]
        return [float(c) for c in _interpolate(nodes, [self.function(x) for x in nodes])]

    def error(self) -> float:
        """Largest error, relative to the function's value, over 300 points."""
        coefficients = [Decimal(c) for c in self.coefficients()]
        largest = Decimal(0)
        for i in range(301):
            x = self.low + (self.high - self.low) * i / 300
            value = Decimal(0)
            for c in reversed(coefficients):
                value = value * x + c
            largest = max(largest, abs((value - self.function(x)) * self.weight(x)))
        return float(largest)


def _interpolate(nodes: list[Decimal], values: list[Decimal]) -> list[Decimal]:
    """Coefficients of the polynomial through the points: Newton's form, then expanded."""
    n = len(nodes)
    divided = list(values)
    for order in range(1, n):
        for i in range(n - 1, order - 1, -1):
            divided[i] = (divided[i] - divided[i - 1]) / (nodes[i] - nodes[i - order])
    result = [divided[-1]]
    for i in range(n - 2, -1, -1):
        shifted = [Decimal(0), *result]
        result = [a - nodes[i] * b for a, b in zip(shifted, [*result, Decimal(0)], strict=True)]
        result[0] += divided[i]
    return result


def _atanh_tail(z: Decimal, terms: list[Decimal]) -> Decimal:
    """(atanh(s) / s - terms) / z^len(terms), z = s^2."""
    s = z.sqrt()
    value = atanh(s) / s
    for i, term in enumerate(terms):
        value -= term * z**i
    return value / z ** len(terms)


def _odd(name: str, function: Function, largest: Decimal, degree: int) -> Polynomial:
    """Approximate (f(x) / x - 1) / x^2 in x^2, for an odd function close to x."""
    return Polynomial(
        f"{name}: ({name}(x) / x - 1) / x^2 in x^2",
        lambda z: (function(z.sqrt()) / z.sqrt() - 1) / z,
        TINY,
        largest * largest * EDGE,
        degree,
        lambda z: z * z.sqrt() / function(z.sqrt()),
    )


TINY = Decimal(10) ** -40  # instead of 0, where the quotients have no value
EDGE = Decimal("1.0001")  # rounding of the reduction goes a little beyond the interval

POLYNOMIALS = [
    Polynomial(
        "exp: (e^r - 1 - r) / r^2 in r",
        lambda r: (r.exp() - 1 - r) / (r * r) if abs(r) > TINY else Decimal("0.5"),
        -LN2 / 2 * EDGE,
        LN2 / 2 * EDGE,
        10,
        lambda r: r * r / r.exp(),
    ),
    Polynomial(
        "log: 2 (atanh(s) / s - 1) / s^2 in s^2",
        lambda z: 2 * _atanh_tail(z, [Decimal(1)]),
        TINY,
        Z_MAX * EDGE,
        6,
        lambda z: z / 2,
    ),
    Polynomial(
        "pow: (atanh(s) / s - 1 - s^2 / 3) / s^4 in s^2",
        lambda z: _atanh_tail(z, [Decimal(1), Decimal(1) / 3]),
        TINY,
        Z_MAX * EDGE,
        7,
        lambda z: z * z,
    ),
    Polynomial(
        "erf below 1: erf(x) / x - 1 in x^2",
        lambda z: erf_over_x(z.sqrt()) - 1,
        TINY,
        Decimal(1),
        11,
        lambda z: 1 / erf_over_x(z.sqrt()),
    ),
    Polynomial(
        "erf above 1: e^x^2 erfc(x) in u = (x - 3) / (x + 3)",
        lambda u: erfcx(3 * (1 + u) / (1 - u)),
        U_MIN,
        U_MAX,
        14,
        lambda u: (-((3 * (1 + u) / (1 - u)) ** 2)).exp(),
    ),
    _odd("sin", sine, PI / 4, 6),
    Polynomial(
        "cos: (cos(x) - 1 + x^2 / 2) / x^4 in x^2",
        lambda z: (cosine(z.sqrt()) - 1 + z / 2) / (z * z),
        Decimal(10) ** -20,
        PI * PI / 16 * EDGE,
        5,
        lambda z: z * z / cosine(z.sqrt()),
    ),
    _odd("asin", arcsine, Decimal(1) / 2, 12),
    _odd("atan", arctangent, Decimal(2).sqrt() - 1, 11),
    _odd("sinh", sinh, Decimal(1), 7),
]


def numbers() -> dict[str, float]:
    """Return the constants that are no coefficients."""
    # 42 bits of ln 2: k * high is exact for |k| < 2^11.
    high = float(Fraction(int(Fraction(LN2) * 2**42), 2**42))
    third = 1.0 / 3.0
    half_pi = float(PI / 2)
    short = float(Fraction(int(Fraction(PI / 2) * 2**25), 2**25))
    return {
        "ln 2, high": high,
        "ln 2, low": float(LN2 - Decimal(high)),
        "1 / ln 2": float(1 / LN2),
        "1/3, high": third,
        "1/3, low": float(Decimal(1) / 3 - Decimal(third)),
        "pi / 2": half_pi,
        "pi / 2, low": float(PI / 2 - Decimal(half_pi)),
        "pi / 2, 26 bits": short,
        "pi / 2, rest of 26 bits": float(PI / 2 - Decimal(short)),
    }


def two_over_pi() -> list[int]:
    """Return the first 256 bits of 2 / pi, in words of 64."""
    bits = int(Fraction(2 / PI) * 2**256)
    return [bits >> shift & 0xFFFFFFFFFFFFFFFF for shift in (192, 128, 64, 0)]


def main() -> None:
    """Print all constants as hexadecimal floats."""
    for name, value in numbers().items():
        print(f"{name}: {value.hex()}")
    print("2 / pi:", *map(hex, two_over_pi()))
    for p in POLYNOMIALS:
        print(f"{p.name}: error {p.error():.2g}")
        for c in p.coefficients():
            print(f"  {c.hex()}")


if __name__ == "__main__":
    main()
