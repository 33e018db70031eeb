import math

import numpy as np
from onnx import TensorProto, helper, numpy_helper

import rot180
from rot180.verification import bounds


def test_lengths_of_all_sums_before_a_value_are_added_once():
    """Two branches share a convolution with K = 9; each dense layer has K of its own."""
    rng = np.random.default_rng(0)
    shapes = {"W": (2, 1, 3, 3), "A": (32, 5), "B": (32, 6)}
    tensors = [
        numpy_helper.from_array(rng.random(s).astype(np.float32), n) for n, s in shapes.items()
    ]
    nodes = [
        helper.make_node("Conv", ["x", "W"], ["c"]),
        helper.make_node("Flatten", ["c"], ["f"]),
        helper.make_node("MatMul", ["f", "A"], ["a"]),
        helper.make_node("MatMul", ["f", "B"], ["b"]),
        helper.make_node("Concat", ["a", "b"], ["y"], axis=1),
    ]
    graph = helper.make_graph(
        nodes,
        "branches",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 1, 6, 6])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["N", 11])],
        tensors,
    )
    model = rot180.Model(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
    )
    limits = bounds.by_value(model)
    assert limits["x"] == limits["c"] == limits["f"] == bounds.SMALLEST
    assert limits["y"] == max(1e-6, 3e-8 * math.sqrt(9 + 32 + 32))


def test_long_sums_raise_the_bound():
    tensors = [numpy_helper.from_array(np.zeros((20000, 2), np.float32), "A")]
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["x", "A"], ["y"])],
        "long",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 20000])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["N", 2])],
        tensors,
    )
    model = rot180.Model(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
    )
    assert bounds.by_value(model)["y"] == 3e-8 * math.sqrt(20000)
