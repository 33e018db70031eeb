"""Add a bias before a maximum is taken, where the convolution can do it, instead of after.

Exact: rounding is monotone, so the largest of the sums is the sum of the largest. Early Theano code
wrote ``max_pool_2d(conv2d(x, w)) + b``, which leaves two additions over whole maps.
"""

from __future__ import annotations

import onnx
from onnx import helper

from rot180.simplify.affine import channel_values
from rot180.simplify.graph import EditableGraph


def move_pooled_bias(graph: EditableGraph) -> bool:
    """Turn Add(MaxPool(Conv(x)), b) into MaxPool(Add(Conv(x), b)) for a number b per channel.

    Returns
    -------
    bool
        Whether anything was changed.
    """
    changed = False
    for node in graph.nodes:
        pool = _pool_before(graph, node)
        if pool is None:
            continue
        biased = graph.free_name(f"{node.output[0]}_unpooled")
        (bias,) = (name for name in node.input if name != pool.output[0])
        add = helper.make_node("Add", [pool.input[0], bias], [biased], name=biased)
        add.metadata_props.extend(node.metadata_props)
        later = onnx.NodeProto()
        later.CopyFrom(pool)
        later.input[0], later.output[0] = biased, node.output[0]
        pool.CopyFrom(add)
        node.CopyFrom(later)
        changed = True
    return changed


def _pool_before(graph: EditableGraph, node: onnx.NodeProto) -> onnx.NodeProto | None:
    """Return the pool of a convolution that a bias is added to, if nothing else reads it."""
    if node.op_type != "Add":
        return None
    producers, readers = graph.producers(), graph.readers()
    for pooled, other in (node.input, reversed(node.input)):
        pool, constant = producers.get(pooled), graph.constant(other)
        if pool is None or pool.op_type != "MaxPool" or len(pool.output) != 1 or constant is None:
            continue
        conv = producers.get(pool.input[0])
        weights = graph.constant(conv.input[1]) if conv and conv.op_type == "Conv" else None
        if weights is None or channel_values(constant, weights.ndim, weights.shape[0]) is None:
            continue
        if readers[pooled] == readers[pool.input[0]] == 1:
            return pool
    return None
