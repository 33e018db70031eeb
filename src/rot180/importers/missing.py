"""What to say about a file that holds no graph: what it does hold, and what to type next."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Any

from rot180.errors import GraphMissingError, ModelFileError, UnknownFormatError
from rot180.importers.parameters import Parameter, find_parameters
from rot180.importers.source import Contents
from rot180.pickles import Limits, Record, describe

_SHOWN = 40


def graph_missing(path: Path, contents: Contents, limits: Limits, dtype: str) -> ModelFileError:
    """Return the error for a file without a graph that can be read."""
    what = compiled(contents.tree)
    if what is not None:
        return UnknownFormatError(f"{path} holds {what}")
    found = find_parameters(contents.tree, limits, dtype=dtype)
    if not found:
        return UnknownFormatError(
            f"{path} is {contents.kind}, but it holds no array and no Theano graph "
            f"({describe(contents.tree)})"
        )
    return GraphMissingError(
        f"{path} holds parameters only, {contents.kind}; the model's own code is needed as well.\n"
        f"{parameter_lines(found)}\n"
        "Write the expressions of the training script as a function of (x, params), where params\n"
        f"is what the file holds, such as {example(found)}, and type:\n  {next_command(path)}"
    )


def compiled(tree: Any) -> str | None:
    """Say what a tree is if it is an object of Theano's that holds no readable graph."""
    if isinstance(tree, Record) and tree.name in ("_constructor_Function", "Function"):
        return (
            "a compiled theano.function, whose optimised graph is not read yet; pickle the "
            "symbolic variables instead: pickle.dump((x, output), file, 2)"
        )
    return None


def parameter_lines(found: list[Parameter]) -> str:
    """Return a line for each parameter: its name, shape and dtype."""
    shown = found[:_SHOWN]
    width = max(len(parameter.name) for parameter in shown)
    lines = [
        f"  {p.name:<{width}}  {'x'.join(map(str, p.value.shape)) or 'scalar':<16} {p.value.dtype}"
        for p in shown
    ]
    if len(found) > _SHOWN:
        lines.append(f"  ... and {len(found) - _SHOWN} more")
    return "\n".join(lines)


def example(found: list[Parameter]) -> str:
    """Return how model code asks for the first parameter."""
    path = found[0].path
    if path.isdigit():
        return f"params[{path}]"
    return f"params[{found[0].name!r}]"


def next_command(path: Path) -> str:
    """Return the command that joins parameters with model code."""
    return (
        f"rot180 convert {quote(str(path))} --graph model.py:predict --input-shape NxCxHxW "
        f"-o {quote(path.name.partition('.')[0])}.onnx"
    )
