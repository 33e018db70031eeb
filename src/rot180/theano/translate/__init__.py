"""Theano's graph becomes ONNX: every op is written as the ONNX nodes that compute the same.

A new op is one function in the file of its family and one line in that file's table::

    def cosine(t: Translation, node: Apply, inputs: list[Value]) -> Value: ...

It appends nodes to the translation and returns the op's output (or a list of them), whose names are
given here. Flipped filters, border modes and pooling's corner cases are settled now and for good;
nothing else is folded, so every value of the Theano graph keeps its identity.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import numpy as np

from rot180.errors import TranslationError, UnsupportedOperatorError
from rot180.model import Model
from rot180.theano.records import Apply, Constant, Graph, SharedVariable, Variable
from rot180.theano.translate.labels import label, title
from rot180.theano.translate.lengths import Length, Symbol
from rot180.theano.translate.operators import OPERATORS
from rot180.theano.translate.order import in_order
from rot180.theano.translate.translation import Translation, Translator, Value, show
from rot180.theano.translate.write import write

__all__ = ["OPERATORS", "translate"]


def translate(
    graph: Graph,
    *,
    source: str = "",
    name: str = "theano",
    input_shapes: Sequence[Sequence[int | str | None] | None] = (),
) -> Model:
    """Translate a Theano graph to an ONNX model.

    Parameters
    ----------
    graph : Graph
        Records of a pickled graph, or of traced code.
    source : str
        File that it comes from, for error messages and the model's metadata.
    name : str
        Name of the ONNX graph.
    input_shapes : sequence of shapes
        What is known about the inputs' shapes, in the order of `graph.inputs` (those that were not
        declared follow); a string or None is an unknown length. The rest is found out from the
        graph where that can be proved.

    Returns
    -------
    Model
        Its inputs are those that the outputs depend on.

    Raises
    ------
    UnsupportedOperatorError
        If the graph uses an op that rot180 does not have.
    TranslationError
        If an op is used in a way that cannot be written in ONNX.

    Examples
    --------
    >>> import rot180.theano.tensor as T
    >>> x = T.matrix("x")
    >>> translate(Graph([x], [T.tanh(x * 2)])).inputs[0].shape
    ('N', 'x_1')
    """
    applies = in_order(graph.outputs)
    free = _free(applies, graph.outputs)
    declared = list(dict.fromkeys([*graph.inputs, *free]))
    hints = dict(zip(declared, input_shapes, strict=False))
    inputs = [variable for variable in declared if variable in free]
    bindings: dict[tuple[int, int], Length] = {}
    while True:
        translation = Translation(dict(bindings))
        for position, variable in enumerate(inputs):
            translation.values[variable] = _input(
                variable, position, hints.get(variable), bindings, len(inputs)
            )
        for apply in applies:
            _translate_one(translation, apply, source)
        if translation.bindings == bindings:
            break
        bindings = translation.bindings
    outputs = [_value(translation, variable) for variable in graph.outputs]
    return Model(
        write(translation, [translation.values[item] for item in inputs], outputs, source, name)
    )


def _free(applies: Iterable[Apply], outputs: Iterable[Variable]) -> dict[Variable, None]:
    """Variables that nothing computes and that hold no value: the inputs, declared or not."""
    variables = [*(item for apply in applies for item in apply.inputs), *outputs]
    return dict.fromkeys(
        item
        for item in variables
        if item.owner is None and not isinstance(item, Constant | SharedVariable)
    )


def _input(
    variable: Variable,
    position: int,
    hint: Sequence[int | str | None] | None,
    bindings: Mapping[tuple[int, int], Length],
    count: int,
) -> Value:
    if variable.type is None:
        raise TranslationError(f"input {position} of the graph is no tensor")
    name = variable.name or ("input" if count == 1 else f"input_{position}")
    ndim = variable.type.ndim
    if hint is not None and len(hint) != ndim:
        raise TranslationError(
            f"input {name!r} has {ndim} axes, and the shape given for it has {len(hint)}: {hint}"
        )
    shape: list[Length] = []
    for axis, one in enumerate(variable.type.broadcastable):
        given = hint[axis] if hint is not None else None
        if isinstance(given, int):
            shape.append(given)
            continue
        label = given or ("N" if (position, axis) == (0, 0) else f"{name}_{axis}")
        length: Length = 1 if one else Symbol(label, (position, axis))
        while isinstance(length, Symbol) and length.axis and length.axis in bindings:
            length = bindings[length.axis]
        shape.append(length)
    return Value(np.dtype(variable.type.dtype), tuple(shape), name=name)


def _value(t: Translation, variable: Variable) -> Value:
    """Value of a variable; parameters and constants become values when they are first used."""
    if variable not in t.values:
        if not isinstance(variable, Constant | SharedVariable):
            raise TranslationError(f"the variable {variable.name!r} is made by no op of the graph")
        array = np.asarray(variable.value)
        if array.dtype.kind not in "biufc":
            # A slice or None: an op that takes one reads the record itself.
            return Value(array.dtype, ())
        dtype = variable.type.dtype if variable.type else array.dtype.newbyteorder("=")
        root = variable.name or "param" if isinstance(variable, SharedVariable) else None
        value = t.constant(array.astype(dtype, order="C"), root=root)
        value.name = root or variable.name
        t.values[variable] = value
    return t.values[variable]


def _translate_one(t: Translation, apply: Apply, source: str) -> None:
    inputs = [_value(t, variable) for variable in apply.inputs]
    translator = _translator(apply, inputs, source)
    t.theano_op = title(apply)
    first = len(t.nodes)
    try:
        results = translator(t, apply, inputs)
        outputs = results if isinstance(results, list) else [results]
        for variable, value in zip(apply.outputs, outputs, strict=False):
            t.values[variable] = _named(t, variable, value, label(apply))
    except UnsupportedOperatorError as error:
        raise UnsupportedOperatorError(f"{error}{_where(apply, inputs, source)}") from error
    except TranslationError as error:
        raise TranslationError(f"{t.theano_op}: {error}{_where(apply, inputs, source)}") from error
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise TranslationError(
            f"{t.theano_op} is not as Theano makes it ({type(error).__name__}: {error})"
            f"{_where(apply, inputs, source)}"
        ) from error
    for node in t.nodes[first:]:
        for value in node.outputs:
            if value.name is None and value.label is None:
                value.part_of = t.values[apply.outputs[0]]


def _translator(apply: Apply, inputs: Sequence[Value], source: str) -> Translator:
    """Return the function for an op. Its twin for GPUs is called Gpu and the CPU's name."""
    name = apply.op.name
    for known in (name, name.removeprefix("Gpu")):
        if known in OPERATORS:
            return OPERATORS[known]
    close = get_close_matches(name, OPERATORS, n=3) or sorted(OPERATORS)
    raise UnsupportedOperatorError(
        f"the Theano op {name} ({apply.op.module}) is not supported"
        f"{_where(apply, inputs, source)}. Supported: {', '.join(close)}"
    )


def _where(apply: Apply, inputs: Sequence[Value], source: str) -> str:
    """Return the place of an op in the graph: its inputs, its output's name, the file."""
    arguments = ", ".join(
        f"{value.name or value.label or 'constant'} {value.dtype} {show(value.shape)}"
        for value in inputs
    )
    names = [variable.name for variable in apply.outputs if variable.name]
    makes = f" making {', '.join(map(repr, names))}" if names else ""
    file = f" in {source}" if source else ""
    return f" [at {title(apply)}({arguments}){makes}{file}]"


def _named(t: Translation, variable: Variable, value: Value, stem: str) -> Value:
    """Give an op's output its dtype, the lengths of one that its type declares, and its name."""
    if variable.type is not None:
        value = t.cast(value, variable.type.dtype)
        flags = zip(value.shape, variable.type.broadcastable, strict=True)
        value.shape = tuple(t.unify(length, 1) if one else length for length, one in flags)
    if value.name is None and value.label is None:
        value.label = stem
    if variable.name is None or variable.name == value.name:
        return value
    if value.name is not None or value.data is not None:
        lengths: Any = value.lengths
        value = t.node("Identity", [value], value.dtype, value.shape)
        value.lengths = lengths
    value.name = variable.name
    return value
