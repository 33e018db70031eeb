"""Reductions over axes, and the position of the maximum."""

from __future__ import annotations

import numpy as np

from rot180.errors import TranslationError, UnsupportedOperatorError
from rot180.theano.records import Apply, Op
from rot180.theano.translate.lengths import product
from rot180.theano.translate.shapes import integers, reshape_to
from rot180.theano.translate.translation import (
    Operators,
    Translation,
    Value,
    known_integers,
    setting,
)

_REDUCERS = {
    "Add": "ReduceSum",
    "Mul": "ReduceProd",
    "Maximum": "ReduceMax",
    "Minimum": "ReduceMin",
    "OR": "ReduceMax",
    "AND": "ReduceMin",
}
_SCALAR_OPS = {"Sum": "Add", "Prod": "Mul", "All": "AND", "Any": "OR"}


def reduce(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """CAReduce{scalar_op, axis} and its subclasses Sum, Prod, All, Any."""
    (x,) = inputs
    scalar_op = setting(node, "scalar_op", None)
    name = scalar_op.name if isinstance(scalar_op, Op) else _SCALAR_OPS.get(node.op.name, "")
    if name not in _REDUCERS:
        raise UnsupportedOperatorError(f"a reduction with the scalar op {name or '?'}")
    output = node.outputs[0].type
    dtype = np.dtype(output.dtype) if output else x.dtype
    # ONNX reduces no truth values; Theano adds small integers up as large ones.
    working = np.dtype(np.int32) if dtype == np.bool_ else dtype
    axes = _axes(setting(node, "axis", None), x)
    if not axes:
        return t.cast(x, dtype)
    result = t.cast(_reduce(t, _REDUCERS[name], t.cast(x, working), axes), dtype)
    if x.lengths is not None and name == "Mul":
        size = product(x.lengths)
        return integers(t, result, (t.unknown() if size is None else size,))
    return result


def max_and_argmax(t: Translation, node: Apply, inputs: list[Value]) -> list[Value]:
    """MaxAndArgmax: the maximum and its position; who is not wanted is not written."""
    axes = _axes_of_max(node, inputs)
    return [_reduce(t, "ReduceMax", inputs[0], axes), _argmax(t, inputs[0], axes)]


def argmax(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """Argmax alone."""
    return _argmax(t, inputs[0], _axes_of_max(node, inputs))


def _reduce(t: Translation, op_type: str, x: Value, axes: list[int]) -> Value:
    shape = [length for axis, length in enumerate(x.shape) if axis not in axes]
    return t.node(op_type, [x, t.constant(axes, np.int64)], x.dtype, shape, keepdims=0)


def _argmax(t: Translation, x: Value, axes: list[int]) -> Value:
    """Position in the flattened block of `axes`, in row-major order; the first of equals."""
    kept = [axis for axis in range(x.ndim) if axis not in axes]
    if len(axes) != 1:
        order = kept + axes
        if order != sorted(order):
            shape = [x.shape[axis] for axis in order]
            x = t.node("Transpose", [x], x.dtype, shape, perm=order)
        x = reshape_to(t, x, [*x.shape[: len(kept)], -1])
        axes = [len(kept)]
    shape = [length for axis, length in enumerate(x.shape) if axis not in axes]
    return t.node("ArgMax", [x], np.int64, shape, axis=axes[0], keepdims=0)


def _axes_of_max(node: Apply, inputs: list[Value]) -> list[int]:
    """Axes are a field since 0.9, before that a second input (an integer, a list, or None)."""
    if "axis" in node.op.fields or len(inputs) == 1:
        return _axes(setting(node, "axis", None), inputs[0])
    if inputs[1].dtype.kind == "O":
        return list(range(inputs[0].ndim))
    return _axes(known_integers(inputs[1], "the axis of a maximum"), inputs[0])


def _axes(axis: object, x: Value) -> list[int]:
    if axis is None:
        return list(range(x.ndim))
    chosen = [int(item) for item in np.atleast_1d(np.asarray(axis, np.int64))]
    if any(not -x.ndim <= item < x.ndim for item in chosen):
        raise TranslationError(f"axes {chosen} of a value that has {x.ndim}")
    return sorted(item % x.ndim for item in chosen)


OPERATORS: Operators = {
    "Sum": reduce,
    "Prod": reduce,
    "All": reduce,
    "Any": reduce,
    "CAReduce": reduce,
    "CAReduceDtype": reduce,
    "NonZeroCAReduce": reduce,
    "CAReduceCuda": reduce,
    "MaxAndArgmax": max_and_argmax,
    "Argmax": argmax,
}
