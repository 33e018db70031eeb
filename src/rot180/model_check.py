"""Checks that a model passes before anything of it runs."""

from __future__ import annotations

import onnx
from onnx import helper

from rot180.errors import CorruptFileError, ModelFileError, UnsupportedOperatorError
from rot180.model_slices import check_slices
from rot180.ops import OPERATORS
from rot180.ops.graph import missing_operators

OLDEST_OPSET = 7

#: What the onnx package raises; the last two come from lengths and types that make no sense.
_REFUSALS = (
    onnx.checker.ValidationError,
    onnx.shape_inference.InferenceError,
    ValueError,
    MemoryError,
)

#: Vectors whose elements shape inference follows have up to so many; shapes have a few.
_LONGEST_FOLLOWED = 100_000

#: Initializers up to this many bytes may say a shape; larger ones are weights.
_SMALL = 1024


def checked_opset(proto: onnx.ModelProto) -> int:
    """Return the version of the operator set, once all operators are known to be ours.

    Raises
    ------
    UnsupportedOperatorError
        If the version is too old or an operator is missing; lists all, with node names.
    ModelFileError
        If the version is newer than the installed ``onnx`` package.
    """
    versions = [entry.version for entry in proto.opset_import if entry.domain in ("", "ai.onnx")]
    opset = max(versions, default=1)
    missing: dict[str, list[str]] = {}
    for operator, name in missing_operators(proto.graph, OPERATORS):
        missing.setdefault(operator, []).append(name)
    if missing:
        listed = "; ".join(f"{name} ({', '.join(nodes)})" for name, nodes in missing.items())
        raise UnsupportedOperatorError(f"operators without support, and their nodes: {listed}")
    if opset < OLDEST_OPSET:
        raise UnsupportedOperatorError(
            f"the model uses operator set {opset}; {OLDEST_OPSET} is the oldest that is supported. "
            "onnx.version_converter.convert_version can raise it"
        )
    if opset > onnx.defs.onnx_opset_version():
        raise ModelFileError(
            f"the model uses operator set {opset}, the installed onnx package knows up to "
            f"{onnx.defs.onnx_opset_version()}; a newer package may help"
        )
    return opset


def infer(proto: onnx.ModelProto) -> onnx.ModelProto:
    """Check a model and infer the shapes of its values.

    Returns
    -------
    onnx.ModelProto
        The model without its large weights, with a declaration for every value.

    Raises
    ------
    CorruptFileError
        If the model breaks the standard, or its shapes contradict each other.
    LimitError
        If so many Slices read one another that their shapes cannot be checked in time.
    """
    skeleton = _without_weights(proto)
    try:
        check_slices(skeleton, data_prop=False)
        data_prop = not _has_long_vector(onnx.shape_inference.infer_shapes(skeleton))
        if data_prop:
            check_slices(skeleton, data_prop=True)
        inferred = onnx.shape_inference.infer_shapes(
            skeleton, check_type=True, strict_mode=True, data_prop=data_prop
        )
        for output, declared in zip(inferred.graph.output, proto.graph.output, strict=True):
            _complete(output.type.tensor_type, declared.type.tensor_type)
        # Second, because it wants a shape for every output, which files often leave to inference.
        onnx.checker.check_model(inferred)
        return inferred
    except ModelFileError:
        raise
    except _REFUSALS as error:
        reason = str(error).strip().replace("\n", " ")
        raise CorruptFileError(f"the model is not valid ONNX: {reason}") from error


def _has_long_vector(inferred: onnx.ModelProto) -> bool:
    """Tell whether following the elements of all vectors would take very long.

    The onnx package does that for every vector, of floats too, and in a loop: an input that says
    it has 2^62 elements never ends.
    """
    graph = inferred.graph
    values = [*graph.input, *graph.value_info, *graph.output]
    shapes = [[dim.dim_value for dim in value.type.tensor_type.shape.dim] for value in values]
    shapes += [list(tensor.dims) for tensor in graph.initializer]
    return any(len(shape) == 1 and shape[0] > _LONGEST_FOLLOWED for shape in shapes)


def _complete(inferred: onnx.TypeProto.Tensor, declared: onnx.TypeProto.Tensor) -> None:
    """Take from a declared shape what inference could not find out."""
    if not inferred.HasField("shape"):
        inferred.shape.CopyFrom(declared.shape)
    elif len(inferred.shape.dim) == len(declared.shape.dim):
        for found, stated in zip(inferred.shape.dim, declared.shape.dim, strict=True):
            if not found.HasField("dim_value"):
                found.CopyFrom(stated)


def _without_weights(proto: onnx.ModelProto) -> onnx.ModelProto:
    """Copy all but large weights, of which only the type stays, as an input.

    The checks go through serialised bytes, of which protobuf takes 2 GB at most.
    """
    skeleton = onnx.ModelProto()
    for name in ("ir_version", "producer_name", "domain"):
        if proto.HasField(name):
            setattr(skeleton, name, getattr(proto, name))
    skeleton.opset_import.extend(proto.opset_import)
    graph = skeleton.graph
    graph.name = proto.graph.name or "graph"
    graph.node.extend(proto.graph.node)
    graph.input.extend(proto.graph.input)
    for output in proto.graph.output:
        copy = graph.output.add()
        copy.CopyFrom(output)
        # Files in the wild declare shapes that their nodes do not have.
        copy.type.tensor_type.ClearField("shape")
    declared = {value.name for value in graph.input}
    for tensor in proto.graph.initializer:
        if tensor.ByteSize() <= _SMALL:
            graph.initializer.add().CopyFrom(tensor)
        elif tensor.name not in declared:
            info = helper.make_tensor_value_info(tensor.name, tensor.data_type, tensor.dims)
            graph.input.append(info)
    for node in graph.node:
        # The package's own shape inference fails where this function operator has no axes.
        if node.op_type == "MeanVarianceNormalization" and not node.attribute:
            node.attribute.append(helper.make_attribute("axes", [0, 2, 3]))
    return skeleton
