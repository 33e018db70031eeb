"""Drop nodes that return their input: Identity, and Dropout outside training.

Exact: no value changes; the names of the copies are gone.
"""

from __future__ import annotations

import onnx

from rot180.simplify.graph import EditableGraph


def drop_identities(graph: EditableGraph) -> bool:
    """Let the readers of a copy read what was copied.

    Returns
    -------
    bool
        Whether anything was changed.
    """
    changed = False
    for node in graph.nodes:
        if not _is_identity(graph, node):
            continue
        source, copy = node.input[0], node.output[0]
        if copy in graph.outputs:
            # An output keeps its name: the value takes it over where it is made, if it may.
            made_by = graph.producers().get(source)
            if made_by is None or source in graph.outputs or source in graph.captured():
                continue
            graph.remove(node)
            made_by.output[list(made_by.output).index(source)] = copy
            graph.rename_reads(source, copy)
        elif copy not in graph.captured():
            graph.remove(node)
            graph.rename_reads(copy, source)
        else:
            continue
        changed = True
    return changed


def _is_identity(graph: EditableGraph, node: onnx.NodeProto) -> bool:
    if node.op_type == "Identity":
        return True
    mask_is_read = any(graph.readers()[name] for name in node.output[1:] if name)
    training = any(node.input[2:])
    return node.op_type == "Dropout" and not mask_is_read and not training
