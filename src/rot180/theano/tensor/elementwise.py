"""Element-wise operations, with the dtypes that Theano's scalar ops give them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from rot180.theano import records
from rot180.theano.flags import config
from rot180.theano.tensor.basic import Tensor, as_tensor_variable, make_one, normalized_dtype
from rot180.theano.tensor.variable import TensorVariable

SCALAR = "theano.scalar.basic"
Rule = Callable[[Sequence[str]], str]


def elemwise(scalar_op: records.Op, dtype: str, operands: Sequence[Any]) -> TensorVariable:
    """Apply a scalar op to tensors that broadcast; missing leading axes are inserted."""
    tensors = [as_tensor_variable(operand) for operand in operands]
    ndim = max(tensor.ndim for tensor in tensors)
    aligned = [_aligned(tensor, ndim) for tensor in tensors]
    flags = [all(tensor.broadcastable[axis] for tensor in aligned) for axis in range(ndim)]
    return make_one(
        "theano.tensor.elemwise",
        "Elemwise",
        aligned,
        dtype,
        flags,
        scalar_op=scalar_op,
        inplace_pattern={},
        name=None,
    )


def _aligned(tensor: Tensor, ndim: int) -> Tensor:
    if tensor.ndim == ndim:
        return tensor
    return tensor.dimshuffle(["x"] * (ndim - tensor.ndim) + list(range(tensor.ndim)))


def upcast(dtypes: Sequence[str]) -> str:
    """Return the smallest dtype that holds them all."""
    return str(np.result_type(*map(np.dtype, dtypes)).name)


def to_float(dtypes: Sequence[str]) -> str:
    """Return the dtype of a function of real numbers: small integers become float32."""
    name = upcast(dtypes)
    if "float" in name or "complex" in name:
        return name
    return "float32" if name in ("bool", "int8", "int16", "uint8", "uint16") else "float64"


def _quotient(dtypes: Sequence[str]) -> str:
    kinds = [np.dtype(dtype).kind for dtype in dtypes]
    return config.floatX if all(kind in "biu" for kind in kinds) else upcast(dtypes)


def _at_least_int8(dtypes: Sequence[str]) -> str:
    return upcast([*dtypes, "int8"]) if upcast(dtypes) == "bool" else upcast(dtypes)


def _truth(dtypes: Sequence[str]) -> str:
    return "bool"


def _function(
    name: str, rule: Rule, count: int, module: str = SCALAR
) -> Callable[..., TensorVariable]:
    """Make the function for a scalar op of `count` operands (0: any number from two up)."""

    def function(*operands: Any) -> TensorVariable:
        if len(operands) != count and (count or len(operands) < 2):
            raise TypeError(f"{name} takes {count or 'two or more'} tensors, not {len(operands)}")
        tensors = [as_tensor_variable(operand) for operand in operands]
        dtype = rule([tensor.dtype for tensor in tensors])
        return elemwise(records.Op(module, name), dtype, tensors)

    function.__doc__ = f"Return the element-wise {name}."
    return function


add = _function("Add", upcast, 0)
mul = _function("Mul", upcast, 0)
sub = _function("Sub", upcast, 2)
true_div = _function("TrueDiv", _quotient, 2)
int_div = floor_div = _function("IntDiv", upcast, 2)
mod = _function("Mod", upcast, 2)
pow = power = _function("Pow", _at_least_int8, 2)  # noqa: A001 - Theano's name
maximum = _function("Maximum", upcast, 2)
minimum = _function("Minimum", upcast, 2)
neg = _function("Neg", upcast, 1)
abs_ = _function("Abs", upcast, 1)
sgn = _function("Sgn", upcast, 1)
sqr = square = _function("Sqr", upcast, 1)
sqrt = _function("Sqrt", to_float, 1)
inv = _function("Inv", to_float, 1)
exp = _function("Exp", to_float, 1)
exp2 = _function("Exp2", to_float, 1)
expm1 = _function("Expm1", to_float, 1)
log = _function("Log", to_float, 1)
log2 = _function("Log2", to_float, 1)
log10 = _function("Log10", to_float, 1)
log1p = _function("Log1p", to_float, 1)
tanh = _function("Tanh", to_float, 1)
sin = _function("Sin", to_float, 1)
cos = _function("Cos", to_float, 1)
tan = _function("Tan", to_float, 1)
arcsin = _function("ArcSin", to_float, 1)
arccos = _function("ArcCos", to_float, 1)
arctan = _function("ArcTan", to_float, 1)
sinh = _function("Sinh", to_float, 1)
cosh = _function("Cosh", to_float, 1)
arcsinh = _function("ArcSinh", to_float, 1)
arccosh = _function("ArcCosh", to_float, 1)
arctanh = _function("ArcTanh", to_float, 1)
deg2rad = _function("Deg2Rad", to_float, 1)
rad2deg = _function("Rad2Deg", to_float, 1)
arctan2 = _function("ArcTan2", to_float, 2)
erf = _function("Erf", to_float, 1, "theano.scalar.basic_scipy")
ceil = _function("Ceil", to_float, 1)
floor = _function("Floor", to_float, 1)
trunc = _function("Trunc", to_float, 1)
round_half_to_even = _function("RoundHalfToEven", upcast, 1)
round_half_away_from_zero = _function("RoundHalfAwayFromZero", upcast, 1)
lt = _function("LT", _truth, 2)
gt = _function("GT", _truth, 2)
le = _function("LE", _truth, 2)
ge = _function("GE", _truth, 2)
eq = _function("EQ", _truth, 2)
neq = _function("NEQ", _truth, 2)
isnan = _function("IsNan", _truth, 1)
and_ = bitwise_and = _function("AND", upcast, 2)
or_ = bitwise_or = _function("OR", upcast, 2)
xor = bitwise_xor = _function("XOR", upcast, 2)
invert = bitwise_not = _function("Invert", upcast, 1)
second = _function("Second", lambda dtypes: dtypes[1], 2)
switch = where = _function("Switch", lambda dtypes: upcast(dtypes[1:]), 3)


def clip(x: Any, min: Any, max: Any) -> TensorVariable:  # noqa: A002 - Theano's names
    """Limit the values to a range."""
    tensors = [as_tensor_variable(item) for item in (x, min, max)]
    return elemwise(records.Op(SCALAR, "Clip"), upcast([t.dtype for t in tensors]), tensors)


def round(x: Any, mode: str | None = None) -> TensorVariable:  # noqa: A001 - Theano's name
    """Round to whole numbers; 'half_to_even' unless `mode` is 'half_away_from_zero'."""
    if mode in (None, "half_to_even"):
        return round_half_to_even(x)
    if mode == "half_away_from_zero":
        return round_half_away_from_zero(x)
    raise ValueError(f"mode={mode!r}: it is 'half_to_even' or 'half_away_from_zero'")


def cast(x: Any, dtype: Any) -> TensorVariable:
    """Return a tensor as another dtype; itself if it is that already."""
    tensor, name = as_tensor_variable(x), normalized_dtype(dtype)
    if tensor.dtype == name:
        return tensor  # type: ignore[return-value]
    op = records.Op(SCALAR, "Cast", {"o_type": records.TensorType(name, ())})
    return elemwise(op, name, [tensor])
