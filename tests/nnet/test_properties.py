"""What must hold for all images and filters."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rot180 import nnet
from rot180.geometry import conv_pads
from rot180.kernels import reference
from strategies import conv2d_problems, integer_valued, memory_layouts

FLOATS = [np.float32, np.float64]


def by_reference(problem):
    dilations, filters = problem["filter_dilation"], problem["filters"]
    pads = conv_pads(problem["border_mode"], filters.shape[2:], dilations)
    return reference.conv(
        problem["input"],
        filters[..., ::-1, ::-1] if problem["filter_flip"] else filters,
        strides=problem["subsample"],
        pads=[before for before, _ in pads] + [after for _, after in pads],
        dilations=dilations,
        group=problem["num_groups"],
    )


@pytest.mark.parametrize("dtype", FLOATS)
@given(data=st.data())
def test_conv2d_equals_the_reference(dtype, data):
    problem = data.draw(conv2d_problems(dtype))
    np.testing.assert_array_equal(nnet.conv2d(**problem), by_reference(problem), strict=True)


@given(data=st.data())
def test_memory_layout_does_not_matter_and_inputs_stay(data):
    problem = data.draw(conv2d_problems())
    expected = nnet.conv2d(**problem)
    image, filters = (data.draw(memory_layouts(problem[name])) for name in ("input", "filters"))
    result = nnet.conv2d(**{**problem, "input": image, "filters": filters})
    np.testing.assert_array_equal(result, expected, strict=True)
    np.testing.assert_array_equal(image, problem["input"])
    np.testing.assert_array_equal(filters, problem["filters"])


@given(conv2d_problems())
def test_flipping_is_rotating_the_filter(problem):
    rotated = problem["filters"][..., ::-1, ::-1]
    flip = problem["filter_flip"]
    result = nnet.conv2d(**{**problem, "filters": rotated, "filter_flip": not flip})
    np.testing.assert_array_equal(result, nnet.conv2d(**problem))


@given(conv2d_problems())
def test_groups_are_separate_convolutions(problem):
    groups = problem.pop("num_groups")
    parts = zip(
        np.split(problem["input"], groups, 1), np.split(problem["filters"], groups), strict=True
    )
    apart = [nnet.conv2d(**{**problem, "input": x, "filters": w}) for x, w in parts]
    together = nnet.conv2d(**problem, num_groups=groups)
    np.testing.assert_array_equal(together, np.concatenate(apart, 1))


@given(conv2d_problems(np.float64))
def test_full_is_transposed_valid(problem):
    image, filters = problem["input"], problem["filters"]
    assume(problem["num_groups"] == 1)
    full = nnet.conv2d(image, filters, border_mode="full")
    swapped = filters.swapaxes(0, 1)
    transposed = nnet.conv2d_transpose(image, swapped, full.shape, filter_flip=False)
    np.testing.assert_array_equal(full, transposed)


@given(conv2d_problems(np.float64), st.randoms(use_true_random=False))
def test_gradients_agree_with_differences(problem, random):
    # conv2d is linear in each operand, so on whole numbers a difference of one is its derivative.
    x, w = problem.pop("input"), problem.pop("filters")
    assume(x.size)
    y = nnet.conv2d(x, w, **problem)
    g = np.array([random.randint(-9, 9) for _ in range(y.size)], float).reshape(y.shape)
    dx = nnet.conv2d_grad_wrt_inputs(g, w, x.shape, **problem)
    dw = nnet.conv2d_grad_wrt_weights(x, g, w.shape, **problem)
    for operand, gradient in ((x, dx), (w, dw)):
        index = tuple(random.randrange(size) for size in operand.shape)
        moved = operand.copy()
        moved[index] += 1
        changed = (moved, w) if operand is x else (x, moved)
        assert ((nnet.conv2d(*changed, **problem) - y) * g).sum() == gradient[index]


@given(conv2d_problems(np.float64), st.data())
def test_unshared_filters_that_are_all_alike_are_shared(problem, data):
    x, w = problem.pop("input"), problem.pop("filters")
    y = nnet.conv2d(x, w, **problem)
    everywhere = np.broadcast_to(w[:, None, None], (w.shape[0], *y.shape[2:], *w.shape[1:]))
    np.testing.assert_array_equal(nnet.conv2d(x, everywhere, unshared=True, **problem), y)
    g = data.draw(integer_valued(y.shape, np.float64))
    dx = nnet.conv2d_grad_wrt_inputs(g, everywhere, x.shape, unshared=True, **problem)
    np.testing.assert_array_equal(dx, nnet.conv2d_grad_wrt_inputs(g, w, x.shape, **problem))
    dw = nnet.conv2d_grad_wrt_weights(x, g, everywhere.shape, unshared=True, **problem)
    shared = nnet.conv2d_grad_wrt_weights(x, g, w.shape, **problem)
    np.testing.assert_array_equal(dw.sum((1, 2)), shared)


@pytest.mark.parametrize("dtype", ["i1", "u1", "i4", "i8"])
@given(data=st.data())
def test_integers_give_int64(dtype, data):
    problem = data.draw(conv2d_problems(dtype))
    result = nnet.conv2d(**problem)
    assert result.dtype == np.int64
    wide = {name: problem[name].astype(float) for name in ("input", "filters")}
    np.testing.assert_array_equal(result, nnet.conv2d(**{**problem, **wide}))


@given(conv2d_problems(np.float16))
def test_float16_is_summed_in_float32(problem):
    result = nnet.conv2d(**problem)
    wide = {name: problem[name].astype(np.float32) for name in ("input", "filters")}
    expected = nnet.conv2d(**{**problem, **wide}).astype(np.float16)
    np.testing.assert_array_equal(result, expected, strict=True)


@given(st.data())
def test_conv3d_of_one_slice_is_conv2d(data):
    problem = data.draw(conv2d_problems())
    border = problem["border_mode"]
    assume(not isinstance(border, tuple))
    deep = {name: (1, *problem[name]) for name in ("subsample", "filter_dilation")}
    deep["border_mode"] = border if isinstance(border, str) else (0, border, border)
    volumes = {name: problem[name][:, :, None] for name in ("input", "filters")}
    result = nnet.conv3d(**{**problem, **deep, **volumes})
    np.testing.assert_array_equal(result[:, :, 0], nnet.conv2d(**problem))


@given(st.data())
def test_causal_convolution_does_not_see_the_future(data):
    x = data.draw(integer_valued((1, 2, 8)))
    w = data.draw(integer_valued((3, 2, 3)))
    now = data.draw(st.integers(0, 7))
    later = x.copy()
    later[..., now + 1 :] += 1
    before, after = (nnet.causal_conv1d(a, w, w.shape, filter_dilation=2) for a in (x, later))
    np.testing.assert_array_equal(before[..., : now + 1], after[..., : now + 1])


@given(st.data())
def test_video_convolution_is_conv3d_with_axes_swapped(data):
    x = data.draw(integer_valued((2, 4, 2, 5, 4), np.float64))
    w = data.draw(integer_valued((3, 2, 2, 2, 3), np.float64))
    mode = data.draw(st.sampled_from(["valid", "full", "half"]))
    expected = nnet.conv3d(x.swapaxes(1, 2), w.swapaxes(1, 2), border_mode=mode)
    result = nnet.conv3d2d.conv3d(x, w, border_mode=mode)
    np.testing.assert_array_equal(result, expected.swapaxes(1, 2))


@given(st.data())
def test_legacy_conv2d_is_conv2d(data):
    problem = data.draw(conv2d_problems())
    x, w = problem["input"], problem["filters"]
    assume(problem["num_groups"] == 1)
    mode = data.draw(st.sampled_from(["valid", "full"]))
    expected = nnet.conv2d(x, w, border_mode=mode, subsample=problem["subsample"])
    result = nnet.conv.conv2d(x, w, x.shape, w.shape, mode, problem["subsample"])
    np.testing.assert_array_equal(result, expected)


@given(st.data())
def test_logical_shapes_put_zeros_between(data):
    x = data.draw(integer_valued((1, 1, 3, 4)))
    w = data.draw(integer_valued((2, 1, 2, 2)))
    dilated = nnet.conv.conv2d(x, w, kshp_logical=(4, 4), border_mode="full")
    expected = nnet.conv2d(x, w, border_mode="full", filter_dilation=(2, 2))
    np.testing.assert_array_equal(dilated[..., :-1, :-1], expected)


@given(st.data())
def test_upsampling_keeps_constants_and_pixels(data):
    ratio = data.draw(st.integers(1, 5))
    x = data.draw(integer_valued((1, 2, 3, 4), np.float64))
    y = nnet.bilinear_upsampling(x, ratio=ratio)
    first = (ratio - 1) // 2
    np.testing.assert_array_equal(y[..., first::ratio, first::ratio], x)
    flat = nnet.bilinear_upsampling(np.full((1, 1, 3, 3), 7.0), ratio=ratio)
    np.testing.assert_allclose(flat, 7, rtol=1e-15)
