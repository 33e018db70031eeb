"""Wrong arguments: Theano's exception types, our messages."""

import numpy as np
import pytest

from rot180 import nnet

X, W = np.ones((2, 2, 7, 8)), np.ones((3, 2, 3, 2))


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"border_mode": [1, 1]}, ValueError, "invalid border_mode"),
        ({"border_mode": (1, 1, 1)}, ValueError, "invalid border_mode"),
        ({"border_mode": ((1, 2, 3), 1)}, ValueError, "pair"),
        ({"border_mode": (1.0, 1)}, ValueError, "integer"),
        ({"subsample": 1}, TypeError, "subsample must have 2 integers"),
        ({"subsample": (1.5, 1)}, TypeError, "integer"),
        ({"subsample": (0, 1)}, ValueError, "subsample must be at least 1"),
        ({"filter_dilation": (1,)}, ValueError, "filter_dilation must have 2 elements"),
        ({"filter_dilation": (1, -1)}, ValueError, "filter_dilation must be at least 1"),
        ({"num_groups": 0}, ValueError, "num_groups must be at least 1"),
        ({"num_groups": 2}, ValueError, "same stack size"),
        ({"num_groups": 1.0}, TypeError, "num_groups must be an integer"),
        ({"input_shape": 4}, TypeError, "an entry for each axis"),
        ({"filters": np.ones((3, 1, 3, 2)), "num_groups": 2}, ValueError, "cannot be cut into"),
        ({"filters": np.ones((3, 2, 8, 2))}, ValueError, r"reach over 8x2 pixels.*'full'"),
        ({"filters": np.ones((2, 3, 2))}, TypeError, "filters must have 4 dimensions"),
        ({"input": np.ones((2, 7, 8))}, TypeError, "input must have 4 dimensions"),
        ({"unshared": True}, TypeError, "filters must have 6 dimensions"),
        ({"unshared": True, "filters": np.ones((3, 5, 6, 2, 3, 2))}, ValueError, "5x6.*5x7"),
        ({"input_shape": (2, 2, 7, 9)}, ValueError, r"input_shape=\(2, 2, 7, 9\) contradicts"),
        ({"filter_shape": (3, 2)}, ValueError, "filter_shape.*contradicts"),
        ({"input_shape": X.shape, "image_shape": X.shape}, ValueError, "not both"),
        ({"kshp_logical": (6, 4)}, ValueError, "nnet.conv.conv2d"),
        ({"input": X.astype("f4")}, TypeError, r"filters\.astype\('float32'\)"),
        ({"input": X.astype("u1")}, TypeError, "both integers"),
        ({"input": X.astype("c16")}, TypeError, "floating-point"),
        ({"input": X.astype(bool)}, TypeError, "floating-point"),
    ],
)
def test_conv2d(arguments, error, message):
    with pytest.raises(error, match=message):
        nnet.conv2d(**{"input": X, "filters": W, **arguments})


@pytest.mark.parametrize("border_mode", [1.0, np.int64(1), (1.0, 1)])
def test_an_equal_call_before_lets_no_wrong_one_through(border_mode):
    nnet.conv2d(X, W, border_mode=1)
    nnet.conv2d(X, W, border_mode=(1, 1))
    with pytest.raises(ValueError, match="invalid border_mode"):
        nnet.conv2d(X, W, border_mode=border_mode)


def test_conv2d_takes_none_for_ones():
    np.testing.assert_array_equal(
        nnet.conv2d(X, W, subsample=None, filter_dilation=None), nnet.conv2d(X, W)
    )


def test_conv2d_warns_where_theano_does():
    with pytest.warns(DeprecationWarning, match="now called input_shape"):
        nnet.conv2d(X, W, image_shape=X.shape)
    with pytest.warns(UserWarning, match="ignores unknown arguments, as Theano does: openmp"):
        nnet.conv2d(X, W, openmp=True)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: nnet.conv3d(X, W), TypeError, "input must have 5 dimensions"),
        (
            lambda: nnet.conv3d(X[None], W[None], border_mode=((1, 1), 0, 1)),
            NotImplementedError,
            "evenly",
        ),
        (
            lambda: nnet.conv2d_grad_wrt_inputs(X, W, (2, 2, None, 8)),
            ValueError,
            "last two entries of input_shape",
        ),
        (
            lambda: nnet.conv2d_grad_wrt_inputs(np.ones((2, 3, 5, 7)), W, (2, 2, 8, 8)),
            ValueError,
            "make outputs 2x3x6x7, but output_grad is 2x3x5x7",
        ),
        (
            lambda: nnet.conv2d_grad_wrt_inputs(np.ones((2, 3, 5, 7)), W, (3, 2, 7, 8)),
            ValueError,
            "input_shape.*contradicts",
        ),
        (
            lambda: nnet.conv2d_grad_wrt_inputs(np.ones((2, 3, 5, 7)), W.astype("f4"), X.shape),
            TypeError,
            "output_grad are float64",
        ),
        (
            lambda: nnet.conv2d_grad_wrt_weights(X, np.ones((2, 3, 5, 7)), (3, 2, 4, 2)),
            ValueError,
            "shape inconsistency",
        ),
        (
            lambda: nnet.conv2d_grad_wrt_weights(X, np.ones((2, 3, 5, 7)), (3, 2, None, 2)),
            AssertionError,
            "must be integers",
        ),
        (
            lambda: nnet.conv2d_grad_wrt_inputs(X, W, X.shape, num_groups="1"),
            TypeError,
            "num_groups must be an integer",
        ),
        (
            lambda: nnet.conv2d_grad_wrt_weights(X, np.ones((2, 3, 5, 7)), (3, 2, 3)),
            ValueError,
            "filter_shape must have 4 entries",
        ),
        (
            lambda: nnet.separable_conv2d(X, np.ones((3, 1, 3, 3)), np.ones((1, 3, 1, 1)), 2),
            ValueError,
            "cut into",
        ),
        (lambda: nnet.causal_conv1d(X[0], W[0], (2, 3, 5)), ValueError, "filter_shape"),
        (lambda: nnet.causal_conv1d(X[0], W[0], unshared=True), TypeError, "unshared"),
        (lambda: nnet.conv3d2d.conv3d(X, W), ValueError, "five axes"),
        (
            lambda: nnet.conv3d2d.conv3d(X[None], np.ones((1, 3, 2, 2, 2))),
            NotImplementedError,
            "longer than the video",
        ),
        (
            lambda: nnet.conv3d2d.conv3d(X[None], X[None], border_mode=("valid", "full", "valid")),
            NotImplementedError,
            "rows and columns",
        ),
        (lambda: nnet.conv3D(X, W, [1], (1, 1, 1)), TypeError, "V must have 5 dimensions"),
        (
            lambda: nnet.conv3D(X[..., None], W[..., None], np.ones(2), (1, 1, 1)),
            ValueError,
            "b of shape",
        ),
        (lambda: nnet.conv.conv2d(X, W, border_mode="half"), Exception, "'half' is not implem"),
        (lambda: nnet.conv.conv2d(X, W.astype("f4")), NotImplementedError, "one dtype"),
        (lambda: nnet.conv.conv2d(X, W, (2, 3, 7, 8), W.shape), AssertionError, "channels"),
        (lambda: nnet.conv.conv2d(X, W, (2, 2, 7, 9)), ValueError, "image_shape"),
        (lambda: nnet.conv.conv2d(X, W, subsample=(0, 1)), ValueError, "at least 1"),
        (lambda: nnet.conv.conv2d(X, np.ones((3, 2, 9, 2))), ValueError, "do not fit into"),
        (
            lambda: nnet.conv.conv2d(X, np.ones((3, 2, 9, 2)), X.shape, (3, 2, 9, 2)),
            Exception,
            "must fit into images of 7x8",
        ),
        (lambda: nnet.conv.conv2d(X, W[:, :, :0]), ValueError, "do not fit into"),
        (lambda: nnet.signal_conv2d(X, W[0, 0]), AssertionError, "two or three axes"),
        (lambda: nnet.pool_2d(X, 2), AssertionError, "2 integers"),
        (lambda: nnet.pool_2d(X, (2.0, 2)), TypeError, "2 integers"),
        (lambda: nnet.pool_2d(X, (2, 2, 2)), ValueError, "2 integers"),
        (lambda: nnet.pool_2d(X, (2, 2), stride=np.array(2)), AssertionError, "2 integers"),
        (lambda: nnet.pool_2d(X, (0, 1)), NotImplementedError, "smaller than"),
        (lambda: nnet.pool_2d(X, (2, 2), ds=(2, 2)), ValueError, "keep ws only"),
        (lambda: nnet.pool_2d(X, (2, 2), pad=(1, 1), padding=(1, 1)), ValueError, "keep pad"),
        (lambda: nnet.pool_2d(X, (2, 2), True, pad=(2, 0)), NotImplementedError, "smaller than"),
        (lambda: nnet.pool_2d(X, (2, 2), True, pad=(-1, 0)), ValueError, "negative"),
        (lambda: nnet.pool_2d(X, (2, 2), stride=(0, 1)), ValueError, "stride must be positive"),
        (lambda: nnet.pool_2d(X[..., :0], (2, 2)), ValueError, "has no pixels"),
        (lambda: nnet.pool_2d(X.astype(complex), (2, 2)), TypeError, "complex"),
        (lambda: nnet.pool_3d(X[0, 0], (2, 2, 2)), NotImplementedError, "pools 3 axes"),
        (lambda: nnet.max_pool_2d_same_size(X[0, 0, 0], (2, 2)), TypeError, "two axes"),
        (lambda: nnet.images2neibs(X, (2, 3)), TypeError, "do not fill 7 pixels"),
        (lambda: nnet.images2neibs(X, (2, 2), mode="foo"), NotImplementedError, "unknown"),
        (lambda: nnet.images2neibs(X, (2, 2), (0, 1)), ValueError, "at least 1"),
        (lambda: nnet.images2neibs(X, (2, 2), mode="wrap_centered"), TypeError, "odd"),
        (lambda: nnet.images2neibs(X, 2), AssertionError, "two integers"),
        (lambda: nnet.images2neibs(X, (2,)), TypeError, "two integers"),
        (lambda: nnet.images2neibs(X[0], (2, 2)), AssertionError, "four axes"),
        (lambda: nnet.bilinear_upsampling(X), ValueError, "give ratio"),
        (lambda: nnet.bilinear_upsampling(X, 2, (3, 2)), ValueError, "not both"),
        (lambda: nnet.bilinear_upsampling(X, frac_ratio=(3, 2)), ValueError, "use_1D_kernel"),
        (lambda: nnet.bilinear_upsampling(X, 2.0), ValueError, "positive integer"),
        (lambda: nnet.bilinear_upsampling(X, (2, 2)), TypeError, "integer"),
        (lambda: nnet.bilinear_upsampling(X, 2, batch_size=3), ValueError, "contradicts"),
        (lambda: nnet.bilinear_upsampling(X.astype(int), 2), TypeError, "floats"),
        (lambda: nnet.softmax(X), ValueError, "matrix or vector"),
        (lambda: nnet.softmax(np.ones((2, 2), int)), ValueError, "floats"),
        (lambda: nnet.relu(X.astype(complex)), TypeError, "must be real"),
        (lambda: nnet.sigmoid(X.astype(np.longdouble)), TypeError, "no wider than float64"),
        (lambda: nnet.batch_normalization(X, 1, 0, 0, 1, mode="x"), ValueError, "low_mem"),
        (
            lambda: nnet.batch_normalization_test(X, [1.0], [1.0], [1.0], [1.0], "spatial"),
            ValueError,
            "gamma of shape",
        ),
        (
            lambda: nnet.batch_normalization_test(X, *[X[:1]] * 4, epsilon=1e-6),
            ValueError,
            "epsilon must be at least 1e-5",
        ),
        (lambda: nnet.batch_normalization_test(X, *[X[:1]] * 4, 0), ValueError, "axes"),
        (lambda: nnet.batch_normalization_test(X, *[X[:1]] * 4, (0, 4)), ValueError, "between"),
        (lambda: nnet.local_response_normalization(X, n=4), NotImplementedError, "odd"),
        (lambda: nnet.local_response_normalization(X[0, 0, 0]), ValueError, "second axis"),
    ],
)
def test_the_others(call, error, message):
    with pytest.raises(error, match=message) as caught:
        call()
    assert caught.type is error


def test_pool_2d_takes_sizes_as_arrays_and_no_pad():
    two = np.array([2, 2])
    np.testing.assert_array_equal(
        nnet.pool_2d(X, two, True, stride=two, pad=None), nnet.pool_2d(X, (2, 2), True)
    )
