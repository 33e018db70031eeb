"""Sizes of zero, as Theano 1.0.5 treats them."""

import numpy as np
import pytest

from rot180 import nnet


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int64])
@pytest.mark.parametrize(
    ("images", "filters", "border_mode", "outputs"),
    [
        ((0, 2, 7, 8), (3, 2, 3, 2), "valid", (0, 3, 5, 7)),
        ((2, 2, 7, 8), (0, 2, 3, 2), "half", (2, 0, 7, 9)),
        ((2, 0, 7, 8), (3, 0, 3, 2), "full", (2, 3, 9, 9)),
        ((2, 2, 7, 8), (3, 2, 0, 2), "valid", (2, 3, 8, 7)),
        ((2, 2, 7, 8), (3, 2, 0, 2), "full", (2, 3, 6, 9)),
        ((2, 2, 0, 8), (3, 2, 1, 2), 1, (2, 3, 2, 9)),
        ((2, 2, 0, 0), (3, 2, 3, 2), "full", (2, 3, 2, 1)),
    ],
)
def test_conv2d_gives_zeros(images, filters, border_mode, outputs, dtype):
    result = nnet.conv2d(np.ones(images, dtype), np.ones(filters, dtype), border_mode=border_mode)
    np.testing.assert_array_equal(result, np.zeros(outputs, dtype), strict=True)


@pytest.mark.parametrize("border_mode", ["valid", "full", "half"])
def test_outputs_without_pixels_are_refused(border_mode):
    with pytest.raises(ValueError, match="impossible output shape"):
        nnet.conv2d(np.ones((2, 2, 0, 8)), np.ones((3, 2, 1, 2)), border_mode=border_mode)


def test_gradients_of_nothing_are_zeros():
    nothing = np.ones((0, 3, 5, 7))
    weights = nnet.conv2d_grad_wrt_weights(np.ones((0, 2, 7, 8)), nothing, (3, 2, 3, 2))
    np.testing.assert_array_equal(weights, np.zeros((3, 2, 3, 2)))
    images = nnet.conv2d_grad_wrt_inputs(nothing, np.ones((3, 2, 3, 2)), (0, 2, 7, 8))
    assert images.shape == (0, 2, 7, 8)
    silent = nnet.conv2d_transpose(np.ones((1, 0, 2, 2)), np.ones((0, 1, 2, 2)), (1, 1, 3, 3))
    np.testing.assert_array_equal(silent, np.zeros((1, 1, 3, 3)))


def test_pooling_and_rows_of_nothing():
    assert nnet.pool_2d(np.ones((0, 2, 4, 4)), (2, 2)).shape == (0, 2, 2, 2)
    assert nnet.pool_2d(np.ones((1, 2, 0, 4)), (2, 2), True).shape == (1, 2, 0, 2)
    assert nnet.softmax(np.ones((0, 3))).shape == (0, 3)
    assert nnet.softmax(np.ones((3, 0))).shape == (3, 0)
    assert nnet.relu(np.ones((0, 3))).shape == (0, 3)
    assert nnet.images2neibs(np.ones((0, 1, 4, 4)), (2, 2)).shape == (0, 4)
    assert nnet.bilinear_upsampling(np.ones((0, 1, 2, 2)), ratio=2).shape == (0, 1, 4, 4)
