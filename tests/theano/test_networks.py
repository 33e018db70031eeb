"""Whole networks in Theano's notation, against the eager functions of `rot180.nnet`."""

from collections.abc import Callable
from typing import Any

import numpy as np
import onnxruntime
import pytest

import rot180
import rot180.theano as theano
import rot180.theano.tensor as T
from rot180 import nnet
from rot180.model import Model
from rot180.theano.records import Graph
from rot180.theano.tensor.nnet import conv, conv2d
from rot180.theano.tensor.signal import downsample
from rot180.theano.tensor.signal.pool import pool_2d
from rot180.theano.translate import translate

RANDOM = np.random.default_rng(20180)


def array(*shape: int) -> np.ndarray:
    return RANDOM.standard_normal(shape).astype(np.float32)


def model_of(x: Any, output: Any, *shape: Any) -> Model:
    return translate(Graph([x], [output]), input_shapes=[shape] if shape else [])


def check(model: Model, x: np.ndarray, expected: np.ndarray) -> None:
    for batch in (x, x[:1]):
        result = model.predict(batch)
        want = expected[: len(batch)]
        assert result.shape == want.shape
        assert np.linalg.norm(result - want) <= 1e-6 * np.linalg.norm(want)
    session = onnxruntime.InferenceSession(model.proto.SerializeToString())
    (result,) = session.run(None, {model.inputs[0].name: x})
    assert np.linalg.norm(result - expected) <= 1e-6 * np.linalg.norm(expected)


def op_types(model: Model) -> list[str]:
    return [node.op_type for node in model.proto.graph.node]


X = array(3, 4, 11, 10)
W = array(6, 4, 3, 3)
B = array(6)


def test_relu_and_half_borders() -> None:
    x = T.tensor4("x")
    h = conv2d(x, theano.shared(W, "W"), border_mode="half") + theano.shared(B).dimshuffle(
        "x", 0, "x", "x"
    )
    model = model_of(x, T.nnet.relu(h))
    expected = rot180.conv2d(X, W, border_mode="half") + B[:, None, None]
    check(model, X, np.maximum(expected, 0))
    assert op_types(model) == ["Conv", "Unsqueeze", "Add", "Relu"]
    assert model.inputs[0].shape == ("N", 4, "x_2", "x_3")


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("mode", ["max", "average_exc_pad", "average_inc_pad"])
def test_pooling_that_keeps_partial_windows(mode: str, known: bool) -> None:
    x = T.tensor4("x")
    pooled = pool_2d(x, (3, 2), ignore_border=False, stride=(2, 2), mode=mode)
    model = model_of(x, pooled, *(("N", *X.shape[1:]) if known else ()))
    expected = nnet.pool_2d(X, (3, 2), ignore_border=False, stride=(2, 2), mode=mode)
    check(model, X, expected)


def test_two_branches_and_groups() -> None:
    grouped, whole, last = array(8, 2, 3, 3), array(5, 4, 3, 3), array(2, 13, 1, 1)
    x = T.tensor4("x")
    left = conv2d(x, theano.shared(grouped, "left"), border_mode=(1, 1), num_groups=2)
    right = conv2d(x, theano.shared(whole, "right"), border_mode=1)
    joined = T.concatenate([left, right], axis=1)
    model = model_of(x, conv2d(joined, theano.shared(last), subsample=(2, 2)))
    assert {item.name for item in model.proto.graph.initializer} == {"left", "right", "param"}
    branches = [
        rot180.conv2d(X, grouped, border_mode=1, num_groups=2),
        rot180.conv2d(X, whole, border_mode=1),
    ]
    check(model, X, rot180.conv2d(np.concatenate(branches, axis=1), last, subsample=(2, 2)))


@pytest.mark.parametrize("form", ["lasagne", "low_mem", "high_mem", "test"])
def test_batch_normalisation(form: str) -> None:
    beta, gamma, mean = array(4), array(4), array(4)
    variance = np.abs(array(4)) + 0.5
    x = T.tensor4("x")
    pattern = ("x", 0, "x", "x")
    b, g, m, v = (theano.shared(item) for item in (beta, gamma, mean, variance))
    rows = [item.dimshuffle(*pattern) for item in (b, g, m, v)]
    if form == "lasagne":
        inverse = theano.shared((1 / np.sqrt(variance + 1e-4)).astype(np.float32))
        output = (x - rows[2]) * (rows[1] * inverse.dimshuffle(*pattern)) + rows[0]
    elif form == "test":
        output = T.nnet.bn.batch_normalization_test(x, g, b, m, v, axes="spatial")
    else:
        deviation = T.sqrt(rows[3] + 1e-4)
        output = T.nnet.bn.batch_normalization(x, rows[1], rows[0], rows[2], deviation, mode=form)
    column = [item[:, None, None] for item in (beta, gamma, mean, variance)]
    expected = (X - column[2]) * column[1] / np.sqrt(column[3] + 1e-4) + column[0]
    model = model_of(x, output)
    check(model, X, expected.astype(np.float32))
    assert ("BatchNormalization" in op_types(model)) == (form == "test")


def test_the_tutorials_fixed_batch_becomes_open() -> None:
    """x.reshape((500, 1, 28, 28)), image_shape=(500, ...): the batch size was in the code."""
    filters, dense = array(3, 1, 5, 5), array(3 * 144, 7) / 20
    x = T.matrix("x")
    images = x.reshape((500, 1, 28, 28))
    shapes = {"image_shape": (500, 1, 28, 28), "filter_shape": (3, 1, 5, 5)}
    h = conv.conv2d(images, theano.shared(filters), **shapes)
    h = T.tanh(downsample.max_pool_2d(h, (2, 2), ignore_border=True))
    model = model_of(x, T.nnet.softmax(T.dot(h.flatten(2), theano.shared(dense))))
    assert model.inputs[0].shape == ("N", 784)
    pixels = array(4, 784)
    feature = rot180.conv2d(pixels.reshape(4, 1, 28, 28), filters)
    feature = np.tanh(nnet.pool_2d(feature, (2, 2), ignore_border=True))
    check(model, pixels, nnet.softmax(feature.reshape(4, -1) @ dense))


def test_global_average_of_an_open_size() -> None:
    x = T.tensor4("x")
    model = model_of(x, T.mean(x, axis=(2, 3)))
    check(model, X, X.mean(axis=(2, 3)))
    check(model, X[:, :, 1:, 3:], X[:, :, 1:, 3:].mean(axis=(2, 3)))


def test_maxout_and_reshape_by_shapes() -> None:
    x = T.tensor4("x")
    pieces = x.reshape((x.shape[0], x.shape[1] // 2, 2, x.shape[2], x.shape[3]))
    rows = pieces.max(axis=2)
    flat = rows.reshape((rows.shape[0], T.prod(rows.shape[1:])))
    expected = X.reshape(3, 2, 2, 11, 10).max(axis=2).reshape(3, -1)
    check(model_of(x, flat), X, expected)
    check(model_of(x, flat, "N", 4, 11, 10), X, expected)


def test_transposed_convolution() -> None:
    filters = array(4, 2, 3, 3)
    x = T.tensor4("x")
    y = T.nnet.conv2d_transpose(
        x, theano.shared(filters), (None, None, 21, 19), border_mode=(1, 1), input_dilation=(2, 2)
    )
    model = model_of(x, y)
    assert model.inputs[0].shape == ("N", 4, 11, 10)
    expected = nnet.conv2d_transpose(
        X, filters, (3, 2, 21, 19), border_mode=(1, 1), input_dilation=(2, 2)
    )
    check(model, X, expected)


def test_filters_that_the_code_rearranges_are_rearranged_now() -> None:
    x, w = T.tensor4("x"), theano.shared(np.ascontiguousarray(W.transpose(2, 3, 1, 0)), "w")
    y = conv2d(x, w.dimshuffle(3, 2, 0, 1)[:, :, ::-1, ::-1], filter_flip=False)
    model = model_of(x, y)
    assert op_types(model) == ["Conv"]
    assert [item.name for item in model.proto.graph.initializer] == ["w"]
    check(model, X, rot180.conv2d(X, W))


LEAKY: dict[str, Callable[[Any], Any]] = {
    "relu": lambda x: T.nnet.relu(x, 0.2),
    "lasagne": lambda x: 0.5 * (1 + 0.2) * x + 0.5 * (1 - 0.2) * abs(x),
    "abs first": lambda x: 0.4 * abs(x) + x * 0.6,
    "maximum": lambda x: T.maximum(0.2 * x, x),
}
PLAIN: dict[str, Callable[[Any], Any]] = {
    "relu": T.nnet.relu,
    "halved": lambda x: (x + abs(x)) / 2,
    "abs first": lambda x: (abs(x) + x) * 0.5,
    "split": lambda x: 0.5 * x + 0.5 * abs(x),
    "maximum": lambda x: T.maximum(x, 0),
    "maximum, zero first": lambda x: T.maximum(0.0, x),
}
NEITHER: dict[str, Callable[[Any], Any]] = {
    "other factor": lambda x: 0.4 * (x + abs(x)),
    "another value": lambda x: 0.5 * (x + abs(2 * x)),
    "difference": lambda x: 0.5 * (x - abs(x)),
    "steep": lambda x: T.maximum(2 * x, x),
}


@pytest.mark.parametrize("form", PLAIN)
def test_rectifiers_are_recognised(form: str) -> None:
    x = T.tensor4("x")
    model = model_of(x, PLAIN[form](x))
    assert op_types(model) == ["Relu"]
    check(model, X, np.maximum(X, 0))
    assert model.outputs[0].name == "relu_0"


@pytest.mark.parametrize("form", LEAKY)
def test_leaky_rectifiers_are_recognised(form: str) -> None:
    x = T.tensor4("x")
    model = model_of(x, LEAKY[form](x))
    assert op_types(model) == ["LeakyRelu"]
    check(model, X, np.where(X > 0, X, np.float32(0.2) * X))


@pytest.mark.parametrize("form", NEITHER)
def test_what_only_looks_like_a_rectifier_is_not_one(form: str) -> None:
    x = T.tensor4("x")
    model = model_of(x, NEITHER[form](x))
    assert not {"Relu", "LeakyRelu"} & set(op_types(model))
    expected = {
        "other factor": 0.4 * (X + np.abs(X)),
        "another value": 0.5 * (X + np.abs(2 * X)),
        "difference": 0.5 * (X - np.abs(X)),
        "steep": np.maximum(2 * X, X),
    }
    check(model, X, expected[form])
