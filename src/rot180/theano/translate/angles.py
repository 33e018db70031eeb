"""ArcTan2, of which ONNX has only the half: the arc tangent of a quotient."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from rot180.theano.translate.translation import Translation, Value


def arctan2(t: Translation, operands: list[Value], dtype: np.dtype[Any]) -> Value:
    """Return the angle of the point (x, y), given y and x, with the signs of zeros as in C."""
    y, x = (t.cast(value, dtype) for value in operands)
    zero, one, pi = (t.constant(number, dtype) for number in (0, 1, math.pi))

    def node(op_type: str, *values: Value, result: Any = dtype) -> Value:
        return t.node(op_type, list(values), result, t.broadcast(list(values)))

    def is_negative(value: Value) -> Value:
        reciprocal = node("Div", one, value)  # shows the sign of a zero
        below = node("Less", value, zero, result=np.bool_)
        return node("Or", below, node("Less", reciprocal, zero, result=np.bool_), result=np.bool_)

    # Equal magnitudes are apart because of 0 / 0 and inf / inf.
    equal = node("Equal", node("Abs", y), node("Abs", x), result=np.bool_)
    signs = node("Mul", node("Sign", y), node("Sign", x))
    angle = node("Atan", node("Where", equal, signs, node("Div", y, x)))
    turn = node("Where", is_negative(y), node("Neg", pi), pi)
    return node("Where", is_negative(x), node("Add", angle, turn), angle)
