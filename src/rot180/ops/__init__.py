"""The ONNX operators: how each is evaluated under the arithmetic contract.

Every family of operators is one file with its evaluation functions, its lines of the table, and
example cases that Python, Java and ONNX Runtime all replay.
"""

from collections.abc import Iterator

from rot180.ops import (
    activation,
    arithmetic,
    comparison,
    control,
    convolution,
    creation,
    extremes,
    linear,
    movement,
    normalization,
    pooling,
    reduction,
    resize,
    selection,
    shape,
    trigonometry,
)
from rot180.ops.case import Case
from rot180.ops.node import Node, Operator

__all__ = ["OPERATORS", "Case", "Node", "Operator", "example_cases"]

_FAMILIES = (
    convolution,
    linear,
    pooling,
    arithmetic,
    extremes,
    comparison,
    activation,
    trigonometry,
    normalization,
    reduction,
    shape,
    movement,
    selection,
    resize,
    creation,
    control,
)

#: Evaluation of each ONNX operator, by its name.
OPERATORS: dict[str, Operator] = {
    name: operator for family in _FAMILIES for name, operator in family.OPERATORS.items()
}


def example_cases() -> Iterator[Case]:
    """Yield the example cases of all operators."""
    for family in _FAMILIES:
        yield from family.cases()
