"""The constants in C++ and Java are those that tools/coefficients.py derives."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
JAVA = ROOT / "java/runtime/src/main/java/dev/rot180/kernels"


def load():
    spec = importlib.util.spec_from_file_location("coefficients", ROOT / "tools/coefficients.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def constants(*paths):
    text = "".join(path.read_text() for path in paths)
    return {float.fromhex(number) for number in re.findall(r"-?0x1\.?[0-9a-f]*p[-+]?\d+", text)}


@pytest.fixture(scope="module")
def derived():
    coefficients = load()
    values = set(coefficients.numbers().values())
    for polynomial in coefficients.POLYNOMIALS:
        assert polynomial.error() < 2**-54
        values.update(polynomial.coefficients())
    return values


def test_cpp(derived):
    names = ("double_math", "power", "trigonometry", "hyperbolic")
    assert derived <= constants(*(ROOT / f"native/{name}.hpp" for name in names))


def test_java(derived):
    names = ("DoubleMath", "Power", "Angle", "Trigonometry", "Hyperbolic")
    assert derived <= constants(*(JAVA / f"{name}.java" for name in names))


def test_two_over_pi():
    words = [f"{word:#x}" for word in load().two_over_pi()]
    for path in (ROOT / "native/trigonometry.hpp", JAVA / "Angle.java"):
        assert re.findall("0x[0-9a-f]{16}", path.read_text())[:4] == words
