"""Elemwise: a scalar op over tensors that broadcast."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from rot180.errors import TranslationError, UnsupportedOperatorError
from rot180.theano.records import Apply, Constant, Op, Variable
from rot180.theano.translate import rectifier, scalars
from rot180.theano.translate.lengths import Length, add, subtract
from rot180.theano.translate.order import in_order
from rot180.theano.translate.shapes import integers
from rot180.theano.translate.translation import Operators, Translation, Value


def elemwise(t: Translation, node: Apply, inputs: list[Value]) -> Value | list[Value]:
    """Elemwise{scalar_op}, Composite included; idioms such as 0.5 * (x + |x|) by their name."""
    scalar_op = node.op.fields["scalar_op"]
    recognised = rectifier.recognise(t, node)
    if recognised is not None:
        return recognised
    if scalar_op.name == "Composite":
        return _composite(t, scalar_op, inputs)
    result = _apply(t, scalar_op, inputs, _dtype(node.outputs[0]))
    lengths = _lengths(t, scalar_op.name, inputs)
    return result if lengths is None else integers(t, result, lengths)


def _apply(t: Translation, op: Op, inputs: Sequence[Value], dtype: np.dtype[Any] | None) -> Value:
    function = scalars.SCALARS.get(op.name)
    if function is None:
        known = ", ".join(sorted(scalars.SCALARS))
        raise UnsupportedOperatorError(
            f"the scalar op {op.name} ({op.module}) is not supported. Supported: {known}"
        )
    if dtype is None and "o_type" in op.fields:
        dtype = np.dtype(op.fields["o_type"].dtype)
    return function(t, list(inputs), dtype or np.result_type(*(value.dtype for value in inputs)))


def _composite(t: Translation, op: Op, inputs: Sequence[Value]) -> list[Value]:
    """Run the scalar graph inside a Composite on tensors."""
    values: dict[Variable, Value] = dict(zip(op.fields["inputs"], inputs, strict=True))

    def value(variable: Variable) -> Value:
        if variable not in values:
            if not isinstance(variable, Constant):
                raise TranslationError(f"{op.name} reads a variable that it is not given")
            values[variable] = t.constant(variable.value, _dtype(variable))
        return values[variable]

    for apply in in_order(op.fields["outputs"]):
        arguments = [value(variable) for variable in apply.inputs]
        output = apply.outputs[0]
        if apply.op.name == "Composite":
            results = _composite(t, apply.op, arguments)
            values.update(zip(apply.outputs, results, strict=True))
        else:
            values[output] = _apply(t, apply.op, arguments, _dtype(output))
    return [value(variable) for variable in op.fields["outputs"]]


def _dtype(variable: Variable) -> np.dtype[Any] | None:
    return np.dtype(variable.type.dtype) if variable.type else None


def _lengths(t: Translation, name: str, inputs: Sequence[Value]) -> tuple[Length, ...] | None:
    """Elements of a result computed from axis lengths, so that shapes can be proved."""
    rank = max(value.ndim for value in inputs)
    known = [value.lengths for value in inputs if value.lengths is not None]
    if rank > 1 or len(known) < len(inputs) or name not in _ARITHMETIC:
        return None
    count = max(map(len, known))
    columns = zip(*(item * count if len(item) == 1 else item for item in known), strict=True)
    results = []
    for column in columns:
        result: Length | None = column[0]
        for length in column[1:]:
            result = _ARITHMETIC[name](result, length)
        results.append(t.unknown() if result is None else result)
    return tuple(results)


def _times(a: Length | None, b: Length | None) -> Length | None:
    if isinstance(a, int) and isinstance(b, int):
        return a * b
    return a if b == 1 else b if a == 1 else None


def _floor_division(a: Length | None, b: Length | None) -> Length | None:
    if isinstance(a, int) and isinstance(b, int) and b:
        return a // b
    return a if b == 1 else None


_ARITHMETIC = {
    "Add": add,
    "Sub": subtract,
    "Mul": _times,
    "IntDiv": _floor_division,
    "Cast": add,
    "Identity": add,
}

OPERATORS: Operators = {"Elemwise": elemwise}
