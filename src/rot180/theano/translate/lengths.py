"""Lengths of axes that may be unknown until the model runs, and what can be proved about them.

Theano writes shapes as a computation (``x.reshape((x.shape[0], 1, 28, 28))``). Knowing that the
first entry *is* the length of ``x``'s first axis is what lets the translator write
``[0, 1, 28, 28]`` instead of that computation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Symbol:
    """An unknown length plus a known offset; `axis` says which axis of which graph input it is."""

    name: str
    axis: tuple[int, int] | None = None
    offset: int = 0


Length = int | Symbol
Lengths = tuple[Length, ...]


def add(a: Length | None, b: Length | None) -> Length | None:
    """Sum of two lengths, or None where it is neither a number nor a symbol plus a number."""
    if isinstance(a, Symbol) and isinstance(b, int):
        return replace(a, offset=a.offset + b)
    if isinstance(a, int) and isinstance(b, Symbol):
        return replace(b, offset=b.offset + a)
    return a + b if isinstance(a, int) and isinstance(b, int) else None


def subtract(a: Length | None, b: Length | None) -> Length | None:
    """Difference of two lengths, known also for two that share their unknown part."""
    if isinstance(a, Symbol) and isinstance(b, Symbol):
        return a.offset - b.offset if (a.name, a.axis) == (b.name, b.axis) else None
    return add(a, -b) if isinstance(b, int) else None


def product(lengths: Iterable[Length]) -> int | None:
    """Product of lengths that are all numbers, else None."""
    total = 1
    for length in lengths:
        if not isinstance(length, int):
            return None
        total *= length
    return total


def remaining(have: Sequence[Length], taken: Sequence[Length]) -> int | None:
    """Elements of shape `have` for each element of shape `taken`: what -1 stands for.

    Symbols must cancel; None where they do not, or where the numbers do not divide.

    Examples
    --------
    >>> n = Symbol("N")
    >>> remaining((n, 16, 4, 4), (n,))
    256
    """
    have, taken = list(have), list(taken)
    for length in [item for item in taken if isinstance(item, Symbol)]:
        if length not in have:
            return None
        have.remove(length)
        taken.remove(length)
    numerator, denominator = product(have), product(taken)
    if numerator is None or not denominator or numerator % denominator:
        return None
    return numerator // denominator
