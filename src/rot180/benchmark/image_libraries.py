"""Rivals that filter one image with one filter. They return None for anything else."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from rot180.benchmark.workload import Call, Workload

Array = npt.NDArray[Any]


def convolve2d(work: Workload) -> Call | None:
    """scipy.signal.convolve2d: the definition, in C."""
    from scipy.signal import convolve2d

    return _scipy(work, convolve2d)


def fftconvolve(work: Workload) -> Call | None:
    """scipy.signal.fftconvolve: image and filter transformed at every call."""
    from scipy.signal import fftconvolve

    return _scipy(work, fftconvolve)


def oaconvolve(work: Workload) -> Call | None:
    """scipy.signal.oaconvolve: the same in tiles."""
    from scipy.signal import oaconvolve

    return _scipy(work, oaconvolve)


def _scipy(work: Workload, function: Callable[..., Array]) -> Call | None:
    if not work.problem.one_plane:
        return None
    (x, w), mode = work.plane, work.problem.mode
    return Call(lambda: function(x, w, mode), _four_axes)


def ndimage(work: Workload) -> Call | None:
    """scipy.ndimage.convolve, which knows outputs of the image's size only."""
    from scipy.ndimage import convolve

    if not work.problem.one_plane or work.problem.mode != "same":
        return None
    x, w = work.plane
    return Call(lambda: convolve(x, w, mode="constant"), _four_axes)


def filter2d(work: Workload) -> Call | None:
    """OpenCV's filter2D, a correlation of the image's size.

    'valid' is the part of it that is asked for, which is fewer pixels than it computes; 'full' adds
    the border before.
    """
    import cv2

    if not work.problem.one_plane:
        return None
    cv2.setNumThreads(work.threads)
    (x, _), p = work.plane, work.problem.pad
    w = work.rotated[0, 0]
    if work.problem.mode == "same":
        return Call(lambda: cv2.filter2D(x, -1, w, borderType=cv2.BORDER_CONSTANT), _four_axes)
    rows, columns = work.problem.output_shape[2:]

    def run() -> Array:
        image = cv2.copyMakeBorder(x, p, p, p, p, cv2.BORDER_CONSTANT) if p else x
        y: Array = cv2.filter2D(image, -1, w, anchor=(0, 0), borderType=cv2.BORDER_CONSTANT)
        return y[:rows, :columns]

    return Call(run, _four_axes)


def scipy_fft(work: Workload) -> Call | None:
    """scipy.fft with the filter transformed before."""
    import scipy.fft

    if not work.problem.one_plane:
        return None
    (x, w), threads, window = work.plane, work.threads, work.problem.window
    shape = [scipy.fft.next_fast_len(n, real=True) for n in _transform_sizes(work)]
    spectrum = scipy.fft.rfft2(w, shape)

    def run() -> Array:
        product = scipy.fft.rfft2(x, shape, workers=threads)
        product *= spectrum
        y: Array = scipy.fft.irfft2(product, shape, overwrite_x=True, workers=threads)
        return y[window]

    return Call(run, _four_axes)


def ducc_fft(work: Workload) -> Call | None:
    """Transform with the ducc0 library, the filter before."""
    import ducc0

    if not work.problem.one_plane:
        return None
    (x, w), threads, window = work.plane, work.threads, work.problem.window
    shape = [ducc0.fft.good_size(n, True) for n in _transform_sizes(work)]
    padded = np.zeros(shape, np.float32)
    padded[: w.shape[0], : w.shape[1]] = w
    spectrum = ducc0.fft.r2c(padded)
    padded[:] = 0

    def run() -> Array:
        padded[: x.shape[0], : x.shape[1]] = x
        product = ducc0.fft.r2c(padded, nthreads=threads)
        product *= spectrum
        y: Array = ducc0.fft.c2r(
            product, lastsize=shape[1], forward=False, inorm=2, nthreads=threads,
            allow_overwriting_input=True,
        )  # fmt: skip
        return y[window]

    return Call(run, _four_axes)


def fftw(work: Workload) -> Call | None:
    """FFTW with planned transforms, the filter's made before; its result stays in its own array."""
    import pyfftw

    if not work.problem.one_plane:
        return None
    (x, w), threads, window = work.plane, work.threads, work.problem.window
    shape = [pyfftw.next_fast_len(n) for n in _transform_sizes(work)]
    padded, y = (pyfftw.zeros_aligned(shape, "float32") for _ in range(2))
    product = pyfftw.zeros_aligned((shape[0], shape[1] // 2 + 1), "complex64")
    settings = {"axes": (0, 1), "threads": threads, "planning_timelimit": 2.0}
    forward = pyfftw.FFTW(padded, product, **settings)
    backward = pyfftw.FFTW(product, y, direction="FFTW_BACKWARD", **settings)
    padded[:] = 0
    padded[: w.shape[0], : w.shape[1]] = w
    forward.execute()
    spectrum = product / np.float32(shape[0] * shape[1])
    padded[:] = 0

    def run() -> Array:
        padded[: x.shape[0], : x.shape[1]] = x
        forward.execute()
        np.multiply(product, spectrum, out=product)
        backward.execute()
        return view

    view: Array = y[window]
    return Call(run, _four_axes)


def _transform_sizes(work: Workload) -> list[int]:
    """Return the smallest sizes for which nothing that wraps around reaches the outputs."""
    return [n + work.problem.pad for n in work.problem.images[2:]]


def _four_axes(y: Array) -> Array:
    return y[None, None]
