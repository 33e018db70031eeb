import math as libm
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rot180.kernels import reference_trigonometry, trigonometry

FUNCTIONS = tuple(reference_trigonometry.FUNCTIONS)
SPECIAL = [0.0, 1e-45, 1e-38, 1e-8, 2.0**-12, 0.4142135, 0.5, 0.7853981, 0.7853982, 0.9999999, 1.0]
SPECIAL += [1.0000001, 2.4142135, 88.7, 89.5, 1e4, 2.0**28, 1e30, 3.4028235e38, np.inf]
# The float32 nearest to a multiple of pi / 2, and arguments that need a table.
HARD = ["0x1.f37c8ap+95", "0x1.33333p+13", "0x1.3170fp+63", "0x1.2b9622p+67", "0x1.110b46p-26"]
HARD += ["0x1.04c444p-12", "0x1.1ad646p-4", "0x1.250bfep-11", "0x1.bacb4ap+24", "0x1.b121a6p+75"]
HARD += ["0x1.6351d8p+94"]
SPECIAL += map(float.fromhex, HARD)


def assert_same_bits(actual, expected):
    expected = np.where(np.isnan(expected), np.float32(np.nan), expected)
    np.testing.assert_array_equal(actual.view(np.uint32), expected.view(np.uint32))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_special_and_hard_arguments_are_correctly_rounded(function):
    x = np.array([*SPECIAL, *(-x for x in SPECIAL), np.nan], np.float32)
    expected = reference_trigonometry.correctly_rounded(function, x)
    assert_same_bits(getattr(trigonometry, function)(x), expected)


@pytest.mark.parametrize("function", FUNCTIONS)
@settings(max_examples=30, deadline=None)
@given(x=st.lists(st.floats(width=32) | st.floats(-1, 1, width=32), min_size=1, max_size=10))
def test_any_argument_is_correctly_rounded(function, x):
    x = np.array(x, np.float32)
    expected = reference_trigonometry.correctly_rounded(function, x)
    assert_same_bits(getattr(trigonometry, function)(x), expected)


def arguments(function):
    rng = np.random.default_rng(1)
    if function in ("asin", "acos", "atanh"):
        return np.concatenate([rng.uniform(-1, 1, 400), rng.uniform(-1, 1, 50) / 1e6])
    if function == "acosh":
        return 1 + np.exp(rng.uniform(-12, 60, 400))
    large = np.exp(rng.uniform(0, 6.5 if function.endswith("h") else 30, 200))
    return np.concatenate([rng.normal(size=400), large, -large, rng.normal(size=50) / 1e6])


@pytest.mark.parametrize("function", FUNCTIONS)
def test_float64_is_within_2_ulp(function):
    x = arguments(function)
    for argument, value in zip(x, getattr(trigonometry, function)(x), strict=True):
        exact = reference_trigonometry.exact(function, float(argument))
        assert abs(Decimal(float(value)) - exact) <= 2 * Decimal(libm.ulp(value)), argument


def test_float64_limits():
    x = np.array([-np.inf, -1e308, -1.0, 1.0, 1e308, np.inf, np.nan])
    huge = libm.asinh(1e308)
    results = {
        "asin": [np.nan, np.nan, -libm.pi / 2, libm.pi / 2, np.nan, np.nan, np.nan],
        "acos": [np.nan, np.nan, libm.pi, 0, np.nan, np.nan, np.nan],
        "atan": [-libm.pi / 2] * 2 + [-libm.pi / 4, libm.pi / 4] + [libm.pi / 2] * 2 + [np.nan],
        "asinh": [-np.inf, -huge, -libm.asinh(1), libm.asinh(1), huge, np.inf, np.nan],
        "acosh": [np.nan, np.nan, np.nan, 0, huge, np.inf, np.nan],
        "atanh": [np.nan, np.nan, -np.inf, np.inf, np.nan, np.nan, np.nan],
    }
    for function, expected in results.items():
        np.testing.assert_array_equal(getattr(trigonometry, function)(x), expected, function)
    ends = np.array([-np.inf, -711.0, 710.4, 711.0, np.inf, np.nan])
    sinh, cosh = trigonometry.sinh(ends), trigonometry.cosh(ends)
    np.testing.assert_array_equal(np.isinf(sinh), [True, True, False, True, True, False])
    np.testing.assert_array_equal(cosh, np.abs(sinh))
