"""Model: an ONNX graph that is checked when made, runs in Python under the contract, and saves."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from rot180.errors import CorruptFileError, ExportError, ModelInputError
from rot180.model_check import checked_opset, infer
from rot180.ops import OPERATORS
from rot180.ops.graph import Graph
from rot180.values import Array, ValueInfo, checked_inputs, shape_text, value_info

__all__ = ["Model", "ValueInfo"]

CONTRACT = "rot180.contract"


class Model:
    """A network as an ONNX graph.

    Running it follows the arithmetic contract (docs/arithmetic.md): the same file gives the same
    bits in Java.

    Parameters
    ----------
    proto : onnx.ModelProto
        Operator set 7 or later. It is not copied and must not be changed afterwards.
    threads : int, optional
        Threads that the kernels may use; by default ROT180_THREADS, or all cores. The results do
        not depend on it.

    Raises
    ------
    UnsupportedOperatorError
        If a node has an operator that rot180 does not have; the message lists all such nodes.
    ModelFileError
        If the model breaks the ONNX standard, or its shapes contradict each other.

    Examples
    --------
    >>> from onnx import TensorProto, helper
    >>> x = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 3])
    >>> y = helper.make_tensor_value_info("y", TensorProto.FLOAT, ["N", 3])
    >>> node = helper.make_node("Relu", ["x"], ["y"])
    >>> model = Model(helper.make_model(helper.make_graph([node], "example", [x], [y])))
    >>> print(*model.inputs, *model.outputs, sep=", ")
    x: Nx3 float32, y: Nx3 float32
    >>> model.predict(np.array([[-1.0, 0.0, 2.0]], dtype=np.float32))
    array([[0., 0., 2.]], dtype=float32)
    """

    def __init__(self, proto: onnx.ModelProto, *, threads: int | None = None) -> None:
        self._proto = proto
        self._threads = threads
        opset = checked_opset(proto)
        self._graph = Graph(proto.graph, OPERATORS, opset, threads)
        if self._graph.captured:
            names = ", ".join(sorted(self._graph.captured))
            raise CorruptFileError(f"values are read that no node makes: {names}")
        inferred = infer(proto)
        constants = self._graph.constants
        self._inputs = tuple(
            value_info(value) for value in inferred.graph.input if value.name not in constants
        )
        self._outputs = tuple(value_info(value) for value in inferred.graph.output)
        self._inner = {value.name: value for value in inferred.graph.value_info}

    @property
    def proto(self) -> onnx.ModelProto:
        """The ONNX model itself, not a copy."""
        return self._proto

    @property
    def inputs(self) -> tuple[ValueInfo, ...]:
        """What the model wants."""
        return self._inputs

    @property
    def outputs(self) -> tuple[ValueInfo, ...]:
        """What the model gives; the first is the primary one."""
        return self._outputs

    @property
    def contract(self) -> dict[str, Any]:
        """The input contract: layout, range, mean, std, labels, as far as the file has them."""
        for entry in self._proto.metadata_props:
            if entry.key == CONTRACT:
                contract = json.loads(entry.value)
                return dict(contract) if isinstance(contract, dict) else {}
        return {}

    def with_contract(self, **items: Any) -> Model:
        """Return this model with items of the input contract added or replaced.

        Parameters
        ----------
        **items
            ``layout`` ('NCHW'), ``range`` (low, high), ``mean`` and ``std`` (a number for each
            channel), ``labels`` (names of the classes). None removes one.

        Returns
        -------
        Model
        """
        merged = {**self.contract, **items}
        merged = {key: value for key, value in merged.items() if value is not None}
        proto = onnx.ModelProto()
        proto.CopyFrom(self._proto)
        kept = [entry for entry in self._proto.metadata_props if entry.key != CONTRACT]
        del proto.metadata_props[:]
        proto.metadata_props.extend(kept)
        proto.metadata_props.add(key=CONTRACT, value=json.dumps(merged, ensure_ascii=False))
        return Model(proto, threads=self._threads)

    def predict(self, x: Any) -> Array:
        """Run the model on a batch.

        Parameters
        ----------
        x : array
            The model's only input, with its batch axis.

        Returns
        -------
        array
            The primary output.

        Raises
        ------
        ModelInputError
            If x does not fit, or the model has several inputs (use `run`).
        """
        if len(self._inputs) != 1:
            wanted = "; ".join(map(str, self._inputs)) or "none"
            raise ModelInputError(
                f"predict is for models of one input; this one has: {wanted}. Use run"
            )
        primary = self._outputs[0].name
        return self.run({self._inputs[0].name: x}, outputs=[primary])[primary]

    def run(
        self, inputs: Mapping[str, Any], outputs: Sequence[str] | None = None
    ) -> dict[str, Array]:
        """Run the model and return any of its values.

        Parameters
        ----------
        inputs : mapping of str to array
            All inputs by name.
        outputs : sequence of str, optional
            Names of outputs, or of any inner value; by default all outputs.

        Returns
        -------
        dict of str to array
            In the order asked for. Every NaN is the canonical one.

        Raises
        ------
        ModelInputError
            If an input does not fit, or a name is unknown.
        """
        wanted = [info.name for info in self._outputs] if outputs is None else list(outputs)
        for name in wanted:
            if name not in self._graph.values:
                near = get_close_matches(name, self._graph.values, n=3)
                hint = f"; did you mean {', '.join(near)}?" if near else ""
                raise ModelInputError(f"the model has no value '{name}'{hint}")
        values = self._graph.run(checked_inputs(self._inputs, inputs), wanted)
        return {name: _canonical(value) for name, value in values.items()}

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the model to an ``.onnx`` file, whole or not at all.

        Raises
        ------
        ExportError
            If it cannot be written.
        """
        target = Path(path)
        if not target.parent.is_dir():
            raise ExportError(f"{target} cannot be written: there is no folder {target.parent}")
        partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
        try:
            data = self._proto.SerializeToString(deterministic=True)
            try:
                partial.write_bytes(data)
                partial.replace(target)
            finally:
                partial.unlink(missing_ok=True)
        except (OSError, ValueError) as error:
            raise ExportError(f"the model could not be written to {target}: {error}") from error

    def summary(self) -> str:
        """Return a table of the nodes: output, operator, shape and number of parameters."""
        sizes = {
            name: array.size
            for name, array in self._graph.constants.items()
            if array.dtype.kind == "f"
        }
        rows = [("value", "operator", "shape", "parameters")]
        rows += [(info.name, "input", shape_text(info.shape), "") for info in self._inputs]
        for node in self._proto.graph.node:
            count = sum(sizes[name] for name in set(node.input) if name in sizes)
            shape = self._shape(node.output[0])
            rows.append((node.output[0], node.op_type, shape, f"{count or ''}"))
        a, b, c, _ = (max(map(len, column)) for column in zip(*rows, strict=True))
        lines = [f"{v:{a}}  {op:{b}}  {shape:{c}}  {size}".rstrip() for v, op, shape, size in rows]
        return "\n".join([*lines, f"{sum(sizes.values())} parameters"])

    def _shape(self, name: str) -> str:
        for info in self._outputs:
            if info.name == name:
                return shape_text(info.shape)
        if name not in self._inner:
            return "?"
        return shape_text(value_info(self._inner[name]).shape)


def _canonical(value: Array) -> Array:
    """Return a copy, which the caller may change, with one kind of NaN."""
    copy = np.array(value)
    if copy.dtype.kind == "f":
        copy[np.isnan(copy)] = np.nan
    return copy
