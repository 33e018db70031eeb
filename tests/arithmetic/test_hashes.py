"""Every 4099th float32 gives what the exhaustive check recorded, on every instruction set.

A script as well: it prints the hashes, so that a test can run it with another ROT180_ISA.
"""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from rot180.kernels import math

FUNCTIONS = ("exp", "expm1", "log", "tanh", "sigmoid", "softplus", "erf")


def line(function):
    arguments = np.arange(0, 2**32, 4099, dtype=np.uint64)
    results = getattr(math, function)(arguments.astype(np.uint32).view(np.float32))
    # The hash of tools/exhaustive.
    z = (arguments << np.uint64(32) | results.view(np.uint32)) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ z >> np.uint64(32)) * np.uint64(0xD6E8FEB86659FD93)
    return f"{function} stride {int(np.sum(z ^ z >> np.uint64(32), dtype=np.uint64)):016x}"


def recorded():
    lines = Path(__file__).with_name("hashes.txt").read_text().splitlines()
    return [line for line in lines if " stride " in line]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_chosen_instruction_set(function):
    assert line(function) in recorded()


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
    for name in FUNCTIONS:
        print(line(name))
