"""Batch and local response normalisation, as Theano and Lasagne compute them."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from rot180.arrays import Array, as_array
from rot180.kernels import math


def batch_normalization(
    inputs: Any, gamma: Any, beta: Any, mean: Any, std: Any, mode: str = "low_mem"
) -> Array:
    """Compute ``(inputs - mean) * gamma / std + beta``; shapes broadcast as NumPy's do.

    Parameters
    ----------
    inputs, gamma, beta, mean, std : arrays
        `std` is the standard deviation itself: nothing is added to it.
    mode : {'low_mem', 'high_mem'}
        Divides before or after it multiplies: last bits differ.

    Returns
    -------
    array
        Of the widest of the five dtypes, not counting Python's numbers; float64 for integers.

    Raises
    ------
    ValueError
        For another mode and for shapes that do not broadcast.
    TypeError
        For complex arrays.

    Notes
    -----
    Source: ``theano.tensor.nnet.bn.batch_normalization``.

    Examples
    --------
    >>> batch_normalization(np.array([1.0, 3.0]), 2.0, 10.0, 1.0, 4.0)
    array([10., 11.])
    """
    dtype, (x, gamma, beta, mean, std) = _floats(
        inputs=inputs, gamma=gamma, beta=beta, mean=mean, std=std
    )
    with np.errstate(all="ignore"):
        if mode == "low_mem":
            return np.asarray((x - mean) / std * gamma + beta, dtype)
        if mode == "high_mem":
            return np.asarray((x - mean) * (gamma / std) + beta, dtype)
    raise ValueError(f"mode must be 'low_mem' or 'high_mem', not {mode!r}")


def batch_normalization_test(
    inputs: Any,
    gamma: Any,
    beta: Any,
    mean: Any,
    var: Any,
    axes: str | Sequence[int] = "per-activation",
    epsilon: float = 1e-4,
) -> Array:
    """Compute ``(inputs - mean) * gamma / sqrt(var + epsilon) + beta``.

    Parameters
    ----------
    inputs : array
    gamma, beta, mean, var : arrays
        Either with as many axes as `inputs`, of size one where `axes` says so, or without those.
    axes : {'per-activation', 'spatial'} or sequence of int
        The axes that statistics were taken over: the first; all but the second; or as listed.
    epsilon : float
        At least 1e-5.

    Returns
    -------
    array
        Of the dtype that `batch_normalization` would return.

    Raises
    ------
    ValueError
        For other axes, a smaller epsilon, and parameters that do not fit.
    TypeError
        For complex arrays.

    Notes
    -----
    Source: ``theano.tensor.nnet.bn.batch_normalization_test``.

    Examples
    --------
    >>> x = np.ones((2, 1, 1, 2))
    >>> batch_normalization_test(x, [2.0], [1.0], [0.0], [3.9999], axes='spatial').ravel()
    array([2., 2., 2., 2.])
    """
    dtype, (x, gamma, beta, mean, var) = _floats(
        inputs=inputs, gamma=gamma, beta=beta, mean=mean, var=var
    )
    reduced = _axes(axes, x.ndim)
    if epsilon < 1e-5:
        raise ValueError(f"epsilon must be at least 1e-5, not {epsilon}")
    names = {"gamma": gamma, "beta": beta, "mean": mean, "var": var}
    gamma, beta, mean, var = (_with_axes(array, name, x, reduced) for name, array in names.items())
    with np.errstate(all="ignore"):
        scale = gamma / np.sqrt(var + x.dtype.type(epsilon))
        return np.asarray((x - mean) * scale + beta, dtype)


def local_response_normalization(
    x: Any, alpha: float = 1e-4, k: float = 2, beta: float = 0.75, n: int = 5
) -> Array:
    """Compute ``x / (k + alpha * (sum of squares of n neighbouring channels)) ** beta``.

    Parameters
    ----------
    x : (N, C, ...) array
    alpha, k, beta : float
        `alpha` is not divided by `n`, as Caffe, PyTorch and ONNX do: theirs is ``alpha * n``.
    n : int
        Odd.

    Returns
    -------
    (N, C, ...) array

    Raises
    ------
    NotImplementedError
        If `n` is even.
    ValueError
        If `x` has no channel axis.
    TypeError
        For complex arrays.

    Notes
    -----
    Source: Lasagne's ``LocalResponseNormalization2DLayer`` and pylearn2's
    ``CrossChannelNormalization``, which agree.

    Examples
    --------
    >>> local_response_normalization(np.ones((1, 3, 1, 1)), alpha=1, k=1, beta=1, n=3).ravel()
    array([0.33333333, 0.25      , 0.33333333])
    """
    if n % 2 == 0:
        raise NotImplementedError(f"n must be odd, so that it has a middle channel, not {n}")
    dtype, (values,) = _floats(x=x)
    if values.ndim < 2:
        raise ValueError(f"x must have channels as its second axis, not shape {values.shape}")
    reach, channels = n // 2, values.shape[1]
    with np.errstate(all="ignore"):
        squares = values * values
        scale = np.full_like(values, k)
        for offset in range(-reach, reach + 1):
            begin, end = max(0, -offset), min(channels, channels - offset)
            if begin < end:
                scale[:, begin:end] += alpha * squares[:, begin + offset : end + offset]
        return np.asarray(values / math.pow(scale, np.full_like(scale, beta)), dtype)


def _floats(**values: Any) -> tuple[np.dtype[Any], list[Array]]:
    """Return the result's dtype and the arrays, float16 as float32."""
    arrays = {name: as_array(value, name) for name, value in values.items()}
    typed = [array for name, array in arrays.items() if not isinstance(values[name], (int, float))]
    dtype = np.result_type(*(typed or arrays.values()))
    if dtype.kind in "biu":
        dtype = np.dtype(np.float64)
    if dtype not in (np.float16, np.float32, np.float64):
        raise TypeError(f"{', '.join(arrays)} must be real, float64 at the widest, not {dtype}")
    working = np.promote_types(dtype, np.float32)
    return dtype, [array.astype(working, copy=False) for array in arrays.values()]


def _axes(axes: str | Sequence[int], ndim: int) -> tuple[int, ...]:
    if axes == "per-activation":
        return (0,)
    if axes == "spatial":
        return (0, *range(2, ndim))
    if not isinstance(axes, (tuple, list, np.ndarray)):
        raise ValueError(f"axes must be 'per-activation', 'spatial' or a tuple, not {axes!r}")
    found = tuple(sorted({int(axis) for axis in axes}))
    if not found or found[0] < 0 or found[-1] >= ndim:
        raise ValueError(f"axes {tuple(axes)} must lie between 0 and {ndim - 1}")
    return found


def _with_axes(array: Array, name: str, x: Array, reduced: tuple[int, ...]) -> Array:
    """Give a parameter the inputs' number of axes."""
    if array.ndim == x.ndim - len(reduced):
        array = np.expand_dims(array, reduced)
    expected = tuple(1 if axis in reduced else size for axis, size in enumerate(x.shape))
    if array.shape != expected:
        raise ValueError(
            f"{name} of shape {array.shape} does not fit inputs {x.shape} normalised over axes "
            f"{reduced}: it must be {expected}, with or without the ones"
        )
    return array
