"""Sums, means, maxima and their relatives over axes."""

from __future__ import annotations

from typing import Any

import numpy as np

from rot180.theano import records
from rot180.theano.tensor.basic import (
    Tensor,
    as_tensor_variable,
    constant,
    make,
    make_one,
    normalized_dtype,
)
from rot180.theano.tensor.elementwise import SCALAR, cast, neg, sqrt, sub, true_div
from rot180.theano.tensor.elementwise import pow as power
from rot180.theano.tensor.shaping import dimshuffle, shape
from rot180.theano.tensor.variable import TensorVariable


def _axes(x: Tensor, axis: Any) -> tuple[int, ...]:
    chosen = range(x.ndim) if axis is None else np.atleast_1d(np.asarray(axis, np.int64)).tolist()
    for item in chosen:
        if not -x.ndim <= item < x.ndim:
            raise ValueError(f"axis {item} of a tensor that has {x.ndim} axes")
    return tuple(sorted(item % x.ndim for item in chosen))


def _kept(
    x: Tensor, reduced: TensorVariable, axes: tuple[int, ...], keepdims: bool
) -> TensorVariable:
    """Put the reduced axes back with length one."""
    if not keepdims:
        return reduced
    left = iter(range(reduced.ndim))
    return dimshuffle(reduced, ["x" if axis in axes else next(left) for axis in range(x.ndim)])


def _reduced(
    x: Any, axis: Any, keepdims: bool, name: str, scalar_op: str, dtype: str, /, **fields: Any
) -> TensorVariable:
    tensor = as_tensor_variable(x)
    axes = _axes(tensor, axis)
    flags = [one for i, one in enumerate(tensor.broadcastable) if i not in axes]
    result = make_one(
        "theano.tensor.elemwise",
        name,
        [tensor],
        dtype,
        flags,
        axis=None if axis is None else axes,
        scalar_op=records.Op(SCALAR, scalar_op),
        **fields,
    )
    return _kept(tensor, result, axes, keepdims)


def _sum_dtype(dtype: str) -> str:
    """Theano adds small integers up as int64 or uint64."""
    if dtype in ("bool", "int8", "int16", "int32"):
        return "int64"
    return "uint64" if dtype in ("uint8", "uint16", "uint32") else dtype


def sum(  # noqa: A001 - Theano's name
    input: Any,  # noqa: A002
    axis: Any = None,
    dtype: Any = None,
    keepdims: bool = False,
    acc_dtype: Any = None,
) -> TensorVariable:
    """Return the sum over axes."""
    tensor = as_tensor_variable(input)
    name = normalized_dtype(dtype) if dtype is not None else _sum_dtype(tensor.dtype)
    return _reduced(tensor, axis, keepdims, "Sum", "Add", name, dtype=name, acc_dtype=acc_dtype)


def prod(
    input: Any,  # noqa: A002
    axis: Any = None,
    dtype: Any = None,
    keepdims: bool = False,
    acc_dtype: Any = None,
    no_zeros_in_input: bool = False,
) -> TensorVariable:
    """Return the product over axes."""
    tensor = as_tensor_variable(input)
    name = normalized_dtype(dtype) if dtype is not None else _sum_dtype(tensor.dtype)
    return _reduced(tensor, axis, keepdims, "Prod", "Mul", name, dtype=name, acc_dtype=acc_dtype)


def mean(
    input: Any,  # noqa: A002
    axis: Any = None,
    dtype: Any = None,
    op: bool = False,
    keepdims: bool = False,
    acc_dtype: Any = None,
) -> TensorVariable:
    """Return the mean over axes: the sum, divided by one length after the other."""
    tensor = as_tensor_variable(input)
    total = sum(tensor, axis, dtype, keepdims, acc_dtype)
    lengths = cast(shape(tensor), "float32" if total.dtype in ("float16", "float32") else "float64")
    for item in _axes(tensor, axis) if axis is None else np.atleast_1d(axis).tolist():
        total = true_div(total, lengths[int(item)])
    if total.dtype not in ("float16", "float32", "float64"):
        total = cast(total, lengths.dtype)  # there was no axis to divide for
    total.name = "mean"
    return total


def var(
    input: Any,  # noqa: A002
    axis: Any = None,
    ddof: int = 0,
    keepdims: bool = False,
    corrected: bool = False,
) -> TensorVariable:
    """Return the variance over axes."""
    tensor = as_tensor_variable(input)
    axes = list(_axes(tensor, axis))
    centred = sub(tensor, mean(tensor, axes, keepdims=True))
    squares = power(centred, constant(2, dtype=centred.dtype))
    if ddof == 0:
        result = mean(squares, axes, keepdims=keepdims)
    else:
        result = sum(squares, axes, keepdims=keepdims)
        lengths = sub(shape(tensor), ddof)
        for item in axes:
            result = true_div(result, cast(lengths[item], result.dtype))
    result.name = "var"
    return result


def std(
    input: Any,  # noqa: A002
    axis: Any = None,
    ddof: int = 0,
    keepdims: bool = False,
    corrected: bool = False,
) -> TensorVariable:
    """Return the standard deviation over axes."""
    result = sqrt(var(input, axis, ddof, keepdims))
    result.name = "std"
    return result


def max_and_argmax(a: Any, axis: Any = None, keepdims: bool = False) -> list[TensorVariable]:
    """Return the maximum over axes and its place."""
    tensor = as_tensor_variable(a)
    axes = _axes(tensor, axis)
    flags = tuple(one for i, one in enumerate(tensor.broadcastable) if i not in axes)
    types = [records.TensorType(tensor.dtype, flags), records.TensorType("int64", flags)]
    results = make("theano.tensor.basic", "MaxAndArgmax", [tensor], types, axis=axes)
    return [_kept(tensor, result, axes, keepdims) for result in results]


def max(x: Any, axis: Any = None, keepdims: bool = False) -> TensorVariable:  # noqa: A001
    """Return the maximum over axes."""
    return max_and_argmax(x, axis, keepdims)[0]


def argmax(x: Any, axis: Any = None, keepdims: bool = False) -> TensorVariable:
    """Return the place of the maximum; the first of equals."""
    return max_and_argmax(x, axis, keepdims)[1]


def min(x: Any, axis: Any = None, keepdims: bool = False) -> TensorVariable:  # noqa: A001
    """Return the minimum over axes."""
    return neg(max(neg(x), axis, keepdims))


def argmin(x: Any, axis: Any = None, keepdims: bool = False) -> TensorVariable:
    """Return the place of the minimum; the first of equals."""
    return argmax(neg(x), axis, keepdims)


def all(x: Any, axis: Any = None, keepdims: bool = False) -> TensorVariable:  # noqa: A001
    """Return whether all elements are true."""
    return _reduced(cast(x, "bool"), axis, keepdims, "All", "AND", "bool")


def any(x: Any, axis: Any = None, keepdims: bool = False) -> TensorVariable:  # noqa: A001
    """Return whether any element is true."""
    return _reduced(cast(x, "bool"), axis, keepdims, "Any", "OR", "bool")
