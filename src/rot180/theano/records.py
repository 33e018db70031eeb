"""The Theano graph as inert records: what a pickled graph becomes and what traced code builds.

Two front doors lead here, an unpickled ``Apply`` graph and the look-alike in
:mod:`rot180.theano`. :mod:`rot180.theano.translate` is the only reader. An op is its class name and
its fields; nothing is computed, and no class of Theano's exists.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class TensorType:
    """Type of a variable: its dtype, and for each axis whether its length is known to be one."""

    dtype: str
    broadcastable: tuple[bool, ...]

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return len(self.broadcastable)


@dataclass(frozen=True)
class Op:
    """An op by the class that Theano gave it (``module``, ``name``) and its instance fields."""

    module: str
    name: str
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(eq=False)
class Variable:
    """A value of the graph: an input if it has no owner, else output ``index`` of its owner.

    ``type`` is None for values that are no tensors (a slice, None, a scalar dimension).
    """

    type: TensorType | None
    name: str | None = None
    owner: Apply | None = None
    index: int = 0


@dataclass(eq=False)
class Constant(Variable):
    """A value fixed in the graph: a NumPy array, or a Python number, slice or None."""

    value: Any = None


@dataclass(eq=False)
class SharedVariable(Variable):
    """A trained parameter, with its value (a NumPy array)."""

    value: Any = None


@dataclass(eq=False)
class Apply:
    """One application of an op to input variables."""

    op: Op
    inputs: list[Variable]
    outputs: list[Variable] = field(default_factory=list)


@dataclass
class Graph:
    """What is computed from what: explicit inputs and outputs. Parameters are found by walking."""

    inputs: list[Variable]
    outputs: list[Variable]
