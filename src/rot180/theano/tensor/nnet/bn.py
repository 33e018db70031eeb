"""``theano.tensor.nnet.bn``: batch normalisation with stored statistics."""

from __future__ import annotations

from typing import Any

import numpy as np

from rot180.theano import records
from rot180.theano.flags import config
from rot180.theano.missing import refuse
from rot180.theano.tensor.basic import Tensor, as_tensor_variable, constant, make_one
from rot180.theano.tensor.elementwise import elemwise, upcast
from rot180.theano.tensor.shaping import addbroadcast
from rot180.theano.tensor.variable import TensorVariable

_MODULE = "theano.tensor.nnet.bn"


def batch_normalization(
    inputs: Any, gamma: Any, beta: Any, mean: Any, std: Any, mode: str = "low_mem"
) -> TensorVariable:
    """Return ``(inputs - mean) gamma / std + beta``; whatever epsilon there is, is in `std`."""
    x = as_tensor_variable(inputs)
    if mode == "low_mem":
        op = records.Op(_MODULE, "BNComposite", {"dtype": x.dtype})
        return elemwise(op, upcast([x.dtype]), [x, mean, std, gamma, beta])
    if mode == "high_mem":
        ratio = as_tensor_variable(gamma) / std
        normal: TensorVariable = (x - mean) * ratio + beta
        return normal
    raise ValueError(f"mode {mode!r}: it is 'low_mem' or 'high_mem'")


def batch_normalization_test(
    inputs: Any,
    gamma: Any,
    beta: Any,
    mean: Any,
    var: Any,
    axes: Any = "per-activation",
    epsilon: float = 1e-4,
    **_: Any,
) -> TensorVariable:
    """Return ``(inputs - mean) gamma / sqrt(var + epsilon) + beta``.

    Parameters
    ----------
    axes : {'per-activation', 'spatial'} or tuple of int
        Axes that were averaged over: the first; all but the second; or those listed.
    """
    x = as_tensor_variable(inputs)
    averaged = _averaged(axes, x.ndim)
    kept = [axis for axis in range(x.ndim) if axis not in averaged]
    small = np.asarray(epsilon, config.floatX)
    if small < 1e-5:
        raise ValueError(f"epsilon must be at least 1e-5, not {epsilon}")
    parameters = [_aligned(item, x.ndim, averaged, kept) for item in (gamma, beta, mean, var)]
    return make_one(
        _MODULE,
        "AbstractBatchNormInference",
        [x, *parameters, constant(small)],
        x.dtype,
        x.broadcastable,
        axes=averaged,
    )


def _averaged(axes: Any, ndim: int) -> tuple[int, ...]:
    if axes == "per-activation":
        return (0,)
    if axes == "spatial":
        return (0, *range(2, ndim))
    chosen = tuple(sorted(int(axis) for axis in np.atleast_1d(axes)))
    if not chosen or len(set(chosen)) < len(chosen) or not set(chosen) <= set(range(ndim)):
        raise ValueError(f"axes {axes!r} are no axes of a tensor that has {ndim}")
    return chosen


def _aligned(parameter: Any, ndim: int, averaged: tuple[int, ...], kept: list[int]) -> Tensor:
    """Return a parameter of the kept axes, or of all, as one that broadcasts against the input."""
    tensor = as_tensor_variable(parameter)
    if tensor.ndim == ndim:
        return addbroadcast(tensor, *averaged)
    if tensor.ndim != len(kept):
        raise ValueError(
            f"a parameter of {tensor.ndim} axes fits neither the input's {ndim} axes nor the "
            f"{len(kept)} that are kept"
        )
    return tensor.dimshuffle([kept.index(axis) if axis in kept else "x" for axis in range(ndim)])


__getattr__ = refuse(_MODULE, globals())
