"""Reading pickles without running them: a machine of our own that builds inert records."""

from __future__ import annotations

from typing import Any, BinaryIO

from rot180.pickles.arrays import checked_dtype, checked_shape
from rot180.pickles.limits import Budget, Limits
from rot180.pickles.machine import Machine, Persistent
from rot180.pickles.records import Global, Key, Record, describe, printable

__all__ = [
    "Budget",
    "Global",
    "Key",
    "Limits",
    "Machine",
    "Record",
    "checked_dtype",
    "checked_shape",
    "describe",
    "load",
    "printable",
]

_DEFAULT = Limits()


def load(
    data: bytes | BinaryIO,
    *,
    limits: Limits = _DEFAULT,
    persistent: Persistent | None = None,
) -> Any:
    r"""Read the first pickle of ``data`` without running anything.

    Parameters
    ----------
    data : bytes or seekable binary file
        A pickle of protocol 0 to 5, written by Python 2 or 3.
    limits : Limits
        How large, long and deep it may be.
    persistent : callable, optional
        Returns the object that a persistent id stands for.

    Returns
    -------
    object
        Python's plain types, NumPy arrays and scalars; a :class:`Record` for every other object,
        a :class:`Global` for every class or function that is only named. A Python 2 ``str`` is
        a ``str`` with one character for each byte.

    Raises
    ------
    UnsafeFileError
        It asks to call something that is on no allow-list.
    CorruptFileError
        It is truncated or malformed.
    LimitError
        It is larger, longer or deeper than ``limits``.

    Examples
    --------
    >>> load(b"(lp0\nI1\naI2\na.")
    [1, 2]
    >>> load(b"cos\nsystem\n(S'ls'\ntR.")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    rot180.errors.UnsafeFileError: the pickle names os.system, a part of Python ...
    """
    return Machine(data, limits, persistent).load()
