"""Write a finished translation as an ONNX model: drop what no output needs, and give names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from importlib import metadata

import onnx
from onnx import helper, numpy_helper

from rot180.theano.translate.lengths import Length, Symbol
from rot180.theano.translate.translation import Node, Translation, Value

OPSET = 21
IR_VERSION = 10
# Looked up now: whoever reads a stranger's file under an audit hook must see no other file opened.
VERSION = metadata.version("rot180")


def write(
    translation: Translation,
    inputs: Sequence[Value],
    outputs: Sequence[Value],
    source: str,
    name: str,
) -> onnx.ModelProto:
    """Return the ONNX model that computes `outputs` from `inputs`.

    Parameters
    ----------
    source : str
        File that the graph comes from, written into every node's metadata.
    name : str
        Name of the ONNX graph.
    """
    outputs = [
        _own_node(translation, value, [*inputs, *outputs[:position]])
        for position, value in enumerate(outputs)
    ]
    nodes = _needed(translation.nodes, outputs)
    names = _name(nodes, inputs, outputs)
    initializers: dict[Value, onnx.TensorProto] = {}
    for value in (value for node in nodes for value in node.inputs):
        if value is not None and value.data is not None and value not in initializers:
            initializers[value] = numpy_helper.from_array(value.data, names[value])
    graph = helper.make_graph(
        [_node(node, names, source) for node in nodes],
        name,
        [_info(value, names) for value in inputs],
        [_info(value, names) for value in outputs],
        list(initializers.values()),
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION
    )
    model.producer_name = "rot180"
    model.producer_version = VERSION
    helper.set_model_props(model, {"rot180.version": model.producer_version})
    return model


def _own_node(translation: Translation, value: Value, taken: Sequence[Value]) -> Value:
    """Pass an output that is an input, a constant, or an output already, through an Identity."""
    if value.data is None and value not in taken:
        return value
    output = translation.node("Identity", [value], value.dtype, value.shape)
    output.label = "output"
    return output


def _needed(nodes: Iterable[Node], outputs: Iterable[Value]) -> list[Node]:
    """Nodes that an output depends on: a shape that was understood needs no computation."""
    wanted: set[Value | None] = set(outputs)
    needed = []
    for node in reversed(list(nodes)):
        if not wanted.isdisjoint(node.outputs):
            needed.append(node)
            wanted.update(node.inputs)
    return needed[::-1]


def _name(
    nodes: Sequence[Node], inputs: Sequence[Value], outputs: Sequence[Value]
) -> dict[Value, str]:
    """Choose a unique name for every value, the user's own names first."""
    names: dict[Value, str] = {}
    taken: set[str] = set()
    numbers: Counter[str] = Counter()

    def give(value: Value, wanted: str) -> None:
        name, number = wanted, 0
        while name in taken:
            number += 1
            name = f"{wanted}_{number}"
        taken.add(name)
        names[value] = name

    made = [value for node in nodes for value in node.outputs]
    used = [value for node in nodes for value in node.inputs if value is not None]
    for value in dict.fromkeys([*inputs, *outputs, *used, *made]):
        if value.name is not None:
            give(value, value.name)
    for value in made:
        if value.label is not None and value not in names:
            give(value, f"{value.label}_{numbers[value.label]}")
            numbers[value.label] += 1
    for node in nodes:
        for value in node.outputs:
            if value not in names:
                give(value, f"{_whole(value, names)}.{node.op_type.lower()}")
    for node in nodes:
        roles = onnx.defs.get_schema(node.op_type, OPSET).inputs
        for position, operand in enumerate(node.inputs):
            if operand is not None and operand not in names:
                role = roles[min(position, len(roles) - 1)].name.lower()
                give(operand, f"{names[node.outputs[0]]}.{role}")
    return names


def _whole(value: Value, names: dict[Value, str]) -> str:
    """Name of the value that `value` is an intermediate step of."""
    whole = value.part_of
    while whole is not None and whole not in names:
        whole = whole.part_of
    return names[whole] if whole is not None else "value"


def _node(node: Node, names: dict[Value, str], source: str) -> onnx.NodeProto:
    output = names[node.outputs[0]]
    proto = helper.make_node(
        node.op_type,
        [names[value] if value is not None else "" for value in node.inputs],
        [names[value] for value in node.outputs],
        name=output,
    )
    proto.attribute.extend(
        helper.make_attribute(key, attribute) for key, attribute in node.attributes.items()
    )
    origin = {"rot180.source": source, "rot180.op": node.theano_op, "rot180.name": output}
    for key, text in origin.items():
        proto.metadata_props.add(key=key, value=text)
    return proto


def _info(value: Value, names: dict[Value, str]) -> onnx.ValueInfoProto:
    shape = [_dimension(length) for length in value.shape]
    return helper.make_tensor_value_info(
        names[value], helper.np_dtype_to_tensor_dtype(value.dtype), shape
    )


def _dimension(length: Length) -> int | str | None:
    """Return a number, the name of an input's axis, or nothing for a length that is computed."""
    if isinstance(length, Symbol):
        return length.name if length.axis is not None and not length.offset else None
    return length
