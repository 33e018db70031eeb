"""Joining and splitting: concatenate, stack, split, repeat, tile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rot180.theano import records
from rot180.theano.tensor.basic import as_tensor_variable, constant, make, make_one
from rot180.theano.tensor.creation import alloc
from rot180.theano.tensor.elementwise import cast, upcast
from rot180.theano.tensor.shaping import dimshuffle, flatten, reshape, shape, shape_padaxis
from rot180.theano.tensor.variable import TensorVariable


def join(axis: int, *tensors: Any) -> TensorVariable:
    """Concatenate tensors along an axis."""
    parts = [as_tensor_variable(item) for item in tensors]
    if not parts:
        raise TypeError("join needs at least one tensor")
    if len({part.ndim for part in parts}) != 1 or parts[0].ndim == 0:
        raise TypeError(f"tensors of {[part.ndim for part in parts]} axes cannot be joined")
    ndim = parts[0].ndim
    if not -ndim <= axis < ndim:
        raise IndexError(f"join along axis {axis} of tensors that have {ndim} axes")
    dtype = upcast([part.dtype for part in parts])
    flags = [any(part.broadcastable[i] for part in parts) for i in range(ndim)]
    flags[axis] = len(parts) == 1 and parts[0].broadcastable[axis]
    return make_one("theano.tensor.basic", "Join", [constant(axis), *parts], dtype, flags, view=-1)


def concatenate(tensor_list: Sequence[Any], axis: int = 0) -> TensorVariable:
    """Concatenate tensors along an axis."""
    if not isinstance(tensor_list, list | tuple):
        raise TypeError(f"concatenate takes a list of tensors, not {type(tensor_list).__name__}")
    return join(axis, *tensor_list)


def stack(*tensors: Any, axis: int = 0) -> TensorVariable:
    """Stack tensors along a new axis; scalars become the elements of a vector."""
    if isinstance(tensors[0], list | tuple):
        if len(tensors) == 2:
            axis = tensors[1]
        tensors = tuple(tensors[0])
    parts = [as_tensor_variable(item) for item in tensors]
    if not parts:
        raise ValueError("stack needs at least one tensor")
    if all(part.ndim == 0 for part in parts):
        dtype = upcast([part.dtype for part in parts])
        same = [part if part.dtype == dtype else cast(part, dtype) for part in parts]
        ones = [len(parts) == 1]
        return make_one("theano.tensor.opt", "MakeVector", same, dtype, ones, dtype=dtype)
    return join(axis, *[shape_padaxis(part, axis) for part in parts])


def split(x: Any, splits_size: Any, n_splits: int, axis: int = 0) -> list[TensorVariable]:
    """Cut a tensor into pieces of the given lengths."""
    tensor = as_tensor_variable(x)
    flags = list(tensor.broadcastable)
    flags[axis] = False
    types = [records.TensorType(tensor.dtype, tuple(flags))] * n_splits
    inputs = [tensor, as_tensor_variable(axis), as_tensor_variable(splits_size)]
    return make("theano.tensor.basic", "Split", inputs, types, len_splits=n_splits)


def repeat(x: Any, repeats: Any, axis: int | None = None) -> TensorVariable:
    """Repeat each element along an axis (or of the flattened tensor)."""
    tensor, times = as_tensor_variable(x), as_tensor_variable(repeats)
    if times.ndim > 0:
        flags = [one and i != axis for i, one in enumerate(tensor.broadcastable)]
        return make_one(
            "theano.tensor.extra_ops",
            "RepeatOp",
            [tensor, times],
            tensor.dtype,
            flags if axis is not None else [False],
            axis=axis,
        )
    if axis is None:
        tensor, axis = flatten(tensor), 0
    axis %= tensor.ndim
    lengths: list[Any] = list(shape(tensor))
    order: list[Any] = list(range(tensor.ndim))
    order.insert(axis + 1, "x")
    wide = [*lengths[: axis + 1], repeats, *lengths[axis + 1 :]]
    lengths[axis] = lengths[axis] * repeats
    return reshape(alloc(dimshuffle(tensor, order), *wide), lengths)


def tile(x: Any, reps: Any, ndim: int | None = None) -> TensorVariable:
    """Repeat a whole tensor along each axis."""
    tensor = as_tensor_variable(x)
    counts: list[Any] = list(reps) if isinstance(reps, list | tuple) else [reps]
    ndim = max(len(counts), tensor.ndim) if ndim is None else ndim
    counts = [1] * (ndim - len(counts)) + counts
    lengths: list[Any] = [1] * (ndim - tensor.ndim) + list(shape(tensor))
    blocks = alloc(tensor, *counts, *lengths)
    order = [axis for pair in zip(range(ndim), range(ndim, 2 * ndim), strict=True) for axis in pair]
    sizes = [length * count for length, count in zip(lengths, counts, strict=True)]
    return reshape(dimshuffle(blocks, order), sizes)
