"""Matrix products: Dot and the BLAS calls that Theano's optimiser put in its place."""

from __future__ import annotations

from typing import Any

import numpy as np

from rot180.errors import TranslationError
from rot180.theano.records import Apply
from rot180.theano.translate import patterns
from rot180.theano.translate.lengths import Lengths
from rot180.theano.translate.translation import Operators, Translation, Value


def dot(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """Dot, Dot22: the product of matrices or vectors."""
    return _matmul(t, inputs[0], inputs[1], _dtype(node, inputs))


def batched_dot(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """BatchedDot: a matrix product for each place along the first axis."""
    return _matmul(t, inputs[0], inputs[1], _dtype(node, inputs))


def dot22_scalar(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """Dot22Scalar(x, y, a): a x y."""
    x, y, factor = inputs
    dtype = _dtype(node, inputs)
    product = _matmul(t, x, y, dtype)
    return t.node("Mul", [product, t.cast(factor, dtype)], dtype, product.shape)


def gemm(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """Gemm(z, a, x, y, b): b z + a x y. Gemv is the same with a vector y."""
    z, a, x, y, b = inputs
    dtype = _dtype(node, inputs)
    product = _matmul(t, x, y, dtype)
    for factor, record in ((a, node.inputs[1]), (b, node.inputs[4])):
        if patterns.number(record) == 1.0:
            continue
        scaled = z if factor is b else product
        scaled = t.node("Mul", [scaled, t.cast(factor, dtype)], dtype, scaled.shape)
        z, product = (scaled, product) if factor is b else (z, scaled)
    return t.node("Add", [product, t.cast(z, dtype)], dtype, t.broadcast([product, z]))


def _dtype(node: Apply, inputs: list[Value]) -> np.dtype[Any]:
    output = node.outputs[0].type
    return np.dtype(output.dtype) if output else inputs[0].dtype


def _matmul(t: Translation, x: Value, y: Value, dtype: np.dtype[Any]) -> Value:
    if 0 in (x.ndim, y.ndim):
        return t.node("Mul", [t.cast(x, dtype), t.cast(y, dtype)], dtype, t.broadcast([x, y]))
    try:
        t.unify(x.shape[-1], y.shape[-2 if y.ndim > 1 else 0])
    except TranslationError as error:
        raise TranslationError(f"the inner lengths of a matrix product differ: {error}") from error
    columns: Lengths = y.shape[-1:] if y.ndim > 1 else ()
    shape = (*x.shape[:-1], *columns)
    return t.node("MatMul", [t.cast(x, dtype), t.cast(y, dtype)], dtype, shape)


OPERATORS: Operators = {
    "Dot": dot,
    "Dot22": dot,
    "Dot22Scalar": dot22_scalar,
    "BatchedDot": batched_dot,
    "Gemm": gemm,
    "Gemv": gemm,
}
