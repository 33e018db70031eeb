"""How far one array is from another: the measures of a verification, always by these names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Metrics:
    """Distance of an engine's value from the recorded one, over all samples together.

    Attributes
    ----------
    l2_discrepancy : float
        L2 norm of the difference.
    norm, reference_norm : float
        L2 norms of the engine's value and of the recorded one.
    relative_l2 : float
        ``l2_discrepancy / reference_norm`` (0 if both are zero).
    max_abs : float
        Largest absolute difference of any element.
    max_ulp : int
        Largest difference in units in the last place of the narrower of the two dtypes. For
        information: near zero it grows without meaning.
    argmax_agreement : tuple of int or None
        For values of shape (N, K): rows whose largest element has the same place, and rows. For
        N integers, which are labels already: how many are equal.
    """

    l2_discrepancy: float
    norm: float
    reference_norm: float
    relative_l2: float
    max_abs: float
    max_ulp: int
    argmax_agreement: tuple[int, int] | None


def compare(value: Array, reference: Array) -> Metrics:
    """Measure how far ``value`` is from ``reference``.

    Parameters
    ----------
    value, reference : array
        Equal shapes. NaN against NaN and an infinity against itself count as equal; NaN against
        anything else makes every measure infinite.

    Returns
    -------
    Metrics

    Examples
    --------
    >>> m = compare(np.float32([[1, 2], [4, 3]]), np.float32([[1, 2], [3, 4]]))
    >>> round(m.l2_discrepancy, 3), m.max_abs, m.argmax_agreement
    (1.414, 1.0, (1, 2))
    """
    a, b = value.astype(np.float64), reference.astype(np.float64)
    same = (a == b) | (np.isnan(a) & np.isnan(b))
    with np.errstate(invalid="ignore", over="ignore"):
        difference = np.where(same, 0.0, np.abs(a - b))
    difference = np.where(np.isnan(difference), np.inf, difference)
    discrepancy = _norm(difference)
    finite = np.isfinite(b)
    reference_norm = _norm(b[finite])
    return Metrics(
        l2_discrepancy=discrepancy,
        norm=_norm(a[np.isfinite(a)]),
        reference_norm=reference_norm,
        relative_l2=discrepancy / reference_norm
        if reference_norm
        else (np.inf if discrepancy else 0.0),
        max_abs=float(difference.max(initial=0.0)),
        max_ulp=_max_ulp(value, reference),
        argmax_agreement=_argmax_agreement(value, reference),
    )


def differing_bits(a: Array, b: Array) -> int:
    """Count the elements of two arrays that differ in any bit; every NaN counts as the same one.

    Parameters
    ----------
    a, b : array
        Equal shapes and dtypes (a difference in either counts as all elements).

    Examples
    --------
    >>> differing_bits(np.float32([0.0, np.nan]), np.float32([-0.0, np.nan]))
    1
    """
    if a.shape != b.shape or a.dtype != b.dtype:
        return max(a.size, b.size, 1)
    return int(np.count_nonzero(_bits(a) != _bits(b)))


def _bits(array: Array) -> Array:
    array = np.ascontiguousarray(array)
    if array.dtype.kind == "f":
        array = np.where(np.isnan(array), array.dtype.type(np.nan), array)
    return array.view(f"u{array.dtype.itemsize}")


def _norm(array: Array) -> float:
    """L2 norm that neither overflows nor loses the smallest numbers: scaled by the largest."""
    scale = float(np.abs(array).max(initial=0.0))
    if scale == 0 or not np.isfinite(scale):
        return scale
    return scale * float(np.sqrt(np.square(array / scale).sum()))


def _max_ulp(value: Array, reference: Array) -> int:
    if value.dtype.kind != "f" or reference.dtype.kind != "f" or not value.size:
        return 0
    dtype = min(value.dtype, reference.dtype, key=lambda d: d.itemsize)
    finite = np.isfinite(value) & np.isfinite(reference)
    a, b = (_place(array[finite].astype(dtype)) for array in (value, reference))
    return int((np.maximum(a, b) - np.minimum(a, b)).max(initial=0))


def _place(array: Array) -> Array:
    """Map floats to unsigned integers on which neighbours differ by one and both zeros are one."""
    bits = array.view(f"u{array.dtype.itemsize}")
    sign = bits.dtype.type(1 << (8 * array.dtype.itemsize - 1))
    places: Array = np.where(bits & sign, ~bits + bits.dtype.type(1), bits | sign)
    return places


def _argmax_agreement(value: Array, reference: Array) -> tuple[int, int] | None:
    if value.ndim == 1 and value.dtype.kind == reference.dtype.kind == "i":
        return int((value == reference).sum()), len(value)
    if value.ndim != 2 or value.shape[1] < 2:
        return None
    agree = value.argmax(axis=1) == reference.argmax(axis=1)
    return int(agree.sum()), len(agree)
