"""How far a right implementation may be from what Theano recorded.

Theano sums a convolution in an order that nobody knows, so equal bits cannot be asked for. The
distance of two float32 sums of K products grows like the square root of K; a value may be off by
what all the sums before it may have brought. Measured on recorded networks, a right implementation
stays under 4e-7, while an input scaled by 256 instead of 255 gives 6e-4 and a missing rotation 0.7.
"""

from __future__ import annotations

import math

import onnx

from rot180.model import Model

SMALLEST = 1e-6
PER_PRODUCT = 3e-8


def by_value(model: Model) -> dict[str, float]:
    """Bound of ``relative_l2`` for each value: ``max(1e-6, 3e-8 * sqrt(sum of K before it))``."""
    graph = model.proto.graph
    shapes = {tensor.name: tuple(tensor.dims) for tensor in graph.initializer}
    # The nodes before a value form a set: where branches join, a sum is counted once.
    before: dict[str, frozenset[int]] = {value.name: frozenset() for value in graph.input}
    lengths = [_reduction_length(node, shapes) for node in graph.node]
    bounds = dict.fromkeys(before, SMALLEST)
    for place, node in enumerate(graph.node):
        nodes = frozenset[int]().union(*(before.get(name, frozenset()) for name in node.input))
        if lengths[place]:
            nodes |= {place}
        bound = max(SMALLEST, PER_PRODUCT * math.sqrt(sum(lengths[p] for p in nodes)))
        for name in node.output:
            before[name] = nodes
            bounds[name] = bound
    return bounds


def _reduction_length(node: onnx.NodeProto, shapes: dict[str, tuple[int, ...]]) -> int:
    """Length K of the sums of a node, from the shape of its weights; 0 if it sums no products."""
    weights = next((shapes[name] for name in reversed(node.input[:2]) if name in shapes), ())
    if node.op_type == "Conv" and weights:
        return math.prod(weights[1:])
    if node.op_type == "ConvTranspose" and weights:
        return weights[0] * math.prod(weights[2:])
    if node.op_type in ("Gemm", "MatMul") and len(weights) >= 2:
        transposed = any(a.name == "transB" and a.i for a in node.attribute)
        return weights[-1] if transposed else weights[-2]
    return 0
