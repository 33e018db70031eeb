"""The table of Theano's scalar ops: class name -> the ONNX nodes for it.

Every function takes the translation, the operands (of any dtype, broadcastable) and the dtype that
Theano declares for the result.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from rot180.errors import UnsupportedOperatorError
from rot180.theano.translate.angles import arctan2
from rot180.theano.translate.translation import Translation, Value

DType = np.dtype[Any]
ScalarFunction = Callable[[Translation, list[Value], DType], Value]


def _node(
    t: Translation, op_type: str, operands: list[Value], dtype: Any, **attributes: Any
) -> Value:
    return t.node(op_type, operands, dtype, t.broadcast(operands), **attributes)


def _folded(op_type: str) -> ScalarFunction:
    """Combine any number of operands from left to right, all cast to the result's dtype."""

    def function(t: Translation, operands: list[Value], dtype: DType) -> Value:
        result, *rest = (t.cast(value, dtype) for value in operands)
        for value in rest:
            result = _node(t, op_type, [result, value], dtype)
        return result

    return function


def _mapped(op_type: str) -> ScalarFunction:
    """Map a function of one operand, cast to the result's dtype."""

    def function(t: Translation, operands: list[Value], dtype: DType) -> Value:
        return _node(t, op_type, [t.cast(operands[0], dtype)], dtype)

    return function


def _tested(op_type: str) -> ScalarFunction:
    """Compare; the operands are cast to what both fit in, the result is bool."""

    def function(t: Translation, operands: list[Value], dtype: DType) -> Value:
        common = np.result_type(*(value.dtype for value in operands))
        return _node(t, op_type, [t.cast(value, common) for value in operands], np.bool_)

    return function


def _logical(op_type: str) -> ScalarFunction:
    """Combine truth values. ONNX has them apart from integers, Theano until 0.9 had not."""

    def function(t: Translation, operands: list[Value], dtype: DType) -> Value:
        truths = [_truth(t, value) for value in operands]
        if op_type == "Not" and dtype != np.bool_:
            raise UnsupportedOperatorError("the bits of integers cannot be inverted")
        result = truths[0] if op_type != "Not" else _node(t, "Not", truths, np.bool_)
        for value in truths[1:]:
            result = _node(t, op_type, [result, value], np.bool_)
        return t.cast(result, dtype)

    return function


def _truth(t: Translation, value: Value) -> Value:
    """Return a truth value as bool: it may have been cast to int8, the dtype it had in Theano."""
    if value.dtype == np.bool_:
        return value
    for node in t.nodes:
        if value in node.outputs and node.op_type == "Cast":
            source = node.inputs[0]
            if source is not None and source.dtype == np.bool_:
                return source
    raise UnsupportedOperatorError(f"bits of {value.dtype} are not combined, only truth values")


def _number(t: Translation, number: float, dtype: DType) -> Value:
    return t.constant(number, dtype)


def _scaled(factor: float) -> ScalarFunction:
    def function(t: Translation, operands: list[Value], dtype: DType) -> Value:
        return _node(t, "Mul", [t.cast(operands[0], dtype), _number(t, factor, dtype)], dtype)

    return function


def _square(t: Translation, operands: list[Value], dtype: DType) -> Value:
    x = t.cast(operands[0], dtype)
    return _node(t, "Mul", [x, x], dtype)


def _identity(t: Translation, operands: list[Value], dtype: DType) -> Value:
    return t.cast(operands[0], dtype)


def _switch(t: Translation, operands: list[Value], dtype: DType) -> Value:
    condition = t.cast(operands[0], np.bool_)
    return _node(t, "Where", [condition, *(t.cast(v, dtype) for v in operands[1:])], dtype)


def _clip(t: Translation, operands: list[Value], dtype: DType) -> Value:
    x, low, high = (t.cast(value, dtype) for value in operands)
    if low.elements is None or high.elements is None or low.elements.size * high.elements.size != 1:
        return _node(t, "Min", [_node(t, "Max", [x, low], dtype), high], dtype)
    bounds = [
        t.constant(value.elements.item(), dtype)
        for value in (low, high)
        if value.elements is not None
    ]
    return t.node("Clip", [x, *bounds], dtype, t.broadcast([x, low, high]))


def _second(t: Translation, operands: list[Value], dtype: DType) -> Value:
    like, fill = operands
    shape = t.node("Shape", [like], np.int64, (like.ndim,))
    return t.node("Expand", [t.cast(fill, dtype), shape], dtype, t.broadcast(operands))


def _int_div(t: Translation, operands: list[Value], dtype: DType) -> Value:
    """Divide and round down, where ONNX's Div of integers rounds towards zero."""
    x, y = (t.cast(value, dtype) for value in operands)
    if dtype.kind == "f":
        return _node(t, "Floor", [_node(t, "Div", [x, y], dtype)], dtype)
    if dtype.kind == "u":
        return _node(t, "Div", [x, y], dtype)
    return _node(t, "Div", [_node(t, "Sub", [x, _mod(t, [x, y], dtype)], dtype), y], dtype)


def _mod(t: Translation, operands: list[Value], dtype: DType) -> Value:
    """Remainder with the divisor's sign."""
    x, y = (t.cast(value, dtype) for value in operands)
    quotient = _node(t, "Div", [x, y], dtype)
    if dtype.kind == "f":
        quotient = _node(t, "Floor", [quotient], dtype)
    remainder = _node(t, "Sub", [x, _node(t, "Mul", [quotient, y], dtype)], dtype)
    if dtype.kind != "i":
        return remainder
    signs = _node(t, "Mul", [_node(t, "Sign", [v], dtype) for v in (remainder, y)], dtype)
    wrong = _node(t, "Less", [signs, _number(t, 0, dtype)], np.bool_)
    return _node(t, "Where", [wrong, _node(t, "Add", [remainder, y], dtype), remainder], dtype)


def _expm1(t: Translation, operands: list[Value], dtype: DType) -> Value:
    """exp(x) - 1, near zero as 2 tanh(x/2) / (1 - tanh(x/2)), which loses no digits there."""
    x, one = t.cast(operands[0], dtype), _number(t, 1, dtype)
    half = _node(t, "Tanh", [_node(t, "Mul", [x, _number(t, 0.5, dtype)], dtype)], dtype)
    near = _node(
        t, "Div", [_node(t, "Add", [half, half], dtype), _node(t, "Sub", [one, half], dtype)], dtype
    )
    far = _node(t, "Sub", [_node(t, "Exp", [x], dtype), one], dtype)
    is_near = _node(t, "Less", [_node(t, "Abs", [x], dtype), one], np.bool_)
    return _node(t, "Where", [is_near, near, far], dtype)


def _log1p(t: Translation, operands: list[Value], dtype: DType) -> Value:
    """log(u) x / (u - 1) with u = 1 + x: the rounding of u cancels. It is x where u is 1."""
    x, one = t.cast(operands[0], dtype), _number(t, 1, dtype)
    u = _node(t, "Add", [x, one], dtype)
    log = _node(t, "Log", [u], dtype)
    change = _node(t, "Sub", [u, one], dtype)
    corrected = _node(t, "Mul", [log, _node(t, "Div", [x, change], dtype)], dtype)
    none = _node(t, "Equal", [u, one], np.bool_)
    endless = _node(t, "Equal", [u, _number(t, math.inf, dtype)], np.bool_)
    return _node(t, "Where", [none, x, _node(t, "Where", [endless, u, corrected], dtype)], dtype)


def _logarithm(base: float) -> ScalarFunction:
    def function(t: Translation, operands: list[Value], dtype: DType) -> Value:
        log = _node(t, "Log", [t.cast(operands[0], dtype)], dtype)
        return _node(t, "Mul", [log, _number(t, 1 / math.log(base), dtype)], dtype)

    return function


def _exp2(t: Translation, operands: list[Value], dtype: DType) -> Value:
    return _node(t, "Pow", [_number(t, 2, dtype), t.cast(operands[0], dtype)], dtype)


def _round_half_away(t: Translation, operands: list[Value], dtype: DType) -> Value:
    x = t.cast(operands[0], dtype)
    up = _node(t, "Add", [_node(t, "Abs", [x], dtype), _number(t, 0.5, dtype)], dtype)
    return _node(t, "Mul", [_node(t, "Sign", [x], dtype), _node(t, "Floor", [up], dtype)], dtype)


def _trunc(t: Translation, operands: list[Value], dtype: DType) -> Value:
    x = t.cast(operands[0], dtype)
    magnitude = _node(t, "Floor", [_node(t, "Abs", [x], dtype)], dtype)
    return _node(t, "Mul", [_node(t, "Sign", [x], dtype), magnitude], dtype)


def _ultra_fast_sigmoid(t: Translation, operands: list[Value], dtype: DType) -> Value:
    """Theano's approximation in three pieces of x / 2, not the sigmoid."""
    x = _node(t, "Mul", [t.cast(operands[0], dtype), _number(t, 0.5, dtype)], dtype)
    a = _node(t, "Abs", [x], dtype)
    inner = _node(
        t,
        "Div",
        [
            _node(t, "Mul", [a, _number(t, 1.5, dtype)], dtype),
            _node(t, "Add", [a, _number(t, 1, dtype)], dtype),
        ],
        dtype,
    )
    beyond = _node(t, "Sub", [a, _number(t, 1.7, dtype)], dtype)
    slope = _node(t, "Mul", [beyond, _number(t, 0.0458812946797165, dtype)], dtype)
    middle = _node(t, "Add", [slope, _number(t, 0.935409070603099, dtype)], dtype)
    outer = _number(t, 0.99505475368673, dtype)
    below3 = _node(t, "Less", [a, _number(t, 3, dtype)], np.bool_)
    below17 = _node(t, "Less", [a, _number(t, 1.7, dtype)], np.bool_)
    pieces = _node(
        t, "Where", [below17, inner, _node(t, "Where", [below3, middle, outer], dtype)], dtype
    )
    positive = _node(t, "GreaterOrEqual", [x, _number(t, 0, dtype)], np.bool_)
    signed = _node(t, "Where", [positive, pieces, _node(t, "Neg", [pieces], dtype)], dtype)
    shifted = _node(t, "Add", [signed, _number(t, 1, dtype)], dtype)
    return _node(t, "Mul", [shifted, _number(t, 0.5, dtype)], dtype)


def _batch_normalization(t: Translation, operands: list[Value], dtype: DType) -> Value:
    """BNComposite: (x - mean) / std * gamma + beta, one scalar op in Theano."""
    x, mean, std, gamma, beta = (t.cast(value, dtype) for value in operands)
    centred = _node(t, "Sub", [x, mean], dtype)
    scaled = _node(t, "Mul", [_node(t, "Div", [centred, std], dtype), gamma], dtype)
    return _node(t, "Add", [scaled, beta], dtype)


SCALARS: Mapping[str, ScalarFunction] = {
    "Add": _folded("Add"),
    "Sub": _folded("Sub"),
    "Mul": _folded("Mul"),
    "TrueDiv": _folded("Div"),
    "IntDiv": _int_div,
    "Mod": _mod,
    "Pow": _folded("Pow"),
    "Maximum": _folded("Max"),
    "Minimum": _folded("Min"),
    "Neg": _mapped("Neg"),
    "Abs": _mapped("Abs"),
    "Sgn": _mapped("Sign"),
    "Sqr": _square,
    "Sqrt": _mapped("Sqrt"),
    "Inv": _mapped("Reciprocal"),
    "Exp": _mapped("Exp"),
    "Exp2": _exp2,
    "Expm1": _expm1,
    "Log": _mapped("Log"),
    "Log2": _logarithm(2),
    "Log10": _logarithm(10),
    "Log1p": _log1p,
    "Tanh": _mapped("Tanh"),
    "Sin": _mapped("Sin"),
    "Cos": _mapped("Cos"),
    "Tan": _mapped("Tan"),
    "ArcSin": _mapped("Asin"),
    "ArcCos": _mapped("Acos"),
    "ArcTan": _mapped("Atan"),
    "Sinh": _mapped("Sinh"),
    "Cosh": _mapped("Cosh"),
    "ArcSinh": _mapped("Asinh"),
    "ArcCosh": _mapped("Acosh"),
    "ArcTanh": _mapped("Atanh"),
    "ArcTan2": arctan2,
    "Deg2Rad": _scaled(math.pi / 180),
    "Rad2Deg": _scaled(180 / math.pi),
    "Erf": _mapped("Erf"),
    "Ceil": _mapped("Ceil"),
    "Floor": _mapped("Floor"),
    "Trunc": _trunc,
    "RoundHalfToEven": _mapped("Round"),
    "RoundHalfAwayFromZero": _round_half_away,
    "Clip": _clip,
    "Switch": _switch,
    "Second": _second,
    "Identity": _identity,
    "Cast": _identity,
    "GT": _tested("Greater"),
    "LT": _tested("Less"),
    "GE": _tested("GreaterOrEqual"),
    "LE": _tested("LessOrEqual"),
    "EQ": _tested("Equal"),
    "NEQ": lambda t, operands, dtype: _node(
        t, "Not", [_tested("Equal")(t, operands, dtype)], np.bool_
    ),
    "IsNan": _tested("IsNaN"),
    "AND": _logical("And"),
    "OR": _logical("Or"),
    "XOR": _logical("Xor"),
    "Invert": _logical("Not"),
    "ScalarSigmoid": _mapped("Sigmoid"),
    "UltraFastScalarSigmoid": _ultra_fast_sigmoid,
    "ScalarSoftplus": _mapped("Softplus"),
    "ScalarSoftsign": _mapped("Softsign"),
    "BNComposite": _batch_normalization,
}
