"""How large, long and deep a file from a stranger may be, and the account of what is used up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rot180.errors import LimitError

MIB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Bounds on what reading one file may cost; beyond them it ends in ``LimitError``.

    The defaults keep any file within two seconds and 300 MB of what its own size asks for. They
    leave room for the largest graphs that people pickled (the compiled function of a four-layer
    network takes 60,000 steps).

    Attributes
    ----------
    file_bytes : int
        Size of a file on disk.
    steps : int
        Pickle opcodes of one file, and fields of an ONNX file. An opcode that handles n elements at
        once counts n more.
    stack : int
        Height of a pickle's stack, over all its open marks: what bounds straightforward nesting.
    memo : int
        Objects that one pickle may put aside for later use.
    sets : int
        Sets of one file (each takes 216 bytes for one byte of pickle).
    integer_bytes : int
        Size of one integer; decimal ones are bounded alike.
    line_bytes : int
        Length of a line that holds a name or a number.
    copy_factor, copy_bytes : int
        Arrays and re-encoded strings may take ``copy_factor`` times the bytes read so far, plus
        ``copy_bytes``. Honest files need a factor of 2; a memoised string used again and again
        runs into it.
    inflate_factor, inflate_bytes : int
        Compressed data may grow to ``inflate_factor`` times its size, plus ``inflate_bytes``.
    depth : int
        Nesting of lists, dicts and objects in which parameters are looked for.
    visits : int
        Objects looked at in search of parameters and graphs.
    nodes : int
        Nodes of a pickled Theano graph.
    parameters : int
        Parameter arrays of one file.
    members : int
        Members of a zip, or of a gzip file.
    member_names_bytes : int
        Size of a zip's directory.
    header_bytes : int
        Size of the header of a ``.npy``.
    """

    file_bytes: int = 4096 * MIB
    steps: int = 1_000_000
    stack: int = 250_000
    memo: int = 500_000
    sets: int = 100_000
    integer_bytes: int = 1024
    line_bytes: int = 4096
    copy_factor: int = 2
    copy_bytes: int = 16 * MIB
    inflate_factor: int = 32
    inflate_bytes: int = 48 * MIB
    depth: int = 200
    visits: int = 300_000
    nodes: int = 15_000
    parameters: int = 20_000
    members: int = 10_000
    member_names_bytes: int = 2 * MIB
    header_bytes: int = 65_536


class Budget:
    """What one file has used of its limits.

    Parameters
    ----------
    limits : Limits
        The bounds.
    position : callable
        Tells how many bytes of the file have been read.
    """

    def __init__(self, limits: Limits, position: Callable[[], int]) -> None:
        self.limits = limits
        self._position = position
        self._steps = 0
        self._sets = 0
        self._copied = 0

    def spend(self, steps: int) -> None:
        """Count steps of work."""
        self._steps += steps
        if self._steps > self.limits.steps:
            raise LimitError(
                f"reading this file takes more than {self.limits.steps:,} steps (Limits.steps)"
            )

    def add_set(self) -> None:
        """Count one set."""
        self._sets += 1
        if self._sets > self.limits.sets:
            raise LimitError(f"the file holds more than {self.limits.sets:,} sets (Limits.sets)")

    def copy(self, nbytes: int) -> None:
        """Count bytes that are made out of bytes read before."""
        self._copied += nbytes
        limits = self.limits
        if self._copied > limits.copy_factor * self._position() + limits.copy_bytes:
            raise LimitError(
                f"the file blows itself up: {self._position():,} bytes read so far would become "
                f"more than {self._copied:,} (Limits.copy_factor)"
            )
