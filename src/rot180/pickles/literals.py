"""The pickle opcodes that hold a value themselves: numbers, strings, None, booleans."""

from __future__ import annotations

import codecs
import re
import struct
from collections.abc import Callable
from typing import Any

from rot180.errors import CorruptFileError, LimitError
from rot180.pickles.limits import Limits
from rot180.pickles.reader import ByteReader

_LONG_TEXT = 1 << 20
# UTF-8 of characters up to 255, the bytes of an array, has no other bytes than these.
_LEADS_OF_BYTES = bytes(range(0xC4))
_WIDE_ESCAPE = re.compile(rb"\\u(?!00)|\\U")

Literal = Callable[[ByteReader, Limits], Any]

_UINT16 = struct.Struct("<H").unpack
_INT32 = struct.Struct("<i").unpack
_UINT32 = struct.Struct("<I").unpack
_UINT64 = struct.Struct("<Q").unpack
_FLOAT64 = struct.Struct(">d").unpack

# What Python 2's repr of a str writes. Anything else would be a warning of the decoder's.
_ESCAPED = re.compile(
    rb"""(?:[^\\]++|\\(?:x[0-9a-fA-F]{2}|[0-3]?[0-7]{1,2}|[\\'"abfnrtv\n]))*+""", re.DOTALL
)


def uint8(reader: ByteReader) -> int:
    """Read an unsigned byte."""
    return reader.take(1)[0]


def uint16(reader: ByteReader) -> int:
    """Read a little-endian unsigned 16-bit integer."""
    return int(_UINT16(reader.take(2))[0])


def int32(reader: ByteReader) -> int:
    """Read a little-endian signed 32-bit integer."""
    return int(_INT32(reader.take(4))[0])


def uint32(reader: ByteReader) -> int:
    """Read a little-endian unsigned 32-bit integer."""
    return int(_UINT32(reader.take(4))[0])


def uint64(reader: ByteReader) -> int:
    """Read a little-endian unsigned 64-bit integer."""
    return int(_UINT64(reader.take(8))[0])


def decimal(reader: ByteReader, limits: Limits) -> int:
    """Read a line that holds a decimal integer."""
    line = reader.line(limits.line_bytes)
    if not re.fullmatch(rb"\s*[+-]?[0-9]+L?\s*", line):
        raise CorruptFileError(f"{line[:40]!r} is not an integer")
    return int(line.strip().rstrip(b"L"))


def _int(reader: ByteReader, limits: Limits) -> int | bool:
    line = reader.line(limits.line_bytes)
    if line in (b"00", b"01"):  # protocols 0 and 1 write booleans so
        return line == b"01"
    if not re.fullmatch(rb"\s*[+-]?[0-9]+L?\s*", line):
        raise CorruptFileError(f"{line[:40]!r} is not an integer")
    return int(line.strip().rstrip(b"L"))


def _long(size: int, reader: ByteReader, limits: Limits) -> int:
    if not 0 <= size <= limits.integer_bytes:
        raise LimitError(f"an integer of {size:,} bytes (Limits.integer_bytes)")
    return int.from_bytes(reader.take(size), "little", signed=True)


def _python2_string(reader: ByteReader, _: Limits) -> str:
    line = reader.line()
    # A carriage return is what files copied in text mode have.
    line = line.strip(b" \t\r")
    if len(line) < 2 or line[:1] != line[-1:] or line[:1] not in (b"'", b'"'):
        raise CorruptFileError("a string of a protocol-0 pickle has lost its quotes")
    body = line[1:-1]
    if b"\\" not in body:
        return body.decode("latin-1")
    if not _ESCAPED.fullmatch(body):
        raise CorruptFileError("a string of a protocol-0 pickle has an escape that is none")
    return codecs.escape_decode(body)[0].decode("latin-1")


def _utf8(data: bytes) -> str:
    # The bytes of an array may be written as text with a character for each. One wide character
    # among a hundred million would make each of them take four bytes.
    if len(data) > _LONG_TEXT and data.translate(None, _LEADS_OF_BYTES):
        raise LimitError(f"a text of {len(data):,} bytes that are no array's")
    # Python 2 wrote lone surrogates as they were.
    return data.decode("utf-8", "surrogatepass")


def _raw_unicode(line: bytes) -> str:
    if len(line) > _LONG_TEXT and _WIDE_ESCAPE.search(line):
        raise LimitError(f"a text of {len(line):,} bytes that are no array's")
    return codecs.raw_unicode_escape_decode(line)[0]


def _signed_size(reader: ByteReader) -> int:
    size = int32(reader)
    if size < 0:
        raise CorruptFileError(f"a string of {size} bytes")
    return size


# Python 2's str becomes str with a character for each byte (latin-1): names stay readable and
# the bytes of an array can be had back.
LITERALS: dict[int, Literal] = {
    ord("N"): lambda r, n: None,
    0x88: lambda r, n: True,
    0x89: lambda r, n: False,
    ord("I"): _int,
    ord("L"): decimal,
    ord("J"): lambda r, n: int32(r),
    ord("K"): lambda r, n: uint8(r),
    ord("M"): lambda r, n: uint16(r),
    0x8A: lambda r, n: _long(uint8(r), r, n),
    0x8B: lambda r, n: _long(int32(r), r, n),
    ord("F"): lambda r, n: float(r.line(n.line_bytes)),
    ord("G"): lambda r, n: float(_FLOAT64(r.take(8))[0]),
    ord("S"): _python2_string,
    ord("U"): lambda r, n: r.take(uint8(r)).decode("latin-1"),
    ord("T"): lambda r, n: r.take(_signed_size(r)).decode("latin-1"),
    ord("V"): lambda r, n: _raw_unicode(r.line()),
    0x8C: lambda r, n: _utf8(r.take(uint8(r))),
    ord("X"): lambda r, n: _utf8(r.take(uint32(r))),
    0x8D: lambda r, n: _utf8(r.take(uint64(r))),
    ord("C"): lambda r, n: r.take(uint8(r)),
    ord("B"): lambda r, n: r.take(uint32(r)),
    0x8E: lambda r, n: r.take(uint64(r)),
    0x96: lambda r, n: bytearray(r.take(uint64(r))),
}
