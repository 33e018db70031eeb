"""Files that are recognised and not read: each says what it is and what to do."""

from __future__ import annotations

from typing import NamedTuple


class Foreign(NamedTuple):
    """A kind of file by its first bytes."""

    magic: bytes
    offset: int
    what: str


FOREIGN = (
    Foreign(
        b"version https://git-lfs",
        0,
        "a pointer of Git LFS, not the file that it stands for; fetch that with `git lfs pull`",
    ),
    Foreign(
        b"\x89HDF\r\n\x1a\n",
        0,
        "HDF5, whatever its name says (Keras saves weights so), which is not read yet",
    ),
    Foreign(
        b"ZF",
        0,
        "a compressed file of joblib's; where it was made, write it again: "
        "np.savez('params.npz', *arrays)",
    ),
    Foreign(b"BZh", 0, "compressed with bzip2; unpack it with bunzip2 first"),
    Foreign(b"\xfd7zXZ\0", 0, "compressed with xz; unpack it with unxz first"),
    Foreign(
        b"ustar", 257, "a tar archive; unpack it and give the file inside that has the weights"
    ),
    Foreign(b"<!DOCTYPE", 0, "a web page: the download saved the page and not the file"),
    Foreign(b"<html", 0, "a web page: the download saved the page and not the file"),
    Foreign(b"MATLAB 5.0", 0, "a MATLAB file; write its arrays with np.savez"),
)


def recognise(head: bytes) -> str | None:
    """Say what a file is that is not read.

    Examples
    --------
    >>> recognise(b"<html><body>")
    'a web page: the download saved the page and not the file'
    """
    for foreign in FOREIGN:
        if head[foreign.offset :].startswith(foreign.magic):
            return foreign.what
    return None
