"""ONNX's own conformance cases and its light networks, in Python.

`make conformance` runs them in Java as well and writes docs/operators.md.
"""

import conformance
import pytest
from conformance import Case

CASES = [*conformance.node_cases(), *conformance.light_cases()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    difference, _ = conformance.run_python(case)
    # Cases that are listed with a reason must fail, or the list is out of date.
    assert (difference is None) == (case.name not in conformance.REASONS), difference


def test_at_least_95_percent_can_pass() -> None:
    assert sum(case.name not in conformance.REASONS for case in CASES) >= 0.95 * len(CASES)


def test_nothing_that_the_package_ships_is_left_out() -> None:
    assert sum(case.operator == conformance.LIGHT_NETWORKS for case in CASES) == 9
    assert len(CASES) > 700
