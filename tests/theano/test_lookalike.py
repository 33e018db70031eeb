"""The look-alike as a package: what it has, what it lacks, `theano.function`."""

import numpy as np
import pytest

import rot180.theano as theano
import rot180.theano.tensor as T
from rot180.errors import Rot180Error, UnsupportedOperatorError
from rot180.theano.tensor.nnet import conv, conv2d
from rot180.theano.tensor.signal import downsample, pool


@pytest.mark.parametrize(
    ("module", "name", "instead"),
    [
        (theano, "scan", "theano.scan"),
        (T, "sorted", "theano.tensor.sorted"),
        (T, "tensor6", "tensor5"),
        (T.nnet, "relu6", "relu"),
        (T.nnet.conv, "conv3d", "conv2d"),
        (T.signal.pool, "pool_1d", "pool_2d"),
        (T.matrix(), "reshap", "reshape"),
        (theano.config, "floatY", "floatX"),
    ],
)
def test_what_is_missing_is_named_with_what_there_is(
    module: object, name: str, instead: str
) -> None:
    with pytest.raises(UnsupportedOperatorError, match=name) as caught:
        getattr(module, name)
    assert instead in str(caught.value)
    assert isinstance(caught.value, AttributeError)
    assert isinstance(caught.value, Rot180Error)
    assert not hasattr(module, name)


def test_floatx_is_the_dtype_of_inputs_and_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    assert theano.config.floatX == "float32"
    monkeypatch.setattr(theano.config, "floatX", "float64")
    assert T.matrix().dtype == "float64"
    assert T.constant(0.1).dtype == "float64"
    with pytest.raises(ValueError, match="int8"):
        theano.config.floatX = "int8"


def test_all_generations_of_conv_and_pool_agree() -> None:
    image = np.random.default_rng(1).random((2, 3, 9, 8), np.float32)
    filters = np.random.default_rng(2).random((4, 3, 3, 2), np.float32)
    x, w = T.tensor4("x"), theano.shared(filters, "w")
    new, old = conv2d(x, w), conv.conv2d(x, w)
    pooled = [
        pool.pool_2d(new, (2, 2), ignore_border=False),
        pool.pool_2d(new, ds=(2, 2), ignore_border=False),
        downsample.max_pool_2d(old, (2, 2)),
    ]
    results = theano.function([x], [new, old, *pooled])(image)
    np.testing.assert_array_equal(results[0], results[1])
    np.testing.assert_array_equal(results[2], results[3])
    np.testing.assert_array_equal(results[2], results[4])
    assert results[2].shape == (2, 4, 4, 4)


def test_function_checks_what_it_is_given() -> None:
    x = T.matrix("x")
    double = theano.function([x], 2 * x)
    np.testing.assert_array_equal(double([[1, 2]]), [[2, 4]])
    assert double([[1, 2]]).dtype == np.float32
    with pytest.raises(TypeError, match="float64 without losing precision"):
        double(np.ones((1, 1)))
    with pytest.raises(TypeError, match="expected 2, got 1"):
        double(np.ones(1, np.float32))
    with pytest.raises(TypeError, match="takes 1 arrays, not 2"):
        double(np.ones((1, 1), np.float32), 3)
    lax = theano.function([x], 2 * x, allow_input_downcast=True)
    assert lax(np.ones((1, 1))).dtype == np.float32
    scalar = T.scalar("s")
    assert theano.function([scalar], scalar + 1)(0.1) == np.float32(0.1) + 1


def test_function_follows_new_values_and_new_shapes() -> None:
    w = theano.shared(np.ones((2, 2), np.float32), "w")
    x = T.matrix("x")
    product = theano.function([x], T.dot(x, w))
    np.testing.assert_array_equal(product(np.ones((1, 2), np.float32)), [[2, 2]])
    np.testing.assert_array_equal(product(np.ones((3, 2), np.float32)), np.full((3, 2), 2))
    w.set_value(np.zeros((2, 2)))
    np.testing.assert_array_equal(product(np.ones((1, 2), np.float32)), [[0, 0]])


def test_function_refuses_training() -> None:
    x = T.matrix("x")
    w = theano.shared(np.ones((2, 2), np.float32))
    with pytest.raises(UnsupportedOperatorError, match="updates"):
        theano.function([x], x, updates=[(w, w + 1)])
    with pytest.raises(UnsupportedOperatorError, match="givens"):
        theano.function([], x, givens={x: w})
    with pytest.raises(ValueError, match="not used"):
        theano.function([x, T.vector("y")], x)
    with pytest.raises(TypeError, match="symbolic variable"):
        theano.function([x + 1], x)


def test_eval_and_tag() -> None:
    x = T.vector("x")
    x.tag.test_value = np.ones(2)
    np.testing.assert_array_equal((2 * x).eval({x: np.ones(2, np.float32)}), [2, 2])
    assert theano.shared(np.float32(3)).eval() == 3


def test_names() -> None:
    x = T.matrix("x")
    assert theano.name(T.tanh(x), "hidden").name == "hidden"
    with pytest.raises(TypeError, match="ndarray"):
        theano.name(np.zeros(1), "hidden")
    assert repr(x) == "x"
    assert repr(x + 1) == "<float32 tensor of 2 axes>"
