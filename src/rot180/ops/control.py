"""If: one of two graphs inside the graph."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rot180.ops.case import Case
from rot180.ops.node import Array, Node


def if_(node: Node, condition: Array) -> tuple[Array, ...]:
    """Return what the branch gives that the condition chooses; branches see outer values."""
    if np.size(condition) != 1:
        raise ValueError(f"the condition must be one value, got {np.shape(condition)}")
    branch = node.get("then_branch" if bool(np.reshape(condition, ())) else "else_branch")
    values: dict[str, Array] = branch.run(node.scope, branch.outputs)
    return tuple(values[name] for name in branch.outputs)


OPERATORS = {"If": if_}


def cases() -> Iterator[Case]:
    """Yield no case: graphs with branches are among the whole networks."""
    yield from ()
