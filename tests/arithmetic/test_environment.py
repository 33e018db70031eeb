"""A caller that flushes subnormals to zero changes nothing."""

import ctypes
import ctypes.util
import platform
import struct
from contextlib import contextmanager

import numpy as np
import pytest

from rot180.kernels import math, native

pytestmark = pytest.mark.filterwarnings("ignore:The value of the smallest subnormal")


@contextmanager
def flushing():
    """FTZ and DAZ in this thread, by way of libm's fesetenv; elsewhere than on x86-64, nothing."""
    if platform.machine() != "x86_64":
        yield
        return
    libm = ctypes.CDLL(ctypes.util.find_library("m"))
    saved = ctypes.create_string_buffer(32)
    libm.fegetenv(saved)
    (mxcsr,) = struct.unpack_from("<I", saved, 28)
    changed = ctypes.create_string_buffer(saved.raw, 32)
    struct.pack_into("<I", changed, 28, mxcsr | 0x8040)
    libm.fesetenv(changed)
    try:
        yield
    finally:
        libm.fesetenv(saved)


def test_functions_keep_subnormals():
    x = np.array([-100.0, -103.0], np.float32)
    expected = math.exp(x)
    assert (expected.view(np.uint32) > 0).all()
    assert (expected.view(np.uint32) < 0x00800000).all()
    with flushing():
        result = math.exp(x)
    np.testing.assert_array_equal(result.view(np.uint32), expected.view(np.uint32))


def test_convolution_keeps_subnormals():
    x = np.full((1, 1, 2, 2), 2.0**-100, np.float32)
    w = np.full((1, 1, 2, 2), 2.0**-45, np.float32)
    with flushing():
        y = native.conv(x, w, strides=(1, 1), pads=(0,) * 4, dilations=(1, 1))
    assert y.view(np.uint32).item() == np.float32(2.0**-143).view(np.uint32)


def test_the_callers_environment_comes_back():
    one = np.array([1e-30], np.float32)
    with flushing():
        before = (one * np.float32(1e-10)).view(np.uint32).item()
        math.exp(one)
        after = (one * np.float32(1e-10)).view(np.uint32).item()
    assert before == after
