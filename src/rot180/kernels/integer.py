"""Exact sums of integer products from float64 kernels.

Integers are cut into digits so small that every sum of products of two digits is an integer below
2**53: a float64 kernel then computes it without rounding, in whatever order. Sums wrap at 64 bits,
as C's do, because digits whose product lies beyond bit 63 are not needed.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


def bilinear(product: Callable[[Array, Array], Array], a: Array, b: Array, terms: int) -> Array:
    """Evaluate a bilinear map of two integer arrays modulo 2**64.

    Parameters
    ----------
    product : function of two float64 arrays
        The map, such as a convolution: each output is a sum of products of one element of each.
    a, b : integer or boolean arrays
    terms : int
        At least the number of products in one output.

    Returns
    -------
    int64 array

    Examples
    --------
    >>> a = np.array([[200, 100]], np.uint8)
    >>> bilinear(np.matmul, a, a.T, terms=2)
    array([[50000]])
    """
    width = max(1, (53 - max(terms, 1).bit_length()) // 2)
    a_digits, b_digits = _digits(a, width), _digits(b, width)
    total: Any = 0
    for i, high in enumerate(a_digits):
        for j, low in enumerate(b_digits):
            shift = width * (i + j)
            if shift < 64:
                part = product(high, low).astype(np.int64).view(np.uint64)
                total = total + np.left_shift(part, np.uint64(shift))
    return np.asarray(total).view(np.int64)


def _digits(values: Array, width: int) -> list[Array]:
    """Cut into float64 digits of `width` bits, lowest first; the highest keeps the sign."""
    rest = values.astype(np.int64)
    digits = []
    while rest.size and not -(1 << width) < rest.min() <= rest.max() < 1 << width:
        digits.append((rest & ((1 << width) - 1)).astype(np.float64))
        rest = rest >> width
    return [*digits, rest.astype(np.float64)]
