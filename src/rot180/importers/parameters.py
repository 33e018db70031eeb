"""The parameters of a file: a list with names, and what model code sees of them."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from rot180.errors import LimitError
from rot180.importers.walk import Leaf, is_parameter, key_text, leaves, parameter_value
from rot180.pickles import Limits, Record

Wrap = Callable[[str, np.ndarray[Any, Any]], Any]


@dataclass(frozen=True)
class Parameter:
    """One trained array.

    Attributes
    ----------
    name : str
        What it is called: unique in the file, unless the same array is there twice.
    path : str
        Where it is in the file.
    value : ndarray
        Its value, in C order and native bytes.
    source : object
        What stands for it in the tree.
    in_object : bool
        Whether it was found in an object of somebody's own class.
    """

    name: str
    path: str
    value: np.ndarray[Any, Any]
    source: Any
    in_object: bool


def find_parameters(tree: Any, limits: Limits, *, dtype: str = "float32") -> list[Parameter]:
    """List the parameters of what a file holds, in the order of the file.

    A parameter is called what its Theano variable is called if that is unique, otherwise by its
    path. Arrays arrive in C order and native bytes; with dtype 'float32', float64 is converted.
    """
    found = []
    for leaf in leaves(tree, limits):
        if is_parameter(leaf.value):
            found.append(leaf)
        if len(found) > limits.parameters:
            raise LimitError(f"more than {limits.parameters:,} arrays (Limits.parameters)")
    values = {id(leaf.value): native(parameter_value(leaf.value), dtype) for leaf in found}
    return [
        Parameter(name, leaf.dotted, values[id(leaf.value)], leaf.value, leaf.in_object)
        for name, leaf in zip(_names(found), found, strict=True)
    ]


def native(value: np.ndarray[Any, Any], dtype: str) -> np.ndarray[Any, Any]:
    """Return an array in C order and native bytes, float64 as float32 unless ``dtype`` keeps it.

    Examples
    --------
    >>> native(np.ones((2, 3), ">f8", order="F"), "float32").dtype
    dtype('float32')
    """
    wanted = value.dtype.newbyteorder("=")
    if dtype == "float32" and wanted == np.float64:
        wanted = np.dtype(np.float32)
    with np.errstate(over="ignore"):  # beyond float32's range it is infinite there
        return np.asarray(value, wanted, order="C")


def _names(found: list[Leaf]) -> list[str]:
    own = Counter(leaf.own_name for leaf in found)
    names = []
    for leaf in found:
        name = leaf.own_name if leaf.own_name and own[leaf.own_name] == 1 else leaf.dotted
        # A place alone says nothing to who meets it in the ONNX file.
        names.append(f"param_{'_'.join(leaf.path)}".rstrip("_") if _is_place(name) else name)
    return names


def _is_place(name: str) -> bool:
    return all(part.isdigit() for part in name.split(".")) or not name


class Parameters:
    """What model code gets as ``params``: the file's containers as they were unpickled.

    A list is indexed as in the script that wrote it (``params[0]``, ``params[1]["W"]``), a dict by
    its keys, an ``.npz`` by name and by place, an object by its attributes. At the outermost level
    every parameter is also found by its name and by its path (``params["0.W"]``).

    Parameters
    ----------
    tree : object
        Plain containers, arrays and records.
    found : list of Parameter
        The parameters in it.
    wrap : callable
        What model code gets for a parameter, made once from its name and value.
    ordered : bool
        Whether the order of plain dicts means something.
    flat : bool
        Whether places count through all parameters of the file, whatever they are nested in.
    """

    def __init__(
        self,
        tree: Any,
        found: list[Parameter],
        wrap: Wrap,
        *,
        ordered: bool = True,
        flat: bool = False,
    ) -> None:
        if is_parameter(tree):
            tree = [tree]
        self._node = _Node(tree, {id(p.source): p for p in found}, wrap, ordered, {})
        self._places = self._node.wrapped([p.source for p in found]) if flat else self._node
        self._by_name = {p.path: p for p in found} | {p.name: p for p in found}
        self._found = found

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, int | slice):
            try:
                return self._places[key]
            except IndexError:
                raise IndexError(
                    f"params[{key}] is beyond the end; there are {len(self)}, from params[0]"
                ) from None
        if isinstance(key, str) and key in self._by_name:
            return self._node.wrapped(self._by_name[key].source)
        return self._node[key]

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._places)

    def __contains__(self, key: object) -> bool:
        return key in self._by_name or key in self.keys()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._node, name)

    def keys(self) -> list[str]:
        """Names of all parameters, in the order of the file."""
        return [parameter.name for parameter in self._found]

    def values(self) -> list[Any]:
        """All parameters, in the order of the file."""
        return [self._node.wrapped(parameter.source) for parameter in self._found]

    def items(self) -> list[tuple[str, Any]]:
        """Names and values of all parameters, in the order of the file."""
        return list(zip(self.keys(), self.values(), strict=True))


class _Node:
    """One container or object of the file."""

    def __init__(
        self,
        tree: Any,
        known: dict[int, Parameter],
        wrap: Wrap,
        ordered: bool,
        made: dict[int, Any],
    ) -> None:
        if isinstance(tree, np.ndarray) and tree.dtype.hasobject:
            tree = tree.tolist()
        self._tree, self._known, self._wrap, self._made = tree, known, wrap, made
        self._ordered = ordered

    def wrapped(self, value: Any) -> Any:
        """Return what stands for a value of the file: the same object every time."""
        parameter = self._known.get(id(value))
        if parameter is not None:
            if id(value) not in self._made:
                self._made[id(value)] = self._wrap(parameter.name, parameter.value)
            return self._made[id(value)]
        if isinstance(value, list | tuple | dict | Record | np.ndarray):
            return _Node(value, self._known, self._wrap, self._ordered, self._made)
        return value

    def _sequence(self) -> list[Any]:
        tree = self._tree
        if isinstance(tree, list | tuple):
            return list(tree)
        if isinstance(tree, dict):
            if self._ordered or isinstance(tree, OrderedDict):
                return list(tree.values())
            raise TypeError(
                "a dict that Python 2 wrote has no order: ask for its parameters by name "
                f"({', '.join(self.keys())})"
            )
        raise TypeError(f"{tree!r} has no order: ask for its attributes by name")

    def _mapping(self) -> dict[str, Any]:
        tree = self._tree
        if isinstance(tree, Record):
            return tree.attributes | {key_text(key): v for key, v in (tree.pairs or {}).items()}
        if isinstance(tree, dict):
            return {key_text(key): value for key, value in tree.items()}
        return {str(place): value for place, value in enumerate(tree)}

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice):
            return [self.wrapped(value) for value in self._sequence()[key]]
        if isinstance(key, int) and not (isinstance(self._tree, dict) and key in self._tree):
            return self.wrapped(self._sequence()[key])
        mapping = self._mapping()
        if key_text(key) not in mapping:
            raise KeyError(f"{key!r}; there are {', '.join(list(mapping)[:40])}")
        return self.wrapped(mapping[key_text(key)])

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or not isinstance(self._tree, Record):
            raise AttributeError(name)
        if name not in self._tree.attributes:
            raise AttributeError(f"{self._tree!r} has no attribute {name!r}")
        return self.wrapped(self._tree.attributes[name])

    def __len__(self) -> int:
        return len(self._mapping())

    def __iter__(self) -> Iterator[Any]:
        return iter([self.wrapped(value) for value in self._sequence()])

    def __contains__(self, key: object) -> bool:
        return key_text(key) in self._mapping()

    def keys(self) -> list[str]:
        """Keys of a dict, names of attributes, places in a list."""
        return list(self._mapping())

    def values(self) -> list[Any]:
        """Values, in the order of `keys`."""
        return [self.wrapped(value) for value in self._mapping().values()]

    def items(self) -> list[tuple[str, Any]]:
        """Keys with their values."""
        return list(zip(self.keys(), self.values(), strict=True))
