"""Our convolve2d and correlate2d against SciPy's."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import signal as scipy_signal

from rot180 import signal
from strategies import integer_valued, memory_layouts

NAMES = ["convolve2d", "correlate2d"]
DTYPES = "bBhHiIlLfdgFDG"
MODES = ["full", "valid", "same"]
BOUNDARIES = ["fill", "pad", "wrap", "circular", "symm", "symmetric"]


def both(name, *args, **options):
    """Call ours and SciPy's; return the results or the types of the exceptions."""
    found = []
    for module in (signal, scipy_signal):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                found.append(getattr(module, name)(*args, **options))
            except Exception as error:
                found.append(type(error))
    return found


def assert_same(name, *args, **options):
    ours, theirs = both(name, *args, **options)
    if isinstance(theirs, type):
        assert ours is theirs
        return
    assert ours.dtype == theirs.dtype
    np.testing.assert_array_equal(ours, theirs, strict=True)


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_equal_on_whole_numbers(name, data):
    dtypes = data.draw(st.tuples(st.sampled_from(DTYPES), st.sampled_from(DTYPES)))
    shapes = data.draw(st.tuples(*[st.tuples(st.integers(1, 6), st.integers(1, 6))] * 2))
    in1, in2 = (
        data.draw(integer_valued(shape, dtype).flatmap(memory_layouts))
        for shape, dtype in zip(shapes, dtypes, strict=True)
    )
    before = in1.copy(), in2.copy()
    mode, boundary = data.draw(st.sampled_from(MODES)), data.draw(st.sampled_from(BOUNDARIES))
    fillvalue = data.draw(st.sampled_from([0, 1, 3]))
    assert_same(name, in1, in2, mode, boundary, fillvalue)
    np.testing.assert_array_equal(before[0], in1)
    np.testing.assert_array_equal(before[1], in2)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("dtype", "bBhHiIlL")
@pytest.mark.parametrize("boundary", ["fill", "wrap", "symm"])
def test_integers_wrap(name, dtype, boundary):
    info = np.iinfo(dtype)
    generator = np.random.default_rng(0)
    in1 = generator.integers(info.min, info.max, (9, 8), dtype, endpoint=True)
    in2 = generator.integers(info.min, info.max, (3, 4), dtype, endpoint=True)
    for mode in MODES:
        assert_same(name, in1, in2, mode, boundary, int(info.max))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("dtype", "bound"), [("f", 1e-6), ("d", 1e-14), ("F", 1e-6), ("D", 1e-14)])
def test_close_on_real_numbers(name, dtype, bound):
    generator = np.random.default_rng(1)
    in1, in2 = (generator.standard_normal(shape).astype(dtype) for shape in [(40, 33), (7, 12)])
    for mode in MODES:
        ours, theirs = both(name, in1, in2, mode, "symm")
        assert np.linalg.norm(ours - theirs) <= bound * np.linalg.norm(theirs)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("mode", MODES)
def test_zero_sizes(name, mode):
    shapes = [(0, 4), (4, 0), (0, 0), (2, 2), (0, 2), (3, 3)]
    for shape1 in shapes:
        for shape2 in shapes:
            assert_same(name, np.ones(shape1), np.ones(shape2), mode, "fill", 1)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("in1", "in2"),
    [
        (np.ones((2, 2), "?"), np.ones((2, 2), "?")),
        (np.ones((2, 2), "e"), np.ones((2, 2), "e")),
        (np.ones((2, 2), object), np.ones((2, 2))),
        (np.ones((3, 4)), np.ones((4, 3))),
        (np.ones(3), np.ones(3)),
        (np.ones((2, 2, 2)), np.ones((2, 2))),
        (3, 4),
    ],
)
def test_refuses_what_scipy_refuses(name, in1, in2):
    for theirs in both(name, in1, in2, "valid"):
        assert theirs is ValueError


def test_refuses_strings():
    assert_same("convolve2d", np.array([["a"]]), np.array([["b"]]))


@pytest.mark.parametrize("dtype", "BildF")
@pytest.mark.parametrize(
    "fillvalue",
    [
        2.75,
        True,
        None,
        1j,
        1 + 0j,
        np.inf,
        300,
        -1,
        [2],
        [[2]],
        [1, 2],
        [],
        "a",
        "1",
        np.float32(1.125),
        np.int8(-3),
        np.complex64(2),
        np.array(2),
        np.array([2.0]),
        b"1",
        "1+2j",
    ],
)
def test_fill_values(dtype, fillvalue):
    ones = np.ones((2, 2), dtype)
    assert_same("convolve2d", ones, ones, "full", "fill", fillvalue)
    assert_same("convolve2d", ones, ones, "full", "wrap", fillvalue)


@pytest.mark.parametrize("options", [{"mode": 1}, {"mode": "FULL"}, {"boundary": "reflect"}])
def test_refuses_other_modes(options):
    for theirs in both("convolve2d", np.ones((2, 2)), np.ones((2, 2)), **options):
        assert theirs is ValueError


def test_special_values_go_through():
    in1 = np.array([[1, np.inf, 2, np.nan, 3, -np.inf]])
    assert_same("convolve2d", in1, np.array([[1.0, 2.0]]))
    assert_same("convolve2d", np.array([[1.0, 2.0]]), in1)
    assert_same("convolve2d", in1, np.ones((2, 9)))


@pytest.mark.parametrize("name", NAMES)
def test_lists_are_arrays(name):
    assert_same(name, [[1, 2], [3, 4]], [[1, 1]], "same", "wrap")
