"""Python and Java know the same operators, and ONNX knows them all."""

import re
from pathlib import Path

from onnx import defs

from rot180.ops import OPERATORS

SOURCES = Path(__file__).parents[2] / "java/runtime/src/main/java/dev/rot180"


def test_java_has_the_same_operators() -> None:
    table = (SOURCES / "ops/Operators.java").read_text(encoding="utf-8")
    found = set(re.findall(r'case "(\w+)":', table))
    # If computes nothing itself: it is the executor's, not one of the table.
    linker = (SOURCES / "exec/Linker.java").read_text(encoding="utf-8")
    found |= set(re.findall(r'operator\(\)\.equals\("(\w+)"\)', linker))
    assert sorted(found) == sorted(OPERATORS)


def test_all_are_onnx_operators() -> None:
    known = {schema.name for schema in defs.get_all_schemas() if schema.domain == ""}
    # Upsample was replaced by Resize, but old models have it.
    assert set(OPERATORS) - known == set() or set(OPERATORS) - known == {"Upsample"}
