"""Drop-ins for ``scipy.signal.convolve2d`` and ``correlate2d``: the same results, sooner."""

import warnings
from typing import Any

import numpy as np

from rot180.arrays import Array, as_array
from rot180.kernels import planar

MODES = ("full", "valid", "same")
BOUNDARIES = {
    "fill": "fill",
    "pad": "fill",
    "wrap": "wrap",
    "circular": "wrap",
    "symm": "symm",
    "symmetric": "symm",
}


def convolve2d(
    in1: Any, in2: Any, mode: str = "full", boundary: str = "fill", fillvalue: Any = 0
) -> Array:
    """Convolve two arrays: `in2` is rotated by 180 degrees.

    Parameters
    ----------
    in1 : (H, W) array
    in2 : (kh, kw) array
    mode : {'full', 'valid', 'same'}
        All outputs, (H+kh-1, W+kw-1); those that need nothing beyond the larger array; or the
        middle of 'full', with the shape of `in1`.
    boundary : {'fill', 'wrap', 'symm'}
        What lies beyond `in1` in 'full' and 'same': `fillvalue`, the other side, or the mirror
        image. 'pad', 'circular' and 'symmetric' are other names for them.
    fillvalue : number

    Returns
    -------
    array
        Of the dtype ``numpy.result_type(in1, in2)``; integers wrap.

    Raises
    ------
    ValueError
        Arrays that are not 2-D; dtypes that SciPy does not take (bool, float16, object); other
        modes and boundaries; a `fillvalue` that is not one number or does not fit the dtype; in
        'valid', arrays of which neither holds the other.

    Notes
    -----
    Source: SciPy 1.17. In 'same', output 0 is output ``(kh-1)//2`` of 'full'.

    Examples
    --------
    >>> image = np.arange(1.0, 17.0).reshape(4, 4)
    >>> convolve2d(image, [[1.0, 2.0], [3.0, 4.0]], mode='valid')
    array([[ 26.,  36.,  46.],
           [ 66.,  76.,  86.],
           [106., 116., 126.]])
    """
    x, w, fill = _operands("convolve2d", in1, in2, mode, boundary, fillvalue)
    if mode == "valid" and _must_swap(x, w):
        x, w = w, x
    middle = [(k - 1) // 2 for k in w.shape]
    return _convolve(x, w, mode, middle, BOUNDARIES[boundary], fill)


def correlate2d(
    in1: Any, in2: Any, mode: str = "full", boundary: str = "fill", fillvalue: Any = 0
) -> Array:
    """Correlate two arrays: `in2` is conjugated and not rotated.

    Parameters
    ----------
    in1, in2, mode, boundary, fillvalue
        As for `convolve2d`.

    Returns
    -------
    array
        Of the dtype ``numpy.result_type(in1, in2)``; integers wrap.

    Raises
    ------
    ValueError
        As `convolve2d`.

    Notes
    -----
    Source: SciPy 1.17. In 'same', output 0 is output ``kh//2`` of 'full': for even arrays one
    further than in `convolve2d`.

    Examples
    --------
    >>> image = np.arange(1.0, 17.0).reshape(4, 4)
    >>> correlate2d(image, [[1.0, 2.0], [3.0, 4.0]], mode='valid')
    array([[ 44.,  54.,  64.],
           [ 84.,  94., 104.],
           [124., 134., 144.]])
    """
    x, w, fill = _operands("correlate2d", in1, in2, mode, boundary, fillvalue)
    if mode == "valid" and _must_swap(x, w):
        # As in SciPy, it is then in1 that is conjugated.
        return correlate2d(w, x, "valid")[::-1, ::-1]
    rotated, middle = w.conj()[::-1, ::-1], [k // 2 for k in w.shape]
    return _convolve(x, rotated, mode, middle, BOUNDARIES[boundary], fill)


def _operands(
    name: str, in1: Any, in2: Any, mode: str, boundary: str, fillvalue: Any
) -> tuple[Array, Array, Array]:
    try:
        x, w = as_array(in1, "in1"), as_array(in2, "in2")
    except TypeError as error:  # SciPy's type
        raise ValueError(f"{name} is not available for this dtype: {error}") from error
    if x.ndim != 2 or w.ndim != 2:
        raise ValueError(f"{name} takes 2-D arrays, not shapes {x.shape} and {w.shape}")
    if mode not in MODES:
        raise ValueError(f"mode must be one of {', '.join(MODES)}, not {mode!r}")
    if boundary not in BOUNDARIES:
        raise ValueError(f"boundary must be one of {', '.join(BOUNDARIES)}, not {boundary!r}")
    dtype = np.result_type(x, w)
    if dtype.char in "?e":
        raise ValueError(
            f"{name} is not available for {dtype}; convert an operand, for example to float32"
        )
    # SciPy looks at the value only where it is needed.
    fill = _fill(fillvalue, dtype) if BOUNDARIES[boundary] == "fill" else np.zeros((), dtype)
    return x.astype(dtype, copy=False), w.astype(dtype, copy=False), fill


def _fill(value: Any, dtype: np.dtype[Any]) -> Array:
    """Cast the fill value: freely from NumPy's scalars, safely from arrays, exactly from others."""
    given = np.asarray(np.nan if value is None else value)
    if given.size != 1:
        raise ValueError(
            "`fillvalue` must be scalar or an array with one element, not one of shape "
            f"{given.shape}"
        )
    given = given.reshape(())
    if isinstance(value, np.generic):
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore", np.exceptions.ComplexWarning)
            return given.astype(dtype)
    if isinstance(value, np.ndarray):
        fits = np.can_cast(value.dtype, dtype, "safe")
    else:
        if given.dtype.kind not in "biufc":
            given = given.astype(np.complex128)  # as SciPy does: text is read as a number
            given = given if given.imag else given.real
        fits = _fits(given, dtype)
    if not fits:
        raise ValueError(
            f"could not cast `fillvalue` directly to the output type: {value!r} is no {dtype}"
        )
    with np.errstate(over="ignore"):
        return given.astype(dtype)


def _fits(number: Array, dtype: np.dtype[Any]) -> bool:
    if dtype.kind == "c":
        return True
    if number.dtype.kind == "c":
        return False
    if dtype.kind == "f":
        return True
    limits = np.iinfo(dtype)
    return bool(np.isfinite(number)) and limits.min <= int(number) <= limits.max


def _must_swap(x: Array, w: Array) -> bool:
    """Say whether only the second array holds the first."""
    if all(n >= k for n, k in zip(x.shape, w.shape, strict=True)):
        return False
    if all(n <= k for n, k in zip(x.shape, w.shape, strict=True)):
        return True
    raise ValueError(
        f"in 'valid' mode one array must hold the other, but shapes are {x.shape} and {w.shape}; "
        "use mode 'full' or 'same'"
    )


def _convolve(
    x: Array, w: Array, mode: str, middle: list[int], boundary: str, fill: Array
) -> Array:
    """Convolve; `middle` is where 'same' begins in 'full'."""
    zeros = boundary == "fill" and not fill
    if zeros and mode == "full" and x.size < w.size and np.isfinite(x).all() & np.isfinite(w).all():
        # The smaller filter is the faster one. Only a filter's infinities meet the zeros outside.
        x, w = w, x
    if mode == "full":
        first, count = [0, 0], [n + k - 1 for n, k in zip(x.shape, w.shape, strict=True)]
    elif mode == "same":
        first, count = middle, list(x.shape)
    else:
        first = [k - 1 for k in w.shape]
        count = [n - k + 1 for n, k in zip(x.shape, w.shape, strict=True)]
    if min(count) < 0:
        raise ValueError(f"the result of shapes {x.shape} and {w.shape} has negative dimensions")
    if 0 in (*count, w.size):
        return np.zeros(count, x.dtype)
    # Output f of 'full' sees the pixels f-k+1 to f.
    pads = tuple(
        (k - 1 - f, f + c - n) for k, f, c, n in zip(w.shape, first, count, x.shape, strict=True)
    )
    rotated = w[::-1, ::-1]
    if zeros:
        return planar.correlate(x, rotated, pads)
    if boundary == "fill" or not x.size:
        return planar.correlate(np.pad(x, pads, constant_values=fill), rotated)
    rows, columns = (
        _pixels(size, before, after, mirror=boundary == "symm")
        for size, (before, after) in zip(x.shape, pads, strict=True)
    )
    return planar.correlate(x[rows[:, None], columns], rotated)


def _pixels(size: int, before: int, after: int, mirror: bool) -> Array:
    """Return the pixel that stands at each position from -before to size+after-1."""
    positions = np.arange(-before, size + after)
    if not mirror:
        return positions % size
    # The image and its mirror image, edge pixel twice, repeat after twice the size.
    positions = positions % (2 * size)
    return np.minimum(positions, 2 * size - 1 - positions)
