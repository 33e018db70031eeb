"""NumPy's arrays, dtypes and scalars, rebuilt from their pickled state after every size is checked.

NumPy's own unpickling is never asked to: a dtype must be a plain number, boolean or string, and
the data must be there, whole, before an array of its size exists.
"""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np

from rot180.errors import CorruptFileError, LimitError, UnknownFormatError
from rot180.pickles.limits import Budget
from rot180.pickles.records import Record, describe

# An allow-list: booleans, integers, floats, complex numbers, strings, object references.
_DTYPE = re.compile(r"b1|[iu][1248]|f[248]|c8|c16|[SUa][1-9]\d{0,5}|O[48]?")
_BYTE_ORDERS = ("<", ">", "=", "|")
_MAX_AXES = 32


def checked_dtype(code: str, byte_order: str = "=") -> np.dtype[Any]:
    """Return the dtype that a code such as ``f4`` names.

    Raises
    ------
    UnknownFormatError
        It is no plain number, boolean, string or object.
    """
    if not _DTYPE.fullmatch(code) or byte_order not in _BYTE_ORDERS:
        raise UnknownFormatError(
            f"an array of dtype {byte_order[:1]}{code[:40]!r}: only plain numbers, booleans and "
            "strings are read (structured and date types hold no parameters of a network)"
        )
    if code[0] == "O":
        return np.dtype(object)
    return np.dtype(code.replace("a", "S")).newbyteorder(byte_order)  # type: ignore[arg-type]


def dtype_from_record(record: object) -> np.dtype[Any]:
    """Return the dtype that a pickled ``numpy.dtype`` stands for: its code and byte order."""
    if not (isinstance(record, Record) and record.name == "dtype" and record.args):
        raise CorruptFileError(f"a dtype should be here, not {describe(record)}")
    code = record.args[0]
    state = record.state
    byte_order: Any = "="
    if state is not None:
        if not (isinstance(state, tuple) and len(state) >= 5):
            raise CorruptFileError("the state of a dtype is malformed")
        byte_order = state[1]
        if state[2] is not None or state[3] is not None or state[4] is not None:
            code = "structured"
    if not (isinstance(code, str) and isinstance(byte_order, str)):
        raise CorruptFileError("the state of a dtype is malformed")
    return checked_dtype(code, byte_order)


def checked_shape(shape: object, itemsize: int, present: int) -> tuple[int, ...]:
    """Return a shape whose items fill the ``present`` bytes of data exactly.

    Raises
    ------
    CorruptFileError
        It is no tuple of lengths, or asks for more or fewer bytes than are there.
    LimitError
        It has more axes than arrays can have.
    """
    if isinstance(shape, list):
        shape = tuple(shape)
    if not isinstance(shape, tuple) or not all(
        isinstance(n, int) and not isinstance(n, bool) and 0 <= n < 1 << 62 for n in shape
    ):
        raise CorruptFileError("the shape of an array is malformed")
    if len(shape) > _MAX_AXES:
        raise LimitError(f"an array with {len(shape)} axes")
    wanted = math.prod(shape) * itemsize
    if wanted != present:
        raise CorruptFileError(
            f"an array of shape {shape} takes {wanted:,} bytes, {present:,} are there"
        )
    if math.prod(max(n, 1) for n in shape) * max(itemsize, 1) >= 1 << 62:
        raise LimitError(f"an array of shape {shape}")
    return shape


def as_bytes(data: object) -> bytes | bytearray:
    """Return the bytes of an array; Python 2's arrive as text with a character for each byte."""
    if isinstance(data, str):
        try:
            return data.encode("latin-1")
        except UnicodeEncodeError:
            raise CorruptFileError(
                "the data of an array holds characters that are no bytes"
            ) from None
    if not isinstance(data, bytes | bytearray):
        raise CorruptFileError(f"the data of an array is {describe(data)}, not bytes")
    return data


def set_state(array: np.ndarray[Any, Any], state: object, budget: Budget) -> None:
    """Fill the array that ``_reconstruct`` left empty.

    It must be filled in place: other objects of the pickle may refer to it already.
    """
    if not isinstance(state, tuple) or len(state) not in (4, 5):
        raise CorruptFileError("the state of an array is malformed")
    shape, dtype_record, fortran, data = state[-4:]
    dtype = dtype_from_record(dtype_record)
    if dtype.hasobject:
        if not isinstance(data, list):
            raise CorruptFileError("an array of objects without its list of them")
        shape = checked_shape(shape, 1, len(data))
        budget.spend(len(data))
        budget.copy(8 * len(data))
        array.__setstate__((1, shape, dtype, bool(fortran), list(data)))  # type: ignore[arg-type]
        return
    budget.copy(len(data) if isinstance(data, str | bytes | bytearray) else 0)
    raw = bytes(as_bytes(data))
    shape = checked_shape(shape, dtype.itemsize, len(raw))
    array.__setstate__((1, shape, dtype, bool(fortran), raw))  # type: ignore[arg-type]


def from_buffer(args: tuple[Any, ...], budget: Budget) -> np.ndarray[Any, Any]:
    """Protocol 5: ``_frombuffer(data, dtype, shape, order)``."""
    if len(args) != 4 or args[3] not in ("C", "F"):
        raise CorruptFileError("an array's buffer is malformed")
    array = np.empty(0, np.int8)
    set_state(array, (args[2], args[1], args[3] == "F", args[0]), budget)
    return array


def scalar(args: tuple[Any, ...]) -> np.generic:
    """NumPy's ``scalar(dtype, data)``."""
    if len(args) != 2:
        raise CorruptFileError("a NumPy scalar is malformed")
    dtype = dtype_from_record(args[0])
    if dtype.hasobject:
        raise UnknownFormatError("a NumPy scalar that is an object")
    raw = bytes(as_bytes(args[1]))
    checked_shape((), dtype.itemsize, len(raw))
    value: np.generic = np.frombuffer(raw, dtype)[0]
    return value
