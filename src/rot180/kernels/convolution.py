"""One convolution: everything that a shape decides, settled once and kept."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from rot180 import _native
from rot180.geometry import conv_output_size

Array = npt.NDArray[Any]
Axes = tuple[int, ...]
Packed = _native.PackedFloat | _native.PackedDouble

# From this size on, an output array is faster on pages that an earlier one has left behind.
KEPT_BYTES = 128 * 1024


class Estimate(NamedTuple):
    """What an algorithm would cost: `cost` in microseconds, None if it cannot do it at all.

    The workspace is that of one thread.
    """

    algorithm: str
    exact: bool
    cost: float | None
    packed_bytes: int
    workspace_bytes: int


class Convolution:
    """ONNX's Conv for one shape and dtype.

    Parameters
    ----------
    dtype : str
        'float32' or 'float64'.
    input_shape : (N, G*C, ...)
        With one to three spatial axes.
    filter_shape : (G*O, C, ...)
    strides, dilations : one integer for each spatial axis
    pads : two integers for each spatial axis, all begins first
    group : int
    flip : bool
        The filters come rotated by 180 degrees: a true convolution.
    algorithm : str
        A name that `estimates` lists; 'exact', the cheapest exact one; or 'auto', which may be an
        FFT if that is much faster.
    threads : int
    """

    __slots__ = ("_empty", "_native", "dtype", "output_shape", "void")

    def __init__(
        self,
        dtype: str,
        input_shape: Axes,
        filter_shape: Axes,
        strides: Axes,
        pads: Axes,
        dilations: Axes,
        group: int,
        flip: bool,
        algorithm: str,
        threads: int,
    ) -> None:
        axes = len(input_shape) - 2
        sizes = tuple(
            conv_output_size(size, k, (pads[i], pads[axes + i]), strides[i], dilations[i])
            for i, (size, k) in enumerate(zip(input_shape[2:], filter_shape[2:], strict=True))
        )
        shape = _native.ConvShape(
            input_shape[0],
            group,
            filter_shape[1],
            filter_shape[0] // group,
            three(input_shape[2:], 1),
            three(sizes, 1),
            three(filter_shape[2:], 1),
            three(strides, 1),
            three(dilations, 1),
            three(pads[:axes], 0),
            flip,
        )
        self.dtype = np.dtype(dtype)
        self.output_shape = (input_shape[0], filter_shape[0], *sizes)
        single = self.dtype == np.float32
        kind = _native.ConvolutionFloat if single else _native.ConvolutionDouble
        self._native = kind(shape, algorithm, threads)
        size = int(np.prod(self.output_shape))
        self.void = size == 0
        self._empty = None
        if size * self.dtype.itemsize >= KEPT_BYTES:
            self._empty = _native.empty_float if single else _native.empty_double

    @property
    def algorithm(self) -> str:
        """Name of the algorithm that was chosen."""
        return self._native.algorithm

    @property
    def threads(self) -> int:
        """How many threads will be used at most: one where the work is too little for more."""
        return self._native.threads

    def estimates(self) -> list[Estimate]:
        """Say what each algorithm would cost."""
        return [Estimate(*estimate) for estimate in self._native.estimates()]

    def pack(self, filters: Array) -> Packed:
        """Reorder filters for many calls."""
        return self._native.pack(filters)

    def __call__(
        self,
        x: Array,
        filters: Array,
        bias: Array | None = None,
        packed: Packed | None = None,
        out: Array | None = None,
    ) -> Array:
        """Compute. All arrays are C-contiguous and of this object's dtype and shapes."""
        if out is None:
            empty = self._empty
            out = empty(self.output_shape) if empty else np.empty(self.output_shape, self.dtype)
        if not self.void:
            self._native.run(x, filters, packed, bias, out)
        return out


@lru_cache(maxsize=4096)
def convolution(
    dtype: str,
    input_shape: Axes,
    filter_shape: Axes,
    strides: Axes,
    pads: Axes,
    dilations: Axes,
    group: int,
    flip: bool,
    algorithm: str,
    threads: int,
) -> Convolution:
    """Return the `Convolution` with these parameters, the same one each time."""
    return Convolution(
        dtype, input_shape, filter_shape, strides, pads, dilations, group, flip, algorithm, threads
    )


def three(values: Sequence[int], fill: int) -> list[int]:
    """Fill up to three spatial axes, which is what the native kernels take."""
    return [fill] * (3 - len(values)) + [int(value) for value in values]
