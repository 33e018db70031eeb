"""Pooling as compiled Theano does it (``theano.tensor.signal.pool``)."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from rot180.arrays import Array, as_array
from rot180.geometry import theano_pool_output_size
from rot180.nnet import windows
from rot180.nnet.windows import AxisWindows

MODES = ("max", "sum", "average_inc_pad", "average_exc_pad", "max_deterministic")


def pool_2d(
    input: Any,  # noqa: A002 (Theano's name)
    ws: Sequence[int] | None = None,
    ignore_border: bool | None = None,
    stride: Sequence[int] | None = None,
    pad: Sequence[int] = (0, 0),
    mode: str = "max",
    ds: Sequence[int] | None = None,
    st: Sequence[int] | None = None,
    padding: Sequence[int] | None = None,
) -> Array:
    """Pool the last two axes, as ``theano.tensor.signal.pool.pool_2d`` compiled for a CPU.

    Parameters
    ----------
    input : (..., H, W) array
    ws : pair of int
        Rows and columns of the window.
    ignore_border : bool, optional
        Whether windows that stick out at the end are left out. Not given means False, as in Theano;
        most trained networks say True.
    stride : pair of int, optional
        Steps between windows; by default those of `ws`, so that windows do not overlap.
    pad : pair of int
        Rows and columns added on each side. They never win a maximum nor enter a sum.
    mode : {'max', 'sum', 'average_inc_pad', 'average_exc_pad', 'max_deterministic'}
        The averages count the padding (inc) or do not (exc).
    ds, st, padding : pairs of int, optional
        The names that `ws`, `stride` and `pad` had before Theano 0.9.

    Returns
    -------
    (..., H', W') array
        Of the input's dtype. Integer averages are truncated, integer sums wrap.

    Raises
    ------
    ValueError
        No window, another number of sizes, an old and a new name together, an unknown mode, a
        stride that is not positive, a negative pad, or a window without a single pixel.
    TypeError
        Sizes that are not integers; complex input.
    NotImplementedError
        Fewer than two axes; `pad` without ``ignore_border=True``; a pad as large as its window, or
        a window that is not positive.
    AssertionError
        A number for a pair.

    Notes
    -----
    A NaN survives max pooling only where it is the window's first pixel: compiled Theano keeps the
    larger of two values with ``>``, which is false for NaN.

    Examples
    --------
    >>> x = np.arange(1.0, 26).reshape(5, 5)
    >>> pool_2d(x, (2, 2), ignore_border=True)
    array([[ 7.,  9.],
           [17., 19.]])
    >>> pool_2d(x, (3, 3), True, stride=(2, 2), pad=(1, 1), mode='average_exc_pad')
    array([[ 4. ,  5.5,  7. ],
           [11.5, 13. , 14.5],
           [19. , 20.5, 22. ]])
    """
    ws, stride, pad = _settle_names(ws, stride, pad, ds, st, padding)
    return _pool(input, ws, bool(ignore_border), stride, pad, mode, "pool_2d", 2)


def pool_3d(
    input: Any,  # noqa: A002 (Theano's name)
    ws: Sequence[int] | None = None,
    ignore_border: bool | None = None,
    stride: Sequence[int] | None = None,
    pad: Sequence[int] = (0, 0, 0),
    mode: str = "max",
    ds: Sequence[int] | None = None,
    st: Sequence[int] | None = None,
    padding: Sequence[int] | None = None,
) -> Array:
    """Pool the last three axes, as ``theano.tensor.signal.pool.pool_3d`` compiled for a CPU.

    Parameters and errors are those of `pool_2d`, with three sizes instead of two.

    Returns
    -------
    (..., D', H', W') array

    Examples
    --------
    >>> pool_3d(np.arange(8.0).reshape(2, 2, 2), (2, 2, 2), True, mode='sum')
    array([[[28.]]])
    """
    ws, stride, pad = _settle_names(ws, stride, pad, ds, st, padding)
    return _pool(input, ws, bool(ignore_border), stride, pad, mode, "pool_3d", 3)


def max_pool_2d(
    input: Any,  # noqa: A002 (Theano's name)
    ds: Sequence[int],
    ignore_border: bool | None = None,
    st: Sequence[int] | None = None,
    padding: Sequence[int] = (0, 0),
    mode: str = "max",
) -> Array:
    """Pool by the name and with the arguments of ``theano.tensor.signal.downsample`` (up to 0.8).

    Parameters
    ----------
    input : (..., H, W) array
    ds, st, padding : pairs of int
        `pool_2d`'s `ws`, `stride` and `pad`.
    ignore_border : bool, optional
        Not given means False.
    mode : str
        As for `pool_2d`, whose errors are raised as well.

    Returns
    -------
    (..., H', W') array

    Examples
    --------
    >>> max_pool_2d(np.arange(1.0, 10).reshape(3, 3), (2, 2))
    array([[5., 6.],
           [8., 9.]])
    """
    return pool_2d(input, ds, ignore_border, st, padding, mode)


def max_pool_2d_same_size(input: Any, patch_size: Sequence[int]) -> Array:  # noqa: A002
    """Keep the maxima of every window where they are and put zeros elsewhere.

    As ``theano.tensor.signal.pool.max_pool_2d_same_size``: windows do not overlap, pixels that fill
    no whole window become zero, and equal maxima of a window are all kept.

    Parameters
    ----------
    input : (..., H, W) array
    patch_size : pair of int

    Returns
    -------
    (..., H, W) array

    Raises
    ------
    TypeError
        Fewer than two axes. Other errors are those of `pool_2d`.

    Examples
    --------
    >>> max_pool_2d_same_size([[1., 2., 5.], [4., 3., 6.]], (2, 2))
    array([[0., 0., 0.],
           [4., 0., 0.]])
    """
    x = as_array(input, "input")
    if x.ndim < 2:
        raise TypeError(f"max_pool_2d_same_size pools two axes, but input has shape {x.shape}")
    maxima = pool_2d(x, patch_size, ignore_border=True)
    rows, columns = (s * p for s, p in zip(maxima.shape[-2:], patch_size, strict=True))
    spread = maxima.repeat(patch_size[0], axis=-2).repeat(patch_size[1], axis=-1)
    result = np.zeros_like(x, order="C")
    np.copyto(result[..., :rows, :columns], spread, where=x[..., :rows, :columns] == spread)
    # Theano adds the maxima to zeros, which turns -0.0 into 0.0.
    return result + x.dtype.type(0) if x.dtype.kind == "f" else result


def _settle_names(ws: Any, stride: Any, pad: Any, ds: Any, st: Any, padding: Any) -> Any:
    for new, old, values in (("ws", "ds", (ws, ds)), ("stride", "st", (stride, st))):
        if all(value is not None for value in values):
            raise ValueError(f"both {new} and its old name {old} are given; keep {new} only")
    if padding is not None and any(np.atleast_1d(pad) != 0):
        raise ValueError("both pad and its old name padding are given; keep pad only")
    return (
        ds if ws is None else ws,
        st if stride is None else stride,
        pad if padding is None else padding,
    )


def _pool(
    value: Any, ws: Any, ignore_border: bool, stride: Any, pad: Any, mode: str, name: str, axes: int
) -> Array:
    x = as_array(value, "input")
    if x.dtype.kind == "c":
        raise TypeError(f"{name} has no order or average for {x.dtype} input")
    if x.ndim < axes:
        raise NotImplementedError(f"{name} pools {axes} axes, but input has shape {x.shape}")
    if ws is None:
        raise ValueError(
            f"{name} needs a window size: pass ws, one integer for each of {axes} axes"
        )
    window = _sizes(ws, "ws", axes)
    step = window if stride is None else _sizes(stride, "stride", axes)
    padded = (0,) * axes if pad is None else _sizes(pad, "pad", axes)
    if mode not in MODES:
        raise ValueError(f"pool mode {mode!r} is unknown; use one of {', '.join(MODES)}")
    _check(window, step, padded, ignore_border)
    sizes = [
        theano_pool_output_size(n, w, s, p, ignore_border)
        for n, w, s, p in zip(x.shape[-axes:], window, step, padded, strict=True)
    ]
    if 0 in x.shape[-axes:] and (not ignore_border or 0 not in sizes):
        raise ValueError(
            f"{name}: input of shape {x.shape} has no pixels for windows to see; use "
            "ignore_border=True and no pad for an empty result"
        )
    axes_windows = [
        AxisWindows(*axis)
        for axis in zip(x.shape[-axes:], window, step, padded, sizes, strict=True)
    ]
    with np.errstate(all="ignore"):
        if mode.startswith("max"):
            return windows.maximum(x, axes_windows)
        if mode == "sum":
            return windows.total(x, axes_windows)
        return windows.average(x, axes_windows, including_pad=mode == "average_inc_pad")


def _sizes(value: Any, name: str, axes: int) -> tuple[int, ...]:
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if not isinstance(value, (tuple, list)):
        raise AssertionError(f"{name} must have {axes} integers, one for each axis, not {value!r}")
    if len(value) != axes:
        raise ValueError(f"{name} must have {axes} integers, one for each axis, not {value!r}")
    if not all(isinstance(size, (int, np.integer)) for size in value):
        raise TypeError(f"{name} must have {axes} integers, one for each axis, not {value!r}")
    return tuple(int(size) for size in value)


def _check(
    window: tuple[int, ...], stride: tuple[int, ...], pad: tuple[int, ...], ignore_border: bool
) -> None:
    if any(pad) and not ignore_border:
        raise NotImplementedError(f"pad {pad} works only with ignore_border=True")
    if any(p >= w for p, w in zip(pad, window, strict=True)):
        raise NotImplementedError(f"pad {pad} must be smaller than the window {window}")
    if min(stride) < 1:
        raise ValueError(f"stride must be positive, not {stride}")
    if min(pad) < 0:
        raise ValueError(f"pad must not be negative, not {pad}")
