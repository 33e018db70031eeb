"""Running a graph: dead values are freed, branches see outer values, batches change no bit."""

import tracemalloc

import numpy as np
import onnx
import pytest
from networks import NETWORKS, Network

from rot180.model import Model

HEADER = '<ir_version: 10, opset_import: ["" : 21]>'


def test_dead_values_are_freed() -> None:
    steps = " ".join(f"v{k + 1} = Neg (v{k})" for k in range(40))
    text = f"g (float[N] v0) => (float[N] v40) {{ {steps} }}"
    model = Model(onnx.parser.parse_model(HEADER + text))
    x = np.ones(1 << 20, dtype=np.float32)
    tracemalloc.start()
    model.run({"v0": x})
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # Two values at a time, the copy that is returned, and the mask of its NaNs.
    assert peak < 4 * x.nbytes


def test_values_asked_for_outlive_their_readers() -> None:
    text = "g (float[N] x) => (float[N] z) { y = Neg (x) z = Neg (y) }"
    model = Model(onnx.parser.parse_model(HEADER + text))
    found = model.run({"x": np.ones(2, np.float32)}, outputs=["y", "z"])
    assert found["y"].tolist() == [-1, -1]


@pytest.mark.parametrize("condition", [True, False])
def test_branches_see_values_of_all_outer_graphs(condition: bool) -> None:
    text = """g (bool c, float[N] x) => (float[N] y) {
        two = Constant <value = float {2.0}> ()
        y = If (c) <
            then_branch = t () => (float[N] u) {
                doubled = Mul (x, two)
                u = If (c) <
                    then_branch = tt () => (float[N] v) { v = Add (doubled, two) },
                    else_branch = te () => (float[N] v) { v = Identity (x) }
                >
            },
            else_branch = e () => (float[N] w) { w = Neg (x) }
        >
    }"""
    model = Model(onnx.parser.parse_model(HEADER + text))
    found = model.run({"c": np.array(condition), "x": np.array([3.0], dtype=np.float32)})
    assert found["y"].tolist() == [8.0 if condition else -3.0]


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: network.name)
def test_a_sample_alone_has_the_bits_it_has_in_a_batch(network: Network) -> None:
    model = Model(network.model())
    output = model.outputs[0].name
    (name,) = (info.name for info in model.inputs if info.shape)
    together = model.run(network.inputs, outputs=[output])[output]
    for k in range(len(together)):
        alone = {**network.inputs, name: network.inputs[name][k : k + 1]}
        assert model.run(alone, outputs=[output])[output].tobytes() == together[k].tobytes()
