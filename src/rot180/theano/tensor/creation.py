"""Inputs by their type (``T.tensor4('x')``), and tensors filled with a number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rot180.theano.flags import config
from rot180.theano.tensor.basic import (
    as_tensor_variable,
    constant,
    make_one,
    normalized_dtype,
)
from rot180.theano.tensor.elementwise import cast, second
from rot180.theano.tensor.variable import TensorType, TensorVariable

Constructor = Callable[..., TensorVariable]


def tensor(dtype: str, broadcastable: Any, name: str | None = None) -> TensorVariable:
    """Return an input of any type."""
    return TensorType(dtype, broadcastable)(name)


def _constructor(broadcastable: tuple[bool, ...], dtype: str | None) -> Constructor:
    def constructor(name: str | None = None, dtype: str | None = dtype) -> TensorVariable:
        return TensorType(dtype or config.floatX, broadcastable)(name)

    constructor.__doc__ = f"Return an input of {len(broadcastable)} axes."
    return constructor


def _constructors(
    *broadcastable: bool,
) -> tuple[Constructor, Constructor, Constructor, Constructor, Constructor]:
    """Constructors for floatX, float32, float64, int32, int64: no letter, f, d, i, l in Theano."""
    dtypes = (None, "float32", "float64", "int32", "int64")
    x, f, d, i, l = (_constructor(broadcastable, dtype) for dtype in dtypes)  # noqa: E741
    return x, f, d, i, l


scalar, fscalar, dscalar, iscalar, lscalar = _constructors()
vector, fvector, dvector, ivector, lvector = _constructors(False)
matrix, fmatrix, dmatrix, imatrix, lmatrix = _constructors(False, False)
row, frow, drow, irow, lrow = _constructors(True, False)
col, fcol, dcol, icol, lcol = _constructors(False, True)
tensor3, ftensor3, dtensor3, itensor3, ltensor3 = _constructors(*(False,) * 3)
tensor4, ftensor4, dtensor4, itensor4, ltensor4 = _constructors(*(False,) * 4)
tensor5, ftensor5, dtensor5, itensor5, ltensor5 = _constructors(*(False,) * 5)


def alloc(value: Any, *shape: Any) -> TensorVariable:
    """Return `value` broadcast to a shape of numbers and symbolic lengths."""
    filled = as_tensor_variable(value)
    lengths = [as_tensor_variable(length) for length in shape]
    lengths = [cast(length, "int64") if length.dtype != "int64" else length for length in lengths]
    ones = [_is_one(length) for length in shape]
    module = "theano.tensor.basic"
    return make_one(module, "Alloc", [filled, *lengths], filled.dtype, ones)


def _is_one(length: Any) -> bool:
    return isinstance(length, int) and length == 1


def _filled(number: int, shape: Any, dtype: Any) -> TensorVariable:
    lengths = shape if isinstance(shape, list | tuple) else [shape]
    if isinstance(shape, TensorVariable) and shape.ndim == 1:
        lengths = list(shape)
    return alloc(constant(number, dtype=dtype or config.floatX), *lengths)


def zeros(shape: Any, dtype: Any = None) -> TensorVariable:
    """Return zeros of a shape of numbers and symbolic lengths."""
    return _filled(0, shape, dtype)


def ones(shape: Any, dtype: Any = None) -> TensorVariable:
    """Return ones of a shape of numbers and symbolic lengths."""
    return _filled(1, shape, dtype)


def zeros_like(model: Any, dtype: Any = None, opt: bool = False) -> TensorVariable:
    """Return zeros of the shape of another tensor."""
    like = as_tensor_variable(model)
    return second(like, constant(0, dtype=normalized_dtype(dtype or like.dtype)))


def ones_like(model: Any, dtype: Any = None, opt: bool = False) -> TensorVariable:
    """Return ones of the shape of another tensor."""
    like = as_tensor_variable(model)
    return second(like, constant(1, dtype=normalized_dtype(dtype or like.dtype)))


def fill(model: Any, value: Any) -> TensorVariable:
    """Return `value` broadcast to the shape of another tensor."""
    return second(model, value)


def arange(start: Any, stop: Any = None, step: Any = 1, dtype: Any = None) -> TensorVariable:
    """Return evenly spaced numbers."""
    if stop is None:
        start, stop = 0, start
    bounds = [as_tensor_variable(bound) for bound in (start, stop, step)]
    if dtype is None:
        kinds = {bound.dtype for bound in bounds}
        dtype = "int64" if not any("float" in kind for kind in kinds) else config.floatX
    return make_one("theano.tensor.basic", "ARange", bounds, dtype, [False], dtype=dtype)
