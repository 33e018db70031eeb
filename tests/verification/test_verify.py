"""Verification end to end on small networks: it must pass what is right and fail what is not."""

import json

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

import rot180
from rot180.errors import VerificationError
from rot180.verification import to_html, to_json


def small_network(rotated: bool = True) -> rot180.Model:
    """A convolution, a ReLU and a dense layer, unnamed as a pickled graph leaves them."""
    rng = np.random.default_rng(1)
    filters = rng.standard_normal((3, 1, 3, 3)).astype(np.float32)
    weights = {
        "W": np.ascontiguousarray(filters[:, :, ::-1, ::-1]) if rotated else filters,
        "V": rng.standard_normal((48, 4)).astype(np.float32),
    }
    nodes = [
        helper.make_node("Conv", ["x", "W"], ["conv2d_0"]),
        helper.make_node("Relu", ["conv2d_0"], ["relu_0"]),
        helper.make_node("Flatten", ["relu_0"], ["flatten_0"]),
        helper.make_node("MatMul", ["flatten_0", "V"], ["dot_0"]),
        helper.make_node("Softmax", ["dot_0"], ["softmax_0"]),
    ]
    graph = helper.make_graph(
        nodes,
        "small",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 1, 6, 6])],
        [helper.make_tensor_value_info("softmax_0", TensorProto.FLOAT, ["N", 4])],
        [numpy_helper.from_array(array, name) for name, array in weights.items()],
    )
    return rot180.Model(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
    )


def recorded() -> dict[str, np.ndarray]:
    x = np.random.default_rng(2).random((10, 6, 6)).astype(np.float32)
    values = small_network().run(
        {"x": x.reshape(10, 1, 6, 6)}, outputs=["conv2d_0", "relu_0", "softmax_0"]
    )
    return {
        "input": x,
        "label_true": np.zeros(10, np.int64),
        "prob": values["softmax_0"],
        "label": values["softmax_0"].argmax(1),
        "layer8.conv0": values["conv2d_0"][:4],
        "layer8.hidden": values["relu_0"][:4],
    }


ARCHITECTURE = [
    {"op": "input"},
    {"op": "conv2d", "output": "conv0"},
    {"op": "relu", "output": "hidden"},
    {"op": "flatten"},
    {"op": "dot", "W": "V", "b": "b"},
    {"op": "softmax", "output": "prob"},
    {"op": "argmax", "output": "label"},
]


@pytest.fixture
def reference(tmp_path):
    np.savez(tmp_path / "data.npz", **recorded())
    (tmp_path / "model.json").write_text(json.dumps({"architecture": ARCHITECTURE}))
    return tmp_path / "data.npz"


def test_keys_are_matched_by_the_recorded_order(reference):
    report = rot180.verify(small_network(), reference)
    assert report.passed
    assert [(row.key, row.value) for row in report.rows] == [
        ("layer8.conv0", "conv2d_0"),
        ("layer8.hidden", "relu_0"),
        ("prob", "softmax_0"),
        ("label", "softmax_0"),
    ]
    assert report.engines == ("python", "onnxruntime")
    assert any("(10, 6, 6)" in note for note in report.notes)


def test_a_missing_rotation_fails_at_the_convolution(reference):
    report = rot180.verify(small_network(rotated=False), reference)
    assert not report.passed
    assert report.rows[0].metrics["python"].relative_l2 > 0.1


def test_a_slightly_different_value_fails(reference):
    arrays = recorded()
    arrays["prob"] = arrays["prob"] * np.float32(1.00001)
    np.savez(reference, **arrays)
    assert not rot180.verify(small_network(), reference).passed


def test_a_recorded_value_without_a_counterpart_fails(reference):
    np.savez(reference, **recorded(), **{"layer8.elsewhere": np.zeros((4, 2), np.float32)})
    report = rot180.verify(small_network(), reference)
    assert report.unmatched == ["layer8.elsewhere"]
    assert not report.passed


def test_the_output_and_its_label_are_found_without_an_architecture():
    arrays = recorded()
    report = rot180.verify(
        small_network(), {key: arrays[key] for key in ("input", "prob", "label")}
    )
    assert report.passed
    assert [row.value for row in report.rows] == ["softmax_0", "softmax_0"]


def test_what_onnxruntime_does_not_have_is_noted_and_does_not_fail():
    x = helper.make_tensor_value_info("x", TensorProto.DOUBLE, ["N", 1, 3, 3])
    y = helper.make_tensor_value_info("y", TensorProto.DOUBLE, ["N", 1, 1, 1])
    weights = numpy_helper.from_array(np.ones((1, 1, 3, 3)), "W")
    node = helper.make_node("Conv", ["x", "W"], ["y"])
    opset = [helper.make_opsetid("", 21)]
    model = rot180.Model(
        helper.make_model(
            helper.make_graph([node], "double", [x], [y], [weights]),
            opset_imports=opset,
            ir_version=10,
        )
    )
    report = rot180.verify(
        model, {"input": np.ones((1, 1, 3, 3)), "output": np.full((1, 1, 1, 1), 9.0)}
    )
    assert report.passed
    assert report.engines == ("python",)
    assert "onnxruntime cannot run this model" in report.notes[0]


def test_map_names_what_the_order_cannot():
    arrays = recorded()
    mapping = {"layer8.conv0": "conv2d_0", "layer8.hidden": "relu_0"}
    assert rot180.verify(small_network(), arrays, map=mapping).passed


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ({"nowhere": "relu_0"}, "the reference has: prob, label"),
        ({"prob": "nowhere"}, "the model's values are: x, conv2d_0"),
    ],
)
def test_a_wrong_map_says_what_there_is(mapping, message):
    with pytest.raises(VerificationError, match=message):
        rot180.verify(small_network(), recorded(), map=mapping)


def test_a_value_of_another_shape_is_refused_with_both_shapes():
    with pytest.raises(VerificationError, match=r"\(4, 3, 4, 4\).*\(4, 4\)"):
        rot180.verify(small_network(), recorded(), map={"layer8.conv0": "softmax_0"})


def test_an_input_of_another_shape_is_refused():
    arrays = recorded()
    arrays["input"] = arrays["input"][:, :5]
    with pytest.raises(VerificationError, match=r"\(10, 5, 6\)"):
        rot180.verify(small_network(), arrays)


def test_a_file_that_is_no_reference_is_refused(tmp_path):
    path = tmp_path / "data.npz"
    path.write_bytes(b"not a zip")
    with pytest.raises(VerificationError, match="is not a reference"):
        rot180.verify(small_network(), path)


def test_reports_say_the_verdict(reference):
    report = rot180.verify(small_network(), reference)
    document = json.loads(to_json(report))
    assert document["passed"]
    assert [row["passed"] for row in document["rows"]] == [True] * 4
    page = to_html(report)
    assert "PASSED" in page
    assert page.count("<tbody>") == 4
