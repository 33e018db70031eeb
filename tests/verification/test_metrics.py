import numpy as np
import pytest

from rot180.verification import compare, differing_bits


def test_equal_arrays_are_at_distance_zero():
    a = np.float32([[1, np.nan, np.inf], [0, -np.inf, 1e-45]])
    m = compare(a, a.copy())
    assert (m.l2_discrepancy, m.relative_l2, m.max_abs, m.max_ulp) == (0, 0, 0, 0)


def test_measures_are_those_of_their_definitions():
    rng = np.random.default_rng(0)
    b = rng.standard_normal((50, 7)).astype(np.float32)
    a = (b + 1e-4 * rng.standard_normal(b.shape)).astype(np.float32)
    m = compare(a, b)
    d = a.astype(float) - b
    assert m.l2_discrepancy == pytest.approx(np.sqrt((d**2).sum()), rel=1e-12)
    assert m.relative_l2 == pytest.approx(
        np.sqrt((d**2).sum() / (b.astype(float) ** 2).sum()), rel=1e-12
    )
    assert m.max_abs == np.abs(d).max()
    assert m.argmax_agreement == (int((a.argmax(1) == b.argmax(1)).sum()), 50)


def test_a_nan_where_none_was_recorded_is_infinitely_far():
    m = compare(np.float32([np.nan, 1]), np.float32([0, 1]))
    assert m.relative_l2 == np.inf
    assert m.max_abs == np.inf


@pytest.mark.parametrize(
    ("a", "b", "ulps"),
    [(1.0, np.nextafter(np.float32(1), np.float32(2)), 1), (-0.0, 0.0, 0), (-1e-45, 1e-45, 2)],
)
def test_max_ulp_counts_neighbours(a, b, ulps):
    assert compare(np.float32([a]), np.float32([b])).max_ulp == ulps


def test_max_ulp_of_the_largest_doubles_does_not_overflow():
    big = np.finfo(np.float64).max
    assert compare(np.array([big]), np.array([-big])).max_ulp > 2**63 - 1


def test_differing_bits_sees_a_sign_of_zero_and_no_payload_of_a_nan():
    payload = np.array([0x7FC00001], np.uint32).view(np.float32)
    assert differing_bits(payload, np.float32([np.nan])) == 0
    assert differing_bits(np.float32([0.0, 1.0]), np.float32([-0.0, 1.0])) == 1
    assert differing_bits(np.float32([1, 2]), np.float64([1, 2])) == 2
