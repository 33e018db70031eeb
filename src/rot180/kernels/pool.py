"""Pooling, natively: MaxPool, AveragePool and LpPool of ONNX over one to three spatial axes.

Padding takes no part in any chain of operations. Arrays are float32 or float64; the definition, in
NumPy, is `rot180.kernels.reference_math`.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from rot180 import _native

Array = npt.NDArray[Any]


def max_pool(
    x: Array,
    *,
    kernel_shape: Sequence[int],
    strides: Sequence[int],
    pads: Sequence[int],
    dilations: Sequence[int],
    output_shape: Sequence[int] | None = None,
) -> Array:
    """Take the maximum of each window (a NaN wins, -0 < +0; -inf where a window is empty).

    Parameters
    ----------
    x : (N, C, ...) array
        One to three spatial axes.
    kernel_shape, strides, dilations : one integer for each spatial axis
    pads : two integers for each spatial axis, all begins first
    output_shape : one integer for each spatial axis, optional
        Where windows may reach beyond the padding (ONNX's ceil_mode). By default only the windows
        that fit.

    Returns
    -------
    (N, C, ...) array

    Examples
    --------
    >>> x = np.arange(16, dtype=np.float32).reshape(1, 1, 4, 4)
    >>> max_pool(x, kernel_shape=(2, 2), strides=(2, 2), pads=(0,) * 4, dilations=(1, 1))
    array([[[[ 5.,  7.],
             [13., 15.]]]], dtype=float32)
    """
    return _pool(_native.max_pool, x, kernel_shape, strides, pads, dilations, output_shape)


def average_pool(
    x: Array,
    *,
    kernel_shape: Sequence[int],
    strides: Sequence[int],
    pads: Sequence[int],
    dilations: Sequence[int],
    count_include_pad: bool = False,
    output_shape: Sequence[int] | None = None,
) -> Array:
    """Take the mean of each window: adds in ascending order, one division by the count.

    Parameters
    ----------
    x, kernel_shape, strides, pads, dilations, output_shape
        As in `max_pool`.
    count_include_pad : bool
        Whether padded positions count. Those beyond the padding never do.

    Returns
    -------
    (N, C, ...) array
        NaN where nothing counts.
    """

    def kernel(shape: Any, x: Array, y: Array) -> None:
        _native.average_pool(shape, count_include_pad, x, y)

    return _pool(kernel, x, kernel_shape, strides, pads, dilations, output_shape)


def lp_pool(
    x: Array,
    *,
    p: float,
    kernel_shape: Sequence[int],
    strides: Sequence[int],
    pads: Sequence[int],
    dilations: Sequence[int],
    output_shape: Sequence[int] | None = None,
) -> Array:
    """Take the p-norm of each window, in binary64, rounded once.

    Parameters
    ----------
    x, kernel_shape, strides, pads, dilations, output_shape
        As in `max_pool`.
    p : float

    Returns
    -------
    (N, C, ...) array
    """

    def kernel(shape: Any, x: Array, y: Array) -> None:
        _native.lp_pool(shape, p, x, y)

    return _pool(kernel, x, kernel_shape, strides, pads, dilations, output_shape)


def _pool(
    kernel: Callable[[Any, Array, Array], None],
    x: Array,
    kernel_shape: Sequence[int],
    strides: Sequence[int],
    pads: Sequence[int],
    dilations: Sequence[int],
    output_shape: Sequence[int] | None,
) -> Array:
    axes = x.ndim - 2
    sizes = (kernel_shape, strides, dilations, pads[:axes], pads[axes:], output_shape or strides)
    if not 1 <= axes <= 3 or any(len(size) != axes for size in sizes):
        raise ValueError(
            f"pooling {x.shape} takes one to three spatial axes and a number for each, not "
            f"kernel_shape={kernel_shape}, strides={strides}, pads={pads}, dilations={dilations}, "
            f"output_shape={output_shape}"
        )
    out = output_shape or tuple(
        max(0, (n + before + after - (k - 1) * dilation - 1) // stride + 1)
        for n, k, stride, dilation, before, after in zip(x.shape[2:], *sizes[:5], strict=True)
    )
    shape = _native.PoolShape(
        x.shape[0] * x.shape[1],
        *(_three(size, 1) for size in (x.shape[2:], out, kernel_shape, strides, dilations)),
        *(_three(size, 0) for size in (pads[:axes], pads[axes:])),
    )
    y = np.empty((*x.shape[:2], *out), x.dtype)
    if y.size:
        kernel(shape, np.ascontiguousarray(x), y)
    return y


def _three(sizes: Sequence[int], missing: int) -> tuple[int, ...]:
    return (missing,) * (3 - len(sizes)) + tuple(sizes)
