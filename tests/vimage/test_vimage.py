"""vImage's rules, pixel by pixel as its header states them, and against the rest of rot180."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rot180
from rot180 import vimage
from strategies import integer_valued


def by_the_header(image, kernel, edge, divisor=1, bias=None, background=0):
    """One plane, in Python's integers."""
    (height, width), (kh, kw) = image.shape, kernel.shape
    result = image.copy()
    for y, x in np.ndindex(*image.shape):
        total, used, outside = 0, 0, False
        for i, j in np.ndindex(kh, kw):
            row, column = y + i - kh // 2, x + j - kw // 2
            inside = 0 <= row < height and 0 <= column < width
            outside |= not inside
            if edge == "edge_extend":
                row, column = min(max(row, 0), height - 1), min(max(column, 0), width - 1)
            elif not inside:
                if edge == "background_color_fill":
                    total += int(kernel[i, j]) * background
                continue
            total += int(kernel[i, j]) * int(image[row, column])
            used += int(kernel[i, j])
        if outside and edge == "copy_in_place":
            continue
        added = divisor // 2 if bias is None else bias
        numerator, denominator = total + added, divisor
        if outside and edge == "truncate_kernel":
            every = int(kernel.sum())
            numerator, denominator = total * every + added * used, divisor * used
        quotient = abs(numerator) // abs(denominator)
        result[y, x] = min(
            max(quotient if (numerator < 0) == (denominator < 0) else -quotient, 0), 255
        )
    return result


@pytest.mark.parametrize("edge", vimage.EDGES)
@given(data=st.data())
def test_8_bit(edge, data):
    shape = data.draw(st.tuples(st.integers(1, 6), st.integers(1, 6)))
    size = data.draw(st.tuples(st.sampled_from([1, 3, 5]), st.sampled_from([1, 3, 5])))
    image = data.draw(integer_valued(shape, np.uint8, 255))
    lowest = 1 if edge == "truncate_kernel" else -9  # so that no sum of taps is zero
    taps = st.lists(st.integers(lowest, 9), min_size=size[0] * size[1], max_size=size[0] * size[1])
    kernel = np.array(data.draw(taps)).reshape(size)
    options = {
        "divisor": data.draw(st.integers(1, 20)),
        "bias": data.draw(st.none() | st.integers(-300, 300)),
        "background": data.draw(st.integers(0, 255)),
    }
    expected = by_the_header(image, kernel, edge, **options)
    before = image.copy()
    np.testing.assert_array_equal(vimage.convolve(image, kernel, edge, **options), expected)
    np.testing.assert_array_equal(image, before)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_background_fill_is_theanos_half(dtype):
    generator = np.random.default_rng(0)
    image, kernel = (generator.standard_normal(shape).astype(dtype) for shape in [(9, 7), (3, 5)])
    expected = rot180.conv2d(
        image[None, None], kernel[None, None], border_mode="half", filter_flip=False
    )
    result = vimage.convolve(image, kernel, "background_color_fill")
    np.testing.assert_array_equal(result, expected[0, 0])


def test_floats_add_the_bias_to_the_sum():
    image = np.float32([[1, 2, 4]])
    result = vimage.convolve(image, [[1, 1, 1]], "background_color_fill", bias=0.5, background=8)
    np.testing.assert_array_equal(result, np.float32([[11.5, 7.5, 14.5]]))


def test_truncated_floats_keep_their_scale():
    image = np.full((4, 4), 5.0)
    result = vimage.tent(image, (3, 3), "truncate_kernel")
    np.testing.assert_allclose(result, image, rtol=1e-15)


def test_interleaved_channels():
    generator = np.random.default_rng(1)
    image = generator.integers(0, 256, (5, 6, 4), np.uint8)
    kernels = generator.integers(0, 4, (4, 3, 3))
    result = vimage.convolve(image, kernels, "edge_extend", divisor=9, leave_alpha_unchanged=True)
    np.testing.assert_array_equal(result[..., 0], image[..., 0])
    for channel in range(1, 4):
        plane = vimage.convolve(image[..., channel], kernels[channel], "edge_extend", divisor=9)
        np.testing.assert_array_equal(result[..., channel], plane)


def test_box_and_tent():
    image = np.arange(25, dtype=np.uint8).reshape(5, 5) * 10
    np.testing.assert_array_equal(
        vimage.box(image, (3, 5), "edge_extend"),
        vimage.convolve(image, np.ones((3, 5), int), "edge_extend", divisor=15),
    )
    kernel = np.outer([1, 2, 1], [1, 2, 3, 2, 1])
    np.testing.assert_array_equal(
        vimage.tent(image, (3, 5), "copy_in_place"),
        vimage.convolve(image, kernel, "copy_in_place", divisor=36),
    )


@pytest.mark.parametrize(
    ("image", "kernel", "options", "error", "message"),
    [
        (np.ones((3, 3)), np.ones((2, 3)), {}, ValueError, "must be odd"),
        (np.ones((3, 3)), np.ones((3, 3)), {"edge": "wrap"}, ValueError, "edge must be one of"),
        (np.ones((3, 3)), np.ones((3, 3)), {"divisor": 9}, ValueError, "divide the kernel"),
        (np.ones((3, 3, 2)), np.ones((3, 3, 3)), {}, ValueError, "do not fit the 2 channels"),
        (np.ones(3), np.ones((3, 3)), {}, ValueError, "must be"),
        (np.ones((3, 3), "u1"), np.ones((3, 3)), {}, TypeError, "integer kernel"),
        (np.ones((3, 3), "u1"), np.full((3, 3), 40000), {}, ValueError, "int16"),
        (np.ones((3, 3), "u1"), np.ones((3, 3), int), {"divisor": 2.5}, TypeError, "an integer"),
        (np.ones((3, 3), "u1"), np.ones((3, 3), int), {"bias": 0.5}, TypeError, "bias must be"),
        (np.ones((3, 3), "u1"), np.ones((3, 3), int), {"background": 256}, ValueError, "0 to 255"),
        (np.ones((3, 3), int), np.ones((3, 3)), {}, TypeError, "uint8, float32 or float64"),
        (np.ones((3, 3)), [[0, 0, 1]], {"edge": "truncate_kernel"}, ValueError, "undefined"),
    ],
)
def test_refusals(image, kernel, options, error, message):
    with pytest.raises(error, match=message):
        vimage.convolve(image, kernel, **{"edge": "edge_extend", **options})


@pytest.mark.parametrize("window", [vimage.box, vimage.tent])
@pytest.mark.parametrize(
    ("size", "error"),
    [(3, TypeError), ((3,), TypeError), ((1.0, 3), TypeError), ((-1, 3), ValueError)],
)
def test_refuses_windows_that_have_no_size(window, size, error):
    with pytest.raises(error, match="size must be"):
        window(np.ones((3, 3)), size, "edge_extend")


def test_divisor_zero_counts_as_one():
    image = np.uint8([[1, 2, 3]])
    result = vimage.convolve(image, [[2]], "edge_extend", divisor=0)
    np.testing.assert_array_equal(result, [[2, 4, 6]])


@pytest.mark.parametrize("shape", [(0, 3), (3, 0, 4)])
def test_zero_sizes(shape):
    assert vimage.convolve(np.ones(shape), np.ones((3, 3)), "edge_extend").shape == shape
