"""Activations: one value in, one value out."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial

import numpy as np

from rot180.kernels import math as kernels
from rot180.ops import formula
from rot180.ops.case import Case, edge_values, uniform
from rot180.ops.formula import rounded_once
from rot180.ops.node import Array, Node, Operator, axis_of


def relu(node: Node, x: Array) -> Array:
    """Return max(x, +0)."""
    return formula.relu(x)


def leaky_relu(node: Node, x: Array) -> Array:
    """Return x, or alpha x where x is negative."""
    alpha = node.number("alpha", 0.01)
    return rounded_once(lambda x: np.where(x < 0, alpha * x, x), x)


def prelu(node: Node, x: Array, slope: Array) -> Array:
    """Return x, or slope x where x is negative; slope is broadcast to x."""
    return rounded_once(lambda x, slope: np.where(x < 0, slope * x, x), x, slope)


def elu(node: Node, x: Array) -> Array:
    """Return x, or alpha (exp(x) - 1) where x is negative."""
    alpha = node.number("alpha", 1.0)
    return rounded_once(lambda x: np.where(x < 0, alpha * (kernels.exp(x) - 1.0), x), x)


def selu(node: Node, x: Array) -> Array:
    """Return gamma x, or gamma (alpha exp(x) - alpha) where x is not positive."""
    alpha, gamma = node.number("alpha", 1.67326319217681884765625), node.number("gamma", 1.05070102)

    def evaluate(x: Array) -> Array:
        return np.where(x > 0, gamma * x, gamma * (alpha * kernels.exp(x) - alpha))

    return rounded_once(evaluate, x)


def celu(node: Node, x: Array) -> Array:
    """Return max(0, x) + min(0, alpha (exp(x / alpha) - 1))."""
    alpha = node.number("alpha", 1.0)

    def evaluate(x: Array) -> Array:
        zero = np.zeros_like(x)
        falling = alpha * (kernels.exp(x / alpha) - 1.0)
        return formula.maximum(zero, x) + formula.minimum(zero, falling)

    return rounded_once(evaluate, x)


def sigmoid(node: Node, x: Array) -> Array:
    """Return 1 / (1 + exp(-x))."""
    return kernels.sigmoid(x)


def tanh(node: Node, x: Array) -> Array:
    """Return the hyperbolic tangent."""
    return kernels.tanh(x)


def softplus(node: Node, x: Array) -> Array:
    """Return log(1 + exp(x))."""
    return kernels.softplus(x)


def hard_sigmoid(node: Node, x: Array) -> Array:
    """Return max(0, min(1, alpha x + beta))."""
    alpha, beta = node.number("alpha", 0.2), node.number("beta", 0.5)
    return rounded_once(partial(_hard_sigmoid, alpha=alpha, beta=beta), x)


def hard_swish(node: Node, x: Array) -> Array:
    """Return x max(0, min(1, x / 6 + 1/2)), with 1/6 the float32 number."""
    alpha = float(np.float32(1.0 / 6.0))
    return rounded_once(lambda x: x * _hard_sigmoid(x, alpha, 0.5), x)


def _hard_sigmoid(x: Array, alpha: float, beta: float) -> Array:
    one = np.ones_like(x)
    return formula.maximum(0.0 * one, formula.minimum(one, alpha * x + beta))


def softsign(node: Node, x: Array) -> Array:
    """Return x / (1 + abs x)."""
    return rounded_once(lambda x: x / (1.0 + np.abs(x)), x)


def thresholded_relu(node: Node, x: Array) -> Array:
    """Return x where it is above alpha, else 0."""
    alpha = node.number("alpha", 1.0)
    return np.where(x > alpha, x, x.dtype.type(0))


def gelu(node: Node, x: Array) -> Array:
    """Return x / 2 (1 + erf(x / sqrt 2)), or the approximation by tanh where asked."""
    if node.string("approximate", "none") == "tanh":
        factor = math.sqrt(2.0 / math.pi)

        def evaluate(x: Array) -> Array:
            return 0.5 * x * (1.0 + kernels.tanh(factor * (x + 0.044715 * (x * x * x))))
    else:

        def evaluate(x: Array) -> Array:
            return 0.5 * x * (1.0 + kernels.erf(x / math.sqrt(2.0)))

    return rounded_once(evaluate, x)


def mish(node: Node, x: Array) -> Array:
    """Return x tanh(softplus(x))."""
    return rounded_once(lambda x: x * kernels.tanh(kernels.softplus(x)), x)


def softmax(node: Node, x: Array) -> Array:
    """Return exp(x - max) / sum along an axis."""
    return _rows(node, x, kernels.softmax)


def log_softmax(node: Node, x: Array) -> Array:
    """Return x - max - log(sum(exp(x - max))) along an axis."""
    return _rows(node, x, kernels.log_softmax)


def _rows(node: Node, x: Array, kernel: Operator) -> Array:
    """Apply a kernel for the rows of a matrix; before opset 13 a row is all axes from the given."""
    if node.opset < 13:
        axis = node.integer("axis", 1)
        axis = axis if axis == x.ndim else axis_of(axis, x.ndim)
        matrix = x.reshape(math.prod(x.shape[:axis]), math.prod(x.shape[axis:]))
        return np.asarray(kernel(matrix)).reshape(x.shape)
    axis = axis_of(node.integer("axis", -1), x.ndim)
    last = np.moveaxis(x, axis, -1)
    rows = np.asarray(last, order="C").reshape(-1, x.shape[axis])
    return np.moveaxis(np.asarray(kernel(rows)).reshape(last.shape), -1, axis)


OPERATORS = {
    "Relu": relu,
    "LeakyRelu": leaky_relu,
    "PRelu": prelu,
    "Elu": elu,
    "Selu": selu,
    "Celu": celu,
    "Sigmoid": sigmoid,
    "Tanh": tanh,
    "Softplus": softplus,
    "HardSigmoid": hard_sigmoid,
    "HardSwish": hard_swish,
    "Softsign": softsign,
    "ThresholdedRelu": thresholded_relu,
    "Gelu": gelu,
    "Mish": mish,
    "Softmax": softmax,
    "LogSoftmax": log_softmax,
}


def cases() -> Iterator[Case]:
    """Yield example cases: edge values and a range for each activation."""
    edges, spread = edge_values(), uniform(3, 67, low=-8.0, high=8.0)
    for name in OPERATORS:
        if name == "PRelu":
            yield Case("prelu_edges", name, [edges[:, None], uniform(5)])
            yield Case("prelu_channels", name, [uniform(2, 3, 4, 4), uniform(3, 1, 1, seed=1)])
        elif name.endswith("Softmax"):
            yield from _softmax_cases(name)
        else:
            yield Case(f"{name.lower()}_edges", name, [edges])
            yield Case(f"{name.lower()}_range", name, [spread])
    for name, attributes in (
        ("LeakyRelu", {"alpha": 0.3}),
        ("Elu", {"alpha": 1.7}),
        ("Selu", {"alpha": 2.0, "gamma": 3.0}),
        ("Celu", {"alpha": 2.0}),
        ("HardSigmoid", {"alpha": 0.5, "beta": 0.6}),
        ("ThresholdedRelu", {"alpha": 2.0}),
        ("Gelu", {"approximate": "tanh"}),
    ):
        yield Case(f"{name.lower()}_attributes", name, [spread], attributes)
    for name in ("Sigmoid", "Tanh", "Relu"):
        yield Case(f"{name.lower()}_one_pixel", name, [uniform(1, 1, 1, 1)])


def _softmax_cases(name: str) -> Iterator[Case]:
    spread = uniform(3, 5, 7, low=-20.0, high=20.0)
    for axis in (0, 1, -1):
        yield Case(f"{name.lower()}_axis_{axis % 3}", name, [spread], {"axis": axis})
    yield Case(f"{name.lower()}_flattened", name, [spread], {"axis": 1}, opset=11)
    wild = np.zeros((4, 5), np.float32)
    wild[0], wild[1, 2], wild[2, 1], wild[3] = 3e38, np.inf, np.nan, [-np.inf, 0, -104, 88, -3e38]
    yield Case(f"{name.lower()}_edges", name, [wild])
