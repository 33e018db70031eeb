"""A convolution whose filters are prepared once, and the plan of one."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from rot180.arrays import Array, as_array
from rot180.kernels import math
from rot180.kernels.convolution import Convolution, Packed
from rot180.kernels.plan import Plan, plan_of
from rot180.nnet.operands import check_rank, working_dtypes
from rot180.nnet.prepared import prepare

# So many shapes of images keep their prepared filters.
KEPT_SHAPES = 8

ACTIVATIONS: dict[str, Callable[[Array], Array]] = {
    "relu": lambda y: np.maximum(y, y.dtype.type(0), out=y),
    "sigmoid": math.sigmoid,
    "softplus": math.softplus,
    "tanh": math.tanh,
}


class Conv2d:
    """A 2-D convolution to be called many times: its filters are packed once.

    Parameters
    ----------
    filters : (O, C/G, kh, kw) array
        float32 or float64. They are copied: later changes have no effect.
    border_mode, subsample, filter_flip, filter_dilation, num_groups, algorithm, threads
        As for `rot180.conv2d`.
    bias : (O,) array, optional
        Where each output's chain starts.
    activation : {'relu', 'sigmoid', 'softplus', 'tanh'}, optional
        Applied to the result.

    Raises
    ------
    TypeError, ValueError
        As `rot180.conv2d`, most of them when the layer is called, for they depend on the images.

    Examples
    --------
    >>> import numpy as np
    >>> from rot180 import Conv2d
    >>> layer = Conv2d(np.ones((1, 1, 2, 2), np.float32), activation="relu")
    >>> layer(np.arange(9, dtype=np.float32).reshape(1, 1, 3, 3))[0, 0]
    array([[ 8., 12.],
           [20., 24.]], dtype=float32)
    """

    def __init__(
        self,
        filters: npt.ArrayLike,
        *,
        border_mode: Any = "valid",
        subsample: Sequence[int] = (1, 1),
        filter_flip: bool = True,
        filter_dilation: Sequence[int] = (1, 1),
        num_groups: int = 1,
        bias: npt.ArrayLike | None = None,
        activation: str | None = None,
        algorithm: str = "auto",
        threads: int | None = None,
    ) -> None:
        self._filters = np.array(as_array(filters, "filters"), order="C")
        check_rank(self._filters, "(O, C/G, kh, kw)", "filters")
        if self._filters.dtype not in (np.float32, np.float64):
            raise TypeError(
                f"Conv2d takes float32 or float64 filters, not {self._filters.dtype}; "
                "convert them with astype"
            )
        self._bias = None if bias is None else np.array(as_array(bias, "bias"))
        if self._bias is not None and self._bias.shape != self._filters.shape[:1]:
            raise ValueError(
                f"bias must have shape ({len(self._filters)},), one entry for each of the filters "
                f"{self._filters.shape}, not {self._bias.shape}"
            )
        if activation is not None and activation not in ACTIVATIONS:
            raise ValueError(
                f"unknown activation {activation!r}: use one of {', '.join(ACTIVATIONS)} or None"
            )
        self._activation = None if activation is None else ACTIVATIONS[activation]
        self._arguments = {
            "border_mode": border_mode,
            "subsample": tuple(subsample),
            "filter_flip": filter_flip,
            "filter_dilation": tuple(filter_dilation),
            "num_groups": num_groups,
            "algorithm": algorithm,
            "threads": threads,
        }
        self._ready: dict[Any, tuple[Convolution, Array, Packed, Array | None]] = {}

    def __call__(self, x: npt.ArrayLike, out: Array | None = None) -> Array:
        """Convolve images.

        Parameters
        ----------
        x : (N, C, H, W) array
            float32 or float64, no narrower than the filters.
        out : (N, O, outH, outW) array, optional
            C-contiguous, of the dtype of `x`: where to put the result.

        Returns
        -------
        (N, O, outH, outW) array
            `out`, or a new array.
        """
        images = as_array(x, "input")
        ready = self._ready.get((images.shape, images.dtype))
        compute, filters, packed, bias = ready or self._prepare(images)
        if out is not None:
            _check_out(out, compute)
            if np.may_share_memory(out, images):
                images = images.copy()
        y = compute(np.ascontiguousarray(images), filters, bias, packed, out)
        if self._activation is None:
            return y
        activated = self._activation(y)
        if activated is not y:
            y[...] = activated
        return y

    def plan(self, input_shape: Sequence[int]) -> Plan:
        """Say how images of a shape would be convolved: see `rot180.plan`."""
        shape = tuple(input_shape)
        compute = prepare(shape, self._filters.shape, self._filters.dtype, **self._arguments)
        return plan_of(compute, self._arguments["algorithm"])

    def _prepare(self, x: Array) -> tuple[Convolution, Array, Packed, Array | None]:
        check_rank(x, "(N, C, H, W)", "input")
        dtype, result = working_dtypes(x.dtype, self._filters.dtype)
        if dtype != result:
            raise TypeError(
                f"Conv2d takes float32 or float64 images, not {x.dtype}; convert them with astype"
            )
        compute = prepare(x.shape, self._filters.shape, dtype, **self._arguments)
        filters = self._filters.astype(dtype, copy=False)
        bias = None if self._bias is None else self._bias.astype(dtype)
        while len(self._ready) >= KEPT_SHAPES:
            self._ready.pop(next(iter(self._ready)), None)
        ready = (compute, filters, compute.pack(filters), bias)
        self._ready[x.shape, x.dtype] = ready
        return ready


def plan(
    input_shape: Sequence[int],
    filter_shape: Sequence[int],
    *,
    border_mode: Any = "valid",
    subsample: Sequence[int] = (1, 1),
    filter_flip: bool = True,
    filter_dilation: Sequence[int] = (1, 1),
    num_groups: int = 1,
    dtype: npt.DTypeLike = "float32",
    algorithm: str = "auto",
    threads: int | None = None,
) -> Plan:
    """Say which algorithm `rot180.conv2d` takes for these shapes, and why.

    Parameters
    ----------
    input_shape : (N, C, H, W)
    filter_shape : (O, C/G, kh, kw)
    border_mode, subsample, filter_flip, filter_dilation, num_groups, algorithm, threads
        As for `rot180.conv2d`.
    dtype : {'float32', 'float64'}

    Returns
    -------
    Plan

    Raises
    ------
    ValueError
        As `rot180.conv2d`, and if the algorithm is unknown or cannot compute this convolution.

    Examples
    --------
    >>> import rot180
    >>> rot180.plan((1, 1, 500, 500), (1, 1, 32, 32)).algorithm
    'fft'
    >>> rot180.plan((1, 64, 56, 56), (64, 64, 3, 3), border_mode=1).algorithm
    'gemm'
    """
    compute = prepare(
        tuple(input_shape),
        tuple(filter_shape),
        np.dtype(dtype),
        border_mode=border_mode,
        subsample=subsample,
        filter_flip=filter_flip,
        filter_dilation=filter_dilation,
        num_groups=num_groups,
        algorithm=algorithm,
        threads=threads,
    )
    return plan_of(compute, algorithm)


def _check_out(out: Array, compute: Convolution) -> None:
    if not (
        isinstance(out, np.ndarray)
        and out.shape == compute.output_shape
        and out.dtype == compute.dtype
        and out.flags.c_contiguous
        and out.flags.writeable
    ):
        raise ValueError(
            f"out must be a writable C-contiguous {compute.dtype} array of shape "
            f"{compute.output_shape}; it is {getattr(out, 'dtype', type(out).__name__)} of shape "
            f"{getattr(out, 'shape', None)}"
        )
