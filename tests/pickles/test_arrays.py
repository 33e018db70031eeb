"""NumPy's arrays, dtypes and scalars, as every protocol and generation pickles them."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from rot180.errors import ModelFileError
from rot180.pickles import checked_dtype, checked_shape, load

PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)
DTYPES = [
    "<f4",
    ">f4",
    "<f8",
    ">f8",
    "<f2",
    "|b1",
    "|i1",
    "<u2",
    ">i8",
    "<c8",
    "<c16",
    "|S5",
    "<U3",
]


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_arrays(dtype: str, protocol: int) -> None:
    array = np.arange(24).reshape(2, 3, 4).astype(dtype)
    read = load(pickle.dumps(array, protocol))
    assert read.dtype.newbyteorder("=") == array.dtype.newbyteorder("=")
    np.testing.assert_array_equal(read, array)


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize(
    "array",
    [
        np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        np.arange(12.0).reshape(3, 4)[::2, ::-1],
        np.array(3.5),
        np.empty((0, 5), np.float32),
        np.empty((0,)),
    ],
    ids=["fortran", "strided", "scalar", "empty", "nothing"],
)
def test_layouts(array: np.ndarray, protocol: int) -> None:
    read = load(pickle.dumps(array, protocol))
    assert read.shape == array.shape
    np.testing.assert_array_equal(read, array)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_arrays_of_objects(protocol: int) -> None:
    array = np.empty((2, 2), object)
    array[:] = [[np.arange(3), "b"], [None, {"W": np.ones(2)}]]
    read = load(pickle.dumps(array, protocol))
    assert read.shape == (2, 2)
    np.testing.assert_array_equal(read[0, 0], np.arange(3))
    assert read[0, 1] == "b"
    np.testing.assert_array_equal(read[1, 1]["W"], np.ones(2))


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("value", [np.float32(0.1), np.int64(-3), np.bool_(True), np.complex64(1j)])
def test_scalars(value: np.generic, protocol: int) -> None:
    read = load(pickle.dumps(value, protocol))
    assert type(read) is type(value)
    assert read == value


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_an_array_referred_to_twice_is_one_array(protocol: int) -> None:
    array = np.arange(5.0)
    first, second = load(pickle.dumps([array, array], protocol))
    assert first is second


def test_the_module_names_of_numpy_2() -> None:
    data = pickle.dumps(np.arange(3.0), 2).replace(b"numpy.core.", b"numpy._core.")
    np.testing.assert_array_equal(load(data), np.arange(3.0))


@pytest.mark.parametrize(
    "function",
    [
        ("theano.sandbox.cuda.type", "CudaNdarray_unpickler"),
        ("theano.gpuarray.type", "GpuArray_unpickler"),
        ("theano.sandbox.gpuarray.type", "GpuArray_unpickler"),
    ],
    ids=str,
)
def test_values_on_a_gpu_are_arrays(function: tuple[str, str]) -> None:
    module, name = function
    array = np.arange(6, dtype=np.float32).reshape(2, 3)
    inner = pickle.dumps(array, 2)[2:-1]  # without protocol and stop
    context = b"" if "Cuda" in name else b"N"
    data = b"\x80\x02c%s\n%s\n(" % (module.encode(), name.encode()) + inner + context + b"tR."
    np.testing.assert_array_equal(load(data), array)


@pytest.mark.parametrize(
    "array",
    [
        np.zeros(2, [("a", "f4")]),
        np.array(["2017-01-01"], "datetime64[D]"),
        np.zeros(3, "V4"),
        np.zeros(2, np.longdouble),
    ],
    ids=["records", "dates", "void", "long double"],
)
def test_other_dtypes_are_refused(array: np.ndarray) -> None:
    with pytest.raises(ModelFileError, match="dtype"):
        load(pickle.dumps(array, 2))


@pytest.mark.parametrize("code", ["f3", "V4", "M8", "f16", "S0", "S9999999", "O2", "float32", ""])
def test_dtypes_come_from_an_allow_list(code: str) -> None:
    with pytest.raises(ModelFileError):
        checked_dtype(code)


@pytest.mark.parametrize(
    "shape", [(-1, -4), (4.0,), (True,), "4", (2, 2), (1 << 62, 0), None, (1,) * 40]
)
def test_shapes_must_fit_the_data(shape: object) -> None:
    with pytest.raises(ModelFileError):
        checked_shape(shape, 4, 4)
