"""Making large tensors of small ones: Join, Split, Alloc, ARange, Repeat and Tile."""

from __future__ import annotations

import numpy as np

from rot180.theano.records import Apply
from rot180.theano.translate.lengths import Length, add
from rot180.theano.translate.shapes import integers
from rot180.theano.translate.translation import Operators, Translation, Value, known_integers

_LARGEST_CONSTANT = 1 << 20


def join(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """Join(axis, x, y, ...): concatenation."""
    output = node.outputs[0].type
    dtype = np.dtype(output.dtype) if output else inputs[1].dtype
    parts = [t.cast(value, dtype) for value in inputs[1:]]
    axis = known_integers(inputs[0], "the axis of a Join")[0] % parts[0].ndim
    shape = list(parts[0].shape)
    for part in parts[1:]:
        total: Length | None = add(shape[axis], part.shape[axis])
        shape = [
            t.unify(a, b) if i != axis else a
            for i, (a, b) in enumerate(zip(shape, part.shape, strict=True))
        ]
        shape[axis] = t.unknown() if total is None else total
    result = t.node("Concat", parts, dtype, shape, axis=axis)
    known = [value.lengths for value in inputs[1:]]
    if result.ndim == 1 and all(item is not None for item in known):
        return integers(t, result, tuple(length for item in known if item for length in item))
    return result


def split(t: Translation, node: Apply, inputs: list[Value]) -> list[Value]:
    """Split(x, axis, sizes)."""
    x = inputs[0]
    axis = known_integers(inputs[1], "the axis of a Split")[0] % x.ndim
    sizes = known_integers(inputs[2], "the sizes of a Split")
    ends = np.cumsum(sizes)
    return [
        _slice(t, x, axis, int(end) - size, int(end)) for size, end in zip(sizes, ends, strict=True)
    ]


def _slice(t: Translation, x: Value, axis: int, start: int, end: int) -> Value:
    shape = (*x.shape[:axis], end - start, *x.shape[axis + 1 :])
    bounds = [t.constant([number], np.int64) for number in (start, end, axis)]
    return t.node("Slice", [x, *bounds], x.dtype, shape)


def alloc(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """Alloc(value, lengths ...): a tensor filled with a value that broadcasts."""
    value, *dims = inputs
    lengths = [item.lengths[0] if item.lengths else t.unknown() for item in dims]
    shape = _vector(t, dims, lengths)
    return t.node("Expand", [value, shape], value.dtype, lengths)


def _vector(t: Translation, dims: list[Value], lengths: list[Length]) -> Value:
    numbers = [length for length in lengths if isinstance(length, int)]
    if len(numbers) == len(lengths):
        return t.constant(numbers, np.int64)
    one = t.constant([1], np.int64)
    parts = [
        t.constant([length], np.int64)
        if isinstance(length, int)
        else t.node("Reshape", [t.cast(value, np.int64), one], np.int64, (1,))
        for value, length in zip(dims, lengths, strict=True)
    ]
    return t.node("Concat", parts, np.int64, (len(parts),), axis=0)


def arange(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """ARange(start, stop, step)."""
    output = node.outputs[0].type
    dtype = np.dtype(output.dtype) if output else inputs[0].dtype
    known = [value.elements for value in inputs]
    if all(item is not None for item in known):
        start, stop, step = (item.item() for item in known if item is not None)
        # What a stranger's file asks for may be too large to make before it is wanted.
        if step and abs(stop - start) <= abs(step) * _LARGEST_CONSTANT:
            return t.constant(np.arange(start, stop, step).astype(dtype))
    operands = [t.cast(value, dtype) for value in inputs]
    return t.node("Range", operands, dtype, (t.unknown(),))


def repeat(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """Repeat{axis}(x, times): each element `times` times in a row."""
    x = inputs[0]
    (times,) = set(known_integers(inputs[1], "the number of repetitions"))
    axis = node.op.fields["axis"]
    if axis is None:
        x = t.reshape(x, (t.unknown(),), [-1])
        axis = 0
    length = x.shape[axis]
    total = length * times if isinstance(length, int) else t.unknown()
    position = np.int64(axis + 1)
    widened = t.node(
        "Unsqueeze",
        [x, t.constant([position], np.int64)],
        x.dtype,
        (*x.shape[: axis + 1], 1, *x.shape[axis + 1 :]),
    )
    tiles = [1] * widened.ndim
    tiles[axis + 1] = times
    shape = (*x.shape[: axis + 1], times, *x.shape[axis + 1 :])
    tiled = t.node("Tile", [widened, t.constant(tiles, np.int64)], x.dtype, shape)
    unknown = [i for i, item in enumerate(x.shape) if not isinstance(item, int)]
    shape = (*x.shape[:axis], total, *x.shape[axis + 1 :])
    target = [item if isinstance(item, int) else 0 for item in shape]
    if axis in unknown:
        target[axis] = -1
    if any(i > axis for i in unknown):
        return _reshape_by_shape(t, x, tiled, axis, times, shape)
    return t.reshape(tiled, shape, target)


def _reshape_by_shape(
    t: Translation, x: Value, tiled: Value, axis: int, times: int, shape: tuple[Length, ...]
) -> Value:
    """Reshape to x's own shape with one length multiplied, computed while the model runs."""
    factors = [times if i == axis else 1 for i in range(x.ndim)]
    sizes = t.node("Shape", [x], np.int64, (x.ndim,))
    wanted = t.node("Mul", [sizes, t.constant(factors, np.int64)], np.int64, (x.ndim,))
    return t.node("Reshape", [tiled, wanted], x.dtype, shape)


def tile(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """Tile{ndim}(x, repetitions): the whole array repeated along each axis."""
    x, repetitions = inputs
    counts = known_integers(repetitions, "the repetitions of a Tile")
    shape = [
        length * count if isinstance(length, int) else t.unknown()
        for length, count in zip(x.shape, counts, strict=True)
    ]
    return t.node("Tile", [x, t.cast(repetitions, np.int64)], x.dtype, shape)


OPERATORS: Operators = {
    "Join": join,
    "Split": split,
    "Alloc": alloc,
    "ARange": arange,
    "Repeat": repeat,
    "RepeatOp": repeat,
    "Tile": tile,
}
