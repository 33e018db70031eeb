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
    assert derived <= constants(ROOT / "native/double_math.hpp", ROOT / "native/power.hpp")


def test_java(derived):
    assert derived <= constants(JAVA / "DoubleMath.java", JAVA / "Power.java")
