"""Every folder of tests/cases: Python gives the recorded bits, ONNX Runtime about those numbers.

Java replays the same folders (java/runtime, CasesTest) and must give the same bits.
"""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import numpy_helper

import rot180.ops
from rot180.model import Model

CASES = Path(__file__).parent.parent / "cases"
NAMES = sorted(folder.name for folder in CASES.iterdir())

# Where ONNX Runtime's CPU kernels differ from IEEE 754 or the arithmetic contract, and why.
DIFFERENT = {
    "argmax_edges": "it skips a NaN",
    "argmin_edges": "it skips a NaN",
    "cast_to_int32": "it wraps instead of saturating, as the CPU's instruction does",
    "cast_to_int64": "it wraps instead of saturating, as the CPU's instruction does",
    "castlike": "it wraps instead of saturating, as the CPU's instruction does",
    "clip_high": "without a lower limit it limits to the lowest finite number",
    "clip_low": "without an upper limit it limits to the largest finite number",
    "globallppool_edges": "its float32 sum overflows",
    "globalmaxpool_edges": "it skips a NaN",
    "instancenormalization_1d": "its float32 mean of values near 100 is inexact",
    "lppool_edges": "its float32 sum overflows",
    "maxpool_edges": "it skips a NaN",
    "mean_edges": "its float32 sum overflows",
    "reducel2_edges": "its float32 sum overflows",
    "reducemax_edges": "it skips a NaN",
    "reducemin_edges": "it skips a NaN",
}
NOT_IMPLEMENTED = {"conv_float64", "lrn_even"}


def read(folder: Path, kind: str) -> list[np.ndarray]:
    data = folder / "test_data_set_0"
    files = [data / f"{kind}_{k}.pb" for k in range(len(list(data.glob(f"{kind}_*.pb"))))]
    return [numpy_helper.to_array(onnx.load_tensor(file)) for file in files]


def bits(array: np.ndarray) -> bytes:
    return array.tobytes()


@pytest.mark.parametrize("name", NAMES)
def test_python_gives_the_recorded_bits(name: str) -> None:
    folder = CASES / name
    model = Model(onnx.load(folder / "model.onnx"))
    feeds = dict(zip((info.name for info in model.inputs), read(folder, "input"), strict=True))
    expected = read(folder, "output")
    for threads in (1, 3):
        found = Model(model.proto, threads=threads).run(feeds)
        for array, wanted in zip(found.values(), expected, strict=True):
            assert array.dtype == wanted.dtype
            assert array.shape == wanted.shape
            assert bits(array) == bits(wanted)


def close(ours: np.ndarray, theirs: np.ndarray) -> bool:
    if ours.shape != theirs.shape or ours.dtype != theirs.dtype:
        return False
    if ours.dtype.kind != "f":
        return np.array_equal(ours, theirs)
    finite = np.abs(theirs[np.isfinite(theirs)])
    scale = float(finite[finite < 1e30].max(initial=1e-30))
    return np.allclose(ours, theirs, rtol=1e-5, atol=1e-5 * scale, equal_nan=True)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in NOT_IMPLEMENTED])
def test_onnx_runtime_agrees(name: str) -> None:
    folder = CASES / name
    session = onnxruntime.InferenceSession(
        (folder / "model.onnx").read_bytes(), providers=["CPUExecutionProvider"]
    )
    names = [info.name for info in session.get_inputs()]
    theirs = session.run(None, dict(zip(names, read(folder, "input"), strict=True)))
    agreed = all(map(close, read(folder, "output"), theirs))
    # Equality both ways keeps the list of differences honest.
    assert agreed == (name not in DIFFERENT)


def test_every_operator_has_a_case() -> None:
    used = set()
    for name in NAMES:
        model = onnx.load(CASES / name / "model.onnx")
        used |= {node.op_type for node in model.graph.node}
    assert used >= set(rot180.ops.OPERATORS)


def test_case_names_are_unique() -> None:
    names = [case.name for case in rot180.ops.example_cases()]
    assert len(names) == len(set(names))
