"""Drop nodes whose outputs nobody reads.

Exact: what is left computes what it did.
"""

from __future__ import annotations

from rot180.simplify.graph import EditableGraph


def drop_unused(graph: EditableGraph) -> bool:
    """Remove nodes that no output of the model depends on, the last ones first.

    Returns
    -------
    bool
        Whether anything was changed.
    """
    changed = False
    for node in reversed(graph.nodes):
        readers = graph.readers()
        if not any(readers[name] for name in node.output if name):
            graph.remove(node)
            changed = True
    return changed
