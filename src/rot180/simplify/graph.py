"""What the passes share: a graph's constants, who reads a value, and replacing it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
import onnx
from onnx import numpy_helper

from rot180.model_check import infer
from rot180.ops.graph import to_array
from rot180.ops.node import Array
from rot180.values import value_info


class EditableGraph:
    """A model that passes change in place, node by node.

    Parameters
    ----------
    model : onnx.ModelProto
        It is changed.
    """

    def __init__(self, model: onnx.ModelProto) -> None:
        self.model = model
        self.proto = model.graph
        self.inputs = {value.name for value in self.proto.input}
        self.outputs = {value.name for value in self.proto.output}
        # An initializer that is also an input is a default which a caller may replace.
        self._constants = {
            tensor.name: tensor
            for tensor in self.proto.initializer
            if tensor.name not in self.inputs or model.ir_version < 4
        }
        inferred = infer(model).graph
        # Passes keep the shape of a value whose name they keep.
        self._shapes = {
            value.name: value_info(value).shape
            for value in (*inferred.input, *inferred.value_info, *inferred.output)
            if value.type.tensor_type.HasField("shape")
        }

    @property
    def nodes(self) -> list[onnx.NodeProto]:
        """The nodes, in order; a copy of the list, so that nodes may be removed in a loop."""
        return list(self.proto.node)

    def constant(self, name: str) -> Array | None:
        """Return the value of a constant, or None if the name is none."""
        return to_array(self._constants[name]) if name in self._constants else None

    def is_constant(self, name: str) -> bool:
        """Whether a name is that of a constant."""
        return name in self._constants

    def rank(self, name: str) -> int | None:
        """Return how many axes a value has, as far as inference can tell."""
        return len(self._shapes[name]) if name in self._shapes else None

    def size(self, name: str) -> int | None:
        """Return how many elements a value has, as far as inference can tell."""
        lengths = self._shapes.get(name, ("?",))
        known = [length for length in lengths if isinstance(length, int)]
        return math.prod(known) if len(known) == len(lengths) else None

    def free_name(self, name: str) -> str:
        """Return a name that no value has, beginning with the given one."""
        taken = {*self._constants, *self.inputs, *self.producers()}
        free, count = name, 0
        while free in taken:
            count += 1
            free = f"{name}_{count}"
        return free

    def add_constant(self, name: str, array: Array) -> str:
        """Add a constant under a free name that begins with the given one, and return it."""
        free = self.free_name(name)
        tensor = self.proto.initializer.add()
        tensor.CopyFrom(numpy_helper.from_array(np.asarray(array, order="C"), free))
        self._constants[free] = tensor
        return free

    def producers(self) -> dict[str, onnx.NodeProto]:
        """Return the node that makes each value."""
        return {name: node for node in self.proto.node for name in node.output if name}

    def readers(self) -> Counter[str]:
        """Count how often each value is read: by nodes, their branches, and as an output."""
        return Counter([*_reads(self.proto.node), *self.outputs])

    def captured(self) -> set[str]:
        """Return the names that branches take from this graph."""
        return {name for node in self.proto.node for name in _branch_reads(node)}

    def rename_reads(self, old: str, new: str) -> None:
        """Let every node, at any depth, read one value instead of another."""
        _rename(self.proto.node, old, new)

    def remove(self, node: onnx.NodeProto) -> None:
        """Remove a node."""
        self.proto.node.remove(node)

    def remove_unused(self) -> None:
        """Remove constants that nothing reads, and declarations of values that are gone."""
        reads = self.readers()
        for tensor in list(self.proto.initializer):
            if tensor.name in self._constants and not reads[tensor.name]:
                self.proto.initializer.remove(tensor)
                del self._constants[tensor.name]
        made = self.producers()
        for value in list(self.proto.value_info):
            if value.name not in made:
                self.proto.value_info.remove(value)


def _branches(node: onnx.NodeProto) -> Iterator[onnx.GraphProto]:
    for attribute in node.attribute:
        if attribute.HasField("g"):
            yield attribute.g
        yield from attribute.graphs


def _reads(nodes: Iterable[onnx.NodeProto]) -> Iterator[str]:
    for node in nodes:
        yield from (name for name in node.input if name)
        yield from _branch_reads(node)


def _branch_reads(node: onnx.NodeProto) -> Iterator[str]:
    for branch in _branches(node):
        yield from _reads(branch.node)
        yield from (value.name for value in branch.output)


def _rename(nodes: Iterable[onnx.NodeProto], old: str, new: str) -> None:
    for node in nodes:
        for position, name in enumerate(node.input):
            if name == old:
                node.input[position] = new
        for branch in _branches(node):
            _rename(branch.node, old, new)
