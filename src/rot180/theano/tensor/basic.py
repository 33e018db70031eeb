"""Making symbolic tensors: types, constants, shared variables, and the application of an op."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from rot180.theano import records
from rot180.theano.flags import config
from rot180.theano.tensor.variable import (
    TensorConstant,
    TensorSharedVariable,
    TensorType,
    TensorVariable,
)

Tensor = TensorVariable | TensorConstant | TensorSharedVariable

_INTEGERS = tuple(f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64))
_DTYPES = ("bool", *_INTEGERS, "float16", "float32", "float64", "complex64", "complex128")
discrete_dtypes = ("bool", *_INTEGERS)


def normalized_dtype(dtype: Any) -> str:
    """Return the name of a dtype; 'floatX' is what ``config`` says."""
    name = config.floatX if dtype == "floatX" else np.dtype(dtype).name
    if name not in _DTYPES:
        raise TypeError(f"a tensor cannot have dtype {dtype!r}")
    return name


def make(
    module: str,
    name: str,
    inputs: Sequence[Any],
    types: Sequence[records.TensorType],
    /,
    **fields: Any,
) -> list[TensorVariable]:
    """Apply an op, under the name that Theano 1.0.5 gives it, and return its outputs."""
    node = records.Apply(records.Op(module, name, fields), list(inputs))
    outputs = [
        TensorVariable(TensorType(type_.dtype, type_.broadcastable), None, node, index)
        for index, type_ in enumerate(types)
    ]
    node.outputs.extend(outputs)
    return outputs


def make_one(
    module: str,
    name: str,
    inputs: Sequence[Any],
    dtype: str,
    broadcastable: Sequence[bool],
    /,
    **fields: Any,
) -> TensorVariable:
    """Apply an op with a single output."""
    return make(module, name, inputs, [TensorType(dtype, broadcastable)], **fields)[0]


def constant(
    x: Any, name: str | None = None, ndim: int | None = None, dtype: Any = None
) -> TensorConstant:
    """Return a constant. A Python number gets the smallest dtype that holds it, as in Theano."""
    array = np.asarray(x, normalized_dtype(dtype)) if dtype is not None else _autocast(x)
    array = array.astype(array.dtype.newbyteorder("="), order="C")
    if ndim is not None and array.ndim < ndim:
        array = array.reshape((1,) * (ndim - array.ndim) + array.shape)
    type_ = TensorType(array.dtype.name, [length == 1 for length in array.shape])
    return TensorConstant(type_, name, value=array)


def _autocast(x: Any) -> np.ndarray[Any, Any]:
    if isinstance(x, np.ndarray | np.generic):
        return np.asarray(x)
    if isinstance(x, bool):
        return np.asarray(x)
    if isinstance(x, int):
        dtypes = (np.dtype(f"int{bits}") for bits in (8, 16, 32, 64))
        return np.asarray(
            x, next(d for d in dtypes if np.can_cast(np.min_scalar_type(-abs(x) - 1), d))
        )
    if isinstance(x, float):
        narrow = config.floatX == "float32" or x != x or float(np.float32(x)) == x
        return np.asarray(x, np.float32 if narrow else np.float64)
    array = np.asarray(x)
    return array.astype(config.floatX) if array.size == 0 else array


def as_tensor_variable(x: Any, name: str | None = None, ndim: int | None = None) -> Tensor:
    """Return a symbolic tensor for a variable, a number, an array, or a list of those."""
    if isinstance(x, TensorVariable | TensorConstant | TensorSharedVariable):
        return x if ndim is None or x.ndim == ndim else _with_ndim(x, ndim)
    if isinstance(x, records.Variable):
        raise TypeError(f"{x.name or 'a variable'} is no tensor of the look-alike")
    if isinstance(x, list | tuple) and any(isinstance(item, records.Variable) for item in x):
        from rot180.theano.tensor.joining import stack

        return stack(list(x))
    return constant(x, name, ndim)


as_tensor = as_tensor_variable


def _with_ndim(x: Tensor, ndim: int) -> TensorVariable:
    if x.ndim > ndim:
        raise ValueError(f"a tensor of {x.ndim} axes cannot have {ndim}")
    return x.dimshuffle(["x"] * (ndim - x.ndim) + list(range(x.ndim)))


def shared(
    value: Any,
    name: str | None = None,
    strict: bool = False,
    allow_downcast: bool | None = None,
    borrow: bool = False,
    broadcastable: Sequence[bool] | None = None,
    **_: Any,
) -> TensorSharedVariable:
    """Return a shared variable that holds an array: a parameter of the model.

    Parameters
    ----------
    value : array or number
        Kept in its dtype, in native byte order.
    name : str, optional
        Name of the initializer in the ONNX file.
    broadcastable : sequence of bool, optional
        Axes of length one that broadcast; by default none does.

    Examples
    --------
    >>> import numpy as np
    >>> shared(np.zeros((6, 1, 5, 5), np.float32), "W").ndim
    4
    """
    if isinstance(value, records.Variable):
        raise TypeError("the value of a shared variable is an array, not a symbolic variable")
    array = np.array(value, order="C")
    if array.dtype.kind not in "biufc":
        raise TypeError(f"the value of a shared variable cannot have dtype {array.dtype}")
    array = array.astype(array.dtype.newbyteorder("="))
    flags = broadcastable if broadcastable is not None else (False,) * array.ndim
    return TensorSharedVariable(TensorType(array.dtype.name, flags), name, value=array)


def name(value: Any, text: str) -> Any:
    """Name a symbolic value and return it: verification finds it under this name.

    Examples
    --------
    >>> from rot180.theano.tensor import matrix, tanh
    >>> name(tanh(matrix("x")), "hidden").name
    'hidden'
    """
    if not isinstance(value, records.Variable):
        raise TypeError(f"only symbolic values have names, not {type(value).__name__}")
    value.name = text
    return value
