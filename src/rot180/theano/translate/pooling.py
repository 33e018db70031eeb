"""Pooling: every generation of Theano's Pool becomes ONNX's MaxPool or AveragePool.

The corner cases (partial windows, padding in averages, sums) are settled as the table in
docs/theano-conv2d.md has them; they were compared with Theano's own results.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from rot180.errors import TranslationError, UnsupportedOperatorError
from rot180.geometry import theano_pool_output_size
from rot180.theano.records import Apply
from rot180.theano.translate.lengths import Length, Lengths
from rot180.theano.translate.translation import (
    Operators,
    Translation,
    Value,
    known_integers,
    setting,
)

_MODES = ("max", "max_deterministic", "sum", "average_inc_pad", "average_exc_pad")


def pool(t: Translation, node: Apply, inputs: list[Value]) -> Value:
    """Pool, and DownsampleFactorMax of Theano up to 0.7."""
    image = inputs[0]
    window, strides, pads = _geometry(node, inputs)
    mode = str(setting(node, "mode", "max"))
    if mode not in _MODES:
        raise UnsupportedOperatorError(f"pooling mode {mode!r}; there are {', '.join(_MODES)}")
    ignore_border = bool(setting(node, "ignore_border", False))
    dtype = image.dtype
    if dtype.kind != "f":
        image = t.cast(image, np.float64)
    flat = _with_channels(t, image, len(window))
    pooled = _pool(t, flat, window, strides, pads, mode, ignore_border)
    return t.cast(_like(t, pooled, image, len(window)), dtype)


def _geometry(node: Apply, inputs: list[Value]) -> tuple[list[int], list[int], list[int]]:
    """Window, strides and pads: inputs of the op since 0.9, fields of it before."""
    if len(inputs) == 4:
        names = ("the pooling window", "the pooling stride", "the pooling padding")
        window, strides, pads = (
            known_integers(value, name) for value, name in zip(inputs[1:], names, strict=True)
        )
    else:
        window = tuple(int(size) for size in node.op.fields["ds"])
        strides = tuple(int(step) for step in setting(node, "st", None) or window)
        pads = tuple(int(pad) for pad in setting(node, "padding", None) or (0,) * len(window))
    return list(window), list(strides), list(pads)


def _pool(
    t: Translation,
    image: Value,
    window: Sequence[int],
    strides: Sequence[int],
    pads: Sequence[int],
    mode: str,
    ignore_border: bool,
) -> Value:
    sizes = image.shape[2:]
    spatial: list[Length] = [
        theano_pool_output_size(size, w, s, p, ignore_border)
        if isinstance(size, int)
        else t.unknown()
        for size, w, s, p in zip(sizes, window, strides, pads, strict=True)
    ]
    if 0 in spatial:
        raise TranslationError(f"a pooling window of {tuple(window)} leaves nothing of {sizes}")
    shape = (*image.shape[:2], *spatial)
    if mode == "sum":
        return _sum(t, image, window, strides, pads, shape, ignore_border)
    # A window larger than the image is allowed where the border counts; ONNX has none such.
    kernel = list(window) if ignore_border else _fitting(window, sizes)
    settings: dict[str, Any] = {"kernel_shape": kernel, "strides": strides, "pads": [*pads, *pads]}
    if not ignore_border:
        ends = _ends(sizes, spatial, kernel, strides)
        if ends is not None and any(s > w for s, w in zip(strides, window, strict=True)):
            # Windows that would start after the image are left out, which ONNX's checker forgets.
            settings["pads"] = [*pads, *ends]
        else:
            settings["ceil_mode"] = 1
    if mode.startswith("max"):
        return t.node("MaxPool", [image], image.dtype, shape, **settings)
    settings["count_include_pad"] = int(mode == "average_inc_pad" and ignore_border)
    return t.node("AveragePool", [image], image.dtype, shape, **settings)


def _sum(
    t: Translation,
    image: Value,
    window: Sequence[int],
    strides: Sequence[int],
    pads: Sequence[int],
    shape: Lengths,
    ignore_border: bool,
) -> Value:
    """Sum pooling: the mean over whole windows, zeros included, times their area."""
    ends = pads if ignore_border else _ends(image.shape[2:], shape[2:], window, strides)
    if ends is None:
        raise TranslationError(
            "sum pooling with ignore_border=False needs the image's size; give the input's shape "
            "(input_shape=..., --input-shape Nx1x28x28)"
        )
    mean = t.node(
        "AveragePool",
        [image],
        image.dtype,
        shape,
        kernel_shape=window,
        strides=strides,
        pads=[*pads, *ends],
        count_include_pad=1,
    )
    area = t.constant(np.prod(window), image.dtype)
    return t.node("Mul", [mean, area], image.dtype, shape)


def _ends(
    sizes: Lengths, spatial: Sequence[Length], window: Sequence[int], strides: Sequence[int]
) -> list[int] | None:
    """Return the padding at the end that makes all windows whole, if the size is known."""
    ends = []
    for size, count, width, step in zip(sizes, spatial, window, strides, strict=True):
        if not (isinstance(size, int) and isinstance(count, int)):
            return None
        ends.append(max(0, (count - 1) * step + width - size))
    return ends


def _fitting(window: Sequence[int], sizes: Lengths) -> list[int]:
    return [
        min(width, size) if isinstance(size, int) else width
        for width, size in zip(window, sizes, strict=True)
    ]


def _with_channels(t: Translation, image: Value, axes: int) -> Value:
    """Image with exactly two axes before those that are pooled, as ONNX wants it."""
    if image.ndim < axes:
        raise TranslationError(f"pooling over {axes} axes of a value that has {image.ndim}")
    missing = axes + 2 - image.ndim
    if missing == 0:
        return image
    if missing > 0:
        positions = t.constant(list(range(missing)), np.int64)
        return t.node("Unsqueeze", [image, positions], image.dtype, (1,) * missing + image.shape)
    spatial = _sizes(image, axes)
    return t.reshape(image, (t.unknown(), 1, *spatial), [-1, 1, *spatial])


def _like(t: Translation, pooled: Value, image: Value, axes: int) -> Value:
    """Undo `_with_channels`."""
    missing = axes + 2 - image.ndim
    if missing == 0:
        return pooled
    if missing > 0:
        positions = t.constant(list(range(missing)), np.int64)
        return t.node("Squeeze", [pooled, positions], pooled.dtype, pooled.shape[missing:])
    shape = (*image.shape[:-axes], *pooled.shape[-axes:])
    if not all(isinstance(length, int) for length in shape[1:]):
        raise TranslationError(
            f"pooling a value of {image.ndim} axes needs its shape; give the input's shape "
            "(input_shape=..., --input-shape Nx1x28x28)"
        )
    first = shape[0] if isinstance(shape[0], int) else -1
    return t.reshape(pooled, shape, [first, *(int(i) for i in shape[1:] if isinstance(i, int))])


def _sizes(image: Value, axes: int) -> list[int]:
    sizes = [length for length in image.shape[-axes:] if isinstance(length, int)]
    if len(sizes) < axes:
        raise TranslationError(
            f"pooling a value of {image.ndim} axes needs its shape; give the input's shape "
            "(input_shape=..., --input-shape Nx1x28x28)"
        )
    return sizes


OPERATORS: Operators = {"Pool": pool, "DownsampleFactorMax": pool}
