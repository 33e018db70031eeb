"""Normalisations: statistics in binary64, each value rounded once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rot180.kernels import math as kernels
from rot180.kernels.reference import fma
from rot180.ops.case import Case, edge_values, uniform
from rot180.ops.formula import rounded_once
from rot180.ops.node import Array, Node, axes_of, axis_of
from rot180.ops.reduction import sums


def batch_normalization(
    node: Node, x: Array, scale: Array, bias: Array, mean: Array, variance: Array
) -> Array:
    """Return fma(x, s, t) with s = scale / sqrt(variance + epsilon) and t = bias - mean s.

    The statistics are the recorded ones; a node that asks for training is refused.
    """
    if node.integer("training_mode", 0) or node.output_count > 1:
        raise ValueError("batch normalisation in training mode is not supported")
    epsilon = node.number("epsilon", 1e-5)
    s = scale.astype(np.float64) / np.sqrt(variance.astype(np.float64) + epsilon)
    t = bias.astype(np.float64) - mean.astype(np.float64) * s
    per_channel = (-1,) + (1,) * (x.ndim - 2)
    slope = s.astype(x.dtype).reshape(per_channel)
    shift = t.astype(x.dtype).reshape(per_channel)
    return fma(x, slope, np.broadcast_to(shift, x.shape))


def instance_normalization(node: Node, x: Array, scale: Array, bias: Array) -> Array:
    """Return scale (x - mean) / sqrt(variance + epsilon) + bias over each image's channel."""
    epsilon = node.number("epsilon", 1e-5)
    rows = x.reshape(x.shape[0] * x.shape[1], -1).astype(np.float64)
    mean, variance = _moments(rows)
    scales = np.tile(scale.astype(np.float64), x.shape[0])[:, None]
    biases = np.tile(bias.astype(np.float64), x.shape[0])[:, None]
    result = scales * (rows - mean) / np.sqrt(variance + epsilon) + biases
    return result.astype(x.dtype).reshape(x.shape)


def _moments(rows: Array) -> tuple[Array, Array]:
    """Return mean and variance of each row, as columns."""
    mean = (sums(rows) / rows.shape[1])[:, None]
    centred = rows - mean
    return mean, (sums(centred * centred) / rows.shape[1])[:, None]


def mean_variance_normalization(node: Node, x: Array) -> Array:
    """Return (x - mean) / (sqrt(mean(x x) - mean mean) + 1e-9) over the axes."""
    axes = axes_of(node.integers("axes", [0, 2, 3]), x.ndim)
    order = tuple(axis for axis in range(x.ndim) if axis not in axes) + axes
    moved = x.transpose(order)
    count = int(np.prod([x.shape[axis] for axis in axes]))
    rows = moved.reshape(-1, count).astype(np.float64)
    mean = (sums(rows) / count)[:, None]
    squares = (sums(rows * rows) / count)[:, None]
    result = (rows - mean) / (np.sqrt(squares - mean * mean) + 1e-9)
    return result.astype(x.dtype).reshape(moved.shape).transpose(np.argsort(order))


def lp_normalization(node: Node, x: Array) -> Array:
    """Return x divided by its L1 or L2 norm along an axis; where the norm is 0, zero."""
    axis = axis_of(node.integer("axis", -1), x.ndim)
    last = np.moveaxis(x, axis, -1)
    rows = last.reshape(-1, x.shape[axis]).astype(np.float64)
    if node.integer("p", 2) == 1:
        norm = sums(np.abs(rows))[:, None]
    else:
        norm = np.sqrt(sums(rows * rows))[:, None]
    result = np.where(norm == 0, 0.0, rows / norm)
    return np.moveaxis(result.astype(x.dtype).reshape(last.shape), -1, axis)


def lrn(node: Node, x: Array) -> Array:
    """Return x / (bias + alpha / size sum(x x))^beta, the sum over neighbouring channels."""
    size = int(node.get("size"))
    alpha, beta = node.number("alpha", 1e-4), node.number("beta", 0.75)
    bias, channels = node.number("bias", 1.0), x.shape[1]

    def evaluate(x: Array) -> Array:
        squares = x * x
        around = np.zeros_like(x)
        # One more neighbour after the channel than before it if size is even.
        for offset in range(-((size - 1) // 2), size // 2 + 1):
            if abs(offset) < channels:
                here = slice(max(0, -offset), min(channels, channels - offset))
                there = slice(max(0, offset), min(channels, channels + offset))
                around[:, here] += squares[:, there]
        base = bias + alpha / size * around
        return x / kernels.pow(base, np.full_like(base, beta))

    return rounded_once(evaluate, x)


OPERATORS = {
    "BatchNormalization": batch_normalization,
    "InstanceNormalization": instance_normalization,
    "MeanVarianceNormalization": mean_variance_normalization,
    "LpNormalization": lp_normalization,
    "LRN": lrn,
}


def cases() -> Iterator[Case]:
    """Yield example cases."""
    x = uniform(2, 3, 4, 5, low=-3.0, high=3.0)
    statistics = [uniform(3, seed=k, low=0.1) for k in range(1, 5)]
    yield Case("batchnormalization", "BatchNormalization", [x, *statistics])
    attributes = {"epsilon": 0.01}
    yield Case("batchnormalization_epsilon", "BatchNormalization", [x, *statistics], attributes)
    matrix = uniform(4, 3)
    yield Case("batchnormalization_matrix", "BatchNormalization", [matrix, *statistics])
    edges = np.resize(edge_values(), (2, 3, 9))
    yield Case("batchnormalization_edges", "BatchNormalization", [edges, *statistics])
    yield Case("batchnormalization_old", "BatchNormalization", [x, *statistics], opset=7)
    yield Case("instancenormalization", "InstanceNormalization", [x, *statistics[:2]])
    line = [uniform(2, 3, 300, low=100.0, high=101.0), *statistics[:2]]
    yield Case("instancenormalization_1d", "InstanceNormalization", line, {"epsilon": 1e-3})
    for axes in ([0, 2, 3], [1, 3]):
        name = f"meanvariancenormalization_{len(axes)}"
        yield Case(name, "MeanVarianceNormalization", [x], {"axes": axes})
    for p in (1, 2):
        yield Case(f"lpnormalization_{p}", "LpNormalization", [x], {"p": p, "axis": 1})
    yield Case("lpnormalization_last", "LpNormalization", [x])
    channels = uniform(1, 9, 3, 3, low=-20.0, high=20.0)
    yield Case("lrn", "LRN", [channels], {"size": 5})
    strong = {"size": 4, "alpha": 0.5, "beta": 0.6, "bias": 2.0}
    yield Case("lrn_even", "LRN", [channels], strong)
    yield Case("lrn_wide", "LRN", [uniform(1, 2, 3, 3)], {"size": 7, "alpha": 1.0})
