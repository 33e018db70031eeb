"""Files that are not what their names say."""

from __future__ import annotations

from collections.abc import Callable

OTHERS: dict[str, Callable[[], bytes]] = {
    "empty.pkl": lambda: b"",
    "one_byte.onnx": lambda: b"\x08",
    "zeros.pkl": lambda: bytes(1 << 20),
    "text.pkl": lambda: b"# weights\nimport os\n",
    "git_lfs.npz": lambda: (
        b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 1\n"
    ),
    "hdf5.pkl": lambda: b"\x89HDF\r\n\x1a\n" + bytes(100),
    "joblib.pkl": lambda: b"ZF0x13              " + b"x\x9c",
    "joblib_arrays.pkl": lambda: (
        b"\x80\x03cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}b" + bytes(100)
    ),
    "web_page.npz": lambda: b"<!DOCTYPE html><html>",
    "xz.pkl": lambda: b"\xfd7zXZ\0" + bytes(50),
    "bzip2.pkl": lambda: b"BZh9" + bytes(50),
    "tar.pkl": lambda: bytes(257) + b"ustar" + bytes(300),
}
