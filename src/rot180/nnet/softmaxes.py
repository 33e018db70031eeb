"""Theano's softmax and its logarithm, over the rows of a matrix."""

from collections.abc import Callable
from typing import Any

import numpy as np

from rot180.arrays import Array, as_array
from rot180.kernels import math


def softmax(c: Any) -> Array:
    """Softmax of each row.

    Parameters
    ----------
    c : (M, N) or (N,) array of floats
        A vector is taken as one row.

    Returns
    -------
    (M, N) array
        Of the input's dtype, summed in float64. A row with +inf or NaN is NaN.

    Raises
    ------
    ValueError
        For any other number of dimensions and for integers.

    Notes
    -----
    Source: ``theano.tensor.nnet.softmax``.

    Examples
    --------
    >>> softmax(np.array([[0.0, 0.0, -np.inf, 0.0, 0.0]]))
    array([[0.25, 0.25, 0.  , 0.25, 0.25]])
    """
    return _rows(math.softmax, c)


def logsoftmax(c: Any) -> Array:
    """Logarithm of the softmax of each row, without taking the softmax.

    Parameters
    ----------
    c : (M, N) or (N,) array of floats
        A vector is taken as one row.

    Returns
    -------
    (M, N) array
        Of the input's dtype.

    Raises
    ------
    ValueError
        For any other number of dimensions and for integers.

    Notes
    -----
    Source: ``theano.tensor.nnet.logsoftmax``.

    Examples
    --------
    >>> logsoftmax(np.array([1000.0, 1000.0])).round(6)
    array([[-0.693147, -0.693147]])
    """
    return _rows(math.log_softmax, c)


def _rows(kernel: Callable[[Array], Array], value: Any) -> Array:
    x = as_array(value, "c")
    if x.ndim not in (1, 2) or x.dtype not in (np.float16, np.float32, np.float64):
        raise ValueError(
            f"softmax takes a matrix or vector of floats, not {x.dtype} of shape {x.shape}; "
            "flatten or convert it first"
        )
    working = np.promote_types(x.dtype, np.float32)
    return kernel(np.atleast_2d(x).astype(working, copy=False)).astype(x.dtype, copy=False)
