"""From a file to a model: graphs, parameters with model code, ONNX, and what is missing."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rot180 import theano
from rot180.errors import (
    GraphMissingError,
    ModelFileError,
    TranslationError,
    UnknownFormatError,
    UnsafeFileError,
)
from rot180.importers import inspect, load
from rot180.theano import tensor as T

MODELS = Path(__file__).parents[1] / "golden" / "models"
GRAPHS = [
    f"lenet_tanh-{python}/{name}"
    for python in ("py27", "py36")
    for name in ("output_graph.pkl", "layers.pkl", "pkl_utils_graph.zip")
]
SHAPE = ("N", 1, 28, 28)


def recorded(folder: str) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    with np.load(MODELS / folder / "data.npz") as data:
        return data["input"][:8].astype(np.float32), data["prob"][:8]


def relative_l2(value: np.ndarray[Any, Any], expected: np.ndarray[Any, Any]) -> float:
    return float(np.linalg.norm(value - expected) / np.linalg.norm(expected))


def convolve(x: Any, filters: Any, bias: Any) -> Any:
    pooled = T.signal.pool.pool_2d(T.nnet.conv2d(x, filters), (2, 2), ignore_border=True)
    return T.tanh(pooled + bias.dimshuffle("x", 0, "x", "x"))


def in_order(x: Any, params: Any) -> Any:
    w0, b0, w1, b1, w2, b2, w3, b3 = params
    hidden = convolve(convolve(x, w0, b0), w1, b1)
    hidden = T.tanh(T.dot(hidden.flatten(2), w2) + b2)
    return T.nnet.softmax(T.dot(hidden, w3) + b3)


def by_name(x: Any, params: Any) -> Any:
    return in_order(x, [params[f"layer{i}.{name}"] for i in range(4) for name in "Wb"])


def by_attribute(x: Any, params: Any) -> Any:
    return in_order(x, [getattr(params[str(i)], name) for i in range(4) for name in "Wb"])


def in_pairs(x: Any, params: Any) -> Any:
    return in_order(x, [value for pair in params for value in pair])


@pytest.mark.parametrize("name", [*GRAPHS, "lasagne_small_relu-py27/graph.pkl"])
def test_graphs_predict_what_theano_predicted(name: str) -> None:
    images, expected = recorded(Path(name).parts[0])
    model = load(MODELS / name)
    shape = [n if isinstance(n, int) else -1 for n in model.inputs[0].shape]
    assert relative_l2(model.predict(images.reshape(shape)), expected) < 4e-7


@pytest.mark.parametrize("python", ["py27", "py36"])
def test_all_forms_of_one_network_give_the_same_bits(python: str) -> None:
    folder = MODELS / f"lenet_tanh-{python}"
    images, _ = recorded(folder.name)
    bits = load(folder / "output_graph.pkl").predict(images).tobytes()
    tried = 0
    for path in sorted(folder.iterdir()):
        if path.name in ("data.npz", "model.json") or "function" in path.name:
            continue
        tried += 1
        if "graph" in path.name or path.name == "layers.pkl":
            assert load(path).predict(images).tobytes() == bits, path.name
        if "graph" not in path.name:
            code = by_name if "dict" in path.name else in_order
            model = load(path, graph=code, input_shape=SHAPE)
            assert model.predict(images[:, None]).tobytes() == bits, path.name
    assert tried >= 12


def test_layer_objects_are_read_by_attribute_too() -> None:
    model = load(MODELS / "lenet_tanh-py27/layers.pkl", graph=by_attribute, input_shape=SHAPE)
    images, expected = recorded("lenet_tanh-py27")
    assert relative_l2(model.predict(images[:, None]), expected) < 4e-7


@pytest.fixture
def params() -> list[np.ndarray[Any, Any]]:
    with np.load(MODELS / "lenet_tanh-py27/data.npz") as data:
        return [data[f"param.layer{i}.{name}"] for i in range(4) for name in "Wb"]


def saved(path: Path, value: object, protocol: int = 2) -> Path:
    path.write_bytes(pickle.dumps(value, protocol))
    return path


@pytest.mark.parametrize("code", [in_order, in_pairs])
def test_nested_lists_by_pairs_and_counted_through(
    tmp_path: Path, params: list[np.ndarray[Any, Any]], code: Any
) -> None:
    path = saved(tmp_path / "w.pkl", [params[i : i + 2] for i in range(0, 8, 2)])
    images, expected = recorded("lenet_tanh-py27")
    model = load(path, graph=code, input_shape=SHAPE)
    assert relative_l2(model.predict(images[:, None]), expected) < 4e-7


def test_nested_dicts(tmp_path: Path, params: list[np.ndarray[Any, Any]]) -> None:
    layers = {f"layer{i}": {"W": params[2 * i], "b": params[2 * i + 1]} for i in range(4)}
    images, expected = recorded("lenet_tanh-py27")

    def nested(x: Any, p: Any) -> Any:
        return in_order(x, [p[f"layer{i}"][name] for i in range(4) for name in "Wb"])

    for code in (nested, by_name):
        model = load(saved(tmp_path / "w.pkl", layers), graph=code, input_shape=SHAPE)
        assert relative_l2(model.predict(images[:, None]), expected) < 4e-7


def test_float64_becomes_float32_unless_it_is_wanted(
    tmp_path: Path, params: list[np.ndarray[Any, Any]]
) -> None:
    path = saved(tmp_path / "w.pkl", [np.asfortranarray(p, ">f8") for p in params])
    images, expected = recorded("lenet_tanh-py27")
    narrow = load(path, graph=in_order, input_shape=SHAPE)
    assert narrow.inputs[0].dtype == "float32"
    assert relative_l2(narrow.predict(images[:, None]), expected) < 4e-7
    wide = load(path, graph=in_order, input_shape=SHAPE, dtype="float64")
    assert wide.inputs[0].dtype == "float64"
    assert relative_l2(wide.predict(images[:, None].astype(np.float64)), expected) < 4e-7


def test_graph_from_a_file_of_code(tmp_path: Path) -> None:
    code = tmp_path / "model.py"
    code.write_text(
        "import theano.tensor as T\n"
        "def predict(x, params):\n"
        "    return T.nnet.softmax(T.dot(x, params['W']) + params['b'])\n"
    )
    np.savez(tmp_path / "w.npz", W=np.eye(3, dtype=np.float32), b=np.zeros(3, np.float32))
    model = load(tmp_path / "w.npz", graph=f"{code}:predict", input_shape=("N", 3))
    np.testing.assert_allclose(model.predict(np.zeros((2, 3), np.float32)), 1 / 3, rtol=1e-6)


def test_parameters_without_a_graph_say_what_to_type_next() -> None:
    path = MODELS / "lenet_tanh-py27/params_list_p2.pkl"
    with pytest.raises(GraphMissingError) as caught:
        load(path)
    message = str(caught.value)
    assert "6x1x5x5" in message
    assert f"rot180 convert {path} --graph model.py:predict --input-shape" in message


def test_a_compiled_function_is_named() -> None:
    with pytest.raises(UnknownFormatError, match=r"compiled theano\.function"):
        load(MODELS / "lenet_tanh-py27/predict_function.pkl")


def test_a_file_of_nothing_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormatError, match="no array and no Theano graph"):
        load(saved(tmp_path / "w.pkl", {"epochs": 10}))


def test_the_shape_of_the_input_is_needed() -> None:
    with pytest.raises(ModelFileError, match="--input-shape Nx1x28x28"):
        load(MODELS / "lenet_tanh-py27/params.npz", graph=in_order)


def test_model_code_that_returns_no_tensor() -> None:
    with pytest.raises(TranslationError, match="symbolic"):
        load(MODELS / "lenet_tanh-py27/params.npz", graph=lambda x, p: 3, input_shape=SHAPE)


def test_select_by_name_path_and_place() -> None:
    path = MODELS / "lenet_tanh-py27/layers.pkl"
    images, expected = recorded("lenet_tanh-py27")
    default = load(path)
    assert default.outputs[0].name == "p_y_given_x"
    chosen = [load(path, select=s) for s in ("y_pred", "3.y_pred")]
    for model in chosen:
        np.testing.assert_array_equal(model.predict(images), expected.argmax(1))
    assert load(path, select=0).outputs[0].name == load(path, select="0").outputs[0].name
    with pytest.raises(ModelFileError, match=r"3\.p_y_given_x"):
        load(path, select="nothing")
    with pytest.raises(ModelFileError, match="is not one value"):
        load(path, select="output")  # every layer has one


def test_select_among_what_model_code_returns() -> None:
    path = MODELS / "lenet_tanh-py27/params.npz"

    def two(x: Any, params: Any) -> Any:
        prob = in_order(x, params)
        return theano.name(T.argmax(prob, axis=1), "label"), theano.name(prob, "prob")

    assert [v.name for v in load(path, graph=two, input_shape=SHAPE).outputs] == ["label", "prob"]
    for select in ("prob", 1):
        model = load(path, graph=two, input_shape=SHAPE, select=select)
        assert [v.name for v in model.outputs] == ["prob"]
    with pytest.raises(ModelFileError, match="none of the 2 outputs"):
        load(path, graph=two, input_shape=SHAPE, select="other")


def test_a_python_2_dict_has_no_order() -> None:
    with pytest.raises(TypeError, match="by name"):
        load(MODELS / "lenet_tanh-py27/params_dict.pkl", graph=in_order, input_shape=SHAPE)


# cPickle.dumps({"b1": [np.float32([3])], "a": [np.float32([1])]}, 2), written by Python 2.7.18.
NESTED_IN_PYTHON_2 = (
    b"\x80\x02}q\x01(U\x01a]q\x02cnumpy.core.multiarray\n_reconstruct\nq\x03cnumpy\nndarray\n"
    b"q\x04K\x00\x85U\x01b\x87Rq\x05(K\x01K\x01\x85cnumpy\ndtype\nq\x06U\x02f4K\x00K\x01\x87Rq\x07"
    b"(K\x03U\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89U\x04\x00\x00\x80?tbaU\x02b1q\x08]"
    b"q\th\x03h\x04K\x00\x85U\x01b\x87Rq\n(K\x01K\x01\x85h\x07\x89U\x04\x00\x00@@tbau."
)


def test_places_are_not_counted_through_a_python_2_dict(tmp_path: Path) -> None:
    (tmp_path / "nested.pkl").write_bytes(NESTED_IN_PYTHON_2)
    with pytest.raises(TypeError, match=r"no order: ask for its parameters by name \(a, b1\)"):
        load(tmp_path / "nested.pkl", graph=lambda x, p: x * p[0] + p[1], input_shape=("N", 1))
    model = load(
        tmp_path / "nested.pkl", graph=lambda x, p: x * p["b1"][0] + p["a.0"], input_shape=("N", 1)
    )
    assert model.predict(np.float32([[2]])) == 7


def test_a_place_beyond_the_last_parameter_says_how_many_there_are(tmp_path: Path) -> None:
    (tmp_path / "one.pkl").write_bytes(pickle.dumps([np.zeros(3)]))
    with pytest.raises(IndexError, match=r"params\[1\] is beyond the end; there are 1"):
        load(tmp_path / "one.pkl", graph=lambda x, p: x + p[1], input_shape=("N", 3))


def test_a_graph_needs_no_model_code() -> None:
    path = MODELS / "lenet_tanh-py36/output_graph.pkl"
    with pytest.raises(ModelFileError, match="holds the graph already"):
        load(path, graph=in_order, input_shape=SHAPE)


def test_onnx_files_come_back(tmp_path: Path) -> None:
    model = load(MODELS / "lenet_tanh-py27/output_graph.pkl")
    model.save(tmp_path / "digits.onnx")
    images, _ = recorded("lenet_tanh-py27")
    again = load(tmp_path / "digits.onnx")
    assert again.predict(images).tobytes() == model.predict(images).tobytes()
    with pytest.raises(ModelFileError, match="ONNX model"):
        load(tmp_path / "digits.onnx", graph=in_order, input_shape=SHAPE)


def test_external_data_is_refused(tmp_path: Path) -> None:
    import onnx

    load(MODELS / "lenet_tanh-py27/output_graph.pkl").save(tmp_path / "digits.onnx")
    onnx.save(
        onnx.load(tmp_path / "digits.onnx"),
        tmp_path / "external.onnx",
        save_as_external_data=True,
        size_threshold=0,
    )
    with pytest.raises(UnsafeFileError, match="another file"):
        load(tmp_path / "external.onnx")


def test_dtype_is_one_of_two() -> None:
    with pytest.raises(ValueError, match="float32"):
        load(MODELS / "lenet_tanh-py27/output_graph.pkl", dtype="int8")


def test_graphs_of_float64(tmp_path: Path) -> None:
    images, expected = recorded("lenet_tanh-py27")
    graph = (MODELS / "lenet_tanh-py27/output_graph.pkl").read_bytes()
    path = tmp_path / "wide.pkl"
    path.write_bytes(graph.replace(b"float32", b"float64"))
    narrow, wide = load(path), load(path, dtype="float64")
    assert narrow.inputs[0].dtype == "float32"
    assert wide.inputs[0].dtype == "float64"
    original = load(MODELS / "lenet_tanh-py27/output_graph.pkl")
    assert narrow.predict(images).tobytes() == original.predict(images).tobytes()
    assert relative_l2(wide.predict(images.astype(np.float64)), expected) < 4e-7


def test_inspect_says_what_a_file_is_and_what_to_type_next() -> None:
    found = inspect(MODELS / "lenet_tanh-py27/output_graph.pkl")
    assert "Python 2" in found.kind
    assert found.inputs[0].startswith("x ")
    assert len(found.parameters) == 8
    assert not found.missing
    assert found.next.startswith("rot180 convert ")
    parameters = inspect(MODELS / "lenet_tanh-py36/shared_list.pkl")
    assert parameters.missing == "the model's own code"
    assert parameters.parameters[0][1:] == ((6, 1, 5, 5), "float32")
    assert "--graph" in str(parameters)
    layers = inspect(MODELS / "lenet_tanh-py36/layers.pkl")
    assert "3.y_pred" in str(layers)
    function = inspect(MODELS / "lenet_tanh-py36/predict_function.pkl")
    assert "compiled" in str(function)
    assert not function.parameters


def test_inspect_onnx(tmp_path: Path) -> None:
    load(MODELS / "lenet_tanh-py27/output_graph.pkl").save(tmp_path / "digits.onnx")
    found = inspect(tmp_path / "digits.onnx")
    assert found.kind == "an ONNX model"
    assert "rot180 java" in found.next
