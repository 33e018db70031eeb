"""NumPy's ``.npy``: a header that is matched, not evaluated, and data that must be there."""

from __future__ import annotations

import io
import math
import re
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from rot180.errors import CorruptFileError, LimitError, UnknownFormatError
from rot180.importers.source import Contents, Source
from rot180.pickles import Limits, Machine, checked_dtype, checked_shape

MAGIC = b"\x93NUMPY"

_DESCR = re.compile(r"""['"]descr['"]\s*:\s*['"]([<>|=]?)(\w+)['"]""")
_FORTRAN = re.compile(r"""['"]fortran_order['"]\s*:\s*(True|False)""")
_SHAPE = re.compile(r"""['"]shape['"]\s*:\s*\(([\dL, ]*)\)""")


def sniff(head: bytes, path: Path) -> bool:
    """Whether the file begins as ``.npy`` files do."""
    return head.startswith(MAGIC)


def read(source: Source) -> Contents:
    """Read every array of the file (``np.save`` can be called again and again on one file)."""
    arrays: list[np.ndarray[Any, Any]] = []
    ordered = True
    while not arrays or source.stream.tell() < source.size:
        if len(arrays) >= source.limits.parameters:
            raise LimitError(f"more than {source.limits.parameters:,} arrays (Limits.parameters)")
        array, python2 = read_array(source.stream, source.limits)
        arrays.append(array)
        ordered = ordered and not python2
    if len(arrays) > 1:
        return Contents(f"{len(arrays)} NumPy arrays, one after another", arrays, ordered)
    kind = "a NumPy array of objects" if arrays[0].dtype.hasobject else "a NumPy array"
    return Contents(f"{kind} (.npy)", arrays[0], ordered)


def read_array(stream: BinaryIO, limits: Limits) -> tuple[np.ndarray[Any, Any], bool]:
    """Read one array from where a seekable stream stands.

    Returns
    -------
    array : ndarray
        An array of objects holds what its pickle describes: nothing of it is run.
    python2 : bool
        Whether it holds objects that Python 2 pickled.

    Raises
    ------
    CorruptFileError
        The header is malformed or its size contradicts the data.
    """
    dtype, fortran, shape = _read_header(stream, limits)
    if dtype.hasobject:
        return _read_objects(stream, shape, limits)
    wanted = math.prod(shape) * dtype.itemsize
    present = _bytes_left(stream)
    checked_shape(shape, dtype.itemsize, wanted if wanted <= present else present)
    data = stream.read(wanted)
    array = np.frombuffer(data, dtype) if wanted else np.empty(0, dtype)
    return array.reshape(shape, order="F" if fortran else "C"), False


def _read_objects(
    stream: BinaryIO, shape: tuple[int, ...], limits: Limits
) -> tuple[np.ndarray[Any, Any], bool]:
    machine = Machine(stream, limits)
    array = machine.load()
    if not isinstance(array, np.ndarray) or array.shape != shape:
        raise CorruptFileError("the pickle inside the .npy is not the array that its header says")
    return array, machine.python2


def _read_header(stream: BinaryIO, limits: Limits) -> tuple[np.dtype[Any], bool, tuple[int, ...]]:
    start = stream.read(8)
    size_bytes = {1: 2, 2: 4, 3: 4}.get(start[6] if len(start) == 8 else 0)
    if not start.startswith(MAGIC) or size_bytes is None:
        raise CorruptFileError("a .npy that does not begin as one")
    size = int.from_bytes(stream.read(size_bytes), "little")
    if size > limits.header_bytes:
        raise LimitError(f"a .npy header of {size:,} bytes (Limits.header_bytes)")
    raw = stream.read(size)
    if len(raw) != size:
        raise CorruptFileError("the .npy is truncated within its header")
    header = raw.decode("latin-1")
    if re.search(r"""['"]descr['"]\s*:\s*\[""", header):
        raise UnknownFormatError("an array of records (structured dtype) holds no parameters")
    descr, fortran, shape = (p.search(header) for p in (_DESCR, _FORTRAN, _SHAPE))
    if not (descr and fortran and shape):
        raise CorruptFileError(f"the .npy header is malformed: {header[:80]!r}")
    numbers = [n.strip().rstrip("L") for n in shape[1].split(",")]
    if any(len(n) > 19 for n in numbers) or len(numbers) > 33:
        raise CorruptFileError("the .npy header claims a shape that no array can have")
    try:
        lengths = tuple(int(n) for n in numbers if n)
    except ValueError:
        raise CorruptFileError(f"the .npy header is malformed: {header[:80]!r}") from None
    return checked_dtype(descr[2], descr[1] or "="), fortran[1] == "True", lengths


def _bytes_left(stream: BinaryIO) -> int:
    here = stream.tell()
    end = stream.seek(0, io.SEEK_END)
    stream.seek(here)
    return end - here
