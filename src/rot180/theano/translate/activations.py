"""Softmax and its relatives, and normalisation with stored statistics."""

from __future__ import annotations

import numpy as np

from rot180.errors import TranslationError
from rot180.theano.records import Apply
from rot180.theano.translate import patterns
from rot180.theano.translate.translation import Operators, Translation, Value


def softmax(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """Softmax of the rows of a matrix."""
    return t.node("Softmax", inputs, inputs[0].dtype, inputs[0].shape, axis=-1)


def log_softmax(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """LogSoftmax of the rows of a matrix."""
    return t.node("LogSoftmax", inputs, inputs[0].dtype, inputs[0].shape, axis=-1)


def softmax_with_bias(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """SoftmaxWithBias(x, b): softmax(x + b)."""
    return softmax(t, node, [_biased(t, inputs)])


def crossentropy(t: Translation, node: Apply, inputs: list[Value]) -> list[Value]:
    """CrossentropySoftmaxArgmax1HotWithBias(x, b, y): loss of each row, softmax, argmax."""
    biased = _biased(t, inputs[:2])
    rows = biased.shape[0]
    index = t.node("Unsqueeze", [inputs[2], t.constant([1], np.int64)], inputs[2].dtype, (rows, 1))
    logs = t.node("LogSoftmax", [biased], biased.dtype, biased.shape, axis=-1)
    chosen = t.node("GatherElements", [logs, index], biased.dtype, (rows, 1), axis=1)
    loss = t.node("Neg", [chosen], biased.dtype, (rows, 1))
    flat = t.node("Squeeze", [loss, t.constant([1], np.int64)], biased.dtype, (rows,))
    position = t.node("ArgMax", [biased], np.int64, (rows,), axis=1, keepdims=0)
    return [flat, softmax(t, node, [biased]), position]


def _biased(t: Translation, inputs: list[Value]) -> Value:
    return t.node("Add", inputs, inputs[0].dtype, t.broadcast(inputs))


def batch_normalization(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """AbstractBatchNormInference(x, gamma, beta, mean, var, epsilon)."""
    x, gamma, beta, mean, var, epsilon = inputs
    number = patterns.number(node.inputs[5])
    if number is None:
        raise TranslationError("the epsilon of a batch normalisation must be a constant")
    axes = tuple(node.op.fields["axes"])
    per_channel = axes == (0, *range(2, x.ndim))
    statistics = [_vector(t, value) if per_channel else None for value in (gamma, beta, mean, var)]
    if all(value is not None for value in statistics):
        operands = [x, *statistics]
        return t.node("BatchNormalization", operands, x.dtype, x.shape, epsilon=number)
    spread = t.node("Add", [var, t.cast(epsilon, x.dtype)], x.dtype, t.broadcast([var, epsilon]))
    deviation = t.node("Sqrt", [spread], x.dtype, spread.shape)
    centred = t.node("Sub", [x, mean], x.dtype, t.broadcast([x, mean]))
    scaled = t.node("Mul", [centred, gamma], x.dtype, t.broadcast([centred, gamma]))
    normal = t.node("Div", [scaled, deviation], x.dtype, t.broadcast([scaled, deviation]))
    return t.node("Add", [normal, beta], x.dtype, t.broadcast([normal, beta]))


def _vector(t: Translation, value: Value) -> Value | None:
    """Parameter (1, C, 1, 1) as the vector (C,) that ONNX wants."""
    return (
        None if value.elements is None else t.constant(value.elements.reshape(-1), root=value.root)
    )


OPERATORS: Operators = {
    "Softmax": softmax,
    "LogSoftmax": log_softmax,
    "SoftmaxWithBias": softmax_with_bias,
    "CrossentropySoftmaxArgmax1HotWithBias": crossentropy,
    "AbstractBatchNormInference": batch_normalization,
}
