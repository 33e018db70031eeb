"""Theano's oldest convolution of volumes, ``theano.tensor.nnet.Conv3D`` (up to 0.9)."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from rot180.arrays import Array, as_array
from rot180.nnet.correlation import correlate
from rot180.nnet.operands import (
    ConvAttributes,
    check_channels,
    check_rank,
    output_sizes,
    steps,
    working_dtypes,
)


def conv3D(V: Any, W: Any, b: Any, d: Sequence[int]) -> Array:  # noqa: N802, N803 - Theano's names
    """Correlate volumes with filters that are not rotated, channels last.

    Parameters
    ----------
    V : (N, rows, columns, time, C) array
    W : (O, kr, kc, kt, C) array
    b : (O,) array
        Added to the outputs.
    d : (int, int, int)
        Steps between outputs.

    Returns
    -------
    (N, rows', columns', time', O) array
        Of the volumes' dtype; int64 for integers.

    Raises
    ------
    TypeError
        Wrong numbers of axes, dtypes that do not go together.
    ValueError
        Shapes that do not fit.

    Examples
    --------
    >>> volume = np.arange(4.0).reshape(1, 2, 2, 1, 1)
    >>> conv3D(volume, np.ones((1, 2, 1, 1, 1)), np.array([10.0]), (1, 1, 1)).ravel()
    array([12., 14.])
    """
    x, w, bias = as_array(V, "V"), as_array(W, "W"), as_array(b, "b")
    check_rank(x, "(N, rows, columns, time, C)", "V")
    check_rank(w, "(O, kr, kc, kt, C)", "W")
    check_rank(bias, "(O)", "b")
    x, w = np.moveaxis(x, -1, 1), np.moveaxis(w, -1, 1)
    attributes = ConvAttributes(steps(d, "d", 3), ((0, 0),) * 3, (1, 1, 1))
    check_channels(x.shape, w.shape, 3, 1)
    output_sizes(x.shape, w.shape, attributes, "valid")
    if bias.shape != w.shape[:1]:
        raise ValueError(
            f"b of shape {bias.shape} must have one entry for each of {len(w)} filters"
        )
    dtype, result = working_dtypes(x.dtype, w.dtype, ("V", "W"))
    y = correlate(np.ascontiguousarray(x, dtype), np.ascontiguousarray(w, dtype), attributes)
    return np.ascontiguousarray(np.moveaxis(y, 1, -1) + bias.astype(dtype), result)
