"""Everything of interest in what a file holds, with the path that leads to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from rot180.errors import LimitError
from rot180.importers.theano_pickle import is_shared, is_variable, own_name, shared_value
from rot180.pickles import Key, Limits, Record, printable

Path = tuple[str, ...]

_LONGEST_NAME = 200


@dataclass(frozen=True)
class Leaf:
    """An array or a Theano variable, and where it is.

    Attributes
    ----------
    path : tuple of str
        Places in lists, keys of dicts, names of attributes.
    value : ndarray or Record
        The array, or the record of the variable.
    in_object : bool
        Whether the path leads through an object of somebody's own class.
    """

    path: Path
    value: Any
    in_object: bool

    @property
    def dotted(self) -> str:
        """The path as text."""
        return ".".join(self.path)

    @property
    def own_name(self) -> str | None:
        """Name that a Theano variable has itself."""
        return own_name(self.value) if isinstance(self.value, Record) else None


def leaves(tree: Any, limits: Limits) -> Iterator[Leaf]:
    """Yield the arrays and Theano variables of a tree, in the order of the file.

    Plain containers yield what they hold as often as they hold it. In objects of somebody's own
    classes the same parameter is usually there by several ways (``layer.W``, ``layer.params[0]``):
    it is yielded once, by its attribute's name, in the order of ``params`` if there is such a list.

    Raises
    ------
    LimitError
        The tree is deeper or larger than ``limits``.
    """
    entered: set[int] = set()
    in_objects: set[int] = set()
    visits = 0
    stack: list[Leaf] = [Leaf((), tree, False)]
    while stack:
        visits += 1
        if visits > limits.visits:
            raise LimitError(f"more than {limits.visits:,} objects to look at (Limits.visits)")
        here = stack.pop()
        if is_parameter(here.value) or is_variable(here.value):
            if not (here.in_object and id(here.value) in in_objects):
                yield here
            if here.in_object:
                in_objects.add(id(here.value))
            continue
        children = _children(here)
        if not children or id(here.value) in entered:
            continue
        entered.add(id(here.value))
        if len(here.path) >= limits.depth:
            raise LimitError(f"containers nested deeper than {limits.depth} (Limits.depth)")
        visits += len(children)
        stack.extend(reversed(children))


def is_parameter(value: object) -> bool:
    """Whether a value may be a trained parameter: an array of numbers, shared or not."""
    if isinstance(value, np.ndarray | np.generic):
        return value.dtype.kind in "biufc"
    return isinstance(value, Record) and is_shared(value) and shared_value(value) is not None


def parameter_value(value: Any) -> np.ndarray[Any, Any]:
    """Return the array of a parameter, see :func:`is_parameter`."""
    return np.asarray(shared_value(value) if isinstance(value, Record) else value)


def _children(here: Leaf) -> list[Leaf]:
    value, path = here.value, here.path
    if isinstance(value, np.ndarray) and value.dtype.hasobject:
        if value.ndim == 0:  # np.save of a dict
            return [Leaf(path, value[()], here.in_object)]
        value = value.ravel().tolist()
    if isinstance(value, Record):
        if value.module.startswith("theano."):
            return []
        parts = [*_attributes(value), *_entries(value.pairs or {})]
        parts += [(str(i), item) for i, item in enumerate(value.items or ())]
        if isinstance(value.state, list | tuple | dict):
            parts.append(("state", value.state))
        return [Leaf((*path, printable(name, _LONGEST_NAME)), part, True) for name, part in parts]
    if isinstance(value, list | tuple):
        named = [(str(index), item) for index, item in enumerate(value)]
    elif isinstance(value, dict):
        named = _entries(value)
    else:
        return []
    return [Leaf((*path, name), item, here.in_object) for name, item in named]


def _entries(pairs: dict[Any, Any]) -> list[tuple[str, Any]]:
    return [(key_text(key), item) for key, item in pairs.items()]


def _attributes(record: Record) -> list[tuple[str, Any]]:
    order: dict[int, int] = {}
    for listed in ("params", "parameters"):
        values = record.get(listed)
        if isinstance(values, list | tuple):
            order.update({id(value): place for place, value in enumerate(values)})
    return sorted(
        record.attributes.items(), key=lambda item: (order.get(id(item[1]), len(order)), item[0])
    )


def key_text(key: object) -> str:
    """Return the key of a dict as a part of a path.

    Examples
    --------
    >>> key_text("W"), key_text(3), key_text(Key(("conv", "W")))
    ('W', '3', 'conv/W')
    """
    if isinstance(key, Key):
        key = key.value
    if isinstance(key, tuple) and all(isinstance(part, str | int) for part in key):
        return printable("/".join(map(str, key)), _LONGEST_NAME)
    if isinstance(key, bytes):
        return printable(key.decode("latin-1"), _LONGEST_NAME)
    if isinstance(key, str | int | float):
        return printable(str(key), _LONGEST_NAME)
    return f"<{type(key).__name__}>"
