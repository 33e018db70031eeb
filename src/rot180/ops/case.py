"""Example cases: small inputs of one operator, replayed by Python, Java and ONNX Runtime."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnx
from onnx import helper, numpy_helper

from rot180.ops.node import Array

#: What models of ours are written for: the newest that current ONNX Runtime and Netron take.
OPSET = 21
IR_VERSION = 10


@dataclass(frozen=True)
class Case:
    """One operator, its attributes and inputs; the expected outputs are what we compute.

    Attributes
    ----------
    name : str
        Name of the case, unique among all operators.
    op_type : str
        The operator.
    inputs : sequence of arrays
        One for each input, None where an optional one is left out.
    attributes : mapping
        Attributes of the node.
    outputs : int
        How many outputs are asked for.
    constants : sequence of int
        Positions of inputs that are initializers: those that say which shape comes out.
    opset : int
        Version of the operator set.
    """

    name: str
    op_type: str
    inputs: Sequence[Array | None]
    attributes: Mapping[str, Any] = field(default_factory=dict)
    outputs: int = 1
    constants: Sequence[int] = ()
    opset: int = OPSET

    def model(self) -> onnx.ModelProto:
        """Return a model of this one node."""
        names = ["" if value is None else f"x{k}" for k, value in enumerate(self.inputs)]
        results = [f"y{k}" for k in range(self.outputs)]
        node = helper.make_node(self.op_type, names, results, name=self.name, **self.attributes)
        inputs, initializers = [], []
        for k, value in enumerate(self.inputs):
            if value is None:
                continue
            if k in self.constants:
                initializers.append(numpy_helper.from_array(value, names[k]))
            else:
                dtype = helper.np_dtype_to_tensor_dtype(value.dtype)
                inputs.append(helper.make_tensor_value_info(names[k], dtype, value.shape))
        outputs = [onnx.ValueInfoProto(name=result) for result in results]
        graph = helper.make_graph([node], self.name, inputs, outputs, initializers)
        opsets = [helper.make_opsetid("", self.opset)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)
        return onnx.shape_inference.infer_shapes(model, strict_mode=True, data_prop=True)

    def feeds(self) -> dict[str, Array]:
        """Return the arrays that are inputs of the model, by name."""
        return {
            f"x{k}": value
            for k, value in enumerate(self.inputs)
            if value is not None and k not in self.constants
        }


def uniform(
    *shape: int,
    low: float = -1.0,
    high: float = 1.0,
    seed: int = 0,
    dtype: type[np.floating[Any]] = np.float32,
) -> Array:
    """Return numbers that look random and are the same with every NumPy: hashed positions."""
    bits = np.arange(int(np.prod(shape)), dtype=np.uint32) + np.uint32(seed * 7919 + 1)
    for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B), (16, 0)):
        bits ^= bits >> np.uint32(shift)
        if factor:
            bits *= np.uint32(factor)
    return (low + (high - low) * (bits / 2.0**32)).astype(dtype).reshape(shape)


def edge_values() -> Array:
    """Return float32 values that break careless code."""
    tiny, largest = np.float32(1.17549435e-38), np.float32(3.4028235e38)
    positive = [0.0, 1e-45, 1e-40, tiny, 1e-30, 1e-8, 0.5, 1.0, 1.5, 2.5, 88.72284, largest, np.inf]
    both = np.array(positive, dtype=np.float32)
    return np.concatenate([both, -both, np.array([np.nan], dtype=np.float32)])


def integers(*values: int) -> Array:
    """Return an int64 vector: shapes, axes, indices."""
    return np.array(values, dtype=np.int64)
