"""Which variables of a file are the graph's inputs and outputs."""

from __future__ import annotations

from typing import Any

from rot180.errors import ModelFileError
from rot180.importers.theano_pickle import is_computed, is_shared, read_graph
from rot180.importers.walk import Leaf, leaves
from rot180.pickles import Limits, Record
from rot180.theano.records import Graph, Variable

# What the objects of tutorials and of those who followed them call their result, best first.
_RESULTS = ("p_y_given_x", "prediction", "probability", "prob", "output", "out", "y_pred")


def find_graph(tree: Any, limits: Limits, *, select: str | int | None, dtype: str) -> Graph | None:
    """Find the symbolic graph in what a file holds.

    In plain containers, ``(x, prob)`` for instance, every computed variable is an output and every
    free one an input. In objects of somebody's own classes the output is the attribute that is
    usually the result (``p_y_given_x``, ``output``), that of the last layer. ``select`` chooses any
    other computed variable, by its name, its path or its place among them.

    Returns
    -------
    Graph or None
        None if nothing in the file is computed from anything.

    Raises
    ------
    ModelFileError
        ``select`` names nothing, or several.
    """
    found = list(leaves(tree, limits))
    candidates = [leaf for leaf in found if is_computed(leaf.value)]
    if not candidates:
        return None
    if select is not None:
        chosen = [_selected(candidates, select)]
    elif not any(leaf.in_object for leaf in candidates):
        chosen = candidates
    else:
        chosen = _results(candidates)
        if not chosen:
            return None
    inputs = [leaf.value for leaf in found if _is_free(leaf.value) and not leaf.in_object]
    graph = read_graph(inputs, [leaf.value for leaf in chosen], limits, dtype=dtype)
    if len(chosen) > 1 and any(leaf.in_object for leaf in chosen):
        deepest = max(range(len(chosen)), key=lambda i: _ancestors(graph.outputs[i]))
        chosen, graph.outputs = [chosen[deepest]], [graph.outputs[deepest]]
    for leaf, variable in zip(chosen, graph.outputs, strict=True):
        if variable.name is None and leaf.path and not leaf.path[-1].isdigit():
            variable.name = leaf.path[-1]
    graph.inputs = _needed_inputs(graph)
    return graph


def candidates_of(tree: Any, limits: Limits) -> list[Leaf]:
    """Return every computed variable that ``select`` could choose."""
    return [leaf for leaf in leaves(tree, limits) if is_computed(leaf.value)]


def _is_free(value: object) -> bool:
    return (
        isinstance(value, Record)
        and value.name.endswith("Variable")
        and not is_shared(value)
        and not is_computed(value)
    )


def _results(candidates: list[Leaf]) -> list[Leaf]:
    for name in _RESULTS:
        matching = [leaf for leaf in candidates if leaf.path and leaf.path[-1] == name]
        if matching:
            return matching
    return []


def _selected(candidates: list[Leaf], select: str | int) -> Leaf:
    place = int(select) if isinstance(select, int) or select.lstrip("-").isdigit() else None
    if place is not None and -len(candidates) <= place < len(candidates):
        return candidates[place]
    for names in (
        [leaf.dotted for leaf in candidates],
        [leaf.own_name for leaf in candidates],
        [leaf.path[-1] if leaf.path else "" for leaf in candidates],
    ):
        matching = [leaf for leaf, name in zip(candidates, names, strict=True) if name == select]
        if len(matching) == 1:
            return matching[0]
    raise ModelFileError(
        f"select={select!r} is not one value of this file; by place and path it has "
        + ", ".join(f"{i}: {_label(leaf)}" for i, leaf in enumerate(candidates[:20]))
    )


def _label(leaf: Leaf) -> str:
    own = leaf.own_name
    return (leaf.dotted or "the value") + (f" ({own})" if own and own != leaf.dotted else "")


def _ancestors(output: Variable) -> int:
    """Count the nodes that a value is computed from."""
    seen: set[int] = set()
    stack = [output.owner]
    while stack:
        node = stack.pop()
        if node is not None and id(node) not in seen:
            seen.add(id(node))
            stack.extend(variable.owner for variable in node.inputs)
    return len(seen)


def _needed_inputs(graph: Graph) -> list[Variable]:
    """Return the inputs that the outputs depend on: those declared first, in their order."""
    seen: dict[int, Variable] = {}
    stack = list(reversed(graph.outputs))
    while stack:
        variable = stack.pop()
        if id(variable) in seen:
            continue
        seen[id(variable)] = variable
        if variable.owner is not None:
            stack.extend(reversed(variable.owner.inputs))
    declared = [variable for variable in graph.inputs if id(variable) in seen]
    free = [v for v in seen.values() if type(v) is Variable and v.owner is None]
    return list({id(v): v for v in [*declared, *free]}.values())
