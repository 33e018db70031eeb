"""The same convolution in float64, by plain NumPy: what every result is compared with."""

from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.fft

from rot180.benchmark.problems import Problem

Array = npt.NDArray[Any]

# Filters of so many taps on one plane go through a float64 Fourier transform, whose error of about
# 1e-15 is a billionth of what is measured.
MANY_TAPS = 100


def definition(problem: Problem, images: Array, filters: Array) -> Array:
    """Convolve in float64.

    Parameters
    ----------
    problem : Problem
    images : (N, C, H, W) array
    filters : (O, C/G, kh, kw) array
        They are rotated by 180 degrees here.

    Returns
    -------
    (N, O, outH, outW) float64 array

    Examples
    --------
    >>> problem = Problem("x", "x", (1, 1, 2, 2), (1, 1, 1, 2))
    >>> definition(problem, np.float32([[[[1, 2], [3, 4]]]]), np.float32([[[[1, 10]]]]))[0, 0]
    array([[12.],
           [34.]])
    """
    x, w = images.astype(np.float64), filters.astype(np.float64)
    if problem.one_plane and w.size > MANY_TAPS:
        return _by_transform(problem, x[0, 0], w[0, 0])[None, None]
    p, s, g = problem.pad, problem.stride, problem.num_groups
    n, o, rows, columns = problem.output_shape
    c = filters.shape[1]
    padded = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    rotated = w[..., ::-1, ::-1].reshape(g, o // g, c, *w.shape[2:])
    y = np.zeros((n, g, o // g, rows * columns))
    for i in range(w.shape[2]):
        for j in range(w.shape[3]):
            seen = padded[:, :, i : i + s * rows : s, j : j + s * columns : s][
                :, :, :rows, :columns
            ].reshape(n, g, c, -1)
            tap = rotated[..., i, j]
            y += tap * seen if c == 1 and o == g else tap @ seen
    return y.reshape(problem.output_shape)


def relative_error(y: Array, reference: Array) -> float:
    """L2 norm of the difference over that of the reference; infinite for NaN or another shape.

    Examples
    --------
    >>> relative_error(np.float32([3, 4]), np.float64([3, 3.9])) < 0.03
    True
    """
    if y.shape != reference.shape:
        return float("inf")
    error = float(np.linalg.norm((y - reference).ravel()) / np.linalg.norm(reference.ravel()))
    return error if np.isfinite(error) else float("inf")


def _by_transform(problem: Problem, x: Array, w: Array) -> Array:
    sizes = [n + k - 1 for n, k in zip(x.shape, w.shape, strict=True)]
    shape = [scipy.fft.next_fast_len(size, real=True) for size in sizes]
    spectrum = scipy.fft.rfft2(x, shape) * scipy.fft.rfft2(w, shape)
    full: Array = scipy.fft.irfft2(spectrum, shape)
    return full[problem.window]
