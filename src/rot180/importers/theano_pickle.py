"""What a pickle records of Theano's variables and ops becomes :mod:`rot180.theano.records`.

Every generation reads alike: module names moved between Theano 0.5 and 1.0, class and field names
hardly did, so objects are told by the name of their class and the package.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from rot180.errors import CorruptFileError, LimitError
from rot180.pickles import Global, Key, Limits, Record, describe, printable
from rot180.theano.records import (
    Apply,
    Constant,
    Graph,
    Op,
    SharedVariable,
    TensorType,
    Variable,
)

_DTYPES = frozenset(
    ["bool", "float16", "float32", "float64", "complex64", "complex128"]
    + [f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)]
)
_FIELD_DEPTH = 24


def is_variable(value: object) -> bool:
    """Whether a value of a pickle is one of Theano's variables: symbolic, constant or shared."""
    return (
        isinstance(value, Record)
        and value.module.startswith("theano.")
        and value.name.endswith(("Variable", "Constant"))
    )


def is_shared(value: object) -> bool:
    """Whether it is a shared variable: a parameter, or the state of a random generator."""
    return (
        is_variable(value) and isinstance(value, Record) and value.name.endswith("SharedVariable")
    )


def is_computed(value: object) -> bool:
    """Whether it is a variable that the graph computes."""
    return is_variable(value) and isinstance(value, Record) and value.get("owner") is not None


def shared_value(record: Record) -> np.ndarray[Any, Any] | None:
    """Return the value of a shared variable, None if it is no array (a random generator's)."""
    container = record.get("container")
    storage = container.get("storage") if isinstance(container, Record) else None
    if not (isinstance(storage, list) and len(storage) == 1):
        raise CorruptFileError(f"the {describe(record)} {own_name(record)!r} has lost its value")
    value = storage[0]
    if isinstance(value, np.generic | int | float):
        value = np.asarray(value)
    return value if isinstance(value, np.ndarray) and not value.dtype.hasobject else None


def read_graph(
    inputs: list[Record], outputs: list[Record], limits: Limits, *, dtype: str = "float32"
) -> Graph:
    """Turn pickled variables, and all that they are computed from, into a graph of records.

    Parameters
    ----------
    inputs, outputs : lists of Record
        Theano variables, see :func:`is_variable`.
    limits : Limits
        How many nodes there may be.
    dtype : {'float32', 'float64'}
        With float32, everything in the graph that is float64 becomes float32.

    Raises
    ------
    CorruptFileError
        The graph contradicts itself: a type without axes, a result of nothing, a cycle.
    LimitError
        It has more nodes than ``limits`` allow.
    """
    reader = _GraphReader(limits, dtype)
    graph = Graph([reader.variable(x) for x in inputs], [reader.variable(y) for y in outputs])
    reader.finish()
    _refuse_cycles(graph)
    return graph


class _GraphReader:
    """Makes one object for each record, whichever way it is reached.

    Graphs are deep and refer back to themselves, so objects are made first and filled in later,
    from a list of what is still to do.
    """

    def __init__(self, limits: Limits, dtype: str) -> None:
        self._nodes_left = limits.nodes
        self._narrow = dtype == "float32"
        self._made: dict[int, Any] = {}
        self._keep: list[Any] = []  # identities must not be reused while we go by them
        self._unfilled: list[tuple[Record, Variable | Apply]] = []

    def finish(self) -> None:
        """Fill in all that was reached."""
        while self._unfilled:
            record, item = self._unfilled.pop()
            if isinstance(item, Apply):
                item.inputs += [self.variable(x) for x in _list(record, "inputs")]
                item.outputs += [self.variable(x) for x in _list(record, "outputs")]
            else:
                self._own(record, item)

    def _own(self, record: Record, item: Variable) -> None:
        owner = record.get("owner")
        if owner is None:
            return
        index = record.get("index")
        outputs = _list(owner, "outputs") if isinstance(owner, Record) else []
        if not (isinstance(index, int) and 0 <= index < len(outputs) and outputs[index] is record):
            raise CorruptFileError(f"{describe(record)} is no result of the node that it names")
        item.owner, item.index = self._apply(owner), index

    def _remember(self, source: Any, made: Any) -> Any:
        self._made[id(source)] = made
        self._keep.append(source)
        return made

    def variable(self, record: object) -> Variable:
        """Return the variable that a record stands for."""
        if not (is_variable(record) and isinstance(record, Record)):
            raise CorruptFileError(f"{describe(record)} where a Theano variable should be")
        if id(record) in self._made:
            made: Variable = self._made[id(record)]
            return made
        type_, name = self._type(record.get("type")), own_name(record)
        if is_shared(record):
            value = shared_value(record)
            if value is None:
                type_ = None
            made = SharedVariable(type_, name, value=self._array(value, type_, name))
        elif record.name.endswith("Constant"):
            made = Constant(type_, name, value=self._constant(record.get("data"), type_, name))
        else:
            made = Variable(type_, name)
        self._remember(record, made)
        self._unfilled.append((record, made))
        return made

    def _apply(self, record: Record) -> Apply:
        if id(record) not in self._made:
            op = self._field(record.get("op"), 0)
            if not isinstance(op, Op):
                raise CorruptFileError(f"{describe(record)} applies {describe(op)}, which is no op")
            self._nodes_left -= 1
            if self._nodes_left < 0:
                raise LimitError("the graph has too many nodes (Limits.nodes)")
            node = self._remember(record, Apply(op, []))
            self._unfilled.append((record, node))
        node = self._made[id(record)]
        if not isinstance(node, Apply):
            raise CorruptFileError(f"{describe(record)} where a node of the graph should be")
        return node

    def _type(self, record: object) -> TensorType | None:
        """Return the type of a tensor or scalar; other types (slices, None, generic) are None."""
        if not isinstance(record, Record) or "broadcastable" not in record.attributes:
            if isinstance(record, Record) and record.name in ("Scalar", "ScalarType"):
                return TensorType(self._dtype(record.get("dtype")), ())
            return None
        axes = record.get("broadcastable")
        if not isinstance(axes, tuple | list) or len(axes) > 32:
            raise CorruptFileError(f"{describe(record)} without a pattern of axes")
        # CudaNdarrayType has no dtype: it is always float32.
        dtype = self._dtype(record.get("dtype", "float32"))
        return TensorType(dtype, tuple(axis is True or axis == 1 for axis in axes))

    def _dtype(self, name: object) -> str:
        if not isinstance(name, str) or name not in _DTYPES:
            raise CorruptFileError("a type of Theano's without a dtype that it could have")
        return "float32" if self._narrow and name == "float64" else name

    def _array(self, value: Any, type_: TensorType | None, name: str | None) -> Any:
        if value is None:
            return None
        if not isinstance(value, np.ndarray | np.generic | bool | int | float | complex):
            raise CorruptFileError(f"the value of {name!r} is {describe(value)}, not an array")
        value = np.asarray(value)
        if value.dtype.kind not in "biufc" or (type_ is not None and value.ndim != type_.ndim):
            raise CorruptFileError(
                f"the value of {name!r} has dtype {value.dtype} and {value.ndim} axes, which "
                f"contradicts its type {type_}"
            )
        dtype = value.dtype.newbyteorder("=")
        if self._narrow and dtype == np.float64:
            dtype = np.dtype(np.float32)
        with np.errstate(over="ignore"):  # beyond float32's range is infinity there
            return np.asarray(value, dtype, order="C")

    def _constant(self, data: Any, type_: TensorType | None, name: str | None) -> Any:
        if isinstance(data, np.ndarray | np.generic) or type_ is not None:
            return self._array(data, type_, name)
        return self._field(data, 0)

    def _field(self, value: Any, depth: int) -> Any:
        """Return the value of an op's field, with records, types and variables turned into ours."""
        if value is None or isinstance(value, str | bytes | int | float | complex | np.generic):
            return value
        if isinstance(value, Global):
            return str(value)
        if isinstance(value, Key):
            return self._field(value.value, depth)
        if is_variable(value):
            return self.variable(value)
        if id(value) in self._made:
            return self._made[id(value)]
        if depth > _FIELD_DEPTH:
            raise LimitError("the field of an op is nested too deep to be one")
        return self._container(value, depth + 1)

    def _container(self, value: Any, depth: int) -> Any:
        if isinstance(value, Record):
            return self._record(value, depth)
        if isinstance(value, np.ndarray):
            return self._remember(value, self._array(value, None, None))
        if isinstance(value, slice):
            parts = (self._field(part, depth) for part in (value.start, value.stop, value.step))
            return self._remember(value, slice(*parts))
        if isinstance(value, tuple):
            return self._remember(value, tuple(self._field(item, depth) for item in value))
        if isinstance(value, list):
            items = self._remember(value, [])
            items.extend(self._field(item, depth) for item in value)
            return items
        if isinstance(value, dict):
            entries = self._remember(value, {})
            for key, item in value.items():
                if isinstance(key, str | int):
                    entries[key] = self._field(item, depth)
            return entries
        raise CorruptFileError(f"the field of an op holds {describe(value)}")

    def _record(self, record: Record, depth: int) -> Any:
        type_ = self._type(record)
        if type_ is not None:
            return self._remember(record, type_)
        if record.name == "frozendict":
            return self._field(record.get("_dict"), depth)
        op = self._remember(record, Op(record.module, record.name))
        for name, field in record.attributes.items():
            if not (name in _UNREAD or name.startswith("__") or isinstance(field, _UNREAD_TYPES)):
                op.fields[name] = self._field(field, depth)
        if self._narrow and op.fields.get("dtype") == "float64":
            op.fields["dtype"] = "float32"
        return op


# Documentation, generated C code and bookkeeping: they say nothing about what an op computes.
_UNREAD = frozenset({"_c_code", "code_sections", "fgraph", "func_codes", "func_files", "tag"})
_UNREAD_TYPES = (set, frozenset)


def own_name(record: Record) -> str | None:
    """Return the name that a Theano variable has itself, fit to be shown."""
    name = record.get("name")
    return printable(name, 200) if isinstance(name, str) and name else None


def _list(record: Record, attribute: str) -> list[Any]:
    items = record.get(attribute)
    if not isinstance(items, list | tuple):
        raise CorruptFileError(f"{describe(record)} has lost its {attribute}")
    return list(items)


def _refuse_cycles(graph: Graph) -> None:
    """Raise if a value depends on itself. Each node is entered once and left once."""
    done: set[int] = set()
    entered: set[int] = set()
    stack = [variable.owner for variable in graph.outputs]
    while stack:
        node = stack[-1]
        if node is None or id(node) in done:
            stack.pop()
        elif id(node) in entered:
            stack.pop()
            entered.discard(id(node))
            done.add(id(node))
        else:
            entered.add(id(node))
            for variable in node.inputs:
                if id(variable.owner) in entered:
                    raise CorruptFileError("a value of the graph depends on itself")
                stack.append(variable.owner)
