"""conv2d against what Theano itself recorded."""

import json
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import rot180

GOLDEN = Path(__file__).parents[1] / "golden"
# Where we mean to differ from Theano, and why.
DIFFERS = {
    "s-conv2d-0118": TypeError,  # Theano's own error type says nothing
    "s-conv2d-0120": None,  # float16 works
    "s-errors-0010": ValueError,  # stride 0 killed the process
    "s-errors-0013": ValueError,  # dilation < 1 gave nonsense
    "s-errors-0018": None,  # integers work
    "s-errors-0019": TypeError,  # as 0118
    "s-errors-0020": ValueError,  # a wrong shape hint was ignored
}
ERRORS = {"ValueError": ValueError, "TypeError": TypeError}


def cases() -> list[Any]:
    lines = (GOLDEN / "index.jsonl").read_text().splitlines()
    found = [json.loads(line) for line in lines]
    found = [case for case in found if case["op"] == "theano.tensor.nnet.conv2d"]
    return [pytest.param(case, id=case["id"]) for case in found if not case.get("undefined")]


def untuple(value: Any) -> Any:
    return tuple(map(untuple, value)) if isinstance(value, list) else value


@pytest.mark.parametrize("case", cases())
def test_equals_theano(case: dict[str, Any]) -> None:
    stored = np.load(GOLDEN / case["file"])
    inputs = {name: stored[entry["key"]] for name, entry in case["inputs"].items()}
    args = {name: untuple(value) for name, value in case["args"].items()}
    error = DIFFERS.get(case["id"], ERRORS.get((case["error"] or {}).get("type", "")))
    if error is not None:
        with pytest.raises(error):
            rot180.conv2d(**inputs, **args)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        y = rot180.conv2d(**inputs, **args)
    if case["error"]:
        assert case["id"] in DIFFERS
        return
    expected = stored[case["outputs"]["out"]["key"]]
    assert y.shape == expected.shape
    assert y.dtype == expected.dtype
    if case["values"] == "integer":
        np.testing.assert_array_equal(y, expected)
    finite = np.isfinite(expected)
    np.testing.assert_array_equal(y[~finite], expected[~finite])
    bound = 1e-6 if y.dtype == np.float32 else 1e-13
    ours, theirs = y[finite].astype(np.float64), expected[finite].astype(np.float64)
    assert np.linalg.norm(ours - theirs) <= bound * np.linalg.norm(theirs)
