"""Unshared (locally connected) convolution, which ONNX has no operator for.

The patches under the filter are gathered (two Gathers with constant indices) and multiplied by each
place's own filter in one batched MatMul, with channel, row, column ascending as in Conv's chain.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rot180.geometry import Pads
from rot180.theano.translate.rotation import rotated
from rot180.theano.translate.translation import Translation, Value, known_shape


def conv(
    t: Translation,
    image: Value,
    filters: Value,
    flip: bool,
    pads: Pads,
    strides: Sequence[int],
    dilations: Sequence[int],
    group: int,
) -> Value:
    """Convolve `image` (N, C, H, W) with `filters` (O, out H, out W, C / group, kh, kw)."""
    maps, height, width, depth, kh, kw = known_shape(filters, "the unshared filters")
    batch, dtype = image.shape[0], image.dtype
    if any(map(any, pads)):
        widths = [0, 0, pads[0][0], pads[1][0], 0, 0, pads[0][1], pads[1][1]]
        shape = (*image.shape[:2], t.unknown(), t.unknown())
        image = t.node("Pad", [image, t.constant(widths, np.int64)], dtype, shape)
    for axis, taps, places, stride, dilation in (
        (2, kh, height, strides[0], dilations[0]),
        (4, kw, width, strides[1], dilations[1]),
    ):
        index = np.arange(places)[:, None] * stride + np.arange(taps) * dilation
        shape = (*image.shape[:axis], places, taps, *image.shape[axis + 1 :])
        image = t.node("Gather", [image, t.constant(index, np.int64)], dtype, shape, axis=axis)
    # (N, G, C/G, out H, kh, out W, kw) -> (G, out H, out W, N, C/G * kh * kw)
    shape = (batch, group, depth, height, kh, width, kw)
    image = t.reshape(image, shape, [-1, *shape[1:]])
    order = (1, 3, 5, 0, 2, 4, 6)
    image = t.node("Transpose", [image], dtype, [shape[axis] for axis in order], perm=order)
    terms = depth * kh * kw
    image = t.reshape(
        image, (group, height, width, batch, terms), [group, height, width, -1, terms]
    )
    weights = _matrices(t, t.cast(filters, dtype), flip, group)
    product = (group, height, width, batch, maps // group)
    result = t.node("MatMul", [image, weights], dtype, product)
    back = (3, 0, 4, 1, 2)
    result = t.node("Transpose", [result], dtype, [product[axis] for axis in back], perm=back)
    return t.reshape(result, (batch, maps, height, width), [-1, maps, height, width])


def _matrices(t: Translation, filters: Value, flip: bool, group: int) -> Value:
    """Return the filters as one matrix (C/G * kh * kw, O/G) for each group and place."""
    maps, height, width, depth, kh, kw = known_shape(filters, "the unshared filters")
    if flip:
        filters = rotated(t, filters, (4, 5))
    shape = (group, maps // group, height, width, depth * kh * kw)
    order = (0, 2, 3, 4, 1)
    if filters.elements is not None:
        matrices = filters.elements.reshape(shape).transpose(order)
        return t.constant(np.ascontiguousarray(matrices), root=filters.root)
    grouped = t.reshape(filters, shape, shape)
    moved = [shape[axis] for axis in order]
    return t.node("Transpose", [grouped], filters.dtype, moved, perm=order)
