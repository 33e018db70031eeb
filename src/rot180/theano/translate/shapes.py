"""Ops on shapes: Shape, Reshape, Flatten, DimShuffle and what glues them together.

A shape that can be proved is written as a constant; the nodes that would have computed it are then
needed by nobody and disappear. Arrays that are known now (parameters) are rearranged now where a
filter needs it: see `Value.data`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rot180.errors import TranslationError
from rot180.theano.records import Apply
from rot180.theano.translate.lengths import Length, Lengths, Symbol, product, remaining
from rot180.theano.translate.translation import Operators, Translation, Value, setting, show


def identity(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """Ops that only move or relabel a value: transfers between devices, Rebroadcast, views."""
    return inputs[0]


def shape(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """Shape: a vector of lengths, computed only where it cannot be proved."""
    return integers(t, t.node("Shape", inputs, np.int64, (inputs[0].ndim,)), inputs[0].shape)


def shape_i(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """Shape_i: the length of one axis."""
    axis = int(node.op.fields["i"])
    vector = t.node("Shape", inputs, np.int64, (1,), start=axis, end=axis + 1)
    scalar = t.node("Squeeze", [vector], np.int64, ())
    return integers(t, scalar, (inputs[0].shape[axis],))


def make_vector(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """MakeVector: scalars become the elements of a vector."""
    dtype = node.outputs[0].type.dtype if node.outputs[0].type else inputs[0].dtype
    if not inputs:
        return t.constant(np.zeros(0, dtype))
    axis = t.constant([0], np.int64)
    items = [t.node("Unsqueeze", [t.cast(v, dtype), axis], dtype, (1,)) for v in inputs]
    result = t.node("Concat", items, dtype, (len(inputs),), axis=0)
    known = [value.lengths for value in inputs]
    return integers(t, result, tuple(item[0] for item in known if item)) if all(known) else result


def integers(t: Translation, value: Value, lengths: Lengths) -> Value:
    """Note the elements of a vector or scalar of integers; a constant if all are numbers."""
    numbers = [length for length in lengths if isinstance(length, int)]
    if len(numbers) == len(lengths):
        return t.constant(numbers if value.ndim else numbers[0], value.dtype)
    value.lengths = lengths
    return value


def dim_shuffle(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """DimShuffle: drop axes of length one, transpose the others, insert axes of length one."""
    (x,) = inputs
    order = list(node.op.fields["new_order"])
    kept = [axis for axis in order if axis != "x"]
    dropped = [axis for axis in range(x.ndim) if axis not in kept]
    inserted = [position for position, axis in enumerate(order) if axis == "x"]
    elements = None
    if x.elements is not None:
        elements = np.expand_dims(
            x.elements.squeeze(tuple(dropped)).transpose(_ranks(kept)), inserted
        )
        if x.root is None:
            return t.constant(elements)
    result = x
    if dropped:
        left = [length for axis, length in enumerate(x.shape) if axis not in dropped]
        result = t.node("Squeeze", [result, t.constant(dropped, np.int64)], x.dtype, left)
    if kept != sorted(kept):
        moved = [x.shape[axis] for axis in kept]
        result = t.node("Transpose", [result], x.dtype, moved, perm=_ranks(kept))
    if inserted:
        axes = t.constant(inserted, np.int64)
        new_shape = [1 if axis == "x" else x.shape[axis] for axis in order]
        result = t.node("Unsqueeze", [result, axes], x.dtype, new_shape)
    if result is not x:
        result.elements, result.root = elements, x.root
        result.lengths = x.lengths if len(order) <= 1 else None
    return result


def _ranks(axes: Sequence[int]) -> list[int]:
    """Positions of `axes` among themselves: the permutation left when other axes are dropped."""
    return [sorted(axes).index(axis) for axis in axes]


def flatten(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """Flatten: the last axes become one, `outdim` axes remain."""
    (x,) = inputs
    leading = x.shape[: int(setting(node, "outdim", 1)) - 1]
    return reshape_to(t, x, [*leading, -1])


def reshape(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """Reshape to the vector that is the second input."""
    x, vector = inputs
    ndim = int(node.op.fields["ndim"])
    if vector.lengths is not None:
        return reshape_to(t, x, vector.lengths, vector)
    result_shape = [t.unknown() for _ in range(ndim)]
    return t.node("Reshape", [x, t.cast(vector, np.int64)], x.dtype, result_shape)


def reshape_to(
    t: Translation, x: Value, wanted: Sequence[Length], vector: Value | None = None
) -> Value:
    """Reshape to lengths that may contain -1 and symbols; `vector` computes them if need be."""
    shape = _settle_batch(t, x, wanted)
    if -1 in shape:
        rest = [length for length in shape if length != -1]
        shape[shape.index(-1)] = remaining(x.shape, rest) or t.unknown()
    if tuple(shape) == x.shape:
        return x
    target = [_target(x, axis, length) for axis, length in enumerate(shape)]
    if 0 in shape and all(isinstance(length, int) for length in shape):
        sizes = t.constant(shape, np.int64)
        return t.node("Reshape", [x, sizes], x.dtype, shape, allowzero=1)
    if target.count(-1) > 1 or 0 in shape:
        if vector is None:
            raise TranslationError(
                f"cannot prove the lengths of the new shape {show(tuple(shape))}"
            )
        return t.node("Reshape", [x, vector], x.dtype, shape)
    if x.elements is not None and x.root is None:
        return t.constant(x.elements.reshape(target))
    result = t.reshape(x, shape, target)
    if x.elements is not None:
        result.elements, result.root = x.elements.reshape(target), x.root
    return result


def _target(x: Value, axis: int, length: Length) -> int:
    """Return a length in the spelling of ONNX's Reshape: 0 keeps the length of the same axis."""
    if isinstance(length, int):
        return length
    return 0 if axis < x.ndim and x.shape[axis] == length else -1


def _settle_batch(t: Translation, x: Value, wanted: Sequence[Length]) -> list[Length]:
    """Learn an input's shape from the shape that it is given, and free its batch axis."""
    wanted = list(wanted)
    batch, size = (x.shape or (1,))[0], product(wanted[1:])
    if not isinstance(batch, Symbol) or batch.axis is None or batch.offset or not size or size < 0:
        return wanted
    images = len(wanted) == 4 and x.ndim < 4
    # reshape((500, 1, 28, 28)) on rows of pixels is how tutorials wrote "a batch".
    if wanted[0] != batch and not (images and isinstance(wanted[0], int) and wanted[0] > 0):
        return wanted
    if _learn_rows(t, x.shape[1:], [length for length in wanted[1:] if length != 1], size, images):
        wanted[0] = batch
    return wanted


def _learn_rows(
    t: Translation, have: Lengths, sizes: Sequence[Length], size: int, images: bool
) -> bool:
    """Settle the lengths of one element of a batch, and say whether it has `size` elements."""
    unknown = [length for length in have if isinstance(length, Symbol)]
    known = product(length for length in have if isinstance(length, int)) or 0
    if not unknown:
        return known == size
    if len(unknown) == 1 and known and size % known == 0:
        t.unify(unknown[0], size // known)
        return True
    if images and known == 1 and len(unknown) == len(sizes):
        # A guess, and nearly always right: (n, ?, ?) becomes (n, 1, 28, 28) because it is 28x28.
        for symbol, length in zip(unknown, sizes, strict=True):
            t.unify(symbol, length)
        return True
    return False


OPERATORS: Operators = {
    "Shape": shape,
    "Shape_i": shape_i,
    "MakeVector": make_vector,
    "DimShuffle": dim_shuffle,
    "Flatten": flatten,
    "Reshape": reshape,
    "Rebroadcast": identity,
    "Unbroadcast": identity,
    "HostFromGpu": identity,
    "GpuFromHost": identity,
    "GpuToGpu": identity,
    "GpuContiguous": identity,
    "Contiguous": identity,
    "ScalarFromTensor": identity,
    "TensorFromScalar": identity,
    "ViewOp": identity,
    "OutputGuard": identity,
    "DeepCopyOp": identity,
    "Assert": identity,
    "SpecifyShape": identity,
    "ZeroGrad": identity,
    "DisconnectedGrad": identity,
    "GradClip": identity,
    "PrintOp": identity,
    "Print": identity,
}
