"""Theano's conv2d on NumPy arrays.

The module is named as in Theano, where ``nnet.conv`` holds the older interface.
"""

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from rot180.arrays import as_array
from rot180.geometry import Pads, conv_output_size, conv_pads, dilated_size
from rot180.kernels import native

Array = npt.NDArray[Any]


def conv2d(
    input: npt.ArrayLike,  # noqa: A002 - Theano's name
    filters: npt.ArrayLike,
    input_shape: Sequence[int | None] | None = None,
    filter_shape: Sequence[int | None] | None = None,
    border_mode: Any = "valid",
    subsample: Sequence[int] = (1, 1),
    filter_flip: bool = True,
    image_shape: Sequence[int | None] | None = None,
    filter_dilation: Sequence[int] = (1, 1),
    num_groups: int = 1,
    unshared: bool = False,
    *,
    algorithm: str = "auto",
    threads: int | None = None,
    **kwargs: Any,
) -> Array:
    """Convolve images with filters as ``theano.tensor.nnet.conv2d`` does.

    Parameters
    ----------
    input : (N, C, H, W) array
        Images. float16, float32, float64 or integers.
    filters : (O, C/G, kh, kw) array, or (O, outH, outW, C/G, kh, kw) if `unshared`
        Of the image's dtype or a narrower one.
    input_shape, filter_shape : sequences of int or None, optional
        Expected shapes; unlike Theano's, wrong ones are refused.
    border_mode : {'valid', 'full', 'half'}, int or tuple
        Zeros around the image: none; the dilated filter's size minus one; half of it, rounded down,
        on *both* sides; or as many as said, for each axis an integer or a pair (before, after).
    subsample : (int, int)
        Steps between outputs, down and across.
    filter_flip : bool
        True, Theano's default, rotates each filter by 180 degrees: a convolution. False does not: a
        cross-correlation.
    image_shape : sequence of int or None, optional
        Deprecated name of `input_shape`.
    filter_dilation : (int, int)
        Steps between filter taps.
    num_groups : int
        G: channels and filters are cut into so many blocks that do not see each other.
    unshared : bool
        Every output position has a filter of its own.
    algorithm : str
        'auto', or one that ``rot180.plan`` lists.
    threads : int, optional
        By default the environment's ROT180_THREADS, or all cores.
    **kwargs
        Theano's former `imshp_logical` and `kshp_logical` are refused with its error.

    Returns
    -------
    (N, O, outH, outW) array
        Of the image's dtype; int64 for integers, whose sums wrap; float16 is summed in float32.

    Raises
    ------
    TypeError
        Wrong number of dimensions; dtypes that do not go together.
    ValueError
        Anything else that does not fit, the filter larger than the padded image included.

    Notes
    -----
    With ``x`` padded, ``i' = kh-1-i`` and ``j' = kw-1-j`` if `filter_flip` (else i and j), for a
    filter o of group g::

        y[n, o, u, v] = sum over c, i, j of
            filters[o, c, i', j'] * x[n, g*C/G + c, u*su + i*du, v*sv + j*dv]

    Source: Theano 1.0.5, ``theano/tensor/nnet/abstract_conv.py``. float32 sums follow
    docs/arithmetic.md bit for bit, unless `algorithm` names an inexact one or the filter is so
    large that 'auto' takes an FFT, which depends on the shapes alone.

    Examples
    --------
    >>> import numpy as np
    >>> from rot180 import conv2d
    >>> image = np.arange(1.0, 17.0).reshape(1, 1, 4, 4)
    >>> filters = np.array([[[[1.0, 2.0], [3.0, 4.0]]]])
    >>> conv2d(image, filters)[0, 0]
    array([[ 26.,  36.,  46.],
           [ 66.,  76.,  86.],
           [106., 116., 126.]])
    >>> conv2d(image, filters, filter_flip=False)[0, 0]
    array([[ 44.,  54.,  64.],
           [ 84.,  94., 104.],
           [124., 134., 144.]])
    """
    if kwargs:
        _refuse(kwargs)
    if image_shape is not None:
        if input_shape is not None:
            raise ValueError("give input_shape or its deprecated name image_shape, not both")
        warnings.warn("image_shape is now called input_shape", DeprecationWarning, stacklevel=2)
        input_shape = image_shape
    x, w = as_array(input, "input"), as_array(filters, "filters")
    strides, dilations = _pair(subsample, "subsample"), _pair(filter_dilation, "filter_dilation")
    pads = conv_pads(border_mode, w.shape[-2:], dilations) if w.ndim >= 2 else ((0, 0), (0, 0))
    _check(x, w, num_groups, unshared)
    _check_hint(input_shape, x, "input_shape", "input")
    _check_hint(filter_shape, w, "filter_shape", "filters")
    sizes = _output_sizes(x, w, border_mode, pads, strides, dilations)
    computed, result = _dtypes(x.dtype, w.dtype)
    if filter_flip:
        w = w[..., ::-1, ::-1]
    x, w = (np.ascontiguousarray(array, computed) for array in (x, w))
    if unshared:
        y = _unshared(x, w, sizes, strides, pads, dilations, num_groups)
    elif computed.kind == "i":
        y = _integers(x, w, sizes, strides, pads, dilations, num_groups)
    else:
        y = native.conv(
            x,
            w,
            strides=strides,
            pads=[before for before, _ in pads] + [after for _, after in pads],
            dilations=dilations,
            group=num_groups,
            algorithm=algorithm,
            threads=threads,
        )
    return y.astype(result, copy=False)


def _refuse(kwargs: dict[str, Any]) -> None:
    if "imshp_logical" in kwargs or "kshp_logical" in kwargs:
        raise ValueError(
            "conv2d no longer takes imshp_logical and kshp_logical: dilate the image or use "
            "filter_dilation"
        )
    raise TypeError(f"conv2d got unexpected keyword arguments: {', '.join(sorted(kwargs))}")


def _pair(value: Sequence[int], name: str) -> tuple[int, int]:
    if len(value) != 2:
        raise ValueError(f"{name} must have 2 elements (rows, columns), not {tuple(value)}")
    if any(int(step) < 1 for step in value):
        raise ValueError(f"{name} must be at least 1 on both axes, not {tuple(value)}")
    return int(value[0]), int(value[1])


def _check(x: Array, w: Array, groups: int, unshared: bool) -> None:
    if x.ndim != 4:
        raise TypeError(f"input must have 4 dimensions (N, C, H, W), not shape {x.shape}")
    rank, layout = (6, "(O, outH, outW, C/G, kh, kw)") if unshared else (4, "(O, C/G, kh, kw)")
    if w.ndim != rank:
        raise TypeError(f"filters must have {rank} dimensions {layout}, not shape {w.shape}")
    if groups < 1:
        raise ValueError(f"num_groups must be at least 1, not {groups}")
    if x.shape[1] != w.shape[-3] * groups:
        raise ValueError(
            f"images and filters must have the same stack size: input {x.shape} has {x.shape[1]} "
            f"channels, filters {w.shape} take {w.shape[-3]} in each of {groups} group(s)"
        )
    if w.shape[0] % groups:
        raise ValueError(f"{w.shape[0]} filters cannot be cut into {groups} groups of equal size")


def _check_hint(hint: Sequence[int | None] | None, array: Array, name: str, what: str) -> None:
    if hint is None:
        return
    if len(hint) != array.ndim or any(
        expected is not None and int(expected) != size
        for expected, size in zip(hint, array.shape, strict=True)
    ):
        raise ValueError(f"{name}={tuple(hint)} contradicts {what}, whose shape is {array.shape}")


def _output_sizes(
    x: Array,
    w: Array,
    border_mode: Any,
    pads: Pads,
    strides: tuple[int, int],
    dilations: tuple[int, int],
) -> tuple[int, int]:
    sizes = tuple(
        conv_output_size(x.shape[2 + i], w.shape[i - 2], pads[i], strides[i], dilations[i])
        for i in range(2)
    )
    if min(sizes) < 1:
        extents = tuple(dilated_size(w.shape[i - 2], dilations[i]) for i in range(2))
        raise ValueError(
            f"impossible output shape: filters {w.shape} reach over {extents[0]}x{extents[1]} "
            f"pixels, more than the images {x.shape} with border_mode={border_mode!r} have; "
            "Theano does not swap the two as SciPy does: use border_mode='full' or larger images"
        )
    if w.ndim == 6 and w.shape[1:3] != sizes:
        raise ValueError(
            f"unshared filters {w.shape} are for {w.shape[1]}x{w.shape[2]} outputs, but the images "
            f"{x.shape} give {sizes[0]}x{sizes[1]}"
        )
    return sizes[0], sizes[1]


def _dtypes(image: np.dtype[Any], filters: np.dtype[Any]) -> tuple[np.dtype[Any], np.dtype[Any]]:
    """Of the sums and of the result."""
    if image.kind in "iu" and filters.kind in "iu":
        return np.dtype(np.int64), np.dtype(np.int64)
    if image not in (np.float16, np.float32, np.float64) or filters.kind not in "iuf":
        raise TypeError(f"conv2d cannot convolve {image} images with {filters} filters")
    if np.result_type(image, filters) != image:
        raise TypeError(
            f"filters are {filters}, which {image} images cannot hold: the result has the image's "
            f"dtype. Convert one: filters.astype('{image}') or "
            f"input.astype('{np.result_type(image, filters)}')"
        )
    return np.promote_types(image, np.float32), image


def _windows(
    x: Array,
    kernel: tuple[int, int],
    sizes: tuple[int, int],
    strides: tuple[int, int],
    pads: Pads,
    dilations: tuple[int, int],
) -> Array:
    """Show the input of every output: (N, C, outH, outW, kh, kw), without a copy."""
    padded = np.pad(x, [(0, 0), (0, 0), *pads])
    n, c, h, w = padded.strides
    return np.lib.stride_tricks.as_strided(
        padded,
        (*x.shape[:2], *sizes, *kernel),
        (n, c, h * strides[0], w * strides[1], h * dilations[0], w * dilations[1]),
        writeable=False,
    )


def _unshared(
    x: Array,
    w: Array,
    sizes: tuple[int, int],
    strides: tuple[int, int],
    pads: Pads,
    dilations: tuple[int, int],
    groups: int,
) -> Array:
    """Multiply, for each group and output position, (N, depth) by (depth, filters)."""
    n, outputs, depth = len(x), w.shape[0], w[0, 0, 0].size if w.size else 0
    windows = _windows(x, w.shape[-2:], sizes, strides, pads, dilations)
    a = windows.reshape(n, groups, -1, *windows.shape[2:]).transpose(1, 3, 4, 0, 2, 5, 6)
    b = w.reshape(groups, outputs // groups, *sizes, depth).transpose(0, 2, 3, 4, 1)
    a, b = a.reshape(groups, *sizes, n, depth), np.ascontiguousarray(b)
    y = a @ b if x.dtype.kind == "i" else native.matmul(a, b)
    return np.ascontiguousarray(y.transpose(3, 0, 4, 1, 2).reshape(n, outputs, *sizes))


def _integers(
    x: Array,
    w: Array,
    sizes: tuple[int, int],
    strides: tuple[int, int],
    pads: Pads,
    dilations: tuple[int, int],
    groups: int,
) -> Array:
    """Add tap after tap in wrapping 64-bit integers."""
    y = np.zeros((len(x), groups, len(w) // groups, *sizes), np.int64)
    windows = _windows(x, w.shape[-2:], sizes, strides, pads, dilations)
    windows = windows.reshape(len(x), groups, w.shape[1], *windows.shape[2:])
    taps = w.reshape(groups, -1, *w.shape[1:])
    for c, i, j in np.ndindex(*w.shape[1:]):
        y += windows[:, :, c, None, :, :, i, j] * taps[:, :, c, i, j, None, None]
    return y.reshape(len(x), len(w), *sizes)
