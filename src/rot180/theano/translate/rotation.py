"""The rotation by 180 degrees that tells a convolution from a cross-correlation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rot180.theano.translate.translation import Translation, Value


def rotated(t: Translation, filters: Value, axes: Sequence[int]) -> Value:
    """Return filters with their spatial `axes` reversed: now if they are parameters."""
    if filters.elements is not None:
        elements = np.flip(filters.elements, tuple(axes))
        return t.constant(np.ascontiguousarray(elements), root=filters.root)
    last, first = -1, np.iinfo(np.int64).min
    starts, ends, steps = (t.constant([bound] * len(axes), np.int64) for bound in (last, first, -1))
    operands = [filters, starts, ends, t.constant(list(axes), np.int64), steps]
    return t.node("Slice", operands, filters.dtype, filters.shape)
