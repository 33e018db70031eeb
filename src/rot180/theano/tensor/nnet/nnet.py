"""``theano.tensor.nnet.nnet``: rectifiers, softmax and cross entropies, as formulas and ops."""

from __future__ import annotations

from typing import Any

from rot180.theano import records
from rot180.theano.missing import refuse
from rot180.theano.tensor.basic import Tensor, as_tensor_variable, make, make_one
from rot180.theano.tensor.elementwise import elemwise, expm1, log, switch, to_float
from rot180.theano.tensor.reductions import sum as total
from rot180.theano.tensor.variable import TensorVariable

_MODULE = "theano.tensor.nnet.nnet"


def relu(x: Any, alpha: Any = 0) -> TensorVariable:
    """Return the rectifier ``0.5 (x + |x|)``, or its leaky form with slope `alpha`."""
    tensor = as_tensor_variable(x)
    if not isinstance(alpha, records.Variable) and alpha == 0:
        return 0.5 * (tensor + abs(tensor))
    slope = as_tensor_variable(alpha)
    return 0.5 * (1 + slope) * tensor + 0.5 * (1 - slope) * abs(tensor)


def elu(x: Any, alpha: Any = 1) -> TensorVariable:
    """Return x where it is positive, else ``alpha (exp(x) - 1)``."""
    tensor = as_tensor_variable(x)
    return switch(tensor > 0, tensor, alpha * expm1(tensor))


def selu(x: Any) -> TensorVariable:
    """Return the scaled exponential linear unit."""
    return 1.0507009873554804934193349852946 * elu(x, 1.6732632423543772848170429916717)


def softsign(x: Any) -> TensorVariable:
    """Return ``x / (1 + |x|)``."""
    tensor = as_tensor_variable(x)
    return elemwise(records.Op(_MODULE, "ScalarSoftsign"), to_float([tensor.dtype]), [tensor])


def softmax(c: Any) -> TensorVariable:
    """Return the softmax of each row of a matrix; a vector counts as one row."""
    matrix = _matrix(c, "softmax")
    return make_one(_MODULE, "Softmax", [matrix], matrix.dtype, matrix.broadcastable)


def logsoftmax(c: Any) -> TensorVariable:
    """Return the logarithm of the softmax of each row of a matrix."""
    matrix = _matrix(c, "logsoftmax")
    return make_one(_MODULE, "LogSoftmax", [matrix], matrix.dtype, matrix.broadcastable)


def softmax_with_bias(x: Any, b: Any) -> TensorVariable:
    """Return ``softmax(x + b)``."""
    matrix = _matrix(x, "softmax_with_bias")
    inputs = [matrix, as_tensor_variable(b)]
    return make_one(_MODULE, "SoftmaxWithBias", inputs, matrix.dtype, matrix.broadcastable)


def crossentropy_softmax_argmax_1hot_with_bias(x: Any, b: Any, y_idx: Any) -> list[TensorVariable]:
    """Return the loss of each row, ``softmax(x + b)``, and its argmax."""
    matrix, places = _matrix(x, "the softmax"), as_tensor_variable(y_idx)
    rows = matrix.broadcastable[:1]
    types = [
        records.TensorType(matrix.dtype, rows),
        records.TensorType(matrix.dtype, matrix.broadcastable),
        records.TensorType(places.dtype, rows),
    ]
    inputs = [matrix, as_tensor_variable(b), places]
    return make(_MODULE, "CrossentropySoftmaxArgmax1HotWithBias", inputs, types)


def categorical_crossentropy(coding_dist: Any, true_dist: Any) -> TensorVariable:
    """Return the cross entropy of rows of probabilities, `true_dist` given as probabilities too."""
    coding, true = as_tensor_variable(coding_dist), as_tensor_variable(true_dist)
    if true.ndim != coding.ndim:
        raise TypeError("here the true distribution is given as probabilities, not as classes")
    return -total(true * log(coding), axis=coding.ndim - 1)


def binary_crossentropy(output: Any, target: Any) -> TensorVariable:
    """Return the cross entropy of probabilities of one class."""
    p, truth = as_tensor_variable(output), as_tensor_variable(target)
    return -(truth * log(p) + (1.0 - truth) * log(1.0 - p))


def _matrix(c: Any, what: str) -> Tensor:
    tensor = as_tensor_variable(c)
    if tensor.ndim not in (1, 2) or "float" not in tensor.dtype:
        raise ValueError(
            f"{what} takes a matrix of floating-point numbers, not {tensor.ndim} axes of "
            f"{tensor.dtype}"
        )
    return tensor if tensor.ndim == 2 else tensor.dimshuffle("x", 0)


__getattr__ = refuse(_MODULE, globals())
