"""Zips: ``.npz`` of arrays, and what ``theano.misc.pkl_utils.dump`` writes."""

from __future__ import annotations

import re
from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np

from rot180.errors import CorruptFileError, UnknownFormatError
from rot180.importers.archive import Archive
from rot180.importers.npy import MAGIC, read_array
from rot180.importers.source import Contents, Source
from rot180.pickles import Limits, Machine

_NUMBERED = re.compile(r"arr_(\d{1,9})")
# How pkl_utils names the class of an array that it keeps as a member.
_ARRAY_KINDS = ("ndarray", "cuda_ndarray", "gpuarray")


def sniff(head: bytes, path: Path) -> bool:
    """Whether the file begins as a zip."""
    return head[:4] in (b"PK\x03\x04", b"PK\x05\x06")


def read(source: Source) -> Contents:
    """Read the members, by the kind of zip that their names show."""
    archive = Archive(source.stream, source.size, source.limits)
    if "pkl" in archive.names:
        return _read_pkl_utils(archive, source.limits)
    if archive.names and all(name.endswith(".npy") for name in archive.names):
        return _read_npz(archive, source.limits)
    torch = any(name.endswith("/data.pkl") for name in archive.names)
    hint = "it looks like PyTorch's; " if torch else ""
    names = ", ".join(name[:40] for name in archive.names[:5])
    raise UnknownFormatError(
        f"a zip that is neither a .npz nor of theano.misc.pkl_utils: {hint}it holds "
        f"{len(archive.names)} members ({names})"
    )


def _read_npz(archive: Archive, limits: Limits) -> Contents:
    names = [name.removesuffix(".npy") for name in archive.names]
    numbers = [_NUMBERED.fullmatch(name) for name in names]
    if all(numbers):  # np.savez(f, *values): arr_10 comes after arr_9
        names.sort(key=lambda name: int(name.removeprefix("arr_")))
    arrays: OrderedDict[str, Any] = OrderedDict()
    ordered = True
    for name in names:
        arrays[name], python2 = read_array(archive.open(f"{name}.npy"), limits)
        ordered = ordered and not python2
    return Contents("NumPy arrays by name (.npz)", arrays, ordered)


def _read_pkl_utils(archive: Archive, limits: Limits) -> Contents:
    arrays: dict[str, np.ndarray[Any, Any]] = {}

    def array(key: object) -> np.ndarray[Any, Any]:
        # The name of a parameter may have dots of its own.
        kind, dot, member = str(key).partition(".") if isinstance(key, str) else ("", "", "")
        if kind not in _ARRAY_KINDS or not dot:
            raise CorruptFileError("the zip's pickle refers to something that is no array of it")
        if member not in arrays:
            arrays[member] = _read_member(archive, member, limits)
        return arrays[member]

    machine = Machine(archive.open("pkl"), limits, array)
    tree = machine.load()
    return Contents("a zip of theano.misc.pkl_utils", tree, ordered=not machine.python2)


def _read_member(archive: Archive, name: str, limits: Limits) -> np.ndarray[Any, Any]:
    stream = archive.open(name)
    if stream.read(len(MAGIC)) == MAGIC:
        stream.seek(0)
    else:  # a gpuarray: its context's name comes first, pickled
        stream.seek(0)
        machine = Machine(stream, limits)
        machine.load()
    array, _ = read_array(stream, limits)
    return array
