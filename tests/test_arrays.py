import numpy as np
import pytest

from rot180.arrays import as_array


class SpeaksDLPack:
    def __init__(self, array):
        self.array = array

    def __dlpack__(self, **options):
        return self.array.__dlpack__(**options)

    def __dlpack_device__(self):
        return self.array.__dlpack_device__()


class SpeaksArray:
    def __init__(self, array):
        self.array = array

    def __array__(self, dtype=None, copy=None):
        return np.array(self.array, dtype)


class OnAnotherDevice(SpeaksArray):
    def __dlpack__(self, **options):
        raise BufferError("device memory")

    def __dlpack_device__(self):
        return (2, 0)


class Unreadable:
    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("requires grad")


@pytest.mark.parametrize("speaker", [SpeaksDLPack, SpeaksArray, OnAnotherDevice])
def test_reads_every_protocol(speaker):
    array = np.arange(6.0).reshape(2, 3)
    np.testing.assert_array_equal(as_array(speaker(array), "input"), array)


def test_shares_memory_when_it_can():
    array = np.arange(6.0).reshape(2, 3)[::-1]
    assert np.shares_memory(as_array(array, "input"), array)
    assert np.shares_memory(as_array(SpeaksDLPack(array), "input"), array)


def test_native_byte_order():
    array = as_array(np.array([1.5, -2.0], ">f8"), "input")
    assert array.dtype == np.float64
    assert array.dtype.isnative
    np.testing.assert_array_equal(array, [1.5, -2.0])


@pytest.mark.parametrize("value", [np.array([None]), np.array(["a"]), None, {"a": 1}])
def test_refuses_what_holds_no_numbers(value):
    with pytest.raises(TypeError, match="filters has dtype"):
        as_array(value, "filters")


def test_says_what_to_do_with_what_it_cannot_read():
    with pytest.raises(TypeError, match=r"Unreadable.*requires grad.*copy it to the host"):
        as_array(Unreadable(), "input")
