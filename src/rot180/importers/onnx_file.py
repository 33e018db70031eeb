"""ONNX files: the model itself."""

from __future__ import annotations

from pathlib import Path

import onnx
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from onnx.external_data_helper import uses_external_data

from rot180.errors import CorruptFileError, LimitError, UnsafeFileError
from rot180.importers.source import Contents, Source
from rot180.model import Model

_LARGEST = 1 << 31  # protobuf's own limit


def sniff(head: bytes, path: Path) -> bool:
    """Whether the file begins with an IR version, as ONNX models do."""
    return path.suffix == ".onnx" or (len(head) > 1 and head[0] == 8 and 1 <= head[1] <= 20)


def read(source: Source) -> Contents:
    """Read a model; one whose weights are in other files is refused."""
    if source.size >= _LARGEST:
        raise LimitError(f"an ONNX file of {source.size:,} bytes; protobuf's limit is 2 GiB")
    try:
        proto = onnx.ModelProto.FromString(source.stream.read())
    except DecodeError:
        raise CorruptFileError("the file is truncated or no ONNX model") from None
    for tensor in proto.graph.initializer:
        if uses_external_data(tensor):
            raise UnsafeFileError(
                f"the weights {tensor.name[:80]!r} are in another file, whose name this one "
                "chooses; save the model with its weights inside "
                "(onnx.save(onnx.load(path), new_path))"
            )
    return Contents("an ONNX model", model=Model(proto))
