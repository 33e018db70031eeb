"""Write tests/cases: one folder per case in ONNX's test-data layout.

The expected outputs are what rot180 computes in Python; Java must give the same bits, and ONNX
Runtime about the same numbers. Run by `make cases`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import onnx
from networks import NETWORKS
from onnx import numpy_helper

from rot180.model import Model
from rot180.ops import example_cases
from rot180.ops.node import Array

CASES = Path(__file__).parent.parent / "tests" / "cases"


def models() -> Iterator[tuple[str, onnx.ModelProto, dict[str, Array]]]:
    """Yield name, model and inputs of every case."""
    for case in example_cases():
        yield case.name, case.model(), case.feeds()
    for network in NETWORKS:
        yield network.name, network.model(), network.inputs


def write(folder: Path, proto: onnx.ModelProto, inputs: dict[str, Array]) -> None:
    """Write one case: the model, its inputs and what it gives, all in the model's order."""
    data = folder / "test_data_set_0"
    data.mkdir(parents=True)
    model = Model(proto)
    model.save(folder / "model.onnx")
    outputs = model.run(inputs)
    wanted = {info.name: inputs[info.name] for info in model.inputs}
    for kind, arrays in (("input", wanted), ("output", outputs)):
        for position, (name, array) in enumerate(arrays.items()):
            tensor = numpy_helper.from_array(array, name)
            (data / f"{kind}_{position}.pb").write_bytes(tensor.SerializeToString())


def main() -> None:
    """Write all cases afresh, so that none stays behind whose source is gone."""
    shutil.rmtree(CASES, ignore_errors=True)
    for name, proto, inputs in models():
        write(CASES / name, proto, inputs)


if __name__ == "__main__":
    main()
