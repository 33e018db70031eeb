"""Sums of whole numbers are exact, whichever algorithm the shapes would choose."""

import numpy as np
import pytest

import rot180


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_auto_sums_whole_numbers_exactly(dtype):
    rng = np.random.default_rng(0)
    x = rng.integers(-5, 6, (2, 1, 300, 300)).astype(dtype)
    filters = rng.integers(-3, 4, (1, 1, 48, 48)).astype(dtype)
    assert rot180.plan(x.shape, filters.shape, dtype=dtype).algorithm == "fft"
    np.testing.assert_array_equal(
        rot180.conv2d(x, filters), rot180.conv2d(x, filters, algorithm="direct")
    )


def test_an_image_gets_the_same_bits_in_a_batch_of_others():
    rng = np.random.default_rng(1)
    x = rng.integers(-5, 6, (3, 1, 300, 300)).astype(np.float32)
    x[1] += 0.5
    filters = rng.integers(-3, 4, (1, 1, 48, 48)).astype(np.float32)
    batch = rot180.conv2d(x, filters)
    for image, result in zip(x, batch, strict=True):
        np.testing.assert_array_equal(rot180.conv2d(image[None], filters)[0], result)
