"""Zip archives whose every claim is checked before it costs anything."""

from __future__ import annotations

import codecs
import io
import struct
import zipfile
import zlib
from collections import Counter
from typing import BinaryIO

from rot180.errors import CorruptFileError, LimitError, UnsafeFileError
from rot180.pickles import Limits

_END = b"PK\x05\x06"
_END_BYTES = 22
_LONGEST_COMMENT = 1 << 16
_ZIP64_LOCATOR = b"PK\x06\x07"
_ZIP64_LOCATOR_BYTES = 20
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
)

# Names of members are decoded with it; found now, it need not be imported while a file is read.
codecs.lookup("cp437")


class Archive:
    """The members of a zip, by name.

    Raises
    ------
    CorruptFileError
        It is damaged, or two members have the same name.
    UnsafeFileError
        A member's name points out of the archive.
    LimitError
        It has too many members, or they inflate to too much.
    """

    def __init__(self, stream: BinaryIO, size: int, limits: Limits) -> None:
        _check_directory(stream, size, limits)
        try:
            self._zip = zipfile.ZipFile(stream)
        except _DAMAGE as error:
            raise CorruptFileError(f"the zip is damaged ({type(error).__name__})") from None
        self._left = limits.inflate_factor * size + limits.inflate_bytes
        members = self._zip.infolist()
        if len(members) > limits.members:
            raise LimitError(f"a zip of {len(members):,} members (Limits.members)")
        self._members = {member.filename: member for member in members}
        self.names = list(self._members)
        for name in self.names:
            parts = name.replace("\\", "/").split("/")
            if ".." in parts or parts[0] == "" or parts[0].endswith(":"):
                raise UnsafeFileError(f"the zip's member {name[:80]!r} points out of it")
        if len(self.names) != len(members):
            (twice, _), *_ = Counter(member.filename for member in members).most_common(1)
            raise CorruptFileError(f"the zip holds {twice[:80]!r} twice: which one counts?")

    def open(self, name: str) -> BinaryIO:
        """Return the inflated bytes of a member."""
        info = self._members.get(name)
        if info is None:
            raise CorruptFileError(f"the zip has no member {name[:80]!r}")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            # LZMA's dictionary alone may take 4 GB.
            raise LimitError(f"the zip's member {name[:80]!r} is neither stored nor deflated")
        if info.file_size > self._left:
            raise LimitError(
                f"the zip's member {name[:80]!r} inflates to {info.file_size:,} bytes "
                "(Limits.inflate_factor)"
            )
        self._left -= info.file_size
        try:
            with self._zip.open(info) as member:
                data = member.read(info.file_size)
        except _DAMAGE as error:
            raise CorruptFileError(
                f"the zip's member {name[:80]!r} is damaged ({type(error).__name__})"
            ) from None
        if len(data) != info.file_size:
            raise CorruptFileError(f"the zip's member {name[:80]!r} is truncated")
        return io.BytesIO(data)


def _check_directory(stream: BinaryIO, size: int, limits: Limits) -> None:
    """Refuse a directory too large before ``zipfile`` makes an object of every entry."""
    start = max(0, size - _END_BYTES - _LONGEST_COMMENT - _ZIP64_LOCATOR_BYTES)
    stream.seek(start)
    tail = stream.read(size - start)
    stream.seek(0)
    end = tail.rfind(_END)
    if end < 0 or len(tail) - end < _END_BYTES:
        raise CorruptFileError("the file is truncated: a zip without its directory")
    if _ZIP64_LOCATOR in tail[max(0, end - _ZIP64_LOCATOR_BYTES) : end]:
        raise LimitError("a zip64 archive: more members or bytes than a model's file has")
    directory = int.from_bytes(tail[end + 12 : end + 16], "little")
    if directory > limits.member_names_bytes:
        raise LimitError(
            f"a zip whose directory takes {directory:,} bytes (Limits.member_names_bytes)"
        )
