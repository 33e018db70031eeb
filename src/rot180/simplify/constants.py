"""Compute now what depends on constants only.

Exact: the same operators compute the same bits, only earlier.
"""

from __future__ import annotations

import onnx

from rot180.errors import ModelInputError
from rot180.ops import OPERATORS
from rot180.ops.graph import Graph
from rot180.simplify.graph import EditableGraph

#: Results of more elements than this, and than what they are computed from, are not written out.
LARGEST = 1 << 18


def fold_constants(graph: EditableGraph) -> bool:
    """Replace nodes whose inputs are all constants by their outputs.

    Returns
    -------
    bool
        Whether anything was changed.
    """
    opset = max(entry.version for entry in graph.model.opset_import if not entry.domain)
    changed = False
    for node in graph.nodes:
        if _is_foldable(graph, node) and _fold(graph, node, opset):
            changed = True
    return changed


def _is_foldable(graph: EditableGraph, node: onnx.NodeProto) -> bool:
    if any(attribute.HasField("g") for attribute in node.attribute):
        return False
    if graph.outputs.intersection(node.output):
        return False
    return all(graph.is_constant(name) for name in node.input if name)


def _fold(graph: EditableGraph, node: onnx.NodeProto, opset: int) -> bool:
    arrays = {name: graph.constant(name) for name in node.input if name}
    feeds = {name: array for name, array in arrays.items() if array is not None}
    names = [name for name in node.output if name]
    limit = max([LARGEST, *(array.size for array in feeds.values())])
    # A size that inference cannot tell is found out by computing.
    if any((graph.size(name) or 0) > limit for name in names):
        return False
    single = onnx.GraphProto(node=[node], output=[onnx.ValueInfoProto(name=n) for n in names])
    try:
        values = Graph(single, OPERATORS, opset).run(feeds, names)
    except ModelInputError:
        # The node may never be reached, in a branch not taken; whoever runs it gets the error.
        return False
    if any(value.size > limit for value in values.values()):
        return False
    graph.remove(node)
    for name, value in values.items():
        graph.add_constant(name, value)
    return True
