"""Attributes that Conv, ConvTranspose and the pools share: strides, dilations and pads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rot180.ops.node import Node


@dataclass(frozen=True)
class Window:
    """How a window slides over the spatial axes; ``pads`` holds all begins, then all ends."""

    kernel_shape: tuple[int, ...]
    strides: tuple[int, ...]
    dilations: tuple[int, ...]
    pads: tuple[int, ...]

    @property
    def extents(self) -> tuple[int, ...]:
        """Positions that the dilated window spans on each axis."""
        pairs = zip(self.kernel_shape, self.dilations, strict=True)
        return tuple((size - 1) * dilation + 1 for size, dilation in pairs)


def window_of(node: Node, spatial: Sequence[int], kernel_shape: Sequence[int]) -> Window:
    """Read the window's attributes; ``auto_pad`` is settled for the spatial shape at hand."""
    axes = len(spatial)
    sizes = node.integers("kernel_shape", kernel_shape)
    if len(sizes) != axes:
        raise ValueError(f"kernel_shape {list(sizes)} does not fit {axes} spatial axes")
    if kernel_shape and tuple(kernel_shape) != sizes:
        raise ValueError(f"kernel_shape {list(sizes)} but the filters are {list(kernel_shape)}")
    strides = _positive(node, "strides", axes)
    dilations = _positive(node, "dilations", axes)
    pads = node.integers("pads", [0] * 2 * axes)
    if len(pads) != 2 * axes:
        raise ValueError(f"pads {list(pads)} must have {2 * axes} numbers: all begins, all ends")
    window = Window(sizes, strides, dilations, pads)
    auto_pad = node.string("auto_pad", "NOTSET")
    if auto_pad == "NOTSET":
        return window
    totals = [0] * axes
    if auto_pad != "VALID":
        totals = [
            max((-(-size // stride) - 1) * stride + extent - size, 0)
            for size, stride, extent in zip(spatial, strides, window.extents, strict=True)
        ]
    return Window(sizes, strides, dilations, split_pads(totals, auto_pad))


def split_pads(totals: Sequence[int], auto_pad: str) -> tuple[int, ...]:
    """Divide pads between begin and end: SAME_UPPER has the odd one at the end."""
    begins = [total // 2 if auto_pad != "SAME_LOWER" else total - total // 2 for total in totals]
    ends = [total - begin for total, begin in zip(totals, begins, strict=True)]
    return (*begins, *ends)


def _positive(node: Node, name: str, axes: int) -> tuple[int, ...]:
    values = node.integers(name, [1] * axes)
    if len(values) != axes or min(values, default=1) < 1:
        raise ValueError(f"{name} {list(values)} must be {axes} positive numbers")
    return values
