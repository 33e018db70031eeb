"""The opcodes that fill what is already there: lists, dicts, sets, arrays and records."""

from __future__ import annotations

from typing import Any

import numpy as np

from rot180.errors import CorruptFileError
from rot180.pickles import arrays
from rot180.pickles.constructors import as_key
from rot180.pickles.limits import Budget
from rot180.pickles.records import Record, describe


def append(target: Any, items: list[Any]) -> None:
    """Extend a list, or the record of a kind of list."""
    if isinstance(target, Record):
        if target.items is None:
            target.items = []
        target = target.items
    if not isinstance(target, list):
        raise CorruptFileError(f"items appended to {describe(target)}")
    target.extend(items)


def set_items(target: Any, items: list[Any]) -> None:
    """Put keys and values, one after another, into a dict or the record of a kind of dict."""
    if isinstance(target, Record):
        if target.pairs is None:
            target.pairs = {}
        target = target.pairs
    if not isinstance(target, dict) or len(items) % 2:
        raise CorruptFileError(f"entries set in {describe(target)}")
    for key, value in zip(items[::2], items[1::2], strict=True):
        target[as_key(key)] = value


def add_items(target: Any, items: list[Any]) -> None:
    """Add members to a set, or to the record of a kind of set."""
    if isinstance(target, Record):
        append(target, items)
    elif isinstance(target, set):
        target.update(map(as_key, items))
    else:
        raise CorruptFileError(f"members added to {describe(target)}")


def build(target: Any, state: Any, budget: Budget) -> None:
    """Give an object its state: an array its data, a record its attributes."""
    if isinstance(target, np.ndarray):
        arrays.set_state(target, state, budget)
    elif isinstance(target, Record):
        _set_attributes(target, state, budget)
    elif not isinstance(target, dict):  # an OrderedDict may have attributes, which say nothing
        raise CorruptFileError(f"a state for {describe(target)}")


def _set_attributes(record: Record, state: Any, budget: Budget) -> None:
    parts: tuple[Any, ...] = (state,)
    # With slots, a state is a pair: (instance dict or None, slots).
    if isinstance(state, tuple) and [isinstance(s, dict | None) for s in state] == [True] * 2:
        parts = state
    for part in parts:
        if isinstance(part, dict):
            budget.spend(len(part))
            budget.copy(100 * len(part) if record.attributes else 0)
            if not all(isinstance(key, str) for key in part):
                raise CorruptFileError(f"{describe(record)} has an attribute without a name")
            record.attributes = {**record.attributes, **part} if record.attributes else part
        elif part is not None:
            record.state = part
