"""A sample of what the exhaustive check recorded, on every instruction set.

A script as well: it prints the hashes, so that a test can run it with another ROT180_ISA.
"""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from rot180.kernels import math, trigonometry

FUNCTIONS = (
    *(math.exp, math.expm1, math.log, math.tanh, math.sigmoid, math.softplus, math.erf),
    *(trigonometry.sin, trigonometry.cos, trigonometry.tan),
    *(trigonometry.asin, trigonometry.acos, trigonometry.atan),
    *(trigonometry.sinh, trigonometry.cosh),
    *(trigonometry.asinh, trigonometry.acosh, trigonometry.atanh),
)


def mix(argument, result):
    """Of tools/exhaustive: a hash is the sum of these, modulo 2^64."""
    z = (argument << np.uint64(32) | result) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ z >> np.uint64(32)) * np.uint64(0xD6E8FEB86659FD93)
    return z ^ z >> np.uint64(32)


def hexadecimal(hashes):
    return f"{int(np.sum(hashes, dtype=np.uint64)):016x}"


def stride_line(function):
    arguments = np.arange(0, 2**32, 4099, dtype=np.uint64)
    results = function(arguments.astype(np.uint32).view(np.float32))
    return f"{function.__name__} stride {hexadecimal(mix(arguments, results.view(np.uint32)))}"


def pow_line():
    i = np.arange(1_000_000, dtype=np.uint64)
    r = mix(i >> np.uint64(1), i & np.uint64(1)) ^ mix(i, np.uint64(7))
    x, y = r.astype(np.uint32), (r >> np.uint64(32)).astype(np.uint32)
    moderate = (y & np.uint32(0x807FFFFF)) | ((111 + (y >> 23 & 31)) << 23).astype(np.uint32)
    y = np.where(i & np.uint64(1), moderate, y)
    results = math.pow(x.view(np.float32), y.view(np.float32))
    return f"pow sample {hexadecimal(mix(i, results.view(np.uint32)))}"


def lines():
    return [*map(stride_line, FUNCTIONS), pow_line()]


def recorded():
    every = Path(__file__).with_name("hashes.txt").read_text().splitlines()
    return [line for line in every if line.split()[1] in ("stride", "sample")]


def test_chosen_instruction_set():
    assert lines() == recorded()


@pytest.mark.parametrize("isa", ["baseline", "avx2", "avx512"])
def test_every_instruction_set(isa):
    environment = {**os.environ, "ROT180_ISA": isa}
    result = subprocess.run(
        [sys.executable, __file__], env=environment, capture_output=True, text=True, check=False
    )
    if result.returncode == 0:
        assert result.stdout.splitlines() == recorded()
    else:
        assert isa != "baseline"
        assert f"ROT180_ISA={isa}" in result.stderr  # this processor does not have it


if __name__ == "__main__":
    print("\n".join(lines()))
