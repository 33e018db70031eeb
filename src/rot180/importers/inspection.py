"""``rot180 inspect``: what a file is and holds, what is missing, what to type next."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from rot180.importers import forms
from rot180.importers.missing import compiled, next_command, parameter_lines
from rot180.importers.outputs import candidates_of, find_graph
from rot180.importers.parameters import Parameter, find_parameters
from rot180.importers.source import Contents
from rot180.model import Model
from rot180.pickles import Limits, describe
from rot180.theano.records import Graph, SharedVariable, Variable
from rot180.values import shape_text

_SHOWN = 40
_DEFAULT_LIMITS = Limits()


@dataclass(frozen=True)
class Inspection:
    """What a file holds; ``str()`` of it is the text that people read.

    Attributes
    ----------
    path : Path
        The file.
    kind : str
        What it is, in words.
    inputs, outputs : tuple of str
        Of the model or graph inside, with shapes or types.
    parameters : tuple of (name, shape, dtype)
        Every trained array.
    missing : str
        What is needed for a model, '' if nothing is.
    next : str
        What to type next.
    text : str
        All of it, for people.
    """

    path: Path
    kind: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    parameters: tuple[tuple[str, tuple[int, ...], str], ...]
    missing: str
    next: str
    text: str

    def __str__(self) -> str:
        return self.text


def inspect(path: str | Path, *, limits: Limits = _DEFAULT_LIMITS) -> Inspection:
    """Look into a file without running anything.

    Parameters
    ----------
    path : str or Path
        Any file that :func:`rot180.load` reads.
    limits : Limits
        How large, long and deep it may be.

    Raises
    ------
    ModelFileError
        It cannot be read; see :func:`rot180.load`.

    Examples
    --------
    >>> found = inspect("tests/golden/models/lenet_tanh-py27/params_list_p2.pkl")
    >>> found.missing
    "the model's own code"
    >>> found.parameters[0]
    ('param_0', (6, 1, 5, 5), 'float32')
    """
    path = Path(path)
    contents = forms.read(path, limits)
    if contents.model is not None:
        return _model(path, contents.kind, contents.model)
    found = find_parameters(contents.tree, limits, dtype="float64")
    graph = find_graph(contents.tree, limits, select=None, dtype="float64")
    if graph is not None:
        return _graph(path, contents, graph, limits)
    return _parameters(path, contents, found)


def _model(path: Path, kind: str, model: Model) -> Inspection:
    inputs = tuple(f"{v.name} {v.shape} {v.dtype}" for v in model.inputs)
    outputs = tuple(f"{v.name} {v.shape} {v.dtype}" for v in model.outputs)
    where = f"{quote(str(path))} -o {quote(f'{path.stem}-java')}"
    command = f"rot180 java {where} --package com.example --class-name Net"
    text = f"{path}: {kind}\n{model.summary()}\n\nNext: {command}"
    return Inspection(path, kind, inputs, outputs, (), "", command, text)


def _graph(path: Path, contents: Contents, graph: Graph, limits: Limits) -> Inspection:
    inputs = tuple(map(_variable, graph.inputs))
    outputs = tuple(map(_variable, graph.outputs))
    shared = _shared(graph)
    parameters = tuple((v.name or "", v.value.shape, str(v.value.dtype)) for v in shared)
    out = quote(f"{path.name.partition('.')[0]}.onnx")
    command = f"rot180 convert {quote(str(path))} -o {out}"
    lines = [f"{path}: {contents.kind}, a symbolic Theano graph", "", "Inputs"]
    lines += [f"  {line}" for line in inputs]
    lines += ["Outputs", *(f"  {line}" for line in outputs), "Parameters"]
    lines += [
        f"  {name or '(no name)'}  {shape_text(shape)}  {dtype}"
        for name, shape, dtype in parameters
    ]
    others = candidates_of(contents.tree, limits)
    if len(others) > len(outputs):
        lines.append("Other values (choose one with --select)")
        lines += [f"  {leaf.dotted}" for leaf in others[:_SHOWN]]
    text = "\n".join([*lines, "", f"Next: {command}"])
    kind = f"{contents.kind}, a symbolic Theano graph"
    return Inspection(path, kind, inputs, outputs, parameters, "", command, text)


def _variable(variable: Variable) -> str:
    if variable.type is None:
        return f"{variable.name or '(no name)'}"
    axes = " x ".join("1" if one else "?" for one in variable.type.broadcastable)
    return f"{variable.name or '(no name)'}  {axes or 'scalar'}  {variable.type.dtype}"


def _shared(graph: Graph) -> list[SharedVariable]:
    """Return the shared variables of a graph, nearest to the inputs first."""
    found: dict[int, SharedVariable] = {}
    seen: set[int] = set()
    stack = list(reversed(graph.outputs))
    while stack:
        variable = stack.pop()
        if id(variable) in seen:
            continue
        seen.add(id(variable))
        if isinstance(variable, SharedVariable) and variable.value is not None:
            found[id(variable)] = variable
        if variable.owner is not None:
            stack.extend(variable.owner.inputs)
    return list(reversed(found.values()))


def _parameters(path: Path, contents: Contents, found: list[Parameter]) -> Inspection:
    listed = tuple((p.name, p.value.shape, str(p.value.dtype)) for p in found)
    what = compiled(contents.tree)
    if what is not None:
        missing, command = "a graph that can be read", ""
        text = f"{path}: {contents.kind}\nIt holds {what}."
    elif not found:
        missing, command = "parameters and a graph", ""
        text = (
            f"{path}: {contents.kind}\nIt holds no array and no graph ({describe(contents.tree)})."
        )
    else:
        missing, command = "the model's own code", next_command(path)
        text = (
            f"{path}: {contents.kind}, parameters only\n\nParameters\n{parameter_lines(found)}\n\n"
            f"Missing: {missing}, a function of (x, params)\nNext: {command}"
        )
    return Inspection(path, contents.kind, (), (), listed, missing, command, text)
