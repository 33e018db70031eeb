"""Recorded keys find their values by the order of layers, in networks with branches too."""

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

import rot180
from rot180.verification.matching import match


def network(*nodes, output, extra=()):
    """A network on an image of two channels; its parameters are single numbers or 1x1 filters."""
    weights = [
        numpy_helper.from_array(np.ones((2, 2, 1, 1), np.float32), "W"),
        numpy_helper.from_array(np.float32(0.5), "c"),
        *extra,
    ]
    made = [
        helper.make_node(op, list(inputs), [name], name, **more) for op, inputs, name, more in nodes
    ]
    graph = helper.make_graph(
        made,
        "network",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 2, 4, 4])],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, None)],
        weights,
    )
    opset = [helper.make_opsetid("", 21)]
    return rot180.Model(helper.make_model(graph, opset_imports=opset, ir_version=10))


def found(model, architecture):
    keys = [layer["output"] for layer in architecture if "output" in layer]
    matches, unmatched = match(model, keys, architecture, {})
    return {m.key: m.value for m in matches}, unmatched


def test_a_layer_of_several_nodes_ends_where_the_next_begins_in_its_own_branch():
    model = network(
        ("Conv", ("x", "W"), "left", {}),
        ("Sub", ("left", "c"), "left_centred", {}),
        ("Mul", ("left_centred", "c"), "left_scaled", {}),
        ("Conv", ("x", "W"), "right", {}),
        ("Sub", ("right", "c"), "right_centred", {}),
        ("Mul", ("right_centred", "c"), "right_scaled", {}),
        ("Concat", ("left_scaled", "right_scaled"), "both", {"axis": 1}),
        output="both",
    )
    architecture = [
        {"op": "input"},
        {"op": "conv2d", "output": "conv_a"},
        {"op": "conv2d", "output": "conv_b"},
        {"op": "batch_normalization", "output": "bn_b"},
        {"op": "concatenate", "output": "joined"},
    ]
    assert found(model, architecture) == (
        {"conv_a": "left", "conv_b": "right", "bn_b": "right_scaled", "joined": "both"},
        [],
    )


def test_a_layer_that_became_several_nodes_is_the_last_of_them():
    model = network(
        ("AveragePool", ("x",), "pool.average", {"kernel_shape": [2, 2]}),
        ("Mul", ("pool.average", "c"), "pool", {}),
        ("Tanh", ("pool",), "tanh", {}),
        ("Mul", ("tanh", "c"), "scaled", {}),
        output="scaled",
    )
    architecture = [
        {"op": "pool_2d", "mode": "sum", "output": "sums"},
        {"op": "scaled_tanh", "output": "squashed"},
    ]
    assert found(model, architecture) == ({"sums": "pool", "squashed": "scaled"}, [])


@pytest.mark.parametrize("title", ["global_average_pool", "mean"])
def test_global_pooling_does_not_count_among_the_windows(title):
    model = network(
        ("MaxPool", ("x",), "pooled", {"kernel_shape": [2, 2]}),
        ("ReduceMean", ("pooled",), "averaged", {}),
        output="averaged",
    )
    architecture = [{"op": "pool_2d", "output": "pool"}, {"op": title, "output": "global"}]
    assert found(model, architecture) == ({"pool": "pooled", "global": "averaged"}, [])


def test_rectifiers_of_both_kinds_are_counted_together():
    model = network(
        ("Relu", ("x",), "first", {}),
        ("LeakyRelu", ("first",), "second", {"alpha": 0.1}),
        output="second",
    )
    architecture = [
        {"op": "relu", "output": "plain"},
        {"op": "leaky_relu", "alpha": 0.1, "output": "leaking"},
    ]
    assert found(model, architecture) == ({"plain": "first", "leaking": "second"}, [])


def test_a_lasagne_convolution_may_be_cropped_and_dropout_hides_nothing():
    crop = [
        numpy_helper.from_array(np.array([n]), name) for n, name in ((1, "s"), (3, "e"), (3, "a"))
    ]
    model = network(
        ("Conv", ("x", "W"), "full", {"pads": [1, 1, 1, 1]}),
        ("Slice", ("full", "s", "e", "a"), "same", {}),
        ("Add", ("same", "c"), "biased", {}),
        ("Relu", ("biased",), "rectified", {}),
        ("Mul", ("rectified", "c"), "scaled", {}),
        ("Softmax", ("scaled",), "prob", {}),
        output="prob",
        extra=crop,
    )
    architecture = [
        {"type": "InputLayer"},
        {"type": "Conv2DLayer", "nonlinearity": "rectify", "output": "conv"},
        {"type": "ScaleLayer", "output": "scale"},
        {"type": "DropoutLayer"},
        {"op": "softmax", "output": "classes"},
    ]
    expected = {"conv": "rectified", "scale": "scaled", "classes": "prob"}
    assert found(model, architecture) == (expected, [])
