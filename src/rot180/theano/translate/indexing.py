"""Reading a part of a tensor: Subtensor and AdvancedSubtensor1."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rot180.errors import TranslationError
from rot180.theano.records import Apply
from rot180.theano.translate.places import Index, Place, Range, length_of, parse, plain
from rot180.theano.translate.shapes import integers
from rot180.theano.translate.translation import Operators, Translation, Value

_FIRST, _LAST = np.iinfo(np.int64).min, np.iinfo(np.int64).max


def subtensor(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """Subtensor{idx_list}(x, indices ...): slices, and single places that drop their axis."""
    x = inputs[0]
    indices = parse(node, inputs[1:])
    known = plain(indices)
    elements = x.elements[known] if x.elements is not None and known is not None else None
    if elements is not None and x.root is None:
        return t.constant(elements)
    result = _places(t, _slices(t, x, indices), indices)
    if result is x:
        return x
    if elements is not None:
        result.elements, result.root = elements, x.root
    if x.lengths is not None and x.ndim == 1 and known is not None and len(known) == 1:
        taken = x.lengths[known[0]]
        return integers(t, result, taken if isinstance(taken, tuple) else (taken,))
    return result


def take(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """AdvancedSubtensor1(x, indices): chosen rows."""
    x, rows = inputs
    return t.node("Gather", [x, rows], x.dtype, (*rows.shape, *x.shape[1:]), axis=0)


def _slices(t: Translation, x: Value, indices: Sequence[Index]) -> Value:
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
        shape[axis] = length_of(t, index, x.shape[axis])
        backwards = (index.by or 1) < 0
        starts.append(index.start or Place(_LAST if backwards else 0))
        stops.append(index.stop or Place(_FIRST if backwards else _LAST))
        steps.append(index.step or Place(1))
    axes = t.constant(list(chosen), np.int64)
    bounds = [_vector(t, starts), _vector(t, stops), axes, _vector(t, steps)]
    return t.node("Slice", [x, *bounds], x.dtype, shape)


def _places(t: Translation, x: Value, indices: Sequence[Index]) -> Value:
    """Take single places; the last axis first, so that the others keep their numbers."""
    for axis, index in reversed(list(enumerate(indices))):
        if isinstance(index, Place):
            shape = (*x.shape[:axis], *x.shape[axis + 1 :])
            x = t.node("Gather", [x, _computed(t, index)], x.dtype, shape, axis=axis)
    return x


def _vector(t: Translation, places: Sequence[Place]) -> Value:
    """Places as one vector: a constant if all are known."""
    numbers = [place.number for place in places]
    if None not in numbers:
        return t.constant(numbers, np.int64)
    one = t.constant([1], np.int64)
    parts = [t.node("Reshape", [_computed(t, place), one], np.int64, (1,)) for place in places]
    return t.node("Concat", parts, np.int64, (len(parts),), axis=0)


def _computed(t: Translation, place: Place) -> Value:
    if place.number is not None:
        return t.constant(place.number, np.int64)
    if place.value is None:
        raise TranslationError("an index that is neither a number nor computed")
    return t.cast(place.value, np.int64)


OPERATORS: Operators = {
    "Subtensor": subtensor,
    "AdvancedSubtensor1": take,
}
