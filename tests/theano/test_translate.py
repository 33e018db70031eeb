"""Names, errors and graphs that no honest Theano wrote."""

import numpy as np
import pytest

import rot180.theano as theano
import rot180.theano.tensor as T
from rot180.errors import TranslationError, UnsupportedOperatorError
from rot180.theano.records import Apply, Constant, Graph, Op, TensorType, Variable
from rot180.theano.translate import OPERATORS, translate
from rot180.theano.translate.lengths import Symbol, add, remaining, subtract

MATRIX = TensorType("float32", (False, False))


def apply(op: Op, *inputs: Variable) -> Variable:
    node = Apply(op, list(inputs))
    node.outputs.append(Variable(MATRIX, None, node))
    return node.outputs[0]


def test_names_are_kept_and_made_unique() -> None:
    x = T.matrix("x")
    first = theano.name(T.tanh(x), "h")
    second = theano.name(T.tanh(first), "h")
    clash = theano.name(T.exp(second), "tanh_0")
    last = T.tanh(T.tanh(clash))
    model = translate(Graph([x], [last]))
    names = [node.output[0] for node in model.proto.graph.node]
    assert names == ["h", "h_1", "tanh_0", "tanh_0_1", "tanh_1"]


def test_outputs_that_nothing_computes() -> None:
    x = T.matrix("x")
    w = theano.shared(np.eye(2, dtype=np.float32), "w")
    double = 2 * x
    model = translate(Graph([x], [x, w, double, double]))
    values = model.run({"x": np.ones((1, 2), np.float32)})
    assert [value.tolist() for value in values.values()] == [
        [[1, 1]],
        [[1, 0], [0, 1]],
        [[2, 2]],
        [[2, 2]],
    ]


def test_inputs_that_nobody_declared_are_found() -> None:
    x, y = T.matrix("x"), T.matrix("y")
    model = translate(Graph([], [T.dot(x, y)]))
    assert [info.name for info in model.inputs] == ["x", "y"]


def test_inputs_are_what_the_outputs_depend_on() -> None:
    x, labels = T.matrix("x"), T.ivector("y")
    middle = 2 * x
    model = translate(Graph([labels, middle, x], [middle + 1]))
    assert [info.name for info in model.inputs] == ["x"]
    function = theano.function([labels, x], middle, on_unused_input="ignore")
    assert function([1], [[3]]) == 6


def test_what_is_not_supported_is_named_with_its_place() -> None:
    x = Variable(MATRIX, "x")
    strange = apply(Op("theano.scan_module.scan_op", "Scan"), x)
    strange.name = "state"
    with pytest.raises(UnsupportedOperatorError) as caught:
        translate(Graph([x], [strange]), source="net.pkl")
    message = str(caught.value)
    for part in ("Scan", "theano.scan_module.scan_op", "x float32 (N, x_1)", "'state'", "net.pkl"):
        assert part in message
    scalar = Op("theano.tensor.elemwise", "Elemwise", {"scalar_op": Op("theano.scalar", "Psi")})
    with pytest.raises(UnsupportedOperatorError, match=r"Psi.*Tanh"):
        translate(Graph([x], [apply(scalar, x)]))


@pytest.mark.parametrize(
    ("op", "fields"),
    [
        ("DimShuffle", {}),
        ("DimShuffle", {"new_order": (0, 7)}),
        ("Elemwise", {"scalar_op": None}),
        ("Elemwise", {}),
        ("Reshape", {"ndim": "two"}),
        ("Subtensor", {"idx_list": 3}),
        ("Subtensor", {"idx_list": (slice(TensorType("int64", ()), None),)}),
        ("Join", {}),
        ("Pool", {"ds": None}),
        ("Sum", {"axis": (9,)}),
        ("AbstractConv2d", {}),
        ("Dot", {}),
    ],
)
def test_damaged_ops_are_refused(op: str, fields: dict[str, object]) -> None:
    x = Variable(MATRIX, "x")
    with pytest.raises(TranslationError, match=op):
        translate(Graph([x], [apply(Op("theano", op, fields), x)]))


def test_a_cycle_is_refused() -> None:
    x = Variable(MATRIX, "x")
    dot = Op("theano.tensor.basic", "Dot")
    first = apply(dot, x, x)
    second = apply(dot, first, x)
    assert first.owner is not None
    first.owner.inputs[1] = second
    with pytest.raises(TranslationError, match="cycle"):
        translate(Graph([x], [second]))


def test_deep_graphs_need_no_recursion() -> None:
    x = T.vector("x")
    y = x
    for _ in range(3000):
        y = y + 1
    assert translate(Graph([x], [y])).predict(np.zeros(1, np.float32)) == [3000]


@pytest.mark.parametrize("hint", [("N", 3), ("N", 3, 4, 4, 4)])
def test_a_shape_of_the_wrong_rank_is_refused(hint: tuple[int | str, ...]) -> None:
    x = T.tensor4("x")
    with pytest.raises(TranslationError, match="4 axes"):
        translate(Graph([x], [2 * x]), input_shapes=[hint])


def test_filters_that_do_not_fit_are_refused() -> None:
    x, w = T.tensor4("x"), theano.shared(np.zeros((2, 3, 5, 5), np.float32), "w")
    y = T.nnet.conv2d(x, w)
    with pytest.raises(TranslationError, match="does not fit"):
        translate(Graph([x], [y]), input_shapes=[("N", 3, 4, 9)])
    with pytest.raises(TranslationError, match=r"4 and 3 must be equal|3 and 4 must be equal"):
        translate(Graph([x], [y]), input_shapes=[("N", 4, 9, 9)])


def test_every_op_has_one_entry() -> None:
    assert {"AbstractConv2d", "ConvOp", "CorrMM", "Pool", "DownsampleFactorMax"} <= set(OPERATORS)
    assert {"Elemwise", "Softmax", "DimShuffle", "Reshape", "Flatten", "Dot22"} <= set(OPERATORS)


def test_arithmetic_of_lengths() -> None:
    n, m = Symbol("N"), Symbol("M")
    assert subtract(add(n, 5), add(n, 2)) == 3
    assert subtract(n, m) is None
    assert add(n, m) is None
    assert remaining((n, 6, 4), (n, 3)) == 8
    assert remaining((n, 6, 4), (m,)) is None
    assert remaining((n, 5), (n, 3)) is None


def test_constants_of_pickled_graphs() -> None:
    """Numbers come as arrays of any layout, scalars of slices as plain numbers."""
    x = Variable(MATRIX, "x")
    number = Constant(TensorType("float64", ()), value=np.array(2.0, ">f8"))
    dot = apply(
        Op("theano.tensor.elemwise", "Elemwise", {"scalar_op": Op("theano.scalar.basic", "Mul")}),
        x,
        number,
    )
    part = apply(
        Op("theano.tensor.subtensor", "Subtensor", {"idx_list": (slice(1, None, None),)}), dot
    )
    result = translate(Graph([x], [part])).predict(np.ones((3, 2), np.float32))
    np.testing.assert_array_equal(result, np.full((2, 2), 2, np.float32))


def test_truth_values_of_old_theanos_are_int8() -> None:
    x = Variable(TensorType("float32", (False,)), "x")
    truth = TensorType("int8", (False,))

    def elemwise(name: str, *inputs: Variable) -> Variable:
        scalar_op = Op("theano.scalar.basic", name)
        node = Apply(Op("theano.tensor.elemwise", "Elemwise", {"scalar_op": scalar_op}), [*inputs])
        node.outputs.append(Variable(truth, None, node))
        return node.outputs[0]

    zero = Constant(TensorType("float32", (True,)), value=np.zeros(1, np.float32))
    two = Constant(TensorType("float32", (True,)), value=np.full(1, 2, np.float32))
    both = elemwise("AND", elemwise("GT", x, zero), elemwise("LT", x, two))
    result = translate(Graph([x], [both])).predict(np.array([-1, 1, 3], np.float32))
    assert result.dtype == np.int8
    assert result.tolist() == [0, 1, 0]
    with pytest.raises(UnsupportedOperatorError, match="bits"):
        translate(Graph([x], [elemwise("AND", both, elemwise("Cast", x))]))
