"""Every algorithm of the table against the reference: all that it says it supports."""

import os
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rot180.kernels import native, reference
from rot180.kernels.convolution import Convolution

SPECIALS = [np.inf, -np.inf, np.nan, -0.0, 1e-45, 3e38]


@st.composite
def convolutions(draw: st.DrawFn) -> dict[str, Any]:
    """A convolution with one to three spatial axes, its arrays and, now and then, odd values."""
    axes = draw(st.integers(1, 3))
    group, channels, filters = (draw(st.integers(1, most)) for most in (3, 4, 9))
    each = st.lists(st.integers(1, 3), min_size=axes, max_size=axes).map(tuple)
    kernel = tuple(draw(st.integers(1, 9 if axes < 3 else 3)) for _ in range(axes))
    strides, dilations = draw(each), draw(each)
    if draw(st.booleans()):
        strides = dilations = (1,) * axes
    pads = tuple(draw(st.integers(0, 3)) for _ in range(2 * axes))
    sizes = tuple(
        max(1, (k - 1) * d + 1 - pads[i] - pads[axes + i] + draw(st.integers(0, 40 // axes**2)))
        for i, (k, d) in enumerate(zip(kernel, dilations, strict=True))
    )
    dtype = draw(st.sampled_from([np.float32, np.float64]))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    x = random.standard_normal((draw(st.integers(1, 2)), group * channels, *sizes)).astype(dtype)
    w = random.standard_normal((group * filters, channels, *kernel)).astype(dtype)
    for array in (x, w):
        if draw(st.integers(0, 3)) == 0:
            array.flat[random.integers(array.size)] = dtype(draw(st.sampled_from(SPECIALS)))
    bias = random.standard_normal(group * filters).astype(dtype) if draw(st.booleans()) else None
    geometry = {"strides": strides, "pads": pads, "dilations": dilations, "group": group}
    return {"x": x, "w": w, "bias": bias, "geometry": geometry}


def compute(case: dict[str, Any], algorithm: str, flip: bool = False, threads: int = 1) -> Any:
    x, w, g = case["x"], case["w"], case["geometry"]
    convolution = Convolution(
        x.dtype.name,
        x.shape,
        w.shape,
        g["strides"],
        g["pads"],
        g["dilations"],
        g["group"],
        flip,
        algorithm,
        threads,
    )
    filters = np.ascontiguousarray(np.flip(w, tuple(range(2, w.ndim)))) if flip else w
    return convolution, convolution(x, filters, case["bias"])


@settings(deadline=None, max_examples=150)
@given(case=convolutions(), flip=st.booleans(), threads=st.integers(1, 3))
@pytest.mark.filterwarnings("ignore:overflow:RuntimeWarning")
def test_exact_algorithms_equal_the_reference_bit_for_bit(case, flip, threads):
    with np.errstate(all="ignore"):
        expected = reference.conv(case["x"], case["w"], case["bias"], **case["geometry"])
    convolution, _ = compute(case, "exact")
    names = [e.algorithm for e in convolution.estimates() if e.exact and e.cost is not None]
    assert "gemm" in names
    for name in names:
        _, y = compute(case, name, flip, threads)
        assert y.tobytes() == expected.tobytes(), name


@settings(deadline=None, max_examples=60)
@given(
    k=st.tuples(st.integers(1, 40), st.integers(1, 40)),
    more=st.tuples(st.integers(0, 150), st.integers(0, 150)),
    counts=st.tuples(*[st.integers(1, 3)] * 3),
    dtype=st.sampled_from([np.float32, np.float64]),
    kind=st.sampled_from(["zero mean", "image", "photograph"]),
)
def test_fft_keeps_its_error_bounds(k, more, counts, dtype, kind):
    n, c, o = counts
    random = np.random.default_rng(k[0] * 64 + k[1])
    shape = (n, c, k[0] + more[0], k[1] + more[1])
    x, w = random.standard_normal(shape), random.standard_normal((o, c, *k))
    if kind != "zero mean":
        x = random.random(shape) * (255 if kind == "photograph" else 1)
    if kind == "photograph":
        w -= w.mean(axis=(2, 3), keepdims=True)
    pads = (k[0] // 2, k[1] - 1, 0, k[1] // 2)
    geometry = {"strides": (1, 1), "pads": pads, "dilations": (1, 1), "group": 1}
    x, w = x.astype(dtype), w.astype(dtype)
    y = native.conv(x, w, algorithm="fft", **geometry)
    wide = native.conv(x.astype(np.float64), w.astype(np.float64), **geometry)
    size = native.conv(np.abs(x.astype(np.float64)), np.abs(w.astype(np.float64)), **geometry)
    scale = np.linalg.norm(wide if kind == "zero mean" else size)
    bound = 1e-6 if dtype == np.float32 else 1e-14
    assert np.linalg.norm(y - wide) <= bound * scale


def test_fft_leaves_data_that_are_not_finite_to_an_exact_algorithm():
    x = np.ones((1, 1, 100, 100), np.float32)
    x[0, 0, 3, 4] = np.inf
    w = np.ones((1, 1, 20, 20), np.float32)
    geometry = {"strides": (1, 1), "pads": (0,) * 4, "dilations": (1, 1), "group": 1}
    y = native.conv(x, w, algorithm="fft", **geometry)
    assert y.tobytes() == native.conv(x, w, **geometry).tobytes()
    assert np.isinf(y).sum() == 20


SCRIPT = """
import hashlib, numpy as np
from rot180.kernels import native
random, bits = np.random.default_rng(1), hashlib.sha256()
for x, w, stride, group in [
    ((3, 6, 30, 29), (18, 2, 3, 3), 1, 3), ((2, 3, 60, 61), (40, 3, 7, 7), 2, 1),
    ((1, 1, 90, 130), (1, 1, 13, 12), 1, 1), ((4, 80, 7, 7), (70, 80, 3, 3), 1, 1),
    ((2, 64, 14, 15), (64, 1, 3, 3), 1, 64), ((1, 700, 9, 9), (33, 700, 1, 1), 1, 1),
]:
    x, w = (random.standard_normal(shape).astype(np.float32) for shape in (x, w))
    settings = dict(strides=(stride,) * 2, pads=(1,) * 4, dilations=(1, 1), group=group)
    whole = native.conv(x, w, **settings)
    for i in range(len(x)):
        assert native.conv(x[i : i + 1], w, **settings).tobytes() == whole[i].tobytes()
    bits.update(whole)
print(bits.hexdigest())
"""


def hashed(isa: str, threads: int) -> str:
    environment = {**os.environ, "ROT180_ISA": isa, "ROT180_THREADS": str(threads)}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def has(isa: str) -> bool:
    environment = {**os.environ, "ROT180_ISA": isa}
    script = "from rot180 import _native; _native.isa()"
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True)
    return done.returncode == 0


def test_bits_depend_on_neither_instruction_set_nor_threads_nor_batch():
    found = {hashed("baseline", threads=1)}
    for isa in filter(has, ("avx2", "avx512")):
        found |= {hashed(isa, threads) for threads in (1, 2, 3)}
    assert len(found) == 1


def test_a_pool_survives_a_fork():
    script = (
        "import os, numpy as np\n"
        "from rot180.kernels import native\n"
        "x, w = np.ones((1, 32, 60, 60), 'f'), np.ones((32, 32, 3, 3), 'f')\n"
        "s = dict(strides=(1, 1), pads=(1,) * 4, dilations=(1, 1), threads=2)\n"
        "y = native.conv(x, w, **s)\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        "    os._exit(0 if (native.conv(x, w, **s) == y).all() else 1)\n"
        "assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0\n"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", script], check=True, timeout=60)


def test_an_image_gets_the_same_bits_from_the_fft_in_any_batch():
    random = np.random.default_rng(2)
    x = random.standard_normal((3, 1, 150, 160)).astype(np.float32)
    w = random.standard_normal((1, 1, 21, 22)).astype(np.float32)
    geometry = {"strides": (1, 1), "pads": (3,) * 4, "dilations": (1, 1)}
    batch = native.conv(x, w, algorithm="fft", **geometry)
    for image, expected in zip(x, batch, strict=True):
        alone = native.conv(image[None], w, algorithm="fft", **geometry)
        assert alone.tobytes() == expected.tobytes()
