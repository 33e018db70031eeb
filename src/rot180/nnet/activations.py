"""Theano's activation functions, with the arithmetic of its compiled code.

The result has the input's dtype; integers of 8 and 16 bits give float32, wider ones float64, as in
Theano. float16 is computed in float32.
"""

from typing import Any

import numpy as np

from rot180.arrays import Array, as_array
from rot180.kernels import math

SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772


def relu(x: Any, alpha: Any = 0) -> Array:
    """Rectifier as Theano writes it: ``0.5 * (x + |x|)``.

    Parameters
    ----------
    x : array
    alpha : float or array
        Slope below zero (a leaky rectifier): ``0.5*(1+alpha)*x + 0.5*(1-alpha)*|x|``.

    Returns
    -------
    array

    Raises
    ------
    TypeError
        If `x` is complex or holds no numbers.

    Notes
    -----
    The formula shows: relu(-inf) is NaN, and above half the largest float the result is inf.
    Source: ``theano.tensor.nnet.relu``.

    Examples
    --------
    >>> relu(np.array([-2.0, 3.0, -np.inf]))
    array([ 0.,  3., nan])
    >>> relu(np.array([-2.0, 3.0]), alpha=0.5)
    array([-1.,  3.])
    """
    values, dtype = _real(x)
    slope = as_array(alpha, "alpha")
    if slope.ndim:
        dtype = np.result_type(dtype, slope.dtype)
        values = values.astype(np.promote_types(values.dtype, dtype), copy=False)
    else:
        slope = slope.item()
    with np.errstate(all="ignore"):
        if np.ndim(slope) == 0 and slope == 0:
            y = 0.5 * (values + np.abs(values))
        else:
            y = 0.5 * (1 + slope) * values + 0.5 * (1 - slope) * np.abs(values)
    return np.asarray(y, dtype)


def elu(x: Any, alpha: float = 1) -> Array:
    """Exponential linear unit: x above zero, ``alpha * (e^x - 1)`` below.

    Parameters
    ----------
    x : array
    alpha : float

    Returns
    -------
    array

    Raises
    ------
    TypeError
        If `x` is complex or holds no numbers.

    Notes
    -----
    Source: ``theano.tensor.nnet.elu``.

    Examples
    --------
    >>> elu(np.array([-np.inf, 0.0, 2.0]))
    array([-1.,  0.,  2.])
    """
    values, dtype = _real(x)
    with np.errstate(all="ignore"):
        return np.asarray(np.where(values > 0, values, alpha * math.expm1(values)), dtype)


def selu(x: Any) -> Array:
    """Scaled exponential linear unit: ``1.0507009873554805 * elu(x, 1.6732632423543772)``.

    Parameters
    ----------
    x : array

    Returns
    -------
    array

    Raises
    ------
    TypeError
        If `x` is complex or holds no numbers.

    Notes
    -----
    Source: ``theano.tensor.nnet.selu``.

    Examples
    --------
    >>> selu(np.array([0.0, 1.0])).round(6)
    array([0.      , 1.050701])
    """
    values, dtype = _real(x)
    with np.errstate(all="ignore"):
        return np.asarray(SELU_SCALE * elu(values, SELU_ALPHA), dtype)


def sigmoid(x: Any) -> Array:
    """Logistic function ``1 / (1 + e^-x)``, saturating where Theano's compiled code does.

    Parameters
    ----------
    x : array

    Returns
    -------
    array
        Exactly 0 below -88 and 1 above 15 (float32), below -709 and above 19 (float64).

    Raises
    ------
    TypeError
        If `x` is complex or holds no numbers.

    Notes
    -----
    Source: ``theano.tensor.nnet.sigmoid``.

    Examples
    --------
    >>> sigmoid(np.float32([-89, 0, 15.5]))
    array([0. , 0.5, 1. ], dtype=float32)
    """
    values, dtype = _real(x)
    low, high = (-88, 15) if values.dtype == np.float32 else (-709, 19)
    y = math.sigmoid(values)
    y[values < low] = 0
    y[values > high] = 1
    return np.asarray(y, dtype)


def hard_sigmoid(x: Any) -> Array:
    """Piecewise linear sigmoid: ``0.2 * x + 0.5`` clipped to [0, 1].

    Parameters
    ----------
    x : array

    Returns
    -------
    array

    Raises
    ------
    TypeError
        If `x` is complex or holds no numbers.

    Notes
    -----
    ONNX's HardSigmoid by default; PyTorch's has slope 1/6. Source:
    ``theano.tensor.nnet.hard_sigmoid``.

    Examples
    --------
    >>> hard_sigmoid(np.array([-2.5, 0.0, 1.0, 3.0]))
    array([0. , 0.5, 0.7, 1. ])
    """
    values, dtype = _real(x)
    with np.errstate(all="ignore"):
        return np.asarray(np.clip(0.2 * values + 0.5, 0, 1), dtype)


def ultra_fast_sigmoid(x: Any) -> Array:
    """Theano's piecewise approximation of the sigmoid, up to 0.0276 off.

    Parameters
    ----------
    x : array

    Returns
    -------
    array
        Between 0.00247 and 0.99753. A NaN gives the former, as in Theano's compiled code.

    Raises
    ------
    TypeError
        If `x` is complex or holds no numbers.

    Notes
    -----
    Source: ``theano.tensor.nnet.ultra_fast_sigmoid``.

    Examples
    --------
    >>> ultra_fast_sigmoid(np.array([-10.0, 0.0, 1.0, 10.0])).round(5)
    array([0.00247, 0.5    , 0.75   , 0.99753])
    """
    values, dtype = _real(x)
    half = 0.5 * values
    a = np.abs(half)
    with np.errstate(all="ignore"):
        h = np.where(
            a < 1.7,
            1.5 * a / (1 + a),
            np.where(a < 3, 0.935409070603099 + 0.0458812946797165 * (a - 1.7), 0.99505475368673),
        )
        return np.asarray(0.5 * (np.where(half >= 0, h, -h) + 1), dtype)


def softplus(x: Any) -> Array:
    """``log(1 + e^x)``, saturating where Theano's compiled code does.

    Parameters
    ----------
    x : array

    Returns
    -------
    array
        Exactly 0 below -103 and x above 14 (float32), below -745 and above 16 (float64).

    Raises
    ------
    TypeError
        If `x` is complex or holds no numbers.

    Notes
    -----
    Source: ``theano.tensor.nnet.softplus``.

    Examples
    --------
    >>> softplus(np.array([-800.0, 0.0, 17.0])).round(6)
    array([ 0.      ,  0.693147, 17.      ])
    """
    values, dtype = _real(x)
    low, high = (-103, 14) if values.dtype == np.float32 else (-745, 16)
    y = math.softplus(values)
    y[values < low] = 0
    np.copyto(y, values, where=values > high)
    return np.asarray(y, dtype)


def softsign(x: Any) -> Array:
    """``x / (1 + |x|)``; NaN at the infinities.

    Parameters
    ----------
    x : array

    Returns
    -------
    array

    Raises
    ------
    TypeError
        If `x` is complex or holds no numbers.

    Notes
    -----
    Source: ``theano.tensor.nnet.nnet.softsign``.

    Examples
    --------
    >>> softsign(np.array([-1.0, 0.0, 3.0]))
    array([-0.5 ,  0.  ,  0.75])
    """
    values, dtype = _real(x)
    with np.errstate(all="ignore"):
        return np.asarray(values / (1 + np.abs(values)), dtype)


def _real(value: Any) -> tuple[Array, np.dtype[Any]]:
    """Return the values as float32 or float64 to compute with, and the dtype of the result."""
    x = as_array(value, "x")
    if x.dtype.kind in "biu":
        dtype = np.dtype(np.float32 if x.dtype.itemsize <= 2 else np.float64)
    elif x.dtype in (np.float16, np.float32, np.float64):
        dtype = x.dtype
    else:
        raise TypeError(f"x must be real and no wider than float64, not {x.dtype}; convert it")
    return x.astype(np.promote_types(dtype, np.float32), copy=False), dtype
