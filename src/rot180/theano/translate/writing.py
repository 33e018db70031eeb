"""Writing into a part of a tensor: IncSubtensor, as far as the place of the part is known.

``set_subtensor(zeros[:, :, p:-p, p:-p], x)`` is how padding was written, and becomes a Pad;
``set_subtensor(zeros[:, :, ::2, ::2], x)``, upsampling with zeros, a Pad and two Gathers.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rot180.errors import TranslationError, UnsupportedOperatorError
from rot180.theano.records import Apply, Variable
from rot180.theano.translate import patterns
from rot180.theano.translate.lengths import Length, add
from rot180.theano.translate.places import Index, Place, Range, margins, parse, plain
from rot180.theano.translate.translation import Operators, Translation, Value, show


def inc_subtensor(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """IncSubtensor(whole, block, indices ...): set the block, or add to it."""
    whole, block = inputs[:2]
    indices = parse(node, inputs[2:])
    indices += [Range()] * (whole.ndim - len(indices))
    parts = [_part(index, length) for index, length in zip(indices, whole.shape, strict=True)]
    block = _with_all_axes(t, t.cast(block, whole.dtype), indices)
    block = _broadcast(t, block, whole, parts)
    fill = _fill(node.inputs[0])
    sets = bool(node.op.fields.get("set_instead_of_inc", False))
    if fill is not None and (sets or fill == 0):
        return _spread(t, block, whole, parts, fill)
    spread = _spread(t, block, whole, parts, 0)
    if not sets:
        return t.node("Add", [whole, spread], whole.dtype, whole.shape)
    inside = t.cast(_spread(t, _ones(t, block), whole, parts, 0), np.bool_)
    return t.node("Where", [inside, spread, whole], whole.dtype, whole.shape)


# What an index takes of an axis: all but so many places before and after, or the places listed.
Part = tuple[int, int] | range


def _part(index: Index, length: Length) -> Part:
    known = plain([index])
    if isinstance(length, int) and known is not None and isinstance(known[0], slice):
        places = range(*known[0].indices(length))
        return (places.start, length - places.stop) if places.step == 1 and places else places
    if isinstance(index, Place) or index.by == 1:
        return margins(index, length)
    raise UnsupportedOperatorError(
        "writing into a slice with a step needs its numbers and the length of the axis; give the "
        "input's shape (input_shape=..., --input-shape Nx1x28x28)"
    )


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


def _broadcast(t: Translation, block: Value, whole: Value, parts: Sequence[Part]) -> Value:
    """Repeat a block along axes of length 1 until it fills its part; refuse one that cannot."""
    repeats: list[int] = []
    for have, part, length in zip(block.shape, parts, whole.shape, strict=True):
        want = len(part) if isinstance(part, range) else add(length, -sum(part))
        if isinstance(have, int) and isinstance(want, int):
            fits = have in (1, want)
        else:
            # The run will tell, where one is unknown; but how often to repeat must be known.
            fits = have != 1 or want == have
        if not fits:
            raise TranslationError(
                f"a block of shape {show(block.shape)} does not fill its part of "
                f"{show(whole.shape)}, as far as shapes are known"
            )
        repeats.append(want if have == 1 and isinstance(want, int) else 1)
    if all(many == 1 for many in repeats):
        return block
    shape = [many if have == 1 else have for many, have in zip(repeats, block.shape, strict=True)]
    return t.node("Expand", [block, t.constant(repeats, np.int64)], block.dtype, shape)


def _ones(t: Translation, block: Value) -> Value:
    shape = t.node("Shape", [block], np.int64, (block.ndim,))
    return t.node("Expand", [t.constant(1, np.float32), shape], np.float32, block.shape)


def _spread(
    t: Translation, block: Value, whole: Value, parts: Sequence[Part], fill: float
) -> Value:
    """Put the block where it belongs in a tensor like the whole, with `fill` everywhere else."""
    # Where places are listed, one place behind the block's last holds the fill to be gathered.
    margin = [(0, 1) if isinstance(part, range) else part for part in parts]
    begins, ends = zip(*margin, strict=True)
    widths = t.constant([*begins, *ends], np.int64)
    shape = [
        len(part) + 1 if isinstance(part, range) else length
        for part, length in zip(parts, whole.shape, strict=True)
    ]
    background = [t.constant(fill, block.dtype)] if fill else []
    spread = t.node("Pad", [block, widths, *background], block.dtype, shape)
    for axis, (part, length) in enumerate(zip(parts, whole.shape, strict=True)):
        if isinstance(part, range) and isinstance(length, int):
            shape[axis] = length
            sources = np.full(length, len(part))
            sources[list(part)] = np.arange(len(part))
            spread = t.node(
                "Gather", [spread, t.constant(sources, np.int64)], block.dtype, shape, axis=axis
            )
    return spread


def _fill(variable: Variable) -> float | None:
    """Constant that a tensor is filled with, if Alloc or fill made it."""
    owner = variable.owner
    if owner is None:
        return None
    if owner.op.name.removeprefix("Gpu") == "Alloc":
        return patterns.number(owner.inputs[0])
    return patterns.number(owner.inputs[1]) if patterns.scalar(variable) == "Second" else None


OPERATORS: Operators = {"IncSubtensor": inc_subtensor}
