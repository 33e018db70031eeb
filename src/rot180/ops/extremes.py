"""Min, Max, Sum and Mean of any number of inputs, and Clip."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

import numpy as np

from rot180.ops import formula
from rot180.ops.case import Case, edge_values, uniform
from rot180.ops.formula import rounded_once
from rot180.ops.node import Array, Node


def maximum(node: Node, *inputs: Array) -> Array:
    """Return the IEEE maximum of all inputs."""
    return reduce(formula.maximum, inputs)


def minimum(node: Node, *inputs: Array) -> Array:
    """Return the IEEE minimum of all inputs."""
    return reduce(formula.minimum, inputs)


def total(node: Node, *inputs: Array) -> Array:
    """Return the sum of all inputs, from left to right in binary64."""
    return rounded_once(_sum, *inputs)


def mean(node: Node, *inputs: Array) -> Array:
    """Return the sum of all inputs, divided by how many they are, in binary64."""
    return rounded_once(lambda *wide: _sum(*wide) / len(wide), *inputs)


def _sum(*inputs: Array) -> Array:
    return reduce(lambda a, b: a + b, inputs)


def clip(node: Node, x: Array, low: Array | None = None, high: Array | None = None) -> Array:
    """Limit x to a range; a NaN stays. Before opset 11 the limits are attributes."""
    if node.opset < 11:
        low = x.dtype.type(node.number("min", -np.inf)) if node.has("min") else None
        high = x.dtype.type(node.number("max", np.inf)) if node.has("max") else None
    if low is not None:
        x = np.where(x < low, low, x)
    if high is not None:
        x = np.where(x > high, high, x)
    return x


OPERATORS = {"Max": maximum, "Min": minimum, "Sum": total, "Mean": mean, "Clip": clip}


def cases() -> Iterator[Case]:
    """Yield example cases."""
    edges = edge_values()
    for name in ("Max", "Min", "Sum", "Mean"):
        yield Case(f"{name.lower()}_edges", name, [edges[:, None], edges[None, :]])
        three = [uniform(2, 3, 4), uniform(3, 1, seed=1), uniform(4, seed=2)]
        yield Case(f"{name.lower()}_three", name, three)
        yield Case(f"{name.lower()}_one", name, [uniform(5)])
    low, high = np.float32(-0.5), np.float32(0.25)
    yield Case("clip_edges", "Clip", [edges, np.array(low), np.array(high)])
    yield Case("clip_low", "Clip", [edges, np.array(np.float32(0.0))])
    yield Case("clip_high", "Clip", [edges, None, np.array(np.float32(6.0))])
    yield Case("clip_attributes", "Clip", [edges], {"min": 0.0, "max": 6.0}, opset=7)
