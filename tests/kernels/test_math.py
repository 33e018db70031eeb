import math as libm
from decimal import Context, Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rot180.kernels import math, reference_math

SPECIAL = [0.0, -0.0, 1e-45, -1e-45, 1e-38, 0.5, -0.5, 1.0, -1.0, 2.0, -3.0, 88.7, -103.9, 3e38]
SPECIAL += [float("inf"), float("-inf"), float("nan")]
# Arguments whose results lie closest to a tie of float32.
HARD = {
    "log": ["0x1.827a74p-7", "0x1.2f1fd6p+3", "0x1.bacb4ap+25", "0x1.b121a6p+76", "0x1.6351d8p+95"],
    "sigmoid": ["-0x1.250c02p-10", "0x1.8p-22", "-0x1.8p-23", "0x1.cp-20", "0x1.ffcp-14"],
    "softplus": ["0x1.d483ap-12"],
}
FUNCTIONS = tuple(reference_math.FUNCTIONS)


def assert_same_bits(actual, expected):
    expected = np.where(np.isnan(expected), np.float32(np.nan), expected)
    np.testing.assert_array_equal(actual.view(np.uint32), expected.view(np.uint32))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_special_and_hard_arguments_are_correctly_rounded(function):
    hard = [float.fromhex(x) for x in HARD.get(function, [])]
    x = np.array(SPECIAL + hard, np.float32)
    expected = reference_math.correctly_rounded(function, x)
    assert_same_bits(getattr(math, function)(x), expected)


@pytest.mark.parametrize("function", FUNCTIONS)
@given(x=st.lists(st.floats(width=32), min_size=1, max_size=20))
def test_any_argument_is_correctly_rounded(function, x):
    x = np.array(x, np.float32)
    expected = reference_math.correctly_rounded(function, x)
    assert_same_bits(getattr(math, function)(x), expected)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_float64_is_within_2_ulp(function):
    rng = np.random.default_rng(1)
    x = np.concatenate([rng.normal(size=300), 30 * rng.normal(size=300), rng.normal(size=50) / 1e6])
    x = np.abs(x) if function == "log" else x
    with localcontext(Context(prec=80)):
        for argument, value in zip(x, getattr(math, function)(x), strict=True):
            exact = reference_math.FUNCTIONS[function](Decimal(float(argument)))
            assert abs(Decimal(float(value)) - exact) <= 2 * Decimal(libm.ulp(value)), argument


@pytest.mark.parametrize("function", FUNCTIONS)
def test_float64_limits(function):
    x = np.array([-np.inf, -1e308, -750.0, 750.0, 1e308, np.inf, np.nan])
    results = {
        "exp": [0, 0, 0, np.inf, np.inf, np.inf, np.nan],
        "expm1": [-1, -1, -1, np.inf, np.inf, np.inf, np.nan],
        "log": [np.nan, np.nan, np.nan, libm.log(750), libm.log(1e308), np.inf, np.nan],
        "tanh": [-1, -1, -1, 1, 1, 1, np.nan],
        "sigmoid": [0, 0, 0, 1, 1, 1, np.nan],
        "softplus": [0, 0, 0, 750, 1e308, np.inf, np.nan],
        "erf": [-1, -1, -1, 1, 1, 1, np.nan],
    }
    np.testing.assert_array_equal(getattr(math, function)(x), results[function])


def test_float64_subnormals():
    assert math.exp(np.array([-744.0]))[0] == libm.exp(-744.0)
    assert math.log(np.array([5e-324]))[0] == libm.log(5e-324)
    assert math.sigmoid(np.array([-740.0]))[0] == libm.exp(-740.0)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_pow_is_within_1_ulp(dtype):
    rng = np.random.default_rng(2)
    x = np.exp(rng.normal(size=1000) * 8).astype(dtype)
    y = (rng.normal(size=1000) * 4).astype(dtype)
    result = math.pow(x, y)
    with localcontext(Context(prec=80)):
        for a, b, r in zip(x.tolist(), y.tolist(), result, strict=True):
            exact = (Decimal(b) * Decimal(a).ln()).exp()
            if np.isinf(r) or r < np.finfo(dtype).tiny:
                continue  # the next test has the ends
            assert abs(Decimal(float(r)) - exact) <= Decimal(float(np.spacing(r))), (a, b)


def test_pow_has_the_limits_of_c():
    ends = [0.0, 0.5, 1.0, 2.0, 3.0, 4.0, 1e30, 5e-324, 2.0**53 + 2, np.inf]
    values = [s * v for v in ends for s in (1, -1)] + [np.nan]
    for a in values:
        for b in values:
            with np.errstate(all="ignore"):
                expected = np.float64(a) ** np.float64(b)
            actual = math.pow(np.array([a]), np.array([b]))[0]
            np.testing.assert_allclose(actual, expected, rtol=3e-16, err_msg=f"pow({a}, {b})")
            assert np.isnan(expected) or np.signbit(actual) == np.signbit(expected), (a, b)


@given(
    a=st.lists(st.floats(width=32), min_size=9, max_size=9),
    b=st.lists(st.sampled_from(SPECIAL), min_size=9, max_size=9),
)
def test_maximum_and_minimum(a, b):
    a, b = np.array(a, np.float32), np.array(b, np.float32)
    larger = [reference_math.maximum(v, w) for v, w in zip(a, b, strict=True)]
    assert_same_bits(math.maximum(a, b), np.array(larger, np.float32))
    smaller = [-reference_math.maximum(-v, -w) for v, w in zip(a, b, strict=True)]
    assert_same_bits(math.minimum(a, b), np.array(smaller, np.float32))
    assert_same_bits(math.reduce_max(a.reshape(3, 3, 1)), reduced(a.reshape(3, 3)))
    assert_same_bits(math.reduce_max(a.reshape(1, 3, 3)), reduced(a.reshape(3, 3).T).T)
    assert_same_bits(math.reduce_min(-a.reshape(3, 3, 1)), -reduced(a.reshape(3, 3)))


def reduced(rows):
    y = np.full((len(rows), 1), -np.inf, np.float32)
    for i, row in enumerate(rows):
        for value in row:
            y[i, 0] = reference_math.maximum(y[i, 0], value)
    return y


@pytest.mark.parametrize("shape", [(1, 1000, 1), (19, 40, 1), (3, 40, 7), (2, 0, 3)])
def test_sums_ascend_in_binary64(shape):
    x = (np.random.default_rng(3).normal(size=shape) * 1e6).astype(np.float32)
    expected = np.zeros((shape[0], shape[2]))
    for k in range(shape[1]):
        expected += x[:, k].astype(np.float64)
    np.testing.assert_array_equal(math.sum_float64(x), expected)


@pytest.mark.parametrize("scale", [1, 30])
def test_softmax(scale):
    x = (np.random.default_rng(4).normal(size=(7, 21)) * scale).astype(np.float32)
    assert_same_bits(math.softmax(x), reference_math.softmax(x))
    assert_same_bits(math.log_softmax(x), reference_math.softmax(x, log=True))


def test_softmax_of_infinities():
    x = np.array([[np.inf, 0], [-np.inf, 0], [-np.inf, -np.inf], [np.nan, 0]], np.float32)
    expected = np.array([[np.nan] * 2, [0, 1], [np.nan] * 2, [np.nan] * 2], np.float32)
    assert_same_bits(math.softmax(x), expected)


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="broadcast them first"):
        math.pow(np.zeros(2), np.zeros(3))
    with pytest.raises(ValueError, match="outer, n, inner"):
        math.sum_float64(np.zeros(3))
    with pytest.raises(ValueError, match="rows, n"):
        math.softmax(np.zeros(3))
