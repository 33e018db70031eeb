"""Writing into a part of a tensor: IncSubtensor, as far as the part is a block.

``set_subtensor(zeros[:, :, p:-p, p:-p], x)`` is how padding was written, and becomes a Pad.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rot180.errors import TranslationError, UnsupportedOperatorError
from rot180.theano.records import Apply, Variable
from rot180.theano.translate import patterns
from rot180.theano.translate.lengths import add
from rot180.theano.translate.places import Index, Place, Range, margins, parse
from rot180.theano.translate.translation import Operators, Translation, Value, show


def inc_subtensor(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """IncSubtensor(whole, block, indices ...): set the block, or add to it."""
    whole, block = inputs[:2]
    indices = parse(node, inputs[2:])
    indices += [Range()] * (whole.ndim - len(indices))
    if any(isinstance(index, Range) and index.by != 1 for index in indices):
        raise UnsupportedOperatorError("writing into a slice with a step is not supported")
    block = _with_all_axes(t, t.cast(block, whole.dtype), indices)
    begins, ends = zip(*map(margins, indices, whole.shape), strict=True)
    _check(block, whole, begins, ends)
    widths = t.constant([*begins, *ends], np.int64)
    fill = _fill(node.inputs[0])
    sets = bool(node.op.fields.get("set_instead_of_inc", False))
    if fill is not None and (sets or fill == 0):
        background = t.constant(fill, whole.dtype)
        return t.node("Pad", [block, widths, background], whole.dtype, whole.shape)
    padded = t.node("Pad", [block, widths], whole.dtype, whole.shape)
    if not sets:
        return t.node("Add", [whole, padded], whole.dtype, whole.shape)
    inside = _mask(t, block, widths, whole)
    return t.node("Where", [inside, padded, whole], whole.dtype, whole.shape)


def _with_all_axes(t: Translation, block: Value, indices: Sequence[Index]) -> Value:
    """Insert the axes that a block lacks: those of single places, and leading ones."""
    missing = [axis for axis, index in enumerate(indices) if isinstance(index, Place)]
    leading = [axis for axis in range(len(indices)) if axis not in missing]
    missing += leading[: len(indices) - block.ndim - len(missing)]
    if not missing:
        return block
    lengths = iter(block.shape)
    shape = [1 if axis in missing else next(lengths) for axis in range(len(indices))]
    return t.node("Unsqueeze", [block, t.constant(sorted(missing), np.int64)], block.dtype, shape)


def _check(block: Value, whole: Value, begins: Sequence[int], ends: Sequence[int]) -> None:
    """Refuse a block that would have to be broadcast, or does not fit: it cannot be padded."""
    for have, length, begin, end in zip(block.shape, whole.shape, begins, ends, strict=True):
        want = add(length, -begin - end)
        if isinstance(want, int) and isinstance(have, int) and want != have:
            raise TranslationError(
                f"a block of shape {show(block.shape)} does not fill the part of "
                f"{show(whole.shape)} that leaves {begins} before and {ends} after"
            )


def _mask(t: Translation, block: Value, widths: Value, whole: Value) -> Value:
    """Return where in the whole the block lies."""
    shape = t.node("Shape", [block], np.int64, (block.ndim,))
    ones = t.node("Expand", [t.constant(1, np.float32), shape], np.float32, block.shape)
    return t.cast(t.node("Pad", [ones, widths], np.float32, whole.shape), np.bool_)


def _fill(variable: Variable) -> float | None:
    """Constant that a tensor is filled with, if Alloc or fill made it."""
    owner = variable.owner
    if owner is None:
        return None
    if owner.op.name.removeprefix("Gpu") == "Alloc":
        return patterns.number(owner.inputs[0])
    return patterns.number(owner.inputs[1]) if patterns.scalar(variable) == "Second" else None


OPERATORS: Operators = {"IncSubtensor": inc_subtensor}
