"""Trained networks that Theano pickled, and the same networks as traced code."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest

import rot180.theano as theano
from golden_cases import GOLDEN
from rot180.importers import forms
from rot180.importers.load import load
from rot180.importers.outputs import find_graph
from rot180.model import Model
from rot180.pickles import Limits
from rot180.theano.records import Constant, Graph, Op, SharedVariable, Variable
from rot180.theano.script import load_function
from rot180.theano.translate import translate
from rot180.theano.translate.order import in_order

MODELS = GOLDEN / "models"
LENET = Path(__file__).parents[2] / "examples" / "lenet"
GRAPHS = [
    "lenet_tanh-py27/output_graph.pkl",
    "lenet_tanh-py36/output_graph.pkl",
    "lasagne_small_relu-py27/graph.pkl",
]
LASAGNE_LAYERS = {
    "relu_0": "01_conv1",
    "pool_2d_0": "02_pool1",
    "relu_1": "03_conv2",
    "pool_2d_1": "04_pool2",
    "relu_2": "06_fc",
    "softmax_0": "07_out",
}


def relative_l2(result: np.ndarray, expected: np.ndarray) -> float:
    return float(np.linalg.norm(result - expected) / np.linalg.norm(expected))


def traced_lenet(folder: str = "lenet_tanh-py27") -> tuple[Graph, Model]:
    predict = load_function(f"{LENET / 'lenet.py'}:predict")
    with np.load(MODELS / folder / "params.npz") as stored:
        params = [
            theano.shared(stored[f"arr_{place}"], "Wb"[place % 2]) for place in range(len(stored))
        ]
    shape = ("N", 28, 28)
    graph = theano.trace(predict, params, shape)
    return graph, translate(graph, source="lenet.py", input_shapes=[shape])


@pytest.mark.parametrize("name", GRAPHS)
def test_predicts_what_theano_predicted(name: str) -> None:
    model = load(MODELS / name)
    data = np.load(MODELS / Path(name).parent / "data.npz")
    result = model.predict(data["input"])
    assert relative_l2(result, data["prob"]) < 4e-7
    np.testing.assert_array_equal(result.argmax(axis=1), data["prob"].argmax(axis=1))
    session = onnxruntime.InferenceSession(model.proto.SerializeToString())
    (theirs,) = session.run(None, {model.inputs[0].name: data["input"]})
    assert relative_l2(theirs, data["prob"]) < 1e-6


def test_inner_values_of_a_lasagne_network() -> None:
    model = load(MODELS / "lasagne_small_relu-py27" / "graph.pkl")
    data = np.load(MODELS / "lasagne_small_relu-py27" / "data.npz")
    values = model.run({model.inputs[0].name: data["input"][:8]}, list(LASAGNE_LAYERS))
    for name, layer in LASAGNE_LAYERS.items():
        assert relative_l2(values[name], data[f"layer8.{layer}"]) < 4e-7, name


def test_the_batch_stays_open_and_sizes_are_learnt() -> None:
    lenet = load(MODELS / GRAPHS[0])
    assert lenet.inputs[0].shape == ("N", 28, 28)
    assert lenet.outputs[0].shape == ("N", 10)
    # T.tensor4 says nothing of sizes: the convolution's input_shape hint does.
    lasagne = load(MODELS / GRAPHS[2])
    assert lasagne.inputs[0].shape == ("N", 1, 28, 28)
    assert lasagne.predict(np.zeros((3, 1, 28, 28), np.float32)).shape == (3, 10)


def test_both_roads_end_in_the_same_bits() -> None:
    data = np.load(MODELS / "lenet_tanh-py27" / "data.npz")
    _, traced = traced_lenet()
    pickled = load(MODELS / GRAPHS[0])
    results = [model.predict(data["input"]).tobytes() for model in (traced, pickled)]
    assert results[0] == results[1]


def test_values_have_the_names_that_the_code_gives() -> None:
    data = np.load(MODELS / "lenet_tanh-py27" / "data.npz")
    _, model = traced_lenet()
    names = ["conv0", "pool0", "layer0", "conv1", "pool1", "layer1", "layer2", "prob"]
    values = model.run({"x": data["input"][:8]}, names)
    for name in names:
        assert relative_l2(values[name], data[f"layer8.{name}"]) < 4e-7, name


def test_filters_are_rotated_once_and_keep_their_name() -> None:
    _, model = traced_lenet()
    with np.load(MODELS / "lenet_tanh-py27" / "params.npz") as stored:
        filters = stored["arr_0"]
    (written,) = (item for item in model.proto.graph.initializer if item.name == "W")
    array = np.frombuffer(written.raw_data, np.float32).reshape(filters.shape)
    np.testing.assert_array_equal(array, filters[:, :, ::-1, ::-1])


def test_nodes_know_where_they_come_from() -> None:
    model = load(MODELS / GRAPHS[0])
    (conv, *_) = (node for node in model.proto.graph.node if node.op_type == "Conv")
    origin = {entry.key: entry.value for entry in conv.metadata_props}
    assert origin == {
        "rot180.source": "output_graph.pkl",
        "rot180.op": "AbstractConv2d",
        "rot180.name": "conv2d_0",
    }


def leaf(variable: Variable) -> str:
    for kind in (Constant, SharedVariable):
        if isinstance(variable, kind):
            return f"{kind.__name__} {np.shape(variable.value)}"
    return "input"


def skeleton(graph: Graph) -> list[tuple[str, ...]]:
    """Ops in order, with what they are applied to and what makes them different."""
    numbers: dict[Variable, str] = {}
    lines = []
    for apply in in_order(graph.outputs):
        inputs = [numbers.get(item, leaf(item)) for item in apply.inputs]
        numbers.update({out: f"{len(lines)}.{out.index}" for out in apply.outputs})
        fields = apply.op.fields
        scalar_op = fields.get("scalar_op")
        settings = ["border_mode", "subsample", "filter_flip", "new_order", "ndim", "mode"]
        settings += ["ignore_border", "num_groups", "unshared", "filter_dilation", "dtype"]
        lines.append(
            (
                f"{apply.op.module}.{apply.op.name}",
                f"{scalar_op.module}.{scalar_op.name}" if isinstance(scalar_op, Op) else "",
                str(
                    [(out.type.dtype, out.type.broadcastable) for out in apply.outputs if out.type]
                ),
                str({name: fields[name] for name in settings if name in fields}),
                str(inputs),
            )
        )
    return lines


def test_traced_code_makes_the_records_that_theano_pickled() -> None:
    contents = forms.read(MODELS / GRAPHS[0], Limits())
    pickled = find_graph(contents.tree, Limits(), select=None, dtype="float32")
    assert pickled is not None
    traced, _ = traced_lenet()
    assert skeleton(traced) == skeleton(pickled)
