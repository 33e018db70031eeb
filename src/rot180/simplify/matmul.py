"""Turn products by a constant matrix into Gemm, which has room for a bias.

Exact: without a summand, Gemm is the same chain as MatMul.
"""

from __future__ import annotations

from onnx import helper

from rot180.simplify.graph import EditableGraph


def matmul_to_gemm(graph: EditableGraph) -> bool:
    """Replace MatMul of a matrix by a constant one.

    Returns
    -------
    bool
        Whether anything was changed.
    """
    changed = False
    for node in graph.nodes:
        if node.op_type != "MatMul" or graph.rank(node.input[0]) != 2:
            continue
        weights = graph.constant(node.input[1])
        if weights is None or weights.ndim != 2 or weights.dtype.kind != "f":
            continue
        gemm = helper.make_node("Gemm", node.input, node.output, name=node.name)
        gemm.metadata_props.extend(node.metadata_props)
        node.CopyFrom(gemm)
        changed = True
    return changed
