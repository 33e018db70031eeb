"""Shapes: dimshuffle, reshape, flatten and their relatives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from rot180.theano.tensor.basic import Tensor, as_tensor_variable, constant, make_one
from rot180.theano.tensor.elementwise import cast
from rot180.theano.tensor.variable import TensorConstant, TensorVariable


def shape(x: Any) -> TensorVariable:
    """Return the symbolic vector of lengths."""
    return make_one("theano.compile.ops", "Shape", [as_tensor_variable(x)], "int64", [False])


def vector_length(x: Any) -> int:
    """Return the length of a vector where the graph says it: of shapes, lists and constants."""
    if isinstance(x, TensorConstant) and x.ndim == 1:
        return len(x.data)
    owner = getattr(x, "owner", None)
    if x.ndim == 1 and owner is not None:
        if owner.op.name == "Shape":
            return int(owner.inputs[0].type.ndim)
        if owner.op.name == "MakeVector":
            return len(owner.inputs)
        if owner.op.name == "Join":
            return sum(vector_length(item) for item in owner.inputs[1:])
        if owner.op.name == "Elemwise":
            return max(
                1 if item.type.broadcastable == (True,) else vector_length(item)
                for item in owner.inputs
            )
        if owner.op.name == "Subtensor" and isinstance(owner.op.fields["idx_list"][0], slice):
            return _slice_length(owner)
    if x.ndim == 1 and x.broadcastable == (True,):
        return 1
    raise TypeError(
        "a symbolic tensor cannot be iterated over: its length is not known. (Python's own sum() "
        "and max() iterate; T.sum and T.max do not.)"
    )


def _slice_length(owner: Any) -> int:
    entry = owner.op.fields["idx_list"][0]
    rest = iter(owner.inputs[1:])
    bounds = [
        None if bound is None else next(rest) for bound in (entry.start, entry.stop, entry.step)
    ]
    if not all(bound is None or hasattr(bound, "value") for bound in bounds):
        raise TypeError("the length of a slice with symbolic bounds is not known")
    numbers = [None if bound is None else int(bound.value) for bound in bounds]
    return len(range(*slice(*numbers).indices(vector_length(owner.inputs[0]))))


def dimshuffle(x: Any, pattern: Sequence[Any]) -> TensorVariable:
    """Reorder axes; 'x' inserts an axis of length one, broadcastable axes may be left out."""
    tensor = as_tensor_variable(x)
    order = tuple(item if item == "x" else int(item) for item in pattern)
    axes = [item for item in order if item != "x"]
    if len(set(axes)) < len(axes) or not all(0 <= axis < tensor.ndim for axis in axes):
        raise ValueError(f"dimshuffle{order} does not fit a tensor of {tensor.ndim} axes")
    drop = [axis for axis in range(tensor.ndim) if axis not in axes]
    for axis in drop:
        if not tensor.broadcastable[axis]:
            raise ValueError(f"dimshuffle{order} drops axis {axis}, which may be longer than one")
    return make_one(
        "theano.tensor.elemwise",
        "DimShuffle",
        [tensor],
        tensor.dtype,
        [item == "x" or tensor.broadcastable[item] for item in order],
        new_order=order,
        input_broadcastable=tensor.broadcastable,
        shuffle=axes,
        augment=[place for place, item in enumerate(order) if item == "x"],
        drop=drop,
        inplace=True,
    )


def reshape(x: Any, newshape: Any, ndim: int | None = None) -> TensorVariable:
    """Reshape to a tuple of numbers, symbolic lengths and at most one -1, or a symbolic vector."""
    tensor = as_tensor_variable(x)
    numbers = newshape if isinstance(newshape, list | tuple) else [newshape]
    vector = as_tensor_variable(newshape)
    if vector.ndim == 0:
        raise TypeError(f"the new shape must be a vector or a tuple, not {newshape!r}")
    if np.dtype(vector.dtype).kind not in "iu" and not (ndim == 0 or len(numbers) == 0):
        raise TypeError(f"a shape consists of integers, not of {vector.dtype}")
    ndim = vector_length(vector) if ndim is None else ndim
    vector = (
        constant(np.asarray(vector.value, np.int64))
        if isinstance(vector, TensorConstant)
        else vector
    )
    if vector.dtype != "int64":
        vector = cast(vector, "int64")
    ones = [_is_one(vector, axis) for axis in range(ndim)]
    return make_one(
        "theano.tensor.basic", "Reshape", [tensor, vector], tensor.dtype, ones, ndim=ndim
    )


def _is_one(vector: Tensor, place: int) -> bool:
    """Whether an entry of a shape vector is the constant one."""
    if isinstance(vector, TensorConstant):
        return int(vector.data[place]) == 1
    owner = vector.owner
    if owner is None or owner.op.name != "MakeVector":
        return False
    entry = owner.inputs[place]
    while (
        entry.owner is not None
        and entry.owner.op.name == "Elemwise"
        and len(entry.owner.inputs) == 1
    ):
        entry = entry.owner.inputs[0]
    return isinstance(entry, TensorConstant) and int(entry.data) == 1


def flatten(x: Any, ndim: int | None = None, outdim: int | None = None) -> TensorVariable:
    """Make one axis of the last ones, so that `ndim` remain."""
    tensor = as_tensor_variable(x)
    kept = ndim if ndim is not None else outdim if outdim is not None else 1
    if kept < 1 or (kept > 1 and kept > tensor.ndim):
        raise ValueError(f"flatten({kept}) of a tensor that has {tensor.ndim} axes")
    leading = list(shape(tensor)[: kept - 1]) if kept > 1 else []
    return reshape(tensor, (*leading, -1))


def transpose(x: Any, axes: Sequence[int] | None = None) -> TensorVariable:
    """Reverse the axes, or bring them into the given order."""
    tensor = as_tensor_variable(x)
    order = list(axes) if axes is not None else list(range(tensor.ndim))[::-1]
    return dimshuffle(tensor, [axis % tensor.ndim for axis in order])


def swapaxes(x: Any, axis1: int, axis2: int) -> TensorVariable:
    """Exchange two axes."""
    tensor = as_tensor_variable(x)
    order = list(range(tensor.ndim))
    order[axis1], order[axis2] = order[axis2], order[axis1]
    return dimshuffle(tensor, order)


def squeeze(x: Any) -> TensorVariable:
    """Drop the axes that are known to have length one."""
    tensor = as_tensor_variable(x)
    return dimshuffle(tensor, [axis for axis, one in enumerate(tensor.broadcastable) if not one])


def shape_padleft(x: Any, n_ones: int = 1) -> TensorVariable:
    """Insert axes of length one in front."""
    tensor = as_tensor_variable(x)
    return dimshuffle(tensor, ["x"] * n_ones + list(range(tensor.ndim)))


def shape_padright(x: Any, n_ones: int = 1) -> TensorVariable:
    """Insert axes of length one at the end."""
    tensor = as_tensor_variable(x)
    return dimshuffle(tensor, list(range(tensor.ndim)) + ["x"] * n_ones)


def shape_padaxis(x: Any, axis: int) -> TensorVariable:
    """Insert one axis of length one."""
    tensor = as_tensor_variable(x)
    order: list[Any] = list(range(tensor.ndim))
    order.insert(axis % (tensor.ndim + 1), "x")
    return dimshuffle(tensor, order)


def patternbroadcast(x: Any, broadcastable: Sequence[bool]) -> Tensor:
    """Say of each axis whether it broadcasts."""
    tensor = as_tensor_variable(x)
    flags = tuple(bool(flag) for flag in broadcastable)
    if flags == tensor.broadcastable:
        return tensor
    return make_one(
        "theano.tensor.basic",
        "Rebroadcast",
        [tensor],
        tensor.dtype,
        flags,
        axis=dict(enumerate(flags)),
    )


def addbroadcast(x: Any, *axes: int) -> Tensor:
    """Say that axes have length one and broadcast."""
    tensor = as_tensor_variable(x)
    flags = [one or axis in axes for axis, one in enumerate(tensor.broadcastable)]
    return patternbroadcast(tensor, flags)


def unbroadcast(x: Any, *axes: int) -> Tensor:
    """Say that axes do not broadcast."""
    tensor = as_tensor_variable(x)
    flags = [one and axis not in axes for axis, one in enumerate(tensor.broadcastable)]
    return patternbroadcast(tensor, flags)
