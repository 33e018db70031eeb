"""Every form in which people saved one network is read to the same arrays."""

from __future__ import annotations

import gzip
import io
import pickle
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rot180.errors import ModelFileError, UnknownFormatError
from rot180.importers import forms
from rot180.importers.parameters import find_parameters
from rot180.pickles import Limits

MODELS = Path(__file__).parents[1] / "golden" / "models"
LIMITS = Limits()
NOT_FORMS = {"data.npz", "model.json"}
LENETS = [
    path
    for folder in ("lenet_tanh-py27", "lenet_tanh-py36")
    for path in sorted((MODELS / folder).iterdir())
    if path.name not in NOT_FORMS and "graph" not in path.name and "function" not in path.name
]
LENET_ORDER = [f"layer{i}.{name}" for i in range(4) for name in "Wb"]


def arrays_in(path: Path) -> dict[str, np.ndarray[Any, Any]]:
    found = find_parameters(forms.read(path, LIMITS).tree, LIMITS)
    return {parameter.name: parameter.value for parameter in found}


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("path", LENETS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_form_of_lenet(path: Path) -> None:
    arrays = arrays_in(path)
    with np.load(path.parent / "data.npz") as data:
        expected = [data[f"param.{name}"] for name in LENET_ORDER]
    if "dict" in path.name:
        values = [arrays[name] for name in LENET_ORDER]
    else:
        values = list(arrays.values())
    assert len(arrays) == len(expected)
    for value, wanted in zip(values, expected, strict=True):
        assert value.dtype == np.float32
        assert value.flags.c_contiguous
        np.testing.assert_array_equal(value, wanted)


@pytest.mark.parametrize("name", ["params.pkl", "params_p0.pkl", "model.npz", "network.pkl"])
def test_every_form_of_the_lasagne_network(name: str) -> None:
    folder = MODELS / "lasagne_small_relu-py27"
    with np.load(folder / "data.npz") as data:
        expected = [data[key] for key in data.files if key.startswith("param.")]
    values = list(arrays_in(folder / name).values())
    assert len(values) == len(expected) == 8
    for wanted in expected:
        assert any(value.shape == wanted.shape and (value == wanted).all() for value in values)


def test_npz_arrays_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    np.savez(tmp_path / "w.npz", *[np.full(2, i) for i in range(12)])
    assert [int(value[0]) for value in arrays_in(tmp_path / "w.npz").values()] == list(range(12))


def test_npz_arrays_with_names_keep_the_order_of_the_file(tmp_path: Path) -> None:
    np.savez(tmp_path / "w.npz", W=np.ones((2, 3)), b=np.zeros(3), A=np.ones(1))
    assert list(arrays_in(tmp_path / "w.npz")) == ["W", "b", "A"]


@pytest.mark.parametrize("version", [(1, 0), (2, 0), (3, 0)])
@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", [">f8", "<f4", "|b1", "<i4"])
def test_npy(tmp_path: Path, dtype: str, order: Any, version: tuple[int, int]) -> None:
    array = np.asarray(np.arange(24).reshape(2, 3, 4), dtype, order=order)
    with (tmp_path / "w.npy").open("wb") as stream:
        np.lib.format.write_array(stream, array, version)
    (value,) = arrays_in(tmp_path / "w.npy").values()
    np.testing.assert_array_equal(value, array)


def test_several_npy_in_one_file(tmp_path: Path) -> None:
    with (tmp_path / "w.npy").open("wb") as stream:
        for i in range(3):
            np.save(stream, np.full(i + 1, i, np.float32))
    assert [value.size for value in arrays_in(tmp_path / "w.npy").values()] == [1, 2, 3]


def test_npy_of_a_dict(tmp_path: Path) -> None:
    np.save(tmp_path / "w.npy", {"W": np.ones(3), "b": np.zeros(1)}, allow_pickle=True)
    assert list(arrays_in(tmp_path / "w.npy")) == ["W", "b"]


def test_the_header_that_python_2_wrote(tmp_path: Path) -> None:
    header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 3L), }\n"
    data = b"\x93NUMPY\x01\0" + len(header).to_bytes(2, "little") + header.encode() + bytes(24)
    (value,) = arrays_in(write(tmp_path / "w.npy", data)).values()
    assert value.shape == (2, 3)


def test_several_pickles_one_after_another(tmp_path: Path) -> None:
    data = b"".join(pickle.dumps(np.full(i + 1, i, np.float32), 2) for i in range(3))
    assert [v.size for v in arrays_in(write(tmp_path / "w.save", data)).values()] == [1, 2, 3]


def test_gzip_of_several_members(tmp_path: Path) -> None:
    data = pickle.dumps([np.arange(3.0), np.arange(4.0)], 2)
    whole = gzip.compress(data[:50]) + gzip.compress(b"") + gzip.compress(data[50:]) + bytes(100)
    assert [v.size for v in arrays_in(write(tmp_path / "w.pkl.gz", whole)).values()] == [3, 4]


@pytest.mark.parametrize("name", ["params.npz", "params.npy", "pkl_utils.zip"])
def test_gzip_of_other_forms(tmp_path: Path, name: str) -> None:
    whole = gzip.compress((MODELS / "lenet_tanh-py36" / name).read_bytes())
    assert len(arrays_in(write(tmp_path / "w.gz", whole))) == 8


def test_references_of_pkl_utils_split_at_the_first_dot(tmp_path: Path) -> None:
    npy = io.BytesIO()
    np.save(npy, np.arange(4, dtype=np.float32))
    gpu = pickle.dumps("dev0", 2) + npy.getvalue()
    ids = ["ndarray.conv1.W", "cuda_ndarray.conv1.W", "gpuarray.conv1.b"]
    opcodes = b"".join(b"U" + bytes([len(i)]) + i.encode() + b"Q" for i in ids)
    with zipfile.ZipFile(tmp_path / "w.zip", "w") as archive:
        archive.writestr("pkl", b"\x80\x02](" + opcodes + b"e.")
        archive.writestr("conv1.W", npy.getvalue())
        archive.writestr("conv1.b", gpu)
    values = list(arrays_in(tmp_path / "w.zip").values())
    assert len(values) == 3
    for value in values:
        np.testing.assert_array_equal(value, np.arange(4))


def test_the_name_of_a_file_does_not_matter(tmp_path: Path) -> None:
    data = (MODELS / "lenet_tanh-py36" / "params.npz").read_bytes()
    assert len(arrays_in(write(tmp_path / "w.pkl", data))) == 8


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"version https://git-lfs.github.com/spec/v1\n", "git lfs pull"),
        (b"\x89HDF\r\n\x1a\n" + bytes(100), "HDF5"),
        (b"ZF0x1d9 x\x9c", "joblib"),
        (b"\x80\x02cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81.", "joblib"),
        (b"\xfd7zXZ\0", "xz"),
        (b"<!DOCTYPE html>", "web page"),
        (b"", "empty"),
        (b"import theano", "no kind of file"),
    ],
)
def test_other_files_are_named(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(UnknownFormatError, match=words):
        forms.read(write(tmp_path / "w.pkl", data), LIMITS)


@pytest.mark.parametrize(
    "name", ["params.npz", "params.npy", "pkl_utils_graph.zip", "params_list.pkl.gz"]
)
def test_truncated(tmp_path: Path, name: str) -> None:
    whole = (MODELS / "lenet_tanh-py36" / name).read_bytes()
    for size in [1, 5, 30, 100, *range(1000, len(whole), 4999), len(whole) - 1]:
        with pytest.raises(ModelFileError):
            forms.read(write(tmp_path / "w", whole[:size]), LIMITS)


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="file_bytes"):
        forms.read(write(tmp_path / "w", b"N." * 100), Limits(file_bytes=100))
