"""Products of matrices and tensors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rot180.theano.tensor.basic import Tensor, as_tensor_variable, make_one
from rot180.theano.tensor.elementwise import mul, upcast
from rot180.theano.tensor.joining import concatenate
from rot180.theano.tensor.shaping import dimshuffle, patternbroadcast, reshape, shape
from rot180.theano.tensor.variable import TensorVariable

Product = Callable[[Any, Any], TensorVariable]


def dot(a: Any, b: Any) -> TensorVariable:
    """Return the product of vectors or matrices; tensors are summed as NumPy's dot sums them."""
    x, y = as_tensor_variable(a), as_tensor_variable(b)
    if x.ndim == 0 or y.ndim == 0:
        return mul(x, y)
    if x.ndim > 2 or y.ndim > 2:
        return tensordot(x, y, [[x.ndim - 1], [max(0, y.ndim - 2)]])
    flags = (*x.broadcastable[:-1], *y.broadcastable[1:])
    return make_one("theano.tensor.basic", "Dot", [x, y], upcast([x.dtype, y.dtype]), flags)


def batched_dot(a: Any, b: Any) -> TensorVariable:
    """Return the product of the matrices at each place along the first axis."""
    x, y = as_tensor_variable(a), as_tensor_variable(b)
    if x.ndim == 0 or y.ndim == 0:
        raise TypeError("batched_dot needs a first axis to go along")
    if x.ndim == 1:
        return mul(dimshuffle(x, [0] + ["x"] * (y.ndim - 1)), y)
    if y.ndim == 1:
        return mul(x, dimshuffle(y, [0] + ["x"] * (x.ndim - 1)))
    if x.ndim > 3 or y.ndim > 3:
        return batched_tensordot(x, y, [[x.ndim - 1], [max(1, y.ndim - 2)]])
    flags = (x.broadcastable[0] or y.broadcastable[0], *x.broadcastable[1:-1], *y.broadcastable[2:])
    if x.ndim == 3 and y.ndim == 3:
        dtype = upcast([x.dtype, y.dtype])
        return make_one("theano.tensor.blas", "BatchedDot", [x, y], dtype, flags)
    # A matrix operand holds one vector for each place: as a row on the left, a column on the right.
    left = x if x.ndim == 3 else dimshuffle(x, (0, "x", 1))
    right = y if y.ndim == 3 else dimshuffle(y, (0, 1, "x"))
    product = batched_dot(left, right)
    return (
        product[:, 0]
        if x.ndim == 2 and y.ndim == 3
        else product[:, :, 0]
        if x.ndim == 3
        else product[:, 0, 0]
    )


def tensordot(a: Any, b: Any, axes: Any = 2) -> TensorVariable:
    """Sum products over pairs of axes, as NumPy's tensordot."""
    return _as_dot(as_tensor_variable(a), as_tensor_variable(b), axes, dot, batched=False)


def batched_tensordot(x: Any, y: Any, axes: Any = 2) -> TensorVariable:
    """Return the tensordot at each place along the first axis."""
    return _as_dot(as_tensor_variable(x), as_tensor_variable(y), axes, batched_dot, batched=True)


def outer(x: Any, y: Any) -> TensorVariable:
    """Return the outer product of two vectors."""
    a, b = as_tensor_variable(x).flatten(), as_tensor_variable(y).flatten()
    return dot(dimshuffle(a, (0, "x")), dimshuffle(b, ("x", 0)))


def _as_dot(a: Tensor, b: Tensor, axes: Any, product: Product, *, batched: bool) -> TensorVariable:
    """Bring the summed axes together, reshape to matrices, multiply, reshape back."""
    first = 1 if batched else 0
    if not isinstance(axes, int):
        summed = [_as_list(a, axes[0]), _as_list(b, axes[1])]
        if len(summed[0]) != len(summed[1]):
            raise ValueError(f"tensordot sums over pairs of axes, and {axes} are not paired")
        batch = list(range(first))
        rest = [
            [axis for axis in range(first, tensor.ndim) if axis not in chosen]
            for tensor, chosen in zip((a, b), summed, strict=True)
        ]
        left = dimshuffle(a, batch + rest[0] + summed[0])
        right = dimshuffle(b, batch + summed[1] + rest[1])
        return _as_dot(left, right, len(summed[0]), product, batched=batched)
    if not 0 <= axes <= min(a.ndim, b.ndim):
        raise ValueError(f"tensordot over {axes} axes of tensors that have {a.ndim} and {b.ndim}")
    lengths = list(shape(a)), list(shape(b))
    split = a.ndim - axes
    outer_shape = concatenate([shape(a)[:split], shape(b)[first + axes :]])
    batch_lengths = [lengths[0][:first], lengths[1][:first]]
    rows, inner = _product(lengths[0][first:split]), _product(lengths[0][split:])
    columns = _product(lengths[1][first + axes :])
    left = reshape(a, (*batch_lengths[0], rows, inner))
    right = reshape(
        b,
        (
            *batch_lengths[1],
            inner if axes == 0 else _product(lengths[1][first : first + axes]),
            columns,
        ),
    )
    flags = a.broadcastable[:split] + b.broadcastable[first + axes :]
    result = reshape(product(left, right), outer_shape, ndim=len(flags))
    return patternbroadcast(result, flags)  # type: ignore[return-value]


def _product(lengths: Sequence[Any]) -> Any:
    total: Any = 1
    for length in lengths:
        total = total * length
    return total


def _as_list(tensor: Tensor, axes: Any) -> list[int]:
    chosen = [axes] if isinstance(axes, int) else list(axes)
    for axis in chosen:
        if not -tensor.ndim <= axis < tensor.ndim:
            raise ValueError(f"axis {axis} of a tensor that has {tensor.ndim} axes")
    return [axis % tensor.ndim for axis in chosen]
