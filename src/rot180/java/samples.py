"""The samples that travel with a model: inputs, and the bits that every engine must give for them.

They are stored in ONNX's own test-data layout (``test_data_set_0/input_0.pb``, ``output_0.pb``),
with one more file for each inner value, so what reads the model reads them too.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import numpy_helper

from rot180.errors import ExportError
from rot180.model import Model

Array = npt.NDArray[Any]
FOLDER = "test_data_set_0"
COUNT = 8


def record(model: Model, inputs: dict[str, Array]) -> dict[str, bytes]:
    """Run the model on ``inputs`` and serialise them and every value it names.

    Returns
    -------
    dict of str to bytes
        File name below the sample folder to content.
    """
    names = [name for node in model.proto.graph.node for name in node.output if name]
    values = model.run(inputs, outputs=names)
    files: dict[str, bytes] = {}
    for place, value in enumerate(model.inputs):
        files[f"{FOLDER}/input_{place}.pb"] = _serialise(inputs[value.name], value.name)
    outputs = [value.name for value in model.outputs]
    for place, name in enumerate(outputs):
        files[f"{FOLDER}/output_{place}.pb"] = _serialise(values[name], name)
    inner = [name for name in names if name not in outputs]
    for place, name in enumerate(inner):
        files[f"{FOLDER}/value_{place}.pb"] = _serialise(values[name], name)
    return files


def choose_inputs(model: Model, recorded: dict[str, Array] | None) -> dict[str, Array]:
    """Take the first samples of what was recorded, or draw some where nothing was.

    Drawn ones fill the range of the model's input contract ([0, 1) without one) from a fixed seed:
    they test the port as well as real images do, since equal bits are asked for.
    """
    if recorded is not None:
        return {name: array[:COUNT] for name, array in recorded.items()}
    rng = np.random.default_rng(180)
    inputs = {}
    for value in model.inputs:
        batch = () if not value.shape or isinstance(value.shape[0], int) else (COUNT,)
        fixed = [n for n in value.shape[len(batch) :] if isinstance(n, int)]
        shape = (*batch, *fixed)
        if len(shape) != len(value.shape):
            raise ExportError(
                f"the model's input {value.name!r} has the open shape {value.shape}, so no sample "
                "can be drawn for it: give recorded ones with --samples FILE.npz"
            )
        if np.dtype(value.dtype).kind == "f":
            low, high = (model.contract.get("range") or (0.0, 1.0))[:2]
            drawn = low + (high - low) * rng.random(shape)
        else:
            drawn = rng.integers(0, 2, shape)
        inputs[value.name] = drawn.astype(value.dtype)
    return inputs


def _serialise(array: Array, name: str) -> bytes:
    tensor: onnx.TensorProto = numpy_helper.from_array(np.ascontiguousarray(array), name)
    return bytes(tensor.SerializeToString())
