import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rot180.kernels import pool, reference_math


@st.composite
def windows(draw):
    axes = draw(st.integers(1, 3))

    def each(low, high):
        return tuple(draw(st.integers(low, high)) for _ in range(axes))

    sizes, kernel, strides, dilations = each(1, 7), each(1, 3), each(1, 3), each(1, 2)
    pads, output = each(0, 2) + each(0, 2), each(1, 5)
    elements = st.sampled_from([0.0, -0.0, 1.5, -2.25, 1e-45, 3e38, np.inf, np.nan, 0.1, 7.3])
    count = 2 * int(np.prod(sizes))
    values = draw(st.lists(elements, min_size=count, max_size=count))
    x = np.array(values, np.float32).reshape(1, 2, *sizes)
    window = {"kernel_shape": kernel, "strides": strides, "dilations": dilations, "pads": pads}
    return x, output, window


def assert_same_bits(actual, expected):
    expected = np.where(np.isnan(expected), np.float32(np.nan), expected)
    np.testing.assert_array_equal(actual.view(np.uint32), expected.view(np.uint32))


@given(windows())
def test_max_pool(case):
    x, output, window = case
    expected = reference_math.max_pool(x, output, **window)
    assert_same_bits(pool.max_pool(x, output_shape=output, **window), expected)


@given(windows(), st.booleans())
def test_average_pool(case, count_pads):
    x, output, window = case
    expected = reference_math.average_pool(x, output, count_include_pad=count_pads, **window)
    actual = pool.average_pool(x, count_include_pad=count_pads, output_shape=output, **window)
    assert_same_bits(actual, expected)


@given(windows(), st.integers(1, 2))
def test_lp_pool(case, p):
    x, output, window = case
    with np.errstate(all="ignore"):
        expected = reference_math.lp_pool(x, output, p=p, **window)
    assert_same_bits(pool.lp_pool(x, p=p, output_shape=output, **window), expected)


def test_lp_pool_of_another_power():
    x = np.array([[[1.0, -2.0, 3.0]]], np.float32)
    y = pool.lp_pool(x, p=3, kernel_shape=(3,), strides=(1,), pads=(0, 0), dilations=(1,))
    assert y.item() == np.float32(36 ** (1 / 3))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_without_an_output_shape_only_whole_windows_count(dtype):
    x = np.arange(25, dtype=dtype).reshape(1, 1, 5, 5)
    window = {"kernel_shape": (2, 2), "strides": (2, 2), "pads": (0,) * 4, "dilations": (1, 1)}
    assert pool.max_pool(x, **window).tolist() == [[[[6, 8], [16, 18]]]]
    assert pool.average_pool(x, **window).tolist() == [[[[3, 5], [13, 15]]]]
    assert pool.max_pool(x[:, :, :1], **window).shape == (1, 1, 0, 2)


def test_numbers_that_do_not_fit_the_axes_are_refused():
    with pytest.raises(ValueError, match="a number for each"):
        pool.max_pool(
            np.zeros((1, 1, 4, 4)), kernel_shape=(2,), strides=(1,), pads=(0, 0), dilations=(1,)
        )
