"""ONNX files: the model itself."""

from __future__ import annotations

from pathlib import Path

import onnx
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]

from rot180.errors import CorruptFileError, LimitError
from rot180.importers import onnx_scan
from rot180.importers.source import Contents, Source, contradictions
from rot180.model import Model

_LARGEST = 1 << 31  # protobuf's own limit


def sniff(head: bytes, path: Path) -> bool:
    """Whether the file begins with an IR version, as ONNX models do."""
    return path.suffix == ".onnx" or (len(head) > 1 and head[0] == 8 and 1 <= head[1] <= 20)


def read(source: Source) -> Contents:
    """Read a model; one whose weights are in other files is refused."""
    if source.size >= _LARGEST:
        raise LimitError(f"an ONNX file of {source.size:,} bytes; protobuf's limit is 2 GiB")
    data = source.stream.read()
    onnx_scan.check(data, source.limits)
    try:
        proto = onnx.ModelProto.FromString(data)
    except DecodeError:
        raise CorruptFileError("the file is no ONNX model: protobuf cannot read it") from None
    with contradictions(source.path):
        return Contents("an ONNX model", model=Model(proto))
