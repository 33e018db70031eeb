"""Parameters from a file and the model's own code become one graph."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rot180.errors import ModelFileError, TranslationError, UnknownFormatError
from rot180.importers.outputs import find_graph
from rot180.importers.parameters import Parameter, Parameters, find_parameters
from rot180.importers.source import Contents
from rot180.pickles import Limits, describe
from rot180.theano import shared, trace
from rot180.theano.records import Graph
from rot180.theano.script import load_function

Shape = Sequence[int | str]


def join(
    path: Path,
    contents: Contents,
    graph: str | Callable[..., Any],
    input_shape: Shape | None,
    select: str | int | None,
    dtype: str,
    limits: Limits,
) -> Graph:
    """Call the model's code with a symbolic input and what the file holds.

    Raises
    ------
    ModelFileError
        The file holds no parameters, the shape of the input is not given, or ``select`` names no
        output.
    TranslationError
        The code fails, or uses something that the look-alike of Theano does not have.
    """
    found = find_parameters(contents.tree, limits, dtype=dtype)
    if not found and find_graph(contents.tree, limits, select=select, dtype=dtype) is not None:
        raise ModelFileError(f"{path} holds the graph already: convert it without model code")
    if not found:
        raise UnknownFormatError(f"{path} holds no parameters ({describe(contents.tree)})")
    if input_shape is None:
        raise ModelFileError(
            "the model's code needs to know the shape of its input: give input_shape=('N', 1, 28, "
            "28), or --input-shape Nx1x28x28, with a word for every length that is open"
        )
    function = load_function(graph) if isinstance(graph, str) else graph

    def call(flat: bool) -> Graph:
        params = Parameters(
            contents.tree,
            found,
            lambda name, value: shared(value, name=name),
            ordered=contents.ordered,
            flat=flat,
        )
        return trace(function, params, input_shape, dtype=dtype)

    # Objects have no places of their own, so they are counted through. Lists of lists are first
    # given as they are; code that counts through them all the same is understood as well.
    in_objects = any(parameter.in_object for parameter in found)
    try:
        traced = call(flat=in_objects)
    except (TranslationError, TypeError, ValueError, LookupError) as error:
        nested = any("." in parameter.path for parameter in found)
        if in_objects or not nested or (not contents.ordered and _has_dict(contents.tree, found)):
            raise
        try:
            traced = call(flat=True)
        except (TranslationError, TypeError, ValueError, LookupError):
            raise error from None
    if select is not None:
        traced.outputs = [_select(traced, select)]
    return traced


def _has_dict(tree: Any, found: list[Parameter]) -> bool:
    """Tell whether parameters lie side by side in a plain dict: of Python 2, it has no order."""
    places = enumerate(tree) if isinstance(tree, list | tuple) else ()
    for prefix, node in [("", tree), *((f"{place}.", node) for place, node in places)]:
        if isinstance(node, dict) and not isinstance(node, OrderedDict):
            inside = [p.path.removeprefix(prefix) for p in found if p.path.startswith(prefix)]
            if len({path.partition(".")[0] for path in inside}) > 1:
                return True
    return False


def _select(graph: Graph, select: str | int) -> Any:
    names = [output.name for output in graph.outputs]
    if isinstance(select, str) and names.count(select) == 1:
        return graph.outputs[names.index(select)]
    if (isinstance(select, int) or select.isdigit()) and 0 <= int(select) < len(names):
        return graph.outputs[int(select)]
    raise ModelFileError(f"select={select!r} is none of the {len(names)} outputs ({names})")
