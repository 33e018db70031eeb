"""Theano's bilinear upsampling."""

from math import gcd
from typing import Any

import numpy as np

from rot180.arrays import Array, as_array


def bilinear_upsampling(
    input: Any,  # noqa: A002 - Theano's name
    ratio: int | None = None,
    frac_ratio: tuple[Any, Any] | None = None,
    batch_size: int | None = None,
    num_input_channels: int | None = None,
    use_1D_kernel: bool = True,  # noqa: N803 - Theano's name
) -> Array:
    """Enlarge images by linear interpolation, edges repeated.

    Parameters
    ----------
    input : (N, C, H, W) array of floats
    ratio : int, optional
        Enlargement of both axes.
    frac_ratio : pair of int, or pair of such pairs, optional
        A fraction (p, q) instead, for both axes or for each; it may be smaller than one.
    batch_size, num_input_channels : int, optional
        N and C. Wrong ones are refused; Theano ignores them.
    use_1D_kernel : bool
        Changes nothing but that it must be False with `frac_ratio`, as in Theano.

    Returns
    -------
    (N, C, ceil(p*H/q), ceil(p*W/q)) array
        Row u comes from position ``(u*q - (p-1)//2) / p`` of the input.

    Raises
    ------
    ValueError
        Neither or both ratios, ratios that are not positive integers, other numbers of axes.
    TypeError
        A sequence for `ratio`; no floats in `input` or floats in `frac_ratio`.

    Notes
    -----
    An even ratio repeats the last row once more than the first. Source:
    ``theano.tensor.nnet.abstract_conv.bilinear_upsampling``.

    Examples
    --------
    >>> bilinear_upsampling(np.array([[[[1.0, 4.0, 9.0]]]]), ratio=2)[0, 0, 0]
    array([1. , 2.5, 4. , 6.5, 9. , 9. ])
    """
    x = as_array(input, "input")
    if x.ndim != 4:
        raise ValueError(f"input must have four axes (N, C, H, W), not shape {x.shape}")
    if x.dtype not in (np.float16, np.float32, np.float64):
        raise TypeError(f"input must hold floats, not {x.dtype}; use input.astype('float32')")
    for name, hint, size in (
        ("batch_size", batch_size, x.shape[0]),
        ("num_input_channels", num_input_channels, x.shape[1]),
    ):
        if hint is not None and hint != size:
            raise ValueError(f"{name}={hint} contradicts input, whose shape is {x.shape}")
    fractions = _fractions(ratio, frac_ratio, use_1D_kernel)
    y: Array = x.astype(np.promote_types(x.dtype, np.float32), copy=False)
    for axis, fraction in zip((2, 3), fractions, strict=True):
        y = _interpolate(y, axis, *fraction)
    return np.ascontiguousarray(y, x.dtype)


def _fractions(ratio: Any, frac_ratio: Any, one_dimensional: bool) -> list[tuple[int, int]]:
    if ratio and frac_ratio:
        raise ValueError("give ratio or frac_ratio, not both")
    if frac_ratio:
        if not isinstance(frac_ratio, tuple) or len(frac_ratio) != 2:
            raise ValueError(f"frac_ratio must be a tuple (p, q), not {frac_ratio!r}")
        if one_dimensional:
            raise ValueError("frac_ratio needs use_1D_kernel=False")
        nested = isinstance(frac_ratio[0], tuple)
        return [_reduced(f) for f in (frac_ratio if nested else (frac_ratio, frac_ratio))]
    if not ratio:
        raise ValueError("give ratio, an integer, or frac_ratio, a pair of integers")
    if isinstance(ratio, (tuple, list)):
        raise TypeError(f"ratio must be an integer, not {ratio!r}; frac_ratio takes pairs")
    if not isinstance(ratio, (int, np.integer)) or ratio < 1:
        raise ValueError(f"ratio must be a positive integer, not {ratio!r}")
    return [(int(ratio), 1)] * 2


def _reduced(fraction: tuple[int, int]) -> tuple[int, int]:
    p, q = fraction
    if not all(isinstance(number, (int, np.integer)) for number in (p, q)):
        raise TypeError(f"frac_ratio must have integers, not {fraction!r}")
    if min(p, q) < 1:
        raise ValueError(f"frac_ratio must be positive, not {fraction!r}")
    divisor = gcd(p, q)
    return p // divisor, q // divisor


def _interpolate(x: Array, axis: int, p: int, q: int) -> Array:
    size = x.shape[axis]
    # Positions in units of 1/p pixel, so that whole pixels are found without rounding.
    positions = np.clip(np.arange(-(-p * size // q)) * q - (p - 1) // 2, 0, p * (size - 1))
    low, rest = np.divmod(positions, p)
    high = np.minimum(low + 1, size - 1)
    weights = (rest / p).astype(x.dtype).reshape([-1, 1] if axis == 2 else [-1])
    first: Array = x.take(low, axis)
    second: Array = x.take(high, axis)
    with np.errstate(all="ignore"):
        mixed = first * (1 - weights) + second * weights
    # A weight of zero must not let an infinite neighbour in.
    return np.where(weights == 0, first, mixed)
