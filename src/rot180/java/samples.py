"""The samples that travel with a model: inputs, and the bits that every engine must give for them.

They are stored in ONNX's own test-data layout (``test_data_set_0/input_0.pb``, ``output_0.pb``),
with one more file for each inner value, so what reads the model reads them too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import numpy_helper

from rot180.errors import CorruptFileError, ExportError, ModelInputError
from rot180.model import Model
from rot180.model_check import infer

Array = npt.NDArray[Any]
FOLDER = "test_data_set_0"
COUNT = 8
# Lengths tried for axes that a model leaves open: a usual one, then all up to the largest.
USUAL = 32
LARGEST = 512


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
    they test the port as well as real images do, since equal bits are asked for. Open lengths get
    one that the model runs with: a graph rarely says how large its images are, but its dense
    layers fit few sizes.

    Raises
    ------
    rot180.errors.ExportError
        If the model runs with no length that was tried.
    """
    if recorded is not None:
        return {name: array[:COUNT] for name, array in recorded.items()}
    for length in _fitting_lengths(model):
        inputs = _draw(model, length)
        with suppress(ModelInputError):  # shape inference does not see every contradiction
            model.run({name: array[:1] for name, array in inputs.items()})
            return inputs
    wanted = "; ".join(map(str, model.inputs))
    raise ExportError(
        f"no sample could be drawn for {wanted}: the model ran with none that was tried, square "
        f"images up to {LARGEST} x {LARGEST} among them. Give recorded samples with --samples "
        "FILE.npz, or convert the model with --input-shape, such as Nx3x32x64"
    )


def _fitting_lengths(model: Model) -> Iterator[int]:
    """Give the lengths of open axes that shape inference finds nothing wrong with."""
    skeleton = infer(model.proto)
    del skeleton.graph.value_info[:]
    names = {value.name for value in model.inputs}
    opened = [
        dim
        for value in skeleton.graph.input
        if value.name in names
        for dim in value.type.tensor_type.shape.dim[1:]
        if not dim.HasField("dim_value")
    ]
    # An open axis that meets a weight has the weight's length, such as 784 in (784, 10).
    of_weights = {n for tensor in model.proto.graph.initializer for n in tensor.dims if n > LARGEST}
    for length in [USUAL, *range(1, LARGEST + 1), *sorted(of_weights)]:
        for dim in opened:
            dim.dim_value = length
        with suppress(CorruptFileError):
            infer(skeleton)
            yield length


def _draw(model: Model, length: int) -> dict[str, Array]:
    rng = np.random.default_rng(180)
    inputs = {}
    for value in model.inputs:
        batch = () if not value.shape or isinstance(value.shape[0], int) else (COUNT,)
        lengths = [n if isinstance(n, int) else length for n in value.shape[len(batch) :]]
        shape = (*batch, *lengths)
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
