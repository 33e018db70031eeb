"""The ONNX graph while it grows: values, what is known about them, and the nodes between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from onnx import helper

from rot180.errors import TranslationError
from rot180.theano.records import Apply, Variable
from rot180.theano.translate.lengths import Length, Lengths, Symbol

_MAX_NDIM = 32  # what a vector of axis lengths can hold
Attribute = int | float | str | Sequence[int]
Array = np.ndarray[Any, Any]


@dataclass(eq=False)
class Value:
    """One value of the ONNX graph.

    Attributes
    ----------
    dtype, shape
        Its type; a length is an integer or a `Symbol`.
    data : array or None
        The array of an initializer; None for inputs and for outputs of nodes.
    elements : array or None
        The elements where they are known now: of an initializer, and of a rearranged parameter.
    lengths : tuple or None
        The elements of a scalar or vector that holds axis lengths, known or symbolic.
    root : str or None
        Name of the shared variable that it is a rearrangement of.
    name : str or None
        The name it should get; without one it is named after `label` and a number, or after the
        value that it is a `part_of`.
    """

    dtype: np.dtype[Any]
    shape: Lengths
    data: Array | None = None
    elements: Array | None = None
    lengths: Lengths | None = None
    root: str | None = None
    name: str | None = None
    label: str | None = None
    part_of: Value | None = None

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return len(self.shape)


@dataclass(eq=False)
class Node:
    """One ONNX node, with the Theano op that it comes from."""

    op_type: str
    inputs: list[Value | None]
    outputs: list[Value]
    attributes: dict[str, Attribute]
    theano_op: str = ""


@dataclass(eq=False)
class Translation:
    """Everything that the translators of single ops share.

    Attributes
    ----------
    bindings : dict
        What has been learnt about axes of the graph's inputs, as (input, axis) -> length. Knowledge
        comes late (a convolution states the size of the input it was given), so the graph is
        translated again while this grows.
    values : dict
        What each variable of Theano's graph has become.
    theano_op : str
        The op being translated, for the record of where a node comes from.
    """

    bindings: dict[tuple[int, int], Length] = field(default_factory=dict)
    nodes: list[Node] = field(default_factory=list)
    values: dict[Variable, Value] = field(default_factory=dict)
    theano_op: str = ""
    symbols: int = 0

    def unknown(self) -> Symbol:
        """Return a length about which nothing is known."""
        self.symbols += 1
        return Symbol(f"#{self.symbols}")

    def node(
        self,
        op_type: str,
        inputs: Sequence[Value | None],
        dtype: Any,
        shape: Sequence[Length],
        **attributes: Attribute,
    ) -> Value:
        """Append a node with one output and return that output."""
        output = Value(np.dtype(dtype), tuple(shape))
        self.nodes.append(Node(op_type, list(inputs), [output], attributes, self.theano_op))
        return output

    def constant(self, data: Any, dtype: Any = None, root: str | None = None) -> Value:
        """Return a value that will be an initializer."""
        array = np.asarray(data, dtype)
        lengths = None
        if array.dtype.kind in "iu" and array.ndim <= 1 and array.size <= _MAX_NDIM:
            lengths = tuple(int(item) for item in np.atleast_1d(array))
        return Value(array.dtype, array.shape, array, array, lengths, root, name=root)

    def cast(self, value: Value, dtype: Any) -> Value:
        """Return `value` as `dtype`: itself if it is that already."""
        dtype = np.dtype(dtype)
        if value.dtype == dtype:
            return value
        if value.data is not None:
            result = self.constant(value.data.astype(dtype), root=value.root)
        else:
            onnx_type = int(helper.np_dtype_to_tensor_dtype(dtype))
            result = self.node("Cast", [value], dtype, value.shape, to=onnx_type)
            if value.elements is not None:
                result.elements, result.root = value.elements.astype(dtype), value.root
        result.lengths = value.lengths
        return result

    def reshape(self, value: Value, shape: Sequence[Length], target: Sequence[int]) -> Value:
        """Reshape to `target` in ONNX's spelling (0 keeps a length, -1 is what remains)."""
        return self.node(
            "Reshape", [value, self.constant(list(target), np.int64)], value.dtype, shape
        )

    def unify(self, a: Length, b: Length) -> Length:
        """Return the better known of two lengths that must be equal, and remember the equality."""
        if isinstance(a, int) and isinstance(b, int):
            if a != b:
                raise TranslationError(f"lengths {a} and {b} must be equal")
            return a
        if isinstance(a, Symbol) and isinstance(b, Symbol):
            # Of two inputs' axes the earlier input's symbol stays, so that both become "N".
            first, second = sorted((a, b), key=lambda symbol: symbol.axis or (1 << 30, 0))
            if first != second and second.axis and not first.offset and not second.offset:
                self.bindings[second.axis] = first
            return first
        number, symbol = (a, b) if isinstance(a, int) else (b, a)
        if isinstance(symbol, Symbol) and symbol.axis and isinstance(number, int):
            self.bindings[symbol.axis] = number - symbol.offset
        return number

    def broadcast(self, values: Sequence[Value]) -> Lengths:
        """Return the shape of an element-wise result; lengths that must be equal are unified."""
        rank = max(value.ndim for value in values)
        shape: list[Length] = [1] * rank
        for value in values:
            for axis, length in enumerate(value.shape, rank - value.ndim):
                if length != 1:
                    shape[axis] = length if shape[axis] == 1 else self.unify(shape[axis], length)
        return tuple(shape)


Translator = Callable[[Translation, Apply, list[Value]], Value | list[Value]]
Operators = Mapping[str, Translator]


def known_shape(value: Value, what: str) -> tuple[int, ...]:
    """Return a shape that must be known now, or raise a TranslationError that says for what."""
    if all(isinstance(length, int) for length in value.shape):
        return tuple(int(length) for length in value.shape if isinstance(length, int))
    raise TranslationError(
        f"the shape of {what} must be known, and it is {show(value.shape)}; give the input's shape "
        "(input_shape=..., --input-shape Nx1x28x28)"
    )


def known_integers(value: Value, what: str) -> tuple[int, ...]:
    """Return the elements of a value that must be constant integers."""
    if value.lengths is not None and all(isinstance(item, int) for item in value.lengths):
        return tuple(int(item) for item in value.lengths if isinstance(item, int))
    raise TranslationError(f"{what} must be constant integers, and they are computed from an input")


def show(shape: Lengths) -> str:
    """Return a shape as people write it: ``(N, 1, 28, 28)``.

    Examples
    --------
    >>> show((Symbol("N"), 10))
    '(N, 10)'
    """
    return (
        "(" + ", ".join(_spell(length) for length in shape) + ("," if len(shape) == 1 else "") + ")"
    )


def _spell(length: Length) -> str:
    if isinstance(length, int):
        return str(length)
    name = "?" if length.name.startswith("#") else length.name
    return f"{name}{length.offset:+d}" if length.offset else name


def setting(node: Apply, name: str, default: Any) -> Any:
    """Return a field of an op; ops pickled by older Theanos lack the newer fields."""
    return node.op.fields.get(name, default)
