"""A file being read: its first bytes, its size, and what may be spent on it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from rot180.errors import CorruptFileError, LimitError, Rot180Error
from rot180.model import Model
from rot180.pickles import Limits

HEAD_BYTES = 512
_WRONG = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True)
class Source:
    """An open file (or the bytes inside a compressed one) with its name and the limits on it."""

    path: Path
    stream: BinaryIO
    limits: Limits
    size: int
    head: bytes
    inside: bool = False

    @classmethod
    def of(cls, path: Path, stream: BinaryIO, limits: Limits, *, inside: bool = False) -> Source:
        """Look at the first bytes of a stream and go back to its start."""
        size = stream.seek(0, io.SEEK_END)
        if size > limits.file_bytes:
            raise LimitError(
                f"{path} has {size:,} bytes, more than {limits.file_bytes:,} (Limits.file_bytes)"
            )
        stream.seek(0)
        head = stream.read(HEAD_BYTES)
        stream.seek(0)
        return cls(path, stream, limits, size, head, inside)


@contextmanager
def contradictions(path: Path) -> Iterator[None]:
    """Report what a graph whose parts are of the wrong kind runs into as the fault of its file."""
    try:
        yield
    except Rot180Error:
        raise
    except _WRONG as error:
        raise CorruptFileError(
            f"the graph in {path} contradicts itself ({type(error).__name__}: {str(error)[:200]})"
        ) from error


@dataclass(frozen=True)
class Contents:
    """What a file holds, before anybody asks what it means.

    Attributes
    ----------
    kind : str
        What the file is, in words.
    tree : object
        Plain containers, arrays and records; see :func:`rot180.pickles.load`.
    ordered : bool
        Whether the order of dicts means something (Python 2's have none).
    model : Model, optional
        The finished model, if the file holds one; then there is no tree.
    """

    kind: str
    tree: Any = None
    ordered: bool = True
    model: Model | None = None


@dataclass(frozen=True)
class Form:
    """A kind of file: how to recognise it by its first bytes, and how to read it."""

    name: str
    sniff: Callable[[bytes, Path], bool]
    read: Callable[[Source], Contents]
