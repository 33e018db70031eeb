"""A check before shape inference: no Slice reads a value whose length came out negative.

A convolution of an image smaller than its filter has such a length. The onnx package's inference
does not mind, but at a Slice of the value it ends the whole process, so a file of 300 bytes would
take a server down. Slices therefore join the graph only once what they read is known to be sound.
"""

from __future__ import annotations

from collections.abc import Mapping

import onnx
from onnx import helper

from rot180.errors import CorruptFileError, LimitError

# Inference is repeated for Slices that read each other; this bounds its time to about a second.
MOST_INFERRED = 200_000


def check_slices(model: onnx.ModelProto, *, data_prop: bool) -> None:
    """Refuse a model in which a Slice would read a negative length.

    Parameters
    ----------
    model : onnx.ModelProto
        A model without large weights.
    data_prop : bool
        Whether inference is to follow the elements of short vectors as well, as shapes need it.

    Raises
    ------
    CorruptFileError
        If there is one.
    LimitError
        If so many Slices follow one another that finding out would take too long.
    """
    flat = onnx.ModelProto(ir_version=model.ir_version, opset_import=model.opset_import)
    flat.graph.name = "flat"
    flat.graph.input.extend(model.graph.input)
    nodes: list[onnx.NodeProto] = []
    _flatten(model.graph, {}, flat.graph, nodes)
    depth_of_value: dict[str, int] = {}
    depths = []
    for node in nodes:
        depth = max((depth_of_value.get(name, 0) for name in node.input), default=0)
        depths.append(depth + (node.op_type == "Slice"))
        depth_of_value.update(dict.fromkeys(filter(None, node.output), depths[-1]))
    rounds = max(depths, default=0)
    if rounds * len(nodes) > MOST_INFERRED:
        raise LimitError(
            f"{rounds} Slices read one another in a graph of {len(nodes)} nodes: their shapes "
            "would take too long to check"
        )
    for limit in range(rounds):
        del flat.graph.node[:]
        flat.graph.node.extend(n for n, depth in zip(nodes, depths, strict=True) if depth <= limit)
        # What no Slice reads may be negative: a branch that is not taken makes of it what it likes.
        next_slices = (
            node
            for node, depth in zip(nodes, depths, strict=True)
            if node.op_type == "Slice" and depth == limit + 1
        )
        read = {name for node in next_slices for name in node.input}
        _check_lengths(onnx.shape_inference.infer_shapes(flat, data_prop=data_prop), read)


def _check_lengths(inferred: onnx.ModelProto, read: set[str]) -> None:
    values = [*inferred.graph.input, *inferred.graph.value_info]
    shapes = {value.name: value.type.tensor_type.shape.dim for value in values}
    for name in sorted(read & shapes.keys()):
        shape = shapes[name]
        if any(dim.dim_value < 0 for dim in shape):
            lengths = "x".join(str(dim.dim_value or dim.dim_param or "?") for dim in shape)
            raise CorruptFileError(
                f"value '{name}' would have the shape {lengths}: a window is larger than what it "
                "slides over, or a shape is wrong"
            )
    for tensor in inferred.graph.initializer:
        if any(length < 0 for length in tensor.dims):
            raise CorruptFileError(f"tensor '{tensor.name}' has the shape {list(tensor.dims)}")


def _flatten(
    graph: onnx.GraphProto,
    outer: Mapping[str, str],
    flat: onnx.GraphProto,
    nodes: list[onnx.NodeProto],
) -> list[str]:
    """Append the nodes of a graph and of the branches inside it; return the outputs' new names."""
    prefix = f"branch_{len(nodes)}_{len(flat.initializer)}_" if outer else ""
    names = dict(outer)
    for tensor in graph.initializer:
        names[tensor.name] = prefix + tensor.name
        flat.initializer.add().CopyFrom(tensor)
        flat.initializer[-1].name = names[tensor.name]
    names.update({value.name: value.name for value in graph.input})
    for node in graph.node:
        branches = [
            _flatten(attribute.g, names, flat, nodes)
            for attribute in node.attribute
            if attribute.HasField("g")
        ]
        names.update({name: prefix + name for name in node.output if name})
        outputs = [names.get(name, name) for name in node.output]
        if branches:
            # One branch stands for all: where another has other lengths, inference knows none.
            nodes += [
                helper.make_node("Identity", [inner], [name])
                for inner, name in zip(branches[0], outputs, strict=False)
            ]
        else:
            nodes.append(onnx.NodeProto())
            nodes[-1].CopyFrom(node)
            nodes[-1].input[:] = [names.get(name, name) for name in node.input]
            nodes[-1].output[:] = outputs
    return [names.get(value.name, value.name) for value in graph.output]
