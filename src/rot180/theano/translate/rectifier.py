"""Recognise the ways in which Theano's users write rectifiers.

``T.nnet.relu(x)`` is ``0.5 * (x + abs(x))`` and its leaky form ``f1 * x + f2 * abs(x)``; both say,
with numbers a and b, ``a x + b |x|``, whose slopes are a + b and a - b.
"""

from __future__ import annotations

import math

from rot180.theano.records import Apply, Variable
from rot180.theano.translate import patterns
from rot180.theano.translate.translation import Translation, Value


def recognise(t: Translation, node: Apply) -> Value | None:
    """Return the Relu, LeakyRelu or Elu that an Elemwise is the last step of, if it is one."""
    output = node.outputs[0]
    rectifier = _slopes(output) or _maximum(output)
    if rectifier is not None and rectifier[1] == 0:
        return _node(t, "Relu", "relu", rectifier[0])
    if rectifier is not None:
        return _node(t, "LeakyRelu", "leaky_relu", *rectifier)
    elu = _elu(output)
    return _node(t, "Elu", "elu", *elu) if elu is not None else None


def _node(
    t: Translation, op_type: str, label: str, variable: Variable, alpha: float | None = None
) -> Value | None:
    x = t.values.get(variable)
    if x is None or x.dtype.kind != "f":
        return None
    attributes = {} if alpha is None else {"alpha": alpha}
    result = t.node(op_type, [x], x.dtype, x.shape, **attributes)
    result.label = label
    return result


def _slopes(variable: Variable) -> tuple[Variable, float] | None:
    """X and the negative slope s of a term that is x for positive and s x for negative x."""
    factor, core = patterns.term(variable)
    if patterns.scalar(core) != "Add" or core.owner is None or len(core.owner.inputs) != 2:
        return None
    (a, x), (b, y) = (patterns.term(item) for item in core.owner.inputs)
    if patterns.scalar(x) == "Abs":
        (a, x), (b, y) = (b, y), (a, x)
    if patterns.scalar(y) != "Abs" or y.owner is None or y.owner.inputs[0] is not x:
        return None
    if not math.isclose(factor * (a + b), 1.0, rel_tol=1e-6):
        return None
    slope = factor * (a - b)
    return x, 0.0 if abs(slope) < 1e-7 else slope


def _maximum(variable: Variable) -> tuple[Variable, float] | None:
    """maximum(x, 0), or maximum(x, s x) with a slope s between 0 and 1."""
    if (
        patterns.scalar(variable) != "Maximum"
        or variable.owner is None
        or len(variable.owner.inputs) != 2
    ):
        return None
    for x, other in (variable.owner.inputs, variable.owner.inputs[::-1]):
        factor, core = patterns.term(other)
        if patterns.number(other) == 0 and patterns.number(x) is None and x.type == variable.type:
            return x, 0.0
        if core is x and 0 < factor < 1:
            return x, factor
    return None


def _elu(variable: Variable) -> tuple[Variable, float] | None:
    """switch(x > 0, x, alpha * expm1(x)): x and alpha."""
    if patterns.scalar(variable) != "Switch" or variable.owner is None:
        return None
    condition, x, otherwise = variable.owner.inputs
    alpha, core = patterns.term(otherwise)
    if patterns.scalar(core) != "Expm1" or core.owner is None or core.owner.inputs[0] is not x:
        return None
    if patterns.scalar(condition) not in ("GT", "GE") or condition.owner is None:
        return None
    left, right = condition.owner.inputs
    return (x, alpha) if left is x and patterns.number(right) == 0 else None
