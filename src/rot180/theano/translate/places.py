"""Indices of a Subtensor: what they are, and what can be proved about the part they select."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rot180.errors import TranslationError
from rot180.theano.records import Apply
from rot180.theano.translate.lengths import Length, add, subtract
from rot180.theano.translate.translation import Translation, Value


@dataclass(frozen=True)
class Place:
    """A position on an axis: what is known of it, and the value that computes it."""

    length: Length | None
    value: Value | None = None

    @property
    def number(self) -> int | None:
        """The position, if it is a known number."""
        return self.length if isinstance(self.length, int) else None

    def from_start(self, axis: Length) -> Length | None:
        """Return the position counted from the start: negative ones count from the end."""
        negative = self.number is not None and self.number < 0
        return add(axis, self.length) if negative else self.length


@dataclass(frozen=True)
class Range:
    """A slice of one axis."""

    start: Place | None = None
    stop: Place | None = None
    step: Place | None = None

    @property
    def by(self) -> int | None:
        """The step, if it is a known number."""
        return 1 if self.step is None else self.step.number

    @property
    def everything(self) -> bool:
        """Whether it takes the axis as it is."""
        return self.start is None and self.stop is None and self.by == 1

    def bounds(self, axis: Length) -> tuple[Length | None, Length | None]:
        """Return start and stop, counted from the start of the axis; None is not known."""
        start = 0 if self.start is None else self.start.from_start(axis)
        return start, axis if self.stop is None else self.stop.from_start(axis)


Index = Range | Place


def parse(node: Apply, inputs: Sequence[Value]) -> list[Index]:
    """Fill the places that ``idx_list`` leaves open with the op's further inputs, in order."""
    rest = iter(inputs)

    def place(entry: object) -> Place:
        # Before Theano 0.6 numbers stood in the list itself; since then, types of inputs do.
        if isinstance(entry, int | np.integer):
            return Place(int(entry))
        value = next(rest, None)
        if value is None:
            raise TranslationError("an index with fewer inputs than places")
        return Place(value.lengths[0] if value.lengths is not None else None, value)

    def optional(entry: object) -> Place | None:
        return None if entry is None else place(entry)

    indices: list[Index] = []
    for entry in node.op.fields["idx_list"]:
        if isinstance(entry, slice):
            indices.append(Range(optional(entry.start), optional(entry.stop), optional(entry.step)))
        else:
            indices.append(place(entry))
    return indices


def plain(indices: Sequence[Index]) -> tuple[slice | int, ...] | None:
    """Return Python's own indices, if all are known numbers."""
    result: list[slice | int] = []
    for index in indices:
        places = [index] if isinstance(index, Place) else [index.start, index.stop, index.step]
        numbers = [None if place is None else place.number for place in places]
        if any(place is not None and place.number is None for place in places):
            return None
        if isinstance(index, Range):
            result.append(slice(*numbers))
        elif index.number is not None:
            result.append(index.number)
    return tuple(result)


def length_of(t: Translation, index: Range, axis: Length) -> Length:
    """Length of a slice."""
    known = plain([index])
    if known is not None and isinstance(known[0], slice) and isinstance(axis, int):
        return len(range(*known[0].indices(axis)))
    if index.start is None and index.stop is None and index.by == -1:
        return axis
    if index.by == 1:
        start, stop = index.bounds(axis)
        found = subtract(stop, start)
        inside = index.stop is None or subtract(axis, stop) is not None
        # An axis of unknown length is taken to be long enough for what it is cut with.
        if found is not None and inside and not (isinstance(found, int) and found < 0):
            return found
    return t.unknown()


def margins(index: Index, axis: Length) -> tuple[int, int]:
    """Return how many places an axis has before and after the block that an index selects."""
    if isinstance(index, Range):
        start, stop = index.bounds(axis)
    else:
        start = index.from_start(axis)
        stop = add(start, 1)
    after = subtract(axis, stop)
    if isinstance(start, int) and isinstance(after, int) and start >= 0 and after >= 0:
        return start, after
    raise TranslationError(
        "writing into a slice whose place is not known; give the input's shape "
        "(input_shape=..., --input-shape Nx1x28x28)"
    )
