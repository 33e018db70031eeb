"""The kinds of file that are read, in the order in which they are tried.

A new kind is one file with ``sniff(head, path)`` and ``read(source)``, and one line here.
"""

from __future__ import annotations

from pathlib import Path

from rot180.errors import UnknownFormatError
from rot180.importers import foreign, gzip_file, npy, onnx_file, pickle_file, zip_file
from rot180.importers.source import Contents, Form, Source
from rot180.pickles import Limits

FORMS = (
    Form("NumPy .npy", npy.sniff, npy.read),
    Form("zip: .npz, theano.misc.pkl_utils", zip_file.sniff, zip_file.read),
    Form("gzip", gzip_file.sniff, lambda source: gzip_file.read(source, read_source)),
    Form("ONNX", onnx_file.sniff, onnx_file.read),
    Form("pickle", pickle_file.sniff, pickle_file.read),
)


def read(path: Path, limits: Limits) -> Contents:
    """Find out what kind of file this is, by its bytes, and read it."""
    with path.open("rb") as stream:
        return read_source(Source.of(path, stream, limits))


def read_source(source: Source) -> Contents:
    """Read a file, or what was inside a compressed one."""
    if not source.head:
        raise UnknownFormatError(f"{source.path} is empty")
    what = foreign.recognise(source.head)
    if what is not None:
        raise UnknownFormatError(f"{source.path} is {what}")
    for form in FORMS:
        if form.sniff(source.head, source.path):
            return form.read(source)
    raise UnknownFormatError(
        f"{source.path} begins with {source.head[:8]!r}: no kind of file that rot180 reads "
        f"({', '.join(form.name for form in FORMS)})"
    )
