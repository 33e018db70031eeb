"""Look at how a variable was made: which numbers and which scalar ops."""

from __future__ import annotations

import math

import numpy as np

from rot180.theano.records import Constant, Op, Variable

# How deep to look: idioms are shallow, graphs that somebody made up are not.
_DEPTH = 8


def term(variable: Variable, depth: int = _DEPTH) -> tuple[float, Variable]:
    """Split ``number * something`` into its two parts."""
    if depth == 0:
        return 1.0, variable
    if variable.owner is None or scalar(variable) not in ("Mul", "TrueDiv"):
        return 1.0, variable
    inputs = variable.owner.inputs
    numbers = [number(item, depth) for item in inputs]
    if scalar(variable) == "TrueDiv":
        divisor = numbers[1]
        if divisor:
            factor, core = term(inputs[0], depth - 1)
            return factor / divisor, core
        return 1.0, variable
    rest = [item for item, known in zip(inputs, numbers, strict=True) if known is None]
    if len(rest) != 1:
        return 1.0, variable
    factor, core = term(rest[0], depth - 1) if len(inputs) > 1 else (1.0, rest[0])
    return factor * math.prod(known for known in numbers if known is not None), core


def number(variable: Variable, depth: int = _DEPTH) -> float | None:
    """Value of a constant scalar, also of one that is computed from constants."""
    if isinstance(variable, Constant):
        array = np.asarray(variable.value)
        return float(array.item()) if array.size == 1 and array.dtype.kind in "biuf" else None
    owner = variable.owner
    if owner is None or depth == 0 or not 1 <= len(owner.inputs) <= 2:
        return None
    if owner.op.name.removeprefix("Gpu") == "DimShuffle":
        return number(owner.inputs[0], depth - 1)
    name = scalar(variable)
    if name not in ("Add", "Sub", "Mul", "TrueDiv", "Neg", "Cast"):
        return None
    numbers = [number(item, depth - 1) for item in owner.inputs]
    known = [item for item in numbers if item is not None]
    if len(known) < len(numbers):
        return None
    return _calculate(name, known)


def _calculate(name: str, numbers: list[float]) -> float | None:
    if name == "Add":
        return math.fsum(numbers)
    if name == "Mul":
        return math.prod(numbers)
    if name == "Sub":
        return numbers[0] - numbers[1]
    if name == "TrueDiv":
        return numbers[0] / numbers[1] if numbers[1] else None
    return -numbers[0] if name == "Neg" else numbers[0]


def scalar(variable: Variable) -> str | None:
    """Name of the scalar op that makes a variable, if an Elemwise does."""
    owner = variable.owner
    if owner is None or owner.op.name.removeprefix("Gpu") != "Elemwise":
        return None
    scalar_op = owner.op.fields.get("scalar_op")
    return scalar_op.name if isinstance(scalar_op, Op) else None
