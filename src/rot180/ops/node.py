"""What an operator is given beside its input arrays: one node of a graph."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Result = Array | tuple[Array, ...]

#: An operator's evaluation: the node, then one array (None where left out) for each input.
Operator = Callable[..., Result]


@dataclass(frozen=True)
class Node:
    """One node: its attributes, and what of its surroundings an operator may need.

    Attributes
    ----------
    op_type, name : str
        The operator, and the node's own name.
    attributes : mapping
        Attribute values as Python numbers, strings, lists, arrays or (for ``If``) graphs.
    opset : int
        Version of the operator set that the model was written for.
    output_count : int
        How many outputs the node lists; some operators do more work for a second one.
    threads : int or None
        Threads that kernels may use.
    scope : mapping
        Values of the enclosing graph by name, for the subgraphs of ``If``.
    """

    op_type: str
    name: str
    attributes: Mapping[str, Any]
    opset: int
    output_count: int = 1
    threads: int | None = None
    scope: Mapping[str, Array] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the node sets an attribute."""
        return name in self.attributes

    def get(self, name: str) -> Any:
        """Return an attribute that the operator cannot do without."""
        if name not in self.attributes:
            raise ValueError(f"attribute '{name}' is missing")
        return self.attributes[name]

    def integer(self, name: str, default: int) -> int:
        """Return an integer attribute."""
        return int(self.attributes.get(name, default))

    def number(self, name: str, default: float) -> float:
        """Return a float attribute; ONNX stores float32, so a default is rounded to it as well."""
        return float(np.float32(self.attributes.get(name, default)))

    def string(self, name: str, default: str) -> str:
        """Return a string attribute."""
        return str(self.attributes.get(name, default))

    def integers(self, name: str, default: Sequence[int]) -> tuple[int, ...]:
        """Return an attribute that is a list of integers."""
        return tuple(int(value) for value in self.attributes.get(name, default))

    def parameter(self, name: str, given: Array | None) -> tuple[int, ...] | None:
        """Return integers that newer opsets pass as an input and older ones as an attribute."""
        if given is not None:
            return tuple(int(value) for value in np.atleast_1d(given))
        if name in self.attributes:
            return tuple(int(value) for value in np.atleast_1d(self.attributes[name]))
        return None


def axis_of(axis: int, rank: int) -> int:
    """Return an axis counted from the front; negative ones count from the back."""
    if not -rank <= axis < rank:
        raise ValueError(f"axis {axis} does not exist in a value of rank {rank}")
    return axis % rank


def axes_of(axes: Sequence[int], rank: int) -> tuple[int, ...]:
    """Return distinct axes counted from the front, ascending."""
    found = sorted(axis_of(axis, rank) for axis in axes)
    if len(set(found)) != len(found):
        raise ValueError(f"axes {tuple(axes)} name an axis of a value of rank {rank} twice")
    return tuple(found)
