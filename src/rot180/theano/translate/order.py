"""The order in which a graph is computed."""

from __future__ import annotations

from collections.abc import Iterable

from rot180.errors import TranslationError
from rot180.theano.records import Apply, Variable


def in_order(outputs: Iterable[Variable]) -> list[Apply]:
    """Return the applications that `outputs` depend on, inputs first.

    Graphs are deep: no recursion.

    Raises
    ------
    TranslationError
        If an op depends on itself.
    """
    order: dict[int, Apply] = {}
    stack = [variable.owner for variable in reversed(list(outputs)) if variable.owner]
    begun: set[int] = set()
    while stack:
        apply = stack[-1]
        waiting = [
            item.owner for item in apply.inputs if item.owner and id(item.owner) not in order
        ]
        if id(apply) in order or not waiting:
            order.setdefault(id(apply), apply)
            stack.pop()
        elif any(id(owner) in begun for owner in waiting):
            raise TranslationError(f"the graph contains a cycle through {apply.op.name}")
        else:
            begun.add(id(apply))
            stack.extend(reversed(waiting))
    return list(order.values())
