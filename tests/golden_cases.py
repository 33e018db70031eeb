"""What real Theano computed: the cases of tests/golden, as data.

`CASES` has all of them; `compare` says how equal a result has to be.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pytest

GOLDEN = Path(__file__).parent / "golden"


@dataclass(frozen=True)
class Case:
    """One recorded call."""

    record: dict[str, Any]

    @property
    def id(self) -> str:
        return self.record["id"]

    @property
    def op(self) -> str:
        return self.record["op"]

    @property
    def error(self) -> str | None:
        """Type of the exception that Theano raised."""
        return self.record["error"]["type"] if self.record["error"] else None

    @cached_property
    def args(self) -> dict[str, Any]:
        return {name: _tuples(value) for name, value in self.record["args"].items()}

    @cached_property
    def inputs(self) -> dict[str, np.ndarray]:
        return self._arrays("inputs")

    @cached_property
    def outputs(self) -> dict[str, np.ndarray]:
        return self._arrays("outputs")

    def _arrays(self, field: str) -> dict[str, np.ndarray]:
        with np.load(GOLDEN / self.record["file"]) as stored:
            return {name: stored[entry["key"]] for name, entry in self.record[field].items()}


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


CASES = [Case(json.loads(line)) for line in (GOLDEN / "index.jsonl").read_text().splitlines()]


def parameters(cases: list[Case]) -> list[Any]:
    """Cases as pytest's parameters, named by their ids."""
    return [pytest.param(case, id=case.id) for case in cases]


def compare(result: np.ndarray, expected: np.ndarray, bound: float = 0) -> None:
    """Demand equal shape, dtype and non-finite values, and a relative L2 error of at most `bound`.

    A bound of zero demands equal values, +0 and -0 told apart.
    """
    assert result.shape == expected.shape
    assert result.dtype == expected.dtype
    if not bound:
        np.testing.assert_array_equal(result, expected)
        np.testing.assert_array_equal(np.signbit(result), np.signbit(expected))
        return
    finite = np.isfinite(expected)
    np.testing.assert_array_equal(result[~finite], expected[~finite])
    ours, theirs = result[finite].astype(np.float64), expected[finite].astype(np.float64)
    assert np.linalg.norm(ours - theirs) <= bound * np.linalg.norm(theirs)
