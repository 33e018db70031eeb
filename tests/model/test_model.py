"""Model: what it accepts, what it says about wrong input, how it saves."""

import json
import os
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from rot180.errors import (
    CorruptFileError,
    ExportError,
    ModelFileError,
    ModelInputError,
    UnsupportedOperatorError,
)
from rot180.model import Model, ValueInfo

HEADER = '<ir_version: 10, opset_import: ["" : 21]>'


def parse(text: str, header: str = HEADER, **weights: np.ndarray) -> onnx.ModelProto:
    proto = onnx.parser.parse_model(header + text)
    for name, array in weights.items():
        proto.graph.initializer.append(numpy_helper.from_array(array, name))
    return proto


def image_model() -> Model:
    text = "g (float[N,1,28,28] x) => (float[N,1,28,28] y) { z = Tanh (x) y = Relu (z) }"
    return Model(parse(text))


def test_inputs_and_outputs() -> None:
    model = image_model()
    assert model.inputs == (ValueInfo("x", ("N", 1, 28, 28), "float32"),)
    assert str(model.outputs[0]) == "y: Nx1x28x28 float32"


def test_predict_gives_the_primary_output_and_run_any_value() -> None:
    model = image_model()
    x = np.linspace(-1, 1, 2 * 28 * 28, dtype=np.float32).reshape(2, 1, 28, 28)
    values = model.run({"x": x}, outputs=["z", "y", "x"])
    assert list(values) == ["z", "y", "x"]
    assert np.array_equal(model.predict(x), np.maximum(values["z"], 0))
    assert np.array_equal(values["x"], x)
    values["x"][:] = 0
    assert x[0, 0, 0, 0] == -1


def test_only_what_is_asked_for_is_computed() -> None:
    text = """g (int64[N] a, int64[N] b) => (int64[N] q, int64[N] s) {
        q = Div (a, b) s = Add (a, b) }"""
    model = Model(parse(text))
    inputs = {"a": np.array([4]), "b": np.array([0])}
    assert model.run(inputs, outputs=["s"])["s"] == 4
    with pytest.raises(ModelInputError, match=r"Div.*integer division by zero"):
        model.run(inputs)


def test_nan_is_canonical() -> None:
    quiet = np.array([0xFFC00001, 0x7FC12345], dtype=np.uint32).view(np.float32)
    model = Model(parse("g (float[N] x) => (float[N] y) { y = Neg (x) }"))
    assert model.predict(quiet).view(np.uint32).tolist() == [0x7FC00000] * 2


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        ((5, 28, 28, 1), r"got 5x28x28x1, which looks like NHWC .*; this model wants Nx1x28x28"),
        ((28, 28, 1), r"looks like NHWC"),
        ((1, 28, 28), r"no batch axis \(use x\[None\]\)"),
        ((28, 28), r"lacks axes of length one"),
        ((5, 784), r"looks flattened"),
        ((28, 5, 1, 28), r"got 28x5x1x28"),
        ((5, 1, 28, 29), r"got 5x1x28x29; this model wants Nx1x28x28"),
    ],
)
def test_wrong_shapes_are_explained(shape: tuple[int, ...], message: str) -> None:
    with pytest.raises(ModelInputError, match=message):
        image_model().predict(np.zeros(shape, dtype=np.float32))


def test_the_advice_for_channels_last_works() -> None:
    x = np.zeros((5, 28, 28, 1), dtype=np.float32)
    with pytest.raises(ModelInputError, match=r"use x.transpose\(0, 3, 1, 2\)"):
        image_model().predict(x)
    assert image_model().predict(x.transpose(0, 3, 1, 2)).shape == (5, 1, 28, 28)
    assert image_model().predict(x[0][None].transpose(0, 3, 1, 2)).shape == (1, 1, 28, 28)


def test_a_fixed_batch_size_is_named() -> None:
    model = Model(parse("g (float[1,3] x) => (float[1,3] y) { y = Relu (x) }"))
    with pytest.raises(ModelInputError, match="a batch of 4; this model wants 1x3"):
        model.predict(np.zeros((4, 3), dtype=np.float32))


def test_floats_are_rounded_and_integers_are_not_taken_for_floats() -> None:
    model = image_model()
    assert model.predict(np.zeros((1, 1, 28, 28))).dtype == np.float32
    with pytest.raises(ModelInputError, match=r"must be float32, got uint8; scale it"):
        model.predict(np.zeros((1, 1, 28, 28), dtype=np.uint8))
    with pytest.raises(ModelInputError, match=r"must be float32, got complex64$"):
        model.predict(np.zeros((1, 1, 28, 28), dtype=np.complex64))


def test_missing_unknown_and_misspelt_names() -> None:
    model = image_model()
    with pytest.raises(ModelInputError, match=r"missing: x; unknown: X. This model wants x: Nx1"):
        model.run({"X": np.zeros(1)})
    x = np.zeros((1, 1, 28, 28), dtype=np.float32)
    with pytest.raises(ModelInputError, match="no value 'tanh'"):
        model.run({"x": x}, outputs=["tanh"])
    two = Model(parse("g (float[N] a, float[N] b) => (float[N] c) { c = Add (a, b) }"))
    with pytest.raises(ModelInputError, match="Use run"):
        two.predict(x)


def test_named_lengths_must_agree() -> None:
    model = Model(parse("g (float[N] a, float[N] b) => (float[N] c) { c = Add (a, b) }"))
    with pytest.raises(ModelInputError, match="N is 3 in 3, but 2 in another input"):
        model.run({"a": np.zeros(2, np.float32), "b": np.zeros(3, np.float32)})


def test_all_missing_operators_are_listed_at_load() -> None:
    text = """g (float[N] x, bool c) => (float[N] y) {
        [first] a = Det (x)
        b = custom.Thing (a)
        y = If (c) <then_branch = t () => (float[N] u) { u = NonZero (b) },
                    else_branch = e () => (float[N] v) { v = Det (b) }>
    }"""
    header = '<ir_version: 10, opset_import: ["" : 21, "custom" : 1]>'
    with pytest.raises(UnsupportedOperatorError) as caught:
        Model(parse(text, header))
    assert "Det (first, v); custom.Thing (b); NonZero (u)" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("g (float[N] x) => (float[N] y) { y = Relu (z) }", CorruptFileError, "no node makes: z"),
        ("g (float[2] a, float[3] b) => (float[A] y) { y = Add (a, b) }", CorruptFileError, "Add"),
        ("g (float16[N] x) => (float16[N] y) { y = Relu (x) }", UnsupportedOperatorError, "'x'"),
    ],
)  # fmt: skip
def test_invalid_models_are_refused(text: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        Model(parse(text))


def test_operator_sets_outside_the_range_are_refused() -> None:
    text = "g (float[N] x) => (float[N] y) { y = Relu (x) }"
    with pytest.raises(UnsupportedOperatorError, match="operator set 6; 7 is the oldest"):
        Model(parse(text, '<ir_version: 10, opset_import: ["" : 6]>'))
    with pytest.raises(ModelFileError, match="a newer package may help"):
        Model(parse(text, '<ir_version: 10, opset_import: ["" : 999]>'))


@pytest.mark.parametrize("opset", range(7, onnx.defs.onnx_opset_version() + 1))
def test_every_operator_set_in_the_range_is_read(opset: int) -> None:
    text = "g (float[N,3] x) => (float[N,3] y) { a = Add (x, x) b = Tanh (a) y = Softmax (b) }"
    model = Model(parse(text, f'<ir_version: 3, opset_import: ["" : {opset}]>'))
    total = model.predict(np.ones((2, 3), dtype=np.float32)).sum(axis=1)
    assert np.allclose(total, 1)


def test_a_tensor_that_lies_about_its_size_is_refused() -> None:
    proto = parse("g (float[N,3] x) => (float[N,3] y) { y = Add (x, w) }")
    proto.graph.initializer.add(name="w", data_type=TensorProto.FLOAT, dims=[3], raw_data=b"1234")
    with pytest.raises(CorruptFileError, match="w"):
        Model(proto)


def test_external_data_are_not_followed() -> None:
    proto = parse("g (float[N,3] x) => (float[N,3] y) { y = Add (x, w) }")
    tensor = proto.graph.initializer.add(name="w", data_type=TensorProto.FLOAT, dims=[3])
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="/etc/passwd")
    with pytest.raises(ModelFileError, match="in another file"):
        Model(proto)


def test_save_is_whole_or_nothing(tmp_path: Path) -> None:
    model = image_model()
    path = tmp_path / "model.onnx"
    model.save(path)
    first = path.read_bytes()
    assert Model(onnx.load(path)).inputs == model.inputs
    model.save(str(path))
    assert path.read_bytes() == first
    assert os.listdir(tmp_path) == ["model.onnx"]
    with pytest.raises(ExportError, match="there is no folder"):
        model.save(tmp_path / "missing" / "model.onnx")


def test_contract_is_kept_in_the_metadata() -> None:
    model = image_model().with_contract(range=[0, 1], labels=["cat", "dog"])
    assert model.contract == {"range": [0, 1], "labels": ["cat", "dog"]}
    changed = model.with_contract(range=None, layout="NCHW")
    assert changed.contract == {"labels": ["cat", "dog"], "layout": "NCHW"}
    entries = {entry.key: entry.value for entry in changed.proto.metadata_props}
    assert json.loads(entries["rot180.contract"]) == changed.contract
    assert image_model().contract == {}


def test_summary_names_values_operators_shapes_and_parameters() -> None:
    text = "g (float[N,3] x) => (float[N,2] y) { a = Gemm (x, w, b) y = Tanh (a) }"
    model = Model(parse(text, w=np.ones((3, 2), np.float32), b=np.ones(2, np.float32)))
    lines = [line.split() for line in model.summary().splitlines()]
    assert lines == [
        ["value", "operator", "shape", "parameters"],
        ["x", "input", "Nx3"],
        ["a", "Gemm", "Nx2", "8"],
        ["y", "Tanh", "Nx2"],
        ["8", "parameters"],
    ]


def test_initializers_listed_as_inputs_are_no_inputs() -> None:
    text = "g (float[N,3] x, float[3] w) => (float[N,3] y) { y = Mul (x, w) }"
    header = '<ir_version: 3, opset_import: ["" : 9]>'
    model = Model(parse(text, header, w=np.full(3, 2, np.float32)))
    assert [info.name for info in model.inputs] == ["x"]
    assert model.predict(np.ones((1, 3), dtype=np.float32)).tolist() == [[2, 2, 2]]


def test_an_output_without_declared_shape_is_inferred() -> None:
    node = helper.make_node("Relu", ["x"], ["y"])
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 3])
    graph = helper.make_graph([node], "g", [x], [onnx.ValueInfoProto(name="y")])
    proto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
    assert Model(proto).outputs[0].shape == ("N", 3)


def test_a_node_that_cannot_run_is_named_with_its_shapes() -> None:
    text = "g (float[N,A] x, float[B,C] w) => (float[N,C] y) { [product] y = MatMul (x, w) }"
    model = Model(parse(text))
    with pytest.raises(
        ModelInputError, match=r"'product' \(MatMul\).*x 2x3 float32, w 4x5.*3 columns"
    ):
        model.run({"x": np.zeros((2, 3), np.float32), "w": np.zeros((4, 5), np.float32)})


def test_a_wrong_declaration_of_an_output_is_corrected() -> None:
    text = """g (float[N,3] x, int64[2] s) => (float[7,5,1] y, float[A,B] z) {
        y = Relu (x) z = Reshape (x, s) }"""
    outputs = Model(parse(text)).outputs
    assert [info.shape for info in outputs] == [("N", 3), ("A", "B")]


def test_a_value_too_large_for_any_machine_is_an_error_of_ours() -> None:
    text = "g (int64[3] s) => (float[A,B,C] y) { y = ConstantOfShape (s) }"
    with pytest.raises(ModelInputError, match="ConstantOfShape"):
        Model(parse(text)).predict(np.array([2**20] * 3))
