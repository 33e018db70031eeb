"""Indexing, and writing into a part of a tensor."""

from __future__ import annotations

from typing import Any

import numpy as np

from rot180.errors import UnsupportedOperatorError
from rot180.theano import records
from rot180.theano.tensor.basic import Tensor, as_tensor_variable, make_one
from rot180.theano.tensor.shaping import dimshuffle
from rot180.theano.tensor.variable import Operators, TensorVariable

_MODULE = "theano.tensor.subtensor"
_INT64 = records.TensorType("int64", ())


def subtensor(x: Any, index: Any) -> TensorVariable:
    """Return ``x[index]``: slices, places, ``None`` and ``...``; one list or vector of places."""
    tensor = as_tensor_variable(x)
    entries = _complete(tensor, index if isinstance(index, tuple) else (index,))
    if any(entry is None for entry in entries):
        return _with_new_axes(tensor, entries)
    advanced = [axis for axis, entry in enumerate(entries) if _is_advanced(entry)]
    if advanced:
        plain = [slice(None) if axis in advanced else entry for axis, entry in enumerate(entries)]
        if len(advanced) > 1 or any(entry != slice(None) for entry in plain):
            raise UnsupportedOperatorError(
                "indexing by several lists, or by a list and slices, is not supported; index one "
                "axis after the other"
            )
        return take(tensor, entries[advanced[0]], advanced[0])
    idx_list, inputs = _plan(entries)
    flags = [
        one and _keeps_one(entry)
        for one, entry in zip(
            tensor.broadcastable,
            [*entries, *[slice(None)] * (tensor.ndim - len(entries))],
            strict=True,
        )
        if isinstance(entry, slice)
    ]
    return make_one(_MODULE, "Subtensor", [tensor, *inputs], tensor.dtype, flags, idx_list=idx_list)


def take(x: Any, indices: Any, axis: int | None = None) -> TensorVariable:
    """Choose places along an axis."""
    tensor = as_tensor_variable(x)
    places = as_tensor_variable(indices)
    if axis is None:
        tensor, axis = tensor.flatten(), 0
    if places.ndim == 0:
        return subtensor(tensor, (slice(None),) * axis + (indices,))
    if places.ndim > 1:
        raise UnsupportedOperatorError("indexing by a matrix of places is not supported")
    axis %= tensor.ndim
    order = [axis, *(i for i in range(tensor.ndim) if i != axis)]
    first = tensor if axis == 0 else dimshuffle(tensor, order)
    flags = (places.broadcastable[0], *first.broadcastable[1:])
    taken = make_one(_MODULE, "AdvancedSubtensor1", [first, places], tensor.dtype, flags)
    return taken if axis == 0 else dimshuffle(taken, np.argsort(order).tolist())


def set_subtensor(
    x: Any, y: Any, inplace: bool = False, tolerate_inplace_aliasing: bool = False
) -> TensorVariable:
    """Return the whole tensor that `x` is a part of, with that part replaced by `y`."""
    return _inc_subtensor(x, y, set_instead_of_inc=True)


def inc_subtensor(x: Any, y: Any, inplace: bool = False, **_: Any) -> TensorVariable:
    """Return the whole tensor that `x` is a part of, with `y` added to that part."""
    return _inc_subtensor(x, y, set_instead_of_inc=False)


def _inc_subtensor(part: Any, y: Any, *, set_instead_of_inc: bool) -> TensorVariable:
    owner = getattr(part, "owner", None)
    if owner is None or owner.op.name != "Subtensor":
        raise TypeError("set_subtensor and inc_subtensor take an indexed tensor, as x[:, 1:]")
    whole, *places = owner.inputs
    block = as_tensor_variable(y)
    if block.ndim < part.ndim:
        block = as_tensor_variable(block, ndim=part.ndim)
    return make_one(
        _MODULE,
        "IncSubtensor",
        [whole, block, *places],
        whole.type.dtype,
        whole.type.broadcastable,
        idx_list=owner.op.fields["idx_list"],
        inplace=False,
        set_instead_of_inc=set_instead_of_inc,
        destroyhandler_tolerate_aliased=(),
    )


def _complete(tensor: Tensor, entries: tuple[Any, ...]) -> list[Any]:
    """Replace an ellipsis by slices, and check the number of indices."""
    used = sum(entry is not None and entry is not Ellipsis for entry in entries)
    if used > tensor.ndim:
        raise IndexError(f"{used} indices for a tensor that has {tensor.ndim} axes")
    result: list[Any] = []
    for entry in entries:
        if entry is Ellipsis:
            result += [slice(None)] * (tensor.ndim - used)
        else:
            result.append(entry)
    return result


def _with_new_axes(tensor: Tensor, entries: list[Any]) -> TensorVariable:
    plain = tuple(entry for entry in entries if entry is not None)
    entries = entries + [slice(None)] * (tensor.ndim - len(plain))
    order: list[Any] = []
    for entry in entries:
        order.append("x" if entry is None else len([item for item in order if item != "x"]))
    view = dimshuffle(tensor, order)
    index = tuple(slice(None) if entry is None else entry for entry in entries)
    if all(isinstance(entry, slice) and entry == slice(None) for entry in index):
        return view
    return subtensor(view, index)


def _is_advanced(entry: Any) -> bool:
    if isinstance(entry, Operators):
        return entry.ndim > 0
    return isinstance(entry, list | np.ndarray) and np.ndim(entry) > 0


def _plan(entries: list[Any]) -> tuple[tuple[Any, ...], list[records.Variable]]:
    """Return ``idx_list``, which says what kind of index each axis has, and the indices."""
    inputs: list[records.Variable] = []

    def place(entry: Any) -> records.TensorType | None:
        if entry is None:
            return None
        inputs.append(_scalar(entry))
        return _INT64

    idx_list = tuple(
        slice(place(entry.start), place(entry.stop), place(entry.step))
        if isinstance(entry, slice)
        else place(entry)
        for entry in entries
    )
    return idx_list, inputs


def _scalar(entry: Any) -> records.Variable:
    if isinstance(entry, bool) or not isinstance(entry, int | np.integer | Operators | np.ndarray):
        raise TypeError(f"an index is an integer, a slice or a symbolic scalar, not {entry!r}")
    if not isinstance(entry, Operators):
        return records.Constant(_INT64, value=np.asarray(entry, np.int64))
    if "int" not in entry.dtype:
        raise TypeError(f"an index must be an integer, not {entry.dtype}")
    return make_one("theano.tensor.basic", "ScalarFromTensor", [entry], entry.dtype, [])


def _keeps_one(entry: Any) -> bool:
    """Whether a slice of an axis of length one certainly has length one."""
    if not isinstance(entry, slice):
        return False
    start_ok = entry.start in (None, 0) if not isinstance(entry.start, Operators) else False
    return start_ok and entry.stop is None
