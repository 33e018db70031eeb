"""Indexing: Subtensor, AdvancedSubtensor1, and IncSubtensor as far as it writes a block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rot180.errors import TranslationError, UnsupportedOperatorError
from rot180.theano.records import Apply, Variable
from rot180.theano.translate import patterns
from rot180.theano.translate.lengths import Length, add, subtract
from rot180.theano.translate.shapes import integers
from rot180.theano.translate.translation import Operators, Translation, Value, show

Bound = Length | Value | None


@dataclass
class Range:
    """A slice of one axis. Bounds are numbers, provable lengths, or values computed at run time."""

    start: Bound
    stop: Bound
    step: Bound

    @property
    def everything(self) -> bool:
        """Whether it takes the axis as it is."""
        return self.start is None and self.stop is None and self.step in (None, 1)


Index = Range | Length | Value


def subtensor(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """Subtensor{idx_list}(x, indices ...): slices, and single places that drop their axis."""
    x = inputs[0]
    indices = _indices(node, inputs[1:])
    elements = _take(x, indices)
    if elements is not None and x.root is None:
        return t.constant(elements)
    result = _sliced(t, x, indices)
    for axis, index in reversed(list(enumerate(indices))):
        if not isinstance(index, Range):
            place = index if isinstance(index, Value) else t.constant(_number(index), np.int64)
            shape = (*result.shape[:axis], *result.shape[axis + 1 :])
            result = t.node("Gather", [result, place], x.dtype, shape, axis=axis)
    lengths = _take_lengths(x, indices)
    if result is x or lengths is None:
        if result is not x and elements is not None:
            result.elements, result.root = elements, x.root
        return result
    return integers(t, result, lengths)


def take(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """AdvancedSubtensor1(x, indices): chosen rows."""
    x, rows = inputs
    return t.node("Gather", [x, rows], x.dtype, (*rows.shape, *x.shape[1:]), axis=0)


def inc_subtensor(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """IncSubtensor: write or add a block. Into a constant background it is a Pad.

    ``set_subtensor(zeros[:, :, p:-p, p:-p], x)`` is how padding was written.
    """
    base, block = inputs[:2]
    block = t.cast(block, base.dtype)
    indices = _indices(node, inputs[2:])
    indices += [Range(None, None, None)] * (base.ndim - len(indices))
    begins, ends, dropped = [], [], []
    for axis, (index, length) in enumerate(zip(indices, base.shape, strict=True)):
        begin, end = _margins(index, length)
        begins.append(begin)
        ends.append(end)
        if not isinstance(index, Range):
            dropped.append(axis)
    if block.ndim + len(dropped) < base.ndim:
        missing = [a for a in range(base.ndim) if a not in dropped][
            : base.ndim - block.ndim - len(dropped)
        ]
        dropped = sorted([*dropped, *missing])
    if dropped:
        axes = t.constant(dropped, np.int64)
        lengths = iter(block.shape)
        shape = [1 if axis in dropped else next(lengths) for axis in range(base.ndim)]
        block = t.node("Unsqueeze", [block, axes], block.dtype, shape)
    _check_block(block, base, begins, ends)
    fill = _fill(node.inputs[0])
    sets = bool(node.op.fields.get("set_instead_of_inc", False))
    widths = t.constant([*begins, *ends], np.int64)
    if fill is not None and (sets or fill == 0):
        background = t.constant(fill, base.dtype)
        return t.node("Pad", [block, widths, background], base.dtype, base.shape)
    padded = t.node("Pad", [block, widths], base.dtype, base.shape)
    if not sets:
        return t.node("Add", [base, padded], base.dtype, base.shape)
    block_shape = t.node("Shape", [block], np.int64, (block.ndim,))
    ones = t.node("Expand", [t.constant(1, np.float32), block_shape], np.float32, block.shape)
    mask = t.cast(t.node("Pad", [ones, widths], np.float32, base.shape), np.bool_)
    return t.node("Where", [mask, padded, base], base.dtype, base.shape)


def _indices(node: Apply, inputs: Sequence[Value]) -> list[Index]:
    """Fill the places that ``idx_list`` leaves open with the op's further inputs, in order."""
    rest = iter(inputs)

    def resolve(entry: object) -> Length | Value:
        if isinstance(entry, int | np.integer):
            return int(entry)
        value = next(rest, None)
        if value is None:
            raise TranslationError("an index with fewer inputs than places")
        return value.lengths[0] if value.lengths is not None else value

    indices: list[Index] = []
    for entry in node.op.fields["idx_list"]:
        if isinstance(entry, slice):
            bounds = (entry.start, entry.stop, entry.step)
            indices.append(Range(*(None if b is None else resolve(b) for b in bounds)))
        else:
            indices.append(resolve(entry))
    return indices


def _sliced(t: Translation, x: Value, indices: Sequence[Index]) -> Value:
    """Apply all the slices in one Slice node."""
    chosen = {
        axis: index
        for axis, index in enumerate(indices)
        if isinstance(index, Range) and not index.everything
    }
    if not chosen:
        return x
    shape = list(x.shape)
    starts, stops, steps = [], [], []
    for axis, index in chosen.items():
        step = 1 if index.step is None else index.step
        backwards = isinstance(step, int) and step < 0
        limits = np.iinfo(np.int64)
        starts.append((limits.max if backwards else 0) if index.start is None else index.start)
        stops.append(
            (limits.min if backwards else limits.max) if index.stop is None else index.stop
        )
        steps.append(step)
        shape[axis] = _length(t, index, x.shape[axis])
    operands = [_vector(t, x, chosen, starts), _vector(t, x, chosen, stops)]
    operands += [t.constant(list(chosen), np.int64), _vector(t, x, chosen, steps)]
    return t.node("Slice", [x, *operands], x.dtype, shape)


def _vector(t: Translation, x: Value, chosen: dict[int, Range], bounds: Sequence[Bound]) -> Value:
    """Bounds as one vector: a constant if they all are."""
    if all(isinstance(bound, int) for bound in bounds):
        return t.constant(bounds, np.int64)
    one = t.constant([1], np.int64)
    parts = []
    for bound in bounds:
        if isinstance(bound, Value):
            bound = t.node("Reshape", [t.cast(bound, np.int64), one], np.int64, (1,))
        elif isinstance(bound, int):
            bound = t.constant([bound], np.int64)
        else:
            raise TranslationError(
                f"a slice of {show(x.shape)} with a bound that follows another axis; give the "
                "input's shape (input_shape=..., --input-shape Nx1x28x28)"
            )
        parts.append(bound)
    return t.node("Concat", parts, np.int64, (len(parts),), axis=0)


def _length(t: Translation, index: Range, length: Length) -> Length:
    """Length of a slice."""
    start, stop, step = index.start, index.stop, 1 if index.step is None else index.step
    if all(bound is None or isinstance(bound, int) for bound in (start, stop, step)):
        if isinstance(length, int):
            return len(range(*slice(start, stop, step).indices(length)))
        if start is None and stop is None and step == -1:
            return length
    if step == 1 and not isinstance(start, Value) and not isinstance(stop, Value):
        begin, end = _bound(start, length, 0), _bound(stop, length, length)
        found = subtract(end, begin)
        # An unknown axis is taken to be long enough for the numbers that it is cut with.
        if found is not None and (not isinstance(found, int) or found >= 0) and end != stop:
            return found
        if isinstance(found, int) and found >= 0 and isinstance(length, int):
            return min(found, length)
    return t.unknown()


def _bound(bound: Length | None, length: Length, default: Length) -> Length | None:
    """Position counted from the start of the axis."""
    if bound is None:
        return default
    return add(length, bound) if isinstance(bound, int) and bound < 0 else bound


def _margins(index: Index, length: Length) -> tuple[int, int]:
    """Places of an axis before and after the block that an index selects."""
    if isinstance(index, Range):
        if index.step not in (None, 1):
            raise UnsupportedOperatorError("writing into a slice with a step")
        start, stop = index.start, index.stop
    else:
        start, stop = index, None if isinstance(index, Value) or index == -1 else add(index, 1)
    if not isinstance(start, Value) and not isinstance(stop, Value):
        begin, end = _bound(start, length, 0), _bound(stop, length, length)
        after = subtract(length, end)
        if isinstance(begin, int) and isinstance(after, int) and begin >= 0 and after >= 0:
            return begin, after
    raise TranslationError(
        "writing into a slice whose place is not known; give the input's shape "
        "(input_shape=..., --input-shape Nx1x28x28)"
    )


def _check_block(block: Value, base: Value, begins: list[int], ends: list[int]) -> None:
    for have, whole, begin, end in zip(block.shape, base.shape, begins, ends, strict=True):
        want = add(whole, -begin - end)
        if isinstance(want, int) and isinstance(have, int) and want != have:
            raise TranslationError(
                f"a block of shape {show(block.shape)} does not fill the slice of "
                f"{show(base.shape)} that leaves {begins} before and {ends} after"
            )


def _fill(variable: Variable) -> float | None:
    """Constant that a tensor is filled with, if Alloc or fill made it."""
    owner = variable.owner
    if owner is None:
        return None
    if owner.op.name.removeprefix("Gpu") == "Alloc":
        return patterns.number(owner.inputs[0])
    return patterns.number(owner.inputs[1]) if patterns.scalar(variable) == "Second" else None


def _number(index: Length) -> int:
    if isinstance(index, int):
        return index
    raise TranslationError(
        "an index that is the length of another axis; give the input's shape "
        "(input_shape=..., --input-shape Nx1x28x28)"
    )


def _take(x: Value, indices: Sequence[Index]) -> np.ndarray | None:  # type: ignore[type-arg]
    """Elements of the result, if all is known now."""
    plain = _plain(indices)
    return None if x.elements is None or plain is None else x.elements[plain]


def _take_lengths(x: Value, indices: Sequence[Index]) -> tuple[Length, ...] | None:
    plain = _plain(indices)
    if x.lengths is None or x.ndim != 1 or plain is None or len(plain) != 1:
        return None
    taken = x.lengths[plain[0]]
    return taken if isinstance(taken, tuple) else (taken,)


def _plain(indices: Sequence[Index]) -> tuple[slice | int, ...] | None:
    """Python's own indices, if no bound is computed at run time."""
    plain: list[slice | int] = []
    for index in indices:
        bounds = [index.start, index.stop, index.step] if isinstance(index, Range) else [index]
        if not all(bound is None or isinstance(bound, int) for bound in bounds):
            return None
        plain.append(slice(*bounds) if isinstance(index, Range) else index)
    return tuple(plain)


OPERATORS: Operators = {
    "Subtensor": subtensor,
    "AdvancedSubtensor1": take,
    "IncSubtensor": inc_subtensor,
}
