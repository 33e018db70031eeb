"""Hostile zips, gzip files and ``.npy`` headers."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache

import numpy as np

from hostile.pickles import PICKLES, binary_dtype, call


def npy(header: str, data: bytes = b"", version: int = 1) -> bytes:
    size = struct.pack("<H" if version == 1 else "<I", len(header))
    return b"\x93NUMPY" + bytes([version, 0]) + size + header.encode("latin-1") + data


def npy_of(descr: str, shape: str, data: bytes = b"") -> bytes:
    return npy(f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}\n", data)


def small_npy() -> bytes:
    out = io.BytesIO()
    np.save(out, np.arange(6, dtype=np.float32))
    return out.getvalue()


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=method)
    return out.getvalue()


@cache
def zeros(size: int) -> bytes:
    """Deflated zeros, about a thousandth of their size."""
    deflater = zlib.compressobj(6, wbits=-15)
    block = bytes(1 << 20)
    return b"".join(deflater.compress(block) for _ in range(size >> 20)) + deflater.flush()


def gzip_bomb() -> bytes:
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + zeros(1 << 29)


def zip_entry(name: bytes, claimed: int, stored: bytes) -> tuple[bytes, bytes]:
    """Local header with data, and directory entry, of a deflated member."""
    fields = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, 0, len(stored), claimed, len(name), 0)
    local = b"PK\x03\x04" + fields + name + stored
    directory = b"PK\x01\x02" + b"\x14\0" + fields + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    return local, directory


def zip_of(entries: list[tuple[bytes, bytes]], count: int | None = None) -> bytes:
    locals_ = b"".join(local for local, _ in entries)
    directory = b"".join(entry for _, entry in entries)
    number = min(len(entries) if count is None else count, 0xFFFF)
    end = struct.pack("<HHHHIIH", 0, 0, number, number, len(directory), len(locals_), 0)
    return locals_ + directory + b"PK\x05\x06" + end


def overlapping(times: int = 2000) -> bytes:
    """A thousand members that all name the same bytes."""
    local, _ = zip_entry(b"a.npy", 1 << 24, zeros(1 << 24))
    entries = [zip_entry(b"%05d.npy" % i, 1 << 24, zeros(1 << 20))[1] for i in range(times)]
    return zip_of([(local, b""), *((b"", entry) for entry in entries)])


def duplicate_members() -> bytes:
    local, entry = zip_entry(b"W.npy", 128, b"")
    return zip_of([(local, entry), (local, entry)])


def encrypted() -> bytes:
    data = bytearray(zipped(("W.npy", small_npy())))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def lying_size() -> bytes:
    """A member that says it is small and inflates to half a gigabyte."""
    return zip_of([zip_entry(b"W.npy", 100, zeros(1 << 29))])


def gzipped_pickle(head: bytes, fill: bytes, size: int, tail: bytes) -> bytes:
    """A pickle that is small compressed and as large as the limits allow inflated."""
    return gzip.compress(head + fill * (size // len(fill)) + tail, 9)


def almost_too_much(text: bytes = b"\0") -> bytes:
    """Zeros written as Python 2 did it, to become an array: they pass the limits on the way."""
    size = 49 << 20
    head = (
        b"\x80\x02cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85U\x01b\x87R(K\x01"
    )
    head += b"J" + struct.pack("<i", size // 4) + b"\x85" + binary_dtype() + b"\x89"
    return gzipped_pickle(head + b"T" + struct.pack("<i", size), text, size, b"tb.")


def wide_text() -> bytes:
    """Fifty million letters and one that makes each of them take four bytes."""
    size = 49 << 20
    head = b"\x80\x02X" + struct.pack("<I", size + 4) + "𝄞".encode()
    return gzipped_pickle(head, b"a", size, b".")


def wrong_checksum() -> bytes:
    data = bytearray(zipped(("W.npy", small_npy()), method=zipfile.ZIP_STORED))
    data[data.index(b"NUMPY") + 40] ^= 1
    return bytes(data)


ARCHIVES: dict[str, Callable[[], bytes]] = {
    "bomb.gz": gzip_bomb,
    "members.gz": lambda: gzip.compress(b"") * 500_000,
    "twice.gz": lambda: gzip.compress(gzip.compress(b"N.")),
    "truncated.gz": lambda: gzip.compress(bytes(range(256)) * 100)[:-20],
    "damaged.gz": lambda: gzip.compress(b"abc" * 1000)[:15] + b"\xff" * 40,
    "calls.gz": lambda: gzip.compress(call("os", "system")),
    "nested.gz": lambda: gzip.compress(PICKLES["million_lists"]()),
    "almost_too_much.gz": almost_too_much,
    "wide_text.gz": wide_text,
    "wide_text_protocol_0.gz": lambda: gzipped_pickle(b"V\\U0001d11e", b"a", 49 << 20, b"\n."),
    "escapes.gz": lambda: gzipped_pickle(b"S'", b"\\x00", 49 << 20, b"'\n."),
    "digits.gz": lambda: gzipped_pickle(b"(I", b"9", 49 << 20, b"\n."),
    "endless_line.gz": lambda: gzipped_pickle(b"S'", b"a", 49 << 20, b""),
    "bomb.npz": lambda: zip_of([zip_entry(b"W.npy", 1 << 29, zeros(1 << 29))]),
    "lying_size.npz": lying_size,
    "overlapping.npz": overlapping,
    "claims_terabyte.npz": lambda: zip_of([zip_entry(b"W.npy", 0xFFFFFFF0, b"\x03\0")]),
    "duplicate.npz": duplicate_members,
    "dotdot.npz": lambda: zipped(("../../W.npy", small_npy())),
    "absolute.npz": lambda: zipped(("/etc/W.npy", small_npy())),
    "windows.npz": lambda: zipped(("C:\\W.npy", small_npy())),
    "backslash.npz": lambda: zipped(("a\\..\\..\\W.npy", small_npy())),
    "encrypted.npz": encrypted,
    "wrong_checksum.npz": wrong_checksum,
    "many_members.npz": lambda: zip_of([zip_entry(b"%d.npy" % i, 0, b"") for i in range(200_000)]),
    "many_small_members.npz": lambda: zip_of(
        [zip_entry(b"%d.npy" % i, 0, b"") for i in range(20_000)]
    ),
    "small_members.npz": lambda: zip_of(
        [zip_entry(b"%d.npy" % i, 0, b"\x03\0") for i in range(9_999)]
    ),
    "valid_small_members.npz": lambda: zipped(
        *((f"{i}.npy", small_npy()) for i in range(9_999)), method=zipfile.ZIP_STORED
    ),
    "lzma.npz": lambda: zipped(("W.npy", small_npy()), method=zipfile.ZIP_LZMA),
    "bzip2.npz": lambda: zipped(("W.npy", small_npy()), method=zipfile.ZIP_BZIP2),
    "zip64.npz": lambda: (
        zipped(("W.npy", small_npy()))[:-22] + b"PK\x06\x07" + bytes(16) + zipped()[-22:]
    ),
    "no_directory.npz": lambda: zipped(("W.npy", small_npy()))[:60],
    "directory_elsewhere.npz": lambda: (
        b"PK\x03\x04" + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 9, 9, 999, 0xFFFFFFFF, 0)
    ),
    "empty.npz": lambda: zipped(),
    "text.zip": lambda: zipped(("readme.txt", b"hello")),
    "calls_inside.npz": lambda: zipped(
        ("W.npy", npy_of("|O", "(1,)", PICKLES["object_array_of_calls"]()))
    ),
    "calls_pkl_utils.zip": lambda: zipped(("pkl", call("os", "system"))),
    "missing_member_pkl_utils.zip": lambda: zipped(("pkl", b"\x80\x02X\x09\0\0\0ndarray.WQ.")),
    "odd_reference_pkl_utils.zip": lambda: zipped(("pkl", b"\x80\x02](NQe.")),
    "file_reference_pkl_utils.zip": lambda: zipped(
        ("pkl", b"\x80\x02X\x13\0\0\0ndarray./etc/passwdQ.")
    ),
    "elements.npy": lambda: npy_of("<f4", f"({1 << 60},)", bytes(16)),
    "elements_overflow.npy": lambda: npy_of("<f4", f"({1 << 32}, {1 << 32}, 0)"),
    "elements_of_nothing.npy": lambda: npy_of("|S0", f"({1 << 60},)"),
    "digits.npy": lambda: npy_of("<f4", "(" + "9" * 5000 + ",)"),
    "axes.npy": lambda: npy_of("<f4", "(" + "1," * 5000 + ")", bytes(4)),
    "nested_header.npy": lambda: npy("(" * 50_000, version=2),
    "code_in_header.npy": lambda: npy_of("<f4", "(__import__('os').system('id'),)"),
    "header_claims.npy": lambda: b"\x93NUMPY\x02\0\xff\xff\xff\xff{}",
    "header_missing.npy": lambda: b"\x93NUMPY\x01\0",
    "version.npy": lambda: b"\x93NUMPY\x09\0\x02\0{}",
    "records.npy": lambda: npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}"),
    "huge_items.npy": lambda: npy_of("<U999999999", "(1,)"),
    "objects_calling.npy": lambda: npy_of("|O", "(1,)", PICKLES["object_array_of_calls"]()),
    "objects_that_are_none.npy": lambda: npy_of("|O", "(1,)", b"\x80\x02N."),
    "objects_of_other_shape.npy": lambda: npy_of("|O", "(5,)", b"\x80\x02]."),
    "too_short.npy": lambda: npy_of("<f4", "(100,)", bytes(12)),
    "many_after_another.npy": lambda: npy_of("<f4", "(0,)") * 200_000,
}
