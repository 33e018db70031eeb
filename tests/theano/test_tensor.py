"""The look-alike's notation against NumPy's, on random programs."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import rot180.theano as theano
import rot180.theano.tensor as T
from rot180.theano.records import Graph
from rot180.theano.translate import translate

ARRAYS = hnp.arrays(
    np.float32,
    hnp.array_shapes(min_dims=1, max_dims=4, max_side=4),
    elements=st.integers(-9, 9).map(float),
)


def symbolic(array: np.ndarray, name: str = "x") -> Any:
    return T.TensorType(array.dtype.name, [False] * array.ndim)(name)


def run(output: Any, **arrays: np.ndarray) -> np.ndarray:
    """Run with all shapes known, and with none known, and demand equal results."""
    inputs = {variable.name: variable for variable in leaves(output)}
    known = theano.function(list(inputs.values()), output)(*(arrays[name] for name in inputs))
    model = translate(Graph(list(inputs.values()), [output]))
    (unknown,) = model.run({name: arrays[name] for name in inputs}).values()
    np.testing.assert_array_equal(known, unknown)
    return known


def leaves(output: Any) -> list[Any]:
    found, stack = [], [output]
    while stack:
        variable = stack.pop()
        if variable.owner is not None:
            stack += variable.owner.inputs
        elif variable.name and variable not in found:
            found.append(variable)
    return found


@st.composite
def indexed(draw: st.DrawFn) -> tuple[np.ndarray, Any]:
    array = draw(ARRAYS)
    index = draw(hnp.basic_indices(array.shape, allow_newaxis=True))
    return array, index


@settings(max_examples=100, deadline=None)
@given(indexed())
def test_indexing(case: tuple[np.ndarray, Any]) -> None:
    array, index = case
    expected = array[index]
    if expected.size == 0:
        return
    function = theano.function([x := symbolic(array)], x[index])
    np.testing.assert_array_equal(function(array), expected)


@settings(max_examples=60, deadline=None)
@given(ARRAYS, st.data())
def test_dimshuffle(array: np.ndarray, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(array.ndim)))
    pattern: list[Any] = list(order)
    for place in data.draw(st.lists(st.integers(0, array.ndim), max_size=2)):
        pattern.insert(place, "x")
    ones = [place for place, axis in enumerate(pattern) if axis == "x"]
    result = run(symbolic(array).dimshuffle(*pattern), x=array)
    np.testing.assert_array_equal(result, np.expand_dims(array.transpose(order), ones))


@settings(max_examples=60, deadline=None)
@given(ARRAYS, st.data())
def test_reductions(array: np.ndarray, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["sum", "prod", "max", "min", "mean", "var"]))
    axes = data.draw(st.sets(st.integers(0, array.ndim - 1), min_size=1).map(sorted))
    keepdims = data.draw(st.booleans())
    result = run(getattr(T, name)(symbolic(array), axis=axes, keepdims=keepdims), x=array)
    expected = getattr(np, name)(array.astype(np.float64), axis=tuple(axes), keepdims=keepdims)
    np.testing.assert_allclose(result, expected, rtol=1e-6, atol=1e-6)


@settings(max_examples=40, deadline=None)
@given(ARRAYS, st.data())
def test_flatten_and_reshape(array: np.ndarray, data: st.DataObject) -> None:
    ndim = data.draw(st.integers(1, array.ndim))
    x = symbolic(array)
    expected = array.reshape(*array.shape[: ndim - 1], -1)
    np.testing.assert_array_equal(run(x.flatten(ndim), x=array), expected)
    lengths = [x.shape[axis] for axis in range(array.ndim)]
    swapped = x.reshape((lengths[-1], *lengths[:-1]))
    np.testing.assert_array_equal(
        run(swapped, x=array), array.reshape(array.shape[-1], *array.shape[:-1])
    )


@settings(max_examples=40, deadline=None)
@given(ARRAYS, st.data())
def test_padding_by_set_subtensor(array: np.ndarray, data: st.DataObject) -> None:
    pads = data.draw(st.lists(st.tuples(*[st.integers(0, 2)] * 2), max_size=array.ndim))
    pads += [(0, 0)] * (array.ndim - len(pads))
    x = symbolic(array)
    lengths = [x.shape[axis] + sum(pad) for axis, pad in enumerate(pads)]
    inside = tuple(slice(low, low + x.shape[axis]) for axis, (low, _) in enumerate(pads))
    padded = T.set_subtensor(T.zeros(lengths)[inside], x)
    np.testing.assert_array_equal(run(padded, x=array), np.pad(array, pads))


def test_writing_into_a_tensor() -> None:
    x, y = T.matrix("x"), T.vector("y")
    a = np.arange(12, dtype=np.float32).reshape(3, 4)
    b = np.full(4, 7, np.float32)
    set_, added = a.copy(), a.copy()
    set_[1] = b
    added[1] += b
    for whole, expected in ((T.set_subtensor, set_), (T.inc_subtensor, added)):
        function = theano.function([x, y], whole(x[1], y))
        np.testing.assert_array_equal(function(a, b), expected)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_writing_into_slices_with_steps(data: st.DataObject) -> None:
    array = np.arange(12, dtype=np.float32).reshape(3, 4)
    index = tuple(data.draw(st.one_of(st.slices(n), st.integers(-n, n - 1))) for n in array.shape)
    x = symbolic(array)
    block = data.draw(st.sampled_from([np.float32(7), np.full_like(array[index], 7)]))
    expected = array.copy()
    expected[index] = block
    function = theano.function([x], T.set_subtensor(x[index], block))
    np.testing.assert_array_equal(function(array), expected)
    expected = array.copy()
    expected[index] += block
    function = theano.function([x], T.inc_subtensor(x[index], block))
    np.testing.assert_array_equal(function(array), expected)


def test_upsampling_with_zeros() -> None:
    x = T.tensor4("x")
    array = np.arange(8, dtype=np.float32).reshape(1, 2, 2, 2)
    expected = np.zeros((1, 2, 4, 4), np.float32)
    expected[:, :, ::2, ::2] = array
    larger = T.zeros((x.shape[0], x.shape[1], 4, 4))
    np.testing.assert_array_equal(
        run(T.set_subtensor(larger[:, :, ::2, ::2], x), x=array), expected
    )


def test_the_mean_of_one_truth_value_is_a_float() -> None:
    x = T.vector("x")
    mean = T.mean(T.eq(T.argmax(x), 1))
    assert mean.dtype == "float64"
    assert run(mean, x=np.float32([1, 2])) == 1


@pytest.mark.parametrize(
    ("x", "y", "dtype"),
    [
        ("float32", "int8", "float32"),
        ("float32", "int64", "float64"),
        ("float32", "bool", "float32"),
        ("int8", "uint8", "int16"),
        ("int32", "float32", "float64"),
    ],
)
def test_results_have_theanos_dtypes(x: str, y: str, dtype: str) -> None:
    a, b = T.TensorType(x, [False])("a"), T.TensorType(y, [False])("b")
    assert (a + b).dtype == dtype
    one, two = np.array([1], x), np.array([1], y)
    assert theano.function([a, b], a + b)(one, two).dtype == dtype


def test_numbers_take_the_smallest_dtype() -> None:
    x = T.matrix("x")
    assert (x * 2).dtype == (x * 0.1).dtype == (x**2).dtype == "float32"
    assert T.constant(3).dtype == "int8"
    assert T.constant(300).dtype == "int16"
    assert (x > 0).dtype == "bool"
    assert T.sum(x > 0).dtype == "int64"
    assert (T.ivector() / 2).dtype == "float32"
    assert T.exp(T.lvector()).dtype == "float64"


def test_integers_are_divided_as_in_python() -> None:
    values = np.array([-7, -6, -1, 0, 1, 6, 7], np.int64)
    x = T.lvector("x")
    for divisor in (-3, 2, 3):
        quotient, remainder = theano.function([x], [x // divisor, x % divisor])(values)
        np.testing.assert_array_equal(quotient, values // divisor)
        np.testing.assert_array_equal(remainder, values % divisor)


def test_operators_of_every_kind() -> None:
    a = np.array([[1.5, -2.0], [0.0, 3.0]], np.float32)
    x = T.matrix("x")
    for ours, theirs in (
        (1 - x, 1 - a),
        (2 / (x + 4), 2 / (a + 4)),
        (2**x, 2**a),
        (-x, -a),
        (x.T, a.T),
        (x.dot(x), a @ a),
        (T.switch(T.and_(x > 0, x < 2), x, -1), np.where((a > 0) & (a < 2), a, -1)),
        (T.stack([x[0], x[1]], axis=1), np.stack([a[0], a[1]], axis=1)),
        (T.clip(x, -1, 1), np.clip(a, -1, 1)),
        (x[:, ::-1], a[:, ::-1]),
        (x[[1, 0]], a[[1, 0]]),
        (T.tile(x, (2, 3)), np.tile(a, (2, 3))),
        (T.eq(x, 0), a == 0),
        (T.argmin(x, axis=1), np.argmin(a, axis=1)),
        (T.outer(x[0], x[1]), np.outer(a[0], a[1])),
        (T.arange(3) * x[0, 0], np.arange(3) * a[0, 0]),
        (T.ones_like(x) + T.zeros_like(x), np.ones_like(a)),
        (x.std(axis=0), a.std(axis=0)),
        (x.norm(2), np.linalg.norm(a)),
    ):
        np.testing.assert_allclose(run(ours, x=a), theirs, rtol=1e-6)


@pytest.mark.parametrize(
    ("low", "high", "names"),
    [
        (-7, 7, "sin cos tan arctan sinh cosh arcsinh deg2rad rad2deg exp2"),
        (-1, 1, "arcsin arccos arctanh"),
        (1, 7, "arccosh log2 log10"),
    ],
)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_functions_of_one_number(low: float, high: float, names: str, dtype: str) -> None:
    a = np.linspace(low, high, 41)[1:-1].astype(dtype)
    x = T.vector("x", dtype=dtype)
    results = theano.function([x], [getattr(T, name)(x) for name in names.split()])(a)
    for name, result in zip(names.split(), results, strict=True):
        assert result.dtype == dtype
        bound = 4 * np.finfo(dtype).eps
        expected = getattr(np, name)(a.astype(np.float64))
        np.testing.assert_allclose(result, expected, bound, bound, err_msg=name)


def test_arctan2_at_every_corner() -> None:
    ends = np.array([0.0, -0.0, 1.0, -1.0, 1e-30, -3e30, np.inf, -np.inf, np.nan], np.float32)
    b, a = (part.ravel() for part in np.meshgrid(ends, ends))
    y, x = T.vector("y"), T.vector("x")
    with np.errstate(all="ignore"):
        result = theano.function([y, x], T.arctan2(y, x))(b, a)
    expected = np.arctan2(b, a)
    np.testing.assert_allclose(result, expected, rtol=2e-7)
    zero = expected == 0
    np.testing.assert_array_equal(np.signbit(result[zero]), np.signbit(expected[zero]))


def test_a_shape_is_a_sequence() -> None:
    n, c, h, w = T.tensor4("x").shape
    assert [item.dtype for item in (n, c, h, w)] == ["int64"] * 4
    with pytest.raises(TypeError, match=r"T\.sum"):
        sum(T.vector())
    with pytest.raises(TypeError, match=r"T\.switch"):
        bool(T.vector() > 0)


@pytest.mark.parametrize(
    ("program", "error", "message"),
    [
        (lambda: T.tensor4().dimshuffle(0, 2), ValueError, "drops axis 1"),
        (lambda: T.matrix()[0, 0, 0], IndexError, "3 indices"),
        (lambda: T.matrix().flatten(3), ValueError, "2 axes"),
        (lambda: T.nnet.softmax(T.tensor3()), ValueError, "3 axes"),
        (lambda: T.nnet.conv2d(T.tensor3(), T.tensor4()), TypeError, "4 axes"),
        (lambda: T.nnet.conv2d(T.tensor4(), T.tensor4(), border_mode="same"), ValueError, "same"),
        (
            lambda: T.nnet.conv2d(T.tensor4(), T.tensor4(), subsample=(0, 1)),
            ValueError,
            "subsample",
        ),
        (
            lambda: T.signal.pool.pool_2d(T.tensor4(), (2, 2), pad=(1, 1)),
            NotImplementedError,
            "pad",
        ),
        (lambda: T.concatenate([T.matrix(), T.tensor3()]), TypeError, "joined"),
        (lambda: T.matrix().max(axis=2), ValueError, "axis 2"),
    ],
)
def test_mistakes_are_refused_where_they_are_made(program: Any, error: Any, message: str) -> None:
    with pytest.raises(error, match=message):
        program()
