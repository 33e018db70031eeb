"""A graph made ready to run: nodes in order, constants as arrays, dead values freed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import onnx
from onnx import numpy_helper

from rot180.errors import CorruptFileError, ModelInputError, UnsupportedOperatorError
from rot180.ops.node import Array, Node, Operator


@dataclass(frozen=True)
class Step:
    """One node with what it reads and writes; ``reads`` includes what its branches capture."""

    node: Node
    operator: Operator
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    reads: frozenset[str]
    has_branches: bool


#: Steps in order, each with the names of the values that nothing reads after it.
Plan = list[tuple[Step, tuple[str, ...]]]


class Graph:
    """A runnable graph; nodes are taken in the order of the file, which ONNX wants sorted.

    Parameters
    ----------
    proto : onnx.GraphProto
        The graph.
    operators : mapping
        Evaluation of each operator by name.
    opset : int
        Version of the operator set.
    threads : int or None
        Threads that kernels may use.
    """

    def __init__(
        self,
        proto: onnx.GraphProto,
        operators: Mapping[str, Operator],
        opset: int,
        threads: int | None = None,
    ) -> None:
        self.constants = {tensor.name: to_array(tensor) for tensor in proto.initializer}
        self.outputs = tuple(value.name for value in proto.output)
        self.steps = tuple(_step(node, operators, opset, threads) for node in proto.node)
        made = {name for step in self.steps for name in step.outputs}
        named = {value.name for value in proto.input} | set(self.constants) | made
        #: Every value that can be asked for.
        self.values = frozenset(named)
        #: Names that a graph inside another one takes from there.
        self.captured = frozenset({*self.outputs, *_reads(self.steps)} - named)
        self._plans: dict[tuple[str, ...], Plan] = {}

    def run(self, feeds: Mapping[str, Array], wanted: Sequence[str]) -> dict[str, Array]:
        """Compute values by name; only nodes that they need are run.

        Parameters
        ----------
        feeds : mapping of str to array
            Values that exist before the first node: inputs, or for a branch all outer values.
        wanted : sequence of str
            Names of the values to return.

        Raises
        ------
        ModelInputError
            If a node cannot take the arrays that reach it; the message names node and shapes.
        """
        values: dict[str, Array] = {**feeds, **self.constants}
        with np.errstate(all="ignore"):
            for step, dead in self._plan(tuple(wanted)):
                for name, value in zip(step.outputs, _evaluate(step, values), strict=False):
                    values[name] = value
                for name in dead:
                    values.pop(name, None)
        return {name: values[name] for name in wanted}

    def _plan(self, wanted: tuple[str, ...]) -> Plan:
        """Return the steps that are needed, each with the values that die after it."""
        if wanted not in self._plans:
            self._plans[wanted] = self._make_plan(wanted)
        return self._plans[wanted]

    def _make_plan(self, wanted: tuple[str, ...]) -> Plan:
        needed, chosen = set(wanted), []
        for step in reversed(self.steps):
            if needed.intersection(step.outputs):
                chosen.append(step)
                needed |= step.reads
        plan, alive = [], set(wanted)
        for step in chosen:
            dead = (step.reads | set(step.outputs)) - alive
            alive |= step.reads
            plan.append((step, tuple(dead)))
        return plan[::-1]


def to_array(tensor: onnx.TensorProto) -> Array:
    """Read a tensor of a model.

    Raises
    ------
    CorruptFileError
        If its data do not fit its shape, or lie in another file.
    """
    if tensor.data_location == onnx.TensorProto.EXTERNAL:
        raise CorruptFileError(
            f"tensor '{tensor.name}' has its data in another file; load the model by its path"
        )
    try:
        return np.asarray(numpy_helper.to_array(tensor), order="C")
    except (ValueError, TypeError, KeyError) as error:
        raise CorruptFileError(f"tensor '{tensor.name}' cannot be read: {error}") from error


def missing_operators(
    graph: onnx.GraphProto, operators: Mapping[str, Operator]
) -> list[tuple[str, str]]:
    """Return operator and node name of every node, at any depth, that nothing evaluates."""
    missing = []
    for node in graph.node:
        if node.domain not in ("", "ai.onnx"):
            missing.append((f"{node.domain}.{node.op_type}", _name(node)))
        elif node.op_type not in operators:
            missing.append((node.op_type, _name(node)))
        for attribute in node.attribute:
            for inner in _graphs(attribute):
                missing += missing_operators(inner, operators)
    return missing


def _graphs(attribute: onnx.AttributeProto) -> Iterable[onnx.GraphProto]:
    return [attribute.g] if attribute.HasField("g") else list(attribute.graphs)


def _name(node: onnx.NodeProto) -> str:
    """Return a node's name; that of its first value if it has none."""
    return node.name or next(iter(node.output), "")


def _step(
    proto: onnx.NodeProto,
    operators: Mapping[str, Operator],
    opset: int,
    threads: int | None,
) -> Step:
    name = _name(proto)
    attributes: dict[str, Any] = {}
    captured: set[str] = set()
    for attribute in proto.attribute:
        value = onnx.helper.get_attribute_value(attribute)
        if isinstance(value, onnx.GraphProto):
            value = Graph(value, operators, opset, threads)
            captured |= value.captured
        elif isinstance(value, onnx.TensorProto):
            value = to_array(value)
        elif isinstance(value, bytes):
            value = value.decode("utf-8", "replace")
        attributes[attribute.name] = value
    if proto.op_type not in operators:
        raise UnsupportedOperatorError(f"node '{name}': operator {proto.op_type} is not supported")
    outputs = tuple(proto.output)
    node = Node(proto.op_type, name, attributes, opset, len(outputs), threads)
    inputs = tuple(proto.input)
    reads = frozenset(captured.union(inputs) - {""})
    return Step(node, operators[proto.op_type], inputs, outputs, reads, bool(captured))


def _reads(steps: Iterable[Step]) -> set[str]:
    return {name for step in steps for name in step.reads}


def _evaluate(step: Step, values: Mapping[str, Array]) -> Sequence[Array]:
    inputs = [values[name] if name else None for name in step.inputs]
    node = replace(step.node, scope=values) if step.has_branches else step.node
    try:
        result = step.operator(node, *inputs)
    except ModelInputError:
        raise
    except (ValueError, TypeError, IndexError, KeyError, ArithmeticError, MemoryError) as error:
        shapes = ", ".join(
            f"{name} {'x'.join(map(str, value.shape)) or 'scalar'} {value.dtype}"
            for name, value in zip(step.inputs, inputs, strict=True)
            if value is not None
        )
        raise ModelInputError(
            f"node '{node.name}' ({node.op_type}) cannot take ({shapes}): {error}"
        ) from error
    results = result if isinstance(result, tuple) else (result,)
    # Kernels want plain C order; a view on a larger array would also keep that alive.
    return [np.asarray(value, order="C") for value in results]
