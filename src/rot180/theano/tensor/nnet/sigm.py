"""``theano.tensor.nnet.sigm``: sigmoids and softplus."""

from __future__ import annotations

from typing import Any

from rot180.theano import records
from rot180.theano.missing import refuse
from rot180.theano.tensor.basic import as_tensor_variable, constant
from rot180.theano.tensor.elementwise import clip, elemwise, to_float
from rot180.theano.tensor.variable import TensorVariable

_MODULE = "theano.tensor.nnet.sigm"


def _scalar(name: str, x: Any) -> TensorVariable:
    tensor = as_tensor_variable(x)
    return elemwise(records.Op(_MODULE, name), to_float([tensor.dtype]), [tensor])


def sigmoid(x: Any) -> TensorVariable:
    """Return ``1 / (1 + exp(-x))``."""
    return _scalar("ScalarSigmoid", x)


def ultra_fast_sigmoid(x: Any) -> TensorVariable:
    """Return Theano's approximation of the sigmoid, up to 0.03 off."""
    return _scalar("UltraFastScalarSigmoid", x)


def softplus(x: Any) -> TensorVariable:
    """Return ``log(1 + exp(x))``."""
    return _scalar("ScalarSoftplus", x)


def hard_sigmoid(x: Any) -> TensorVariable:
    """Return ``clip(0.2 x + 0.5, 0, 1)``."""
    tensor = as_tensor_variable(x)
    dtype = to_float([tensor.dtype])
    return clip(tensor * constant(0.2, dtype=dtype) + constant(0.5, dtype=dtype), 0.0, 1.0)


__getattr__ = refuse(_MODULE, globals())
