"""Formulas that have no chain of their own: evaluated in binary64, rounded once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rot180.kernels import math as kernels
from rot180.ops.node import Array


def rounded_once(formula: Callable[..., Array], x: Array, *others: Array) -> Array:
    """Evaluate a formula on binary64 copies of its inputs and round to the dtype of the first.

    The last rule of the arithmetic contract. The formula is written as in the ONNX specification
    and evaluated from left to right, so Java's side has the same bits.
    """
    wide = [np.asarray(value, dtype=np.float64) for value in (x, *others)]
    result: Array = formula(*wide)
    return result.astype(x.dtype)


def maximum(a: Array, b: Array) -> Array:
    """IEEE 754-2019 maximum with broadcasting, as Java's ``Math.max``: a NaN wins, -0 < +0."""
    if a.dtype.kind != "f":
        return np.maximum(a, b)
    return kernels.maximum(*np.broadcast_arrays(a, b))


def minimum(a: Array, b: Array) -> Array:
    """IEEE 754-2019 minimum with broadcasting, as Java's ``Math.min``: a NaN wins, -0 < +0."""
    if a.dtype.kind != "f":
        return np.minimum(a, b)
    return kernels.minimum(*np.broadcast_arrays(a, b))


def relu(x: Array) -> Array:
    """Return max(x, +0), which turns -0 into +0 and keeps a NaN."""
    # The addition only turns -0 into +0, whichever zero NumPy's maximum preferred.
    result: Array = np.maximum(x, x.dtype.type(0)) + x.dtype.type(0)
    return result
