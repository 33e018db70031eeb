"""Simplified models: fewer nodes, the same outputs; exact passes keep every bit."""

import numpy as np
import onnx
import pytest

from rot180.model import Model
from rot180.simplify import simplify
from rot180.simplify.graph import EditableGraph
from rot180.simplify.pooled_bias import move_pooled_bias

HEADER = '<ir_version: 10, opset_import: ["" : 21]>'
IMAGE = np.random.default_rng(0).normal(size=(2, 3, 5, 5)).astype(np.float32)


def model(text: str, **weights: np.ndarray) -> Model:
    proto = onnx.parser.parse_model(HEADER + text)
    for name, array in weights.items():
        proto.graph.initializer.append(onnx.numpy_helper.from_array(array, name))
    return Model(proto)


def operators(simplified: Model) -> list[str]:
    return [node.op_type for node in simplified.proto.graph.node]


def weights(*shape: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0.5, 1.5, shape).astype(np.float32)


def distance(before: Model, after: Model, inputs: dict[str, np.ndarray]) -> float:
    old, new = before.run(inputs), after.run(inputs)
    assert list(old) == list(new)
    return max(np.linalg.norm(old[k] - new[k]) / np.linalg.norm(old[k]) for k in old)


def test_constants_are_folded_with_the_same_bits() -> None:
    before = model(
        """g (float[N,3] x) => (float[N,3] y) {
            c = Constant <value = float[3] {0.1, 0.2, 0.3}> ()
            e = Exp (c)
            t = Tanh (e)
            y = Mul (x, t)
        }"""
    )
    after = simplify(before)
    assert operators(after) == ["Mul"]
    assert distance(before, after, {"x": weights(4, 3)}) == 0


def test_large_constants_are_not_written_out() -> None:
    before = model(
        """g (float[N,1] x) => (float[N,1000000] y) {
            s = Constant <value = int64[1] {1000000}> ()
            c = ConstantOfShape <value = float[1] {2.0}> (s)
            y = Mul (x, c)
        }"""
    )
    after = simplify(before)
    assert operators(after) == ["ConstantOfShape", "Mul"]
    assert len(after.proto.SerializeToString()) < 1000


def test_identities_and_unused_nodes_are_dropped_and_outputs_keep_their_names() -> None:
    before = model(
        """g (float[N,3] x) => (float[N,3] y, float[N,3] z) {
            a = Identity (x)
            unused = Exp (a)
            b, mask = Dropout (a)
            c = Relu (b)
            y = Identity (c)
            z = Identity (x)
        }"""
    )
    after = simplify(before)
    # z is the input itself under another name, which no node but Identity can give.
    assert operators(after) == ["Relu", "Identity"]
    assert distance(before, after, {"x": weights(2, 3)}) == 0


@pytest.mark.parametrize(
    ("tail", "constants"),
    [
        ("y = Add (c, k)", {"k": weights(4, 1, 1)}),
        ("y = Add (k, c)", {"k": weights(1, 4, 1, 1)}),
        ("y = Sub (c, k)", {"k": weights(4, 1, 1)}),
        ("y = Sub (k, c)", {"k": weights()}),
        ("y = Mul (k, c)", {"k": weights(4, 1, 1)}),
        ("y = Div (c, k)", {"k": weights(4, 1, 1)}),
        (
            "y = BatchNormalization <epsilon = 0.01> (c, s, b, m, v)",
            {name: weights(4, seed=k) for k, name in enumerate("sbmv")},
        ),
    ],
)
@pytest.mark.parametrize("bias", ["", ", bias"])
@pytest.mark.parametrize("linear", ["Conv", "ConvTranspose"])
def test_channels_are_scaled_and_shifted_by_the_convolution(
    linear: str, bias: str, tail: str, constants: dict[str, np.ndarray]
) -> None:
    filters = weights(*((4, 3, 3, 3) if linear == "Conv" else (3, 4, 3, 3))) - 1
    before = model(
        f"g (float[N,3,5,5] x) => (float[N,4,H,W] y) {{ c = {linear} (x, w{bias}) {tail} }}",
        **{"w": filters, **({"bias": weights(4)} if bias else {}), **constants},
    )
    after = simplify(before)
    assert operators(after) == [linear]
    assert distance(before, after, {"x": IMAGE}) < 3e-7


@pytest.mark.parametrize("bias", [None, weights(6), weights(1, 6), weights(1)])
def test_columns_are_scaled_and_shifted_by_gemm(bias: np.ndarray | None) -> None:
    summand = "" if bias is None else ", b"
    before = model(
        f"""g (float[N,5] x) => (float[N,6] y) {{
            c = Gemm <alpha = 0.5, beta = 2.0, transB = 1> (x, w{summand})
            d = Mul (c, k)
            y = Add (d, k)
        }}""",
        **{"w": weights(6, 5), "k": weights(6), **({} if bias is None else {"b": bias})},
    )
    after = simplify(before)
    assert operators(after) == ["Gemm"]
    assert distance(before, after, {"x": weights(3, 5)}) < 3e-7


def test_matrix_product_and_bias_become_gemm() -> None:
    text = "g (float[N,5] x) => (float[N,6] y) { c = MatMul (x, w) y = Add (c, b) }"
    before = model(text, w=weights(5, 6), b=weights(6))
    after = simplify(before)
    assert operators(after) == ["Gemm"]
    assert distance(before, after, {"x": weights(3, 5)}) < 3e-7


@pytest.mark.parametrize(
    ("text", "constants"),
    [
        # The convolution's own output is read elsewhere, is an output, or is read by a branch.
        ("c = Conv (x, w) d = Add (c, k) y = Add (c, d)", {"k": weights(4, 1, 1)}),
        ("y = Conv (x, w) z = Add (y, k)", {"k": weights(4, 1, 1)}),
        # A number for each column, or for each image, is none for each channel.
        ("c = Conv (x, w) y = Add (c, k)", {"k": weights(3)}),
        ("c = Conv (x, w) y = Mul (c, k)", {"k": weights(2, 4, 1, 1)}),
        # More channels than the convolution has: the sum repeats its only one.
        ("c = Conv (x, one) y = Add (c, k)", {"k": weights(4, 1, 1)}),
        # A division by zero is left to the one who runs it.
        ("c = Conv (x, w) y = Div (c, k)", {"k": np.zeros((4, 1, 1), np.float32)}),
    ],
)
def test_what_cannot_be_folded_stays(text: str, constants: dict[str, np.ndarray]) -> None:
    before = model(
        f"g (float[N,3,5,5] x) => (float[N,4,3,3] y) {{ {text} }}",
        w=weights(4, 3, 3, 3),
        one=weights(1, 3, 3, 3),
        **constants,
    )
    after = simplify(before)
    kept = [name for name in operators(before) if "z = " not in text or name == "Conv"]
    assert operators(after) == kept
    inputs = {"x": IMAGE}
    assert before.run(inputs)["y"].tobytes() == after.run(inputs)["y"].tobytes()


def test_a_bias_after_a_pool_moves_before_it_with_the_same_bits() -> None:
    text = """g (float[N,3,5,5] x) => (float[N,4,2,2] y) {
        c = Conv (x, w)
        p = MaxPool <kernel_shape = [2, 2], pads = [1, 1, 0, 0], strides = [2, 2]> (c)
        y = Add (p, k)
    }"""
    before = model(text, w=weights(4, 3, 3, 3) - 1, k=weights(1, 4, 1, 1) - 1)
    proto = onnx.ModelProto()
    proto.CopyFrom(before.proto)
    assert move_pooled_bias(EditableGraph(proto))
    moved = Model(proto)
    assert operators(moved) == ["Conv", "Add", "MaxPool"]
    assert distance(before, moved, {"x": IMAGE}) == 0
    assert operators(simplify(before)) == ["Conv", "MaxPool"]
    assert distance(before, simplify(before), {"x": IMAGE}) < 3e-7


def test_a_bias_of_every_pixel_stays_after_the_pool() -> None:
    text = """g (float[N,3,5,5] x) => (float[N,4,2,2] y) {
        c = Conv (x, w) p = MaxPool <kernel_shape = [2, 2]> (c) y = Add (k, p) }"""
    before = model(text, w=weights(4, 3, 3, 3), k=weights(4, 2, 2))
    assert operators(simplify(before)) == ["Conv", "MaxPool", "Add"]


def test_values_that_branches_read_stay() -> None:
    before = model(
        """g (bool c, float[3] x) => (float[3] y) {
            a = Identity (x)
            y = If (c) <
                then_branch = t () => (float[3] u) { u = Relu (a) },
                else_branch = e () => (float[3] v) { v = Neg (a) }
            >
        }"""
    )
    inputs = {"c": np.array(False), "x": weights(3)}
    assert distance(before, simplify(before), inputs) == 0


def test_contract_and_provenance_stay() -> None:
    before = model("g (float[N] x) => (float[N] y) { y = Relu (x) }").with_contract(labels=["a"])
    assert simplify(before).contract == {"labels": ["a"]}
