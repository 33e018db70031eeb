"""Hostile graphs: pickled Theano ones and ONNX files."""

from __future__ import annotations

from collections.abc import Callable

import onnx
from onnx import TensorProto, helper

from hostile.pickles import PROTO, instance, laughs, name, text

NONE = b"N"
MATRIX = instance(
    "theano.tensor.type", "TensorType", dtype=text("float32"), broadcastable=b"\x89\x89\x86"
)


def put(index: int) -> bytes:
    return b"r" + index.to_bytes(4, "little")


def get(index: int) -> bytes:
    return b"j" + index.to_bytes(4, "little")


def variable(type_: bytes = MATRIX, owner: bytes = NONE, index: bytes = NONE) -> bytes:
    return instance(
        "theano.tensor.var", "TensorVariable", type=type_, owner=owner, index=index, name=text("v")
    )


def node(op: bytes, inputs: bytes) -> bytes:
    """A variable computed by a node whose only output it is."""
    new = name("theano.tensor.var", "TensorVariable") + b")\x81" + put(900)
    apply = instance(
        "theano.gof.graph", "Apply", op=op, inputs=inputs, outputs=b"]" + get(900) + b"a"
    )
    state = b"}(" + text("type") + MATRIX + text("index") + b"K\x00" + text("owner") + apply
    return new + state + b"ub"


TANH = instance(
    "theano.tensor.elemwise",
    "Elemwise",
    scalar_op=instance("theano.scalar.basic", "Tanh"),
    inplace_pattern=b"}",
)
SOFTMAX = instance("theano.tensor.nnet.nnet", "Softmax")


def chain(length: int) -> bytes:
    """A graph that is one long row of nodes."""
    opcodes = [PROTO, TANH, put(0), b"0", MATRIX, put(1), b"0", variable(get(1)), put(2), b"0"]
    variable_class, apply_class = (
        name("theano.tensor.var", "TensorVariable"),
        name("theano.gof.graph", "Apply"),
    )
    opcodes += [variable_class, put(3), b"0", apply_class, put(4), b"0"]
    opcodes += [text(key) + put(10 + i) + b"0" for i, key in enumerate(KEYS)]
    last = 2
    for i in range(length):
        here = 100 + i
        apply = (
            get(4)
            + b")\x81}("
            + get(13)
            + get(0)
            + get(14)
            + b"]"
            + get(last)
            + b"a"
            + get(15)
            + b"]"
            + get(here)
            + b"aub"
        )
        opcodes.append(
            get(3)
            + b")\x81"
            + put(here)
            + b"}("
            + get(10)
            + get(1)
            + get(11)
            + b"K\x00"
            + get(12)
            + apply
            + b"ub0"
        )
        last = here
    return b"".join([*opcodes, get(last), b"."])


KEYS = ("type", "index", "owner", "op", "inputs", "outputs")


def constant(data: bytes, type_: bytes = MATRIX) -> bytes:
    return instance(
        "theano.tensor.var", "TensorConstant", type=type_, owner=NONE, index=NONE, data=data
    )


def typed(**fields: bytes) -> bytes:
    return (
        PROTO + node(SOFTMAX, b"]" + variable(instance("t", "TensorType", **fields)) + b"a") + b"."
    )


def conv(**fields: bytes) -> bytes:
    op = instance("theano.tensor.nnet.abstract_conv", "AbstractConv2d", **fields)
    four = instance(
        "theano.tensor.type",
        "TensorType",
        dtype=text("float32"),
        broadcastable=b"(\x89\x89\x89\x89t",
    )
    inputs = b"](" + variable(four) + variable(four) + b"e"
    return PROTO + node(op, inputs) + b"."


def nested_field(depth: int = 10_000) -> bytes:
    return conv(border_mode=text("valid"), subsample=b"K\x01" + b"\x85" * depth)


def onnx_model(*nodes: onnx.NodeProto, dims: list[int] | None = None) -> onnx.ModelProto:
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, [1])
    weights = TensorProto(
        name="W", data_type=TensorProto.FLOAT, dims=dims or [1], raw_data=b"\0" * 4
    )
    graph = helper.make_graph(list(nodes), "g", [x], [y], [weights])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)


def external_data() -> bytes:
    model = onnx_model(helper.make_node("Add", ["x", "W"], ["y"]))
    weights = model.graph.initializer[0]
    weights.ClearField("raw_data")
    weights.data_location = TensorProto.EXTERNAL
    weights.external_data.add(key="location", value="../../../../etc/passwd")
    return model.SerializeToString()


def external_data_in_attribute() -> bytes:
    weights = TensorProto(name="c", data_type=TensorProto.FLOAT, dims=[1])
    weights.data_location = TensorProto.EXTERNAL
    weights.external_data.add(key="location", value="/etc/passwd")
    return onnx_model(helper.make_node("Constant", [], ["y"], value=weights)).SerializeToString()


def onnx_cycle() -> bytes:
    nodes = helper.make_node("Add", ["x", "b"], ["a"]), helper.make_node("Add", ["a", "x"], ["b"])
    return onnx_model(*nodes, helper.make_node("Relu", ["b"], ["y"])).SerializeToString()


def onnx_slices(count: int, image: int, *, in_branch: bool = False) -> bytes:
    """Slices, one after another, of what a filter of length 5 makes of an image."""
    nodes = [helper.make_node("Conv", ["x", "W"], ["v0"])]
    nodes += [helper.make_node("Slice", [f"v{i}", "s", "e"], [f"v{i + 1}"]) for i in range(count)]
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 1, image])
    y = helper.make_tensor_value_info(f"v{count}", TensorProto.FLOAT, None)
    weights = TensorProto(name="W", data_type=TensorProto.FLOAT, dims=[1, 1, 5], raw_data=bytes(20))
    ends = [
        helper.make_tensor(name, TensorProto.INT64, [3], value)
        for name, value in (("s", [0, 0, 0]), ("e", [9, 9, 9]))
    ]
    inputs = [x]
    if in_branch:
        body = helper.make_graph(nodes, "body", [], [y])
        y = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
        nodes = [helper.make_node("If", ["c"], ["y"], then_branch=body, else_branch=body)]
        inputs += [helper.make_tensor_value_info("c", TensorProto.BOOL, [])]
    graph = helper.make_graph(nodes, "g", inputs, [y], [weights, *ends])
    opset = [helper.make_opsetid("", 21)]
    return helper.make_model(graph, opset_imports=opset, ir_version=10).SerializeToString()


def onnx_long_vector() -> bytes:
    """A vector of 2^62 elements, and one node that is refused at the end."""
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1 << 62])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
    nodes = [
        helper.make_node("Relu", ["x"], ["r"]),
        helper.make_node("Concat", ["r", "r"], ["c"], axis=0),
        helper.make_node("Softmax", ["c"], ["y"], axis=7),
    ]
    opset = [helper.make_opsetid("", 21)]
    graph = helper.make_graph(nodes, "g", [x], [y])
    return helper.make_model(graph, opset_imports=opset, ir_version=10).SerializeToString()


def many_messages(count: int = 8_000_000) -> bytes:
    """Two bytes for each node: empty ones, each an object in memory."""
    graph = b"\x0a\x00" * count
    size = len(graph)
    varint = bytearray()
    while size:
        varint.append((size & 0x7F) | (0x80 if size > 0x7F else 0))
        size >>= 7
    return b"\x08\x0a" + b"\x3a" + bytes(varint) + graph


def nested_messages(depth: int = 200_000) -> bytes:
    """Groups within groups, which a protobuf reader may follow by recursion."""
    return b"\x08\x0a" + b"\x9b\x06" * depth


GRAPHS: dict[str, Callable[[], bytes]] = {
    "own_input.pkl": lambda: PROTO + node(TANH, b"]" + get(900) + b"a") + b".",
    "owner_is_text.pkl": lambda: PROTO + variable(owner=text("me")) + b".",
    "index_beyond.pkl": lambda: (
        PROTO
        + variable(owner=instance("theano.gof.graph", "Apply", outputs=b"]"), index=b"K\x05")
        + b"."
    ),
    "inputs_are_numbers.pkl": lambda: PROTO + node(TANH, b"](K\x01K\x02e") + b".",
    "inputs_missing.pkl": lambda: PROTO + node(TANH, NONE) + b".",
    "op_is_text.pkl": lambda: PROTO + node(text("os.system"), b"]" + variable() + b"a") + b".",
    "dtype_unknown.pkl": lambda: typed(dtype=text("O"), broadcastable=b"\x89\x89\x86"),
    "dtype_is_list.pkl": lambda: typed(dtype=b"]", broadcastable=b"\x89\x89\x86"),
    "axes_missing.pkl": lambda: typed(dtype=text("float32"), broadcastable=b"K\x05"),
    "axes_many.pkl": lambda: typed(
        dtype=text("float32"), broadcastable=b"(" + b"\x89" * 100 + b"t"
    ),
    "constant_contradicts.pkl": lambda: (
        PROTO + node(TANH, b"]" + constant(name("m", "f")) + b"a") + b"."
    ),
    "constant_of_laughing_lists.pkl": lambda: (
        laughs(b"]", b"](<get><get>e") + node(TANH, b"]" + constant(b"h\x3c") + b"a") + b"."
    ),
    "shared_without_value.pkl": lambda: (
        PROTO
        + node(TANH, b"]" + instance("theano.tensor.sharedvar", "TensorSharedVariable") + b"a")
        + b"."
    ),
    "field_nested.pkl": nested_field,
    "chain.pkl": lambda: chain(30_000),
    "garbage.onnx": lambda: b"\x08\x0a" + b"\xff" * 100,
    "truncated.onnx": lambda: external_data()[:-9],
    "external_data.onnx": external_data,
    "external_data_in_attribute.onnx": external_data_in_attribute,
    "cycle.onnx": onnx_cycle,
    "claims_terabyte.onnx": lambda: onnx_model(
        helper.make_node("Add", ["x", "W"], ["y"]), dims=[10**12]
    ).SerializeToString(),
    "overflowing_dims.onnx": lambda: onnx_model(
        helper.make_node("Add", ["x", "W"], ["y"]), dims=[1 << 62, 1 << 62, 4]
    ).SerializeToString(),
    "negative_dims.onnx": lambda: onnx_model(
        helper.make_node("Add", ["x", "W"], ["y"]), dims=[-1, -1]
    ).SerializeToString(),
    # These end the process inside the onnx package, if it gets to see them.
    "slice_of_negative_length.onnx": lambda: onnx_slices(1, image=2),
    "slice_of_negative_length_in_branch.onnx": lambda: onnx_slices(1, image=2, in_branch=True),
    "many_slices.onnx": lambda: onnx_slices(5000, image=9),
    "long_vector.onnx": onnx_long_vector,
    "many_messages.onnx": many_messages,
    "long_row.onnx": lambda: onnx_model(
        *(helper.make_node("Relu", [f"v{i}"], [f"v{i + 1}"]) for i in range(60_000))
    ).SerializeToString(),
    "nested_messages.onnx": nested_messages,
}
