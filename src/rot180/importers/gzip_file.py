"""gzip'd files of every other kind, inflated within limits."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from rot180.errors import CorruptFileError, LimitError, UnknownFormatError
from rot180.importers.source import Contents, Source
from rot180.pickles import Limits

_CHUNK = 1 << 16
_GZIP_WRAPPER = 16 + zlib.MAX_WBITS


def sniff(head: bytes, path: Path) -> bool:
    """Whether the file begins as gzip's do."""
    return head[:2] == b"\x1f\x8b"


def read(source: Source, read_inside: Callable[[Source], Contents]) -> Contents:
    """Inflate a file and read what is inside."""
    if source.inside:
        raise UnknownFormatError("a compressed file inside a compressed file is not read")
    inflated = inflate(source.stream, source.size, source.limits)
    inside = Source.of(source.path, inflated, source.limits, inside=True)
    contents = read_inside(inside)
    return replace(contents, kind=f"{contents.kind}, gzip'd")


def inflate(stream: BinaryIO, size: int, limits: Limits) -> BinaryIO:
    """Return the inflated bytes of a gzip stream; a bomb is stopped on the way.

    Raises
    ------
    LimitError
        They are more than ``limits`` allow for a file of ``size`` bytes.
    CorruptFileError
        The stream is damaged or ends early.
    """
    allowed = limits.inflate_factor * size + limits.inflate_bytes
    out = io.BytesIO()
    data = stream.read(_CHUNK)
    members = 0
    while data:
        members += 1
        if members > limits.members:
            raise LimitError(f"more than {limits.members:,} gzip members (Limits.members)")
        inflater = zlib.decompressobj(wbits=_GZIP_WRAPPER)
        while True:
            try:
                out.write(inflater.decompress(data, _CHUNK))
            except zlib.error as error:
                raise CorruptFileError(f"the gzip'd data is damaged ({error})") from None
            if out.tell() > allowed:
                raise LimitError(
                    f"{size:,} compressed bytes inflate to more than {allowed:,} "
                    "(Limits.inflate_factor)"
                )
            if inflater.eof:
                break
            data = inflater.unconsumed_tail or stream.read(_CHUNK)
            if not data:
                raise CorruptFileError("the file is truncated: its gzip'd data ends early")
        # Another gzip member, or zeros that fill up a block, may follow.
        data = (inflater.unused_data or stream.read(_CHUNK)).lstrip(b"\0")
    return out
