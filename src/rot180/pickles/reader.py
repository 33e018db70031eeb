"""Bytes of a file in order, with a position, never more of them than there are."""

from __future__ import annotations

import io
from typing import BinaryIO

from rot180.errors import CorruptFileError, LimitError


class ByteReader:
    """Reads bytes forward from ``source`` and checks every claim about how many follow.

    Parameters
    ----------
    source : bytes or seekable binary file
        What to read, from where it stands.
    """

    def __init__(self, source: bytes | BinaryIO) -> None:
        stream = io.BytesIO(source) if isinstance(source, bytes) else source
        start = stream.tell()
        self._size = stream.seek(0, io.SEEK_END) - start
        stream.seek(start)
        self._read = stream.read
        self._readline = stream.readline
        self.position = 0

    def take(self, count: int) -> bytes:
        """Return the next ``count`` bytes.

        Raises
        ------
        CorruptFileError
            Fewer are left.
        """
        if count > self._size - self.position:
            raise CorruptFileError(
                f"the file is truncated: {count:,} bytes should follow at byte "
                f"{self.position:,}, {self._size - self.position:,} are there"
            )
        self.position += count
        return self._read(count)

    def line(self, limit: int | None = None) -> bytes:
        """Return the next line without its newline, at most ``limit`` bytes of it."""
        data = self._readline(-1 if limit is None else limit + 1)
        self.position += len(data)
        if data[-1:] != b"\n":
            if limit is not None and len(data) > limit:
                raise LimitError(
                    f"a line of more than {limit:,} bytes before byte {self.position:,} "
                    "(Limits.line_bytes)"
                )
            raise CorruptFileError(
                f"the file is truncated: it ends at byte {self.position:,} within a line"
            )
        return data[:-1]

    def at_end(self) -> bool:
        """Whether every byte has been read."""
        return self.position >= self._size
