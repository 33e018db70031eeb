"""Python and Java know the same operators, and ONNX knows them all."""

import re
from pathlib import Path

from onnx import defs

from rot180.ops import OPERATORS

TABLE = (
    Path(__file__).parent.parent.parent / "java/runtime/src/main/java/dev/rot180/ops/Operators.java"
)


def test_java_has_the_same_operators() -> None:
    found = re.findall(r'case "(\w+)":', TABLE.read_text(encoding="utf-8"))
    assert sorted(found) == sorted(OPERATORS)


def test_all_are_onnx_operators() -> None:
    known = {schema.name for schema in defs.get_all_schemas() if schema.domain == ""}
    # Upsample was replaced by Resize, but old models have it.
    assert set(OPERATORS) - known == set() or set(OPERATORS) - known == {"Upsample"}
