"""The native kernels with types: convolutions and matrix products.

All arrays are float32 or float64, of equal dtype, in native byte order; other memory layouts are
copied. Terms and layouts are ONNX's (cross-correlation, ``pads`` = all begins, then all ends).
float32 results obey the arithmetic contract bit for bit: see `rot180.kernels.reference`.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from rot180 import _native
from rot180.geometry import conv_transpose_output_size
from rot180.kernels.convolution import convolution, three

Array = npt.NDArray[Any]


def conv(
    x: Array,
    w: Array,
    bias: Array | None = None,
    *,
    strides: Sequence[int],
    pads: Sequence[int],
    dilations: Sequence[int],
    group: int = 1,
    algorithm: str = "auto",
    threads: int | None = None,
    out: Array | None = None,
) -> Array:
    """Convolve as ONNX's Conv does.

    Parameters
    ----------
    x : (N, G*C, ...) array
        One to three spatial axes.
    w : (G*O, C, ...) array
        Filters of a cross-correlation.
    bias : (G*O,) array, optional
    strides, dilations : one integer for each spatial axis
    pads : two integers for each spatial axis, all begins first
    group : int
        G, the number of groups.
    algorithm : str
        'auto' chooses among the exact algorithms, which all give the same bits.
    threads : int, optional
        By default ROT180_THREADS, or all cores.
    out : (N, G*O, ...) array, optional
        Where to put the result.

    Returns
    -------
    (N, G*O, ...) array
    """
    compute = convolution(
        x.dtype.name,
        x.shape,
        w.shape,
        tuple(strides),
        tuple(pads),
        tuple(dilations),
        group,
        False,
        "exact" if algorithm == "auto" else algorithm,
        threads or _native.default_threads(),
    )
    return compute(_contiguous(x), _contiguous(w), _optional(bias), out=out)


def conv_transpose(
    x: Array,
    w: Array,
    bias: Array | None = None,
    *,
    strides: Sequence[int],
    pads: Sequence[int],
    dilations: Sequence[int],
    group: int = 1,
    output_padding: Sequence[int],
    threads: int | None = None,
) -> Array:
    """Convolve as ONNX's ConvTranspose does.

    Parameters
    ----------
    x : (N, G*C, ...) array
    w : (G*C, O, ...) array
    bias : (G*O,) array, optional
    strides, dilations, output_padding : one integer for each spatial axis
    pads : two integers for each spatial axis, all begins first
    group : int
    threads : int, optional

    Returns
    -------
    (N, G*O, ...) array
    """
    axes = x.ndim - 2
    sizes = tuple(
        conv_transpose_output_size(
            x.shape[2 + i],
            w.shape[2 + i],
            (pads[i], pads[axes + i]),
            strides[i],
            d,
            output_padding[i],
        )
        for i, d in enumerate(dilations)
    )
    y = np.empty((x.shape[0], group * w.shape[1], *sizes), x.dtype)
    # The shape of the convolution that this one transposes: its input is our output.
    shape = _native.ConvShape(
        x.shape[0],
        group,
        w.shape[1],
        w.shape[0] // group,
        three(sizes, 1),
        three(x.shape[2:], 1),
        three(w.shape[2:], 1),
        three(strides, 1),
        three(dilations, 1),
        three(pads[:axes], 0),
        False,
    )
    if y.size:
        _native.conv_transpose(shape, _contiguous(x), _contiguous(w), _optional(bias), y)
    return y


def gemm(
    a: Array,
    b: Array,
    c: Array | None = None,
    *,
    alpha: float = 1.0,
    beta: float = 1.0,
    trans_a: bool = False,
    trans_b: bool = False,
    threads: int | None = None,
) -> Array:
    """``alpha*a*b + beta*c`` as ONNX's Gemm defines it.

    Parameters
    ----------
    a : (M, K) array, or (K, M) with `trans_a`
    b : (K, N) array, or (N, K) with `trans_b`
    c : array that broadcasts to (M, N), optional
    alpha, beta : float
    trans_a, trans_b : bool
    threads : int, optional

    Returns
    -------
    (M, N) array
    """
    rows, depth = a.shape[::-1] if trans_a else a.shape
    columns = b.shape[0] if trans_b else b.shape[1]
    y = np.empty((rows, columns), a.dtype)
    if y.size:
        full = None if c is None else _contiguous(np.broadcast_to(c, y.shape))
        _native.gemm(
            1, rows, columns, depth, _contiguous(a), trans_a, _contiguous(b), trans_b,
            alpha, full, beta, y, threads or _native.default_threads(),
        )  # fmt: skip
    return y


def matmul(a: Array, b: Array, *, threads: int | None = None) -> Array:
    """Matrix products of equally many matrices.

    Parameters
    ----------
    a : (..., M, K) array
    b : (..., K, N) array
        Its leading axes equal those of `a`.
    threads : int, optional

    Returns
    -------
    (..., M, N) array
    """
    y = np.empty((*a.shape[:-1], b.shape[-1]), a.dtype)
    if y.size:
        rows, depth, columns = a.shape[-2], a.shape[-1], b.shape[-1]
        _native.gemm(
            y.size // (rows * columns), rows, columns, depth, _contiguous(a), False,
            _contiguous(b), False, 1.0, None, 0.0, y, threads or _native.default_threads(),
        )  # fmt: skip
    return y


def _contiguous(array: Array) -> Array:
    return np.ascontiguousarray(array)


def _optional(array: Array | None) -> Array | None:
    return None if array is None else np.ascontiguousarray(array)
