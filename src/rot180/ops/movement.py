"""Operators that copy values to other places: join, divide, repeat, pad."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rot180.ops.case import Case, integers, uniform
from rot180.ops.node import Array, Node, Result, axis_of


def concat(node: Node, *inputs: Array) -> Array:
    """Return the inputs one after the other along an axis."""
    return np.concatenate(inputs, axis=axis_of(int(node.get("axis")), inputs[0].ndim))


def split(node: Node, x: Array, lengths: Array | None = None) -> Result:
    """Return x in parts of the given lengths; else in equal ones, the last perhaps shorter."""
    axis = axis_of(node.integer("axis", 0), x.ndim)
    given = node.parameter("split", lengths)
    if given is None:
        parts = node.output_count
        length = -(-x.shape[axis] // parts)
        given = tuple(min(length, max(x.shape[axis] - k * length, 0)) for k in range(parts))
    if sum(given) != x.shape[axis] or min(given) < 0:
        raise ValueError(f"parts {list(given)} do not add up to axis {axis} of {x.shape}")
    ends = np.cumsum((0, *given))
    spans = (slice(begin, begin + length) for begin, length in zip(ends, given, strict=False))
    return tuple(x[(slice(None),) * axis + (span,)] for span in spans)


def expand(node: Node, x: Array, shape: Array) -> Array:
    """Return x broadcast with a shape, in both directions."""
    wanted = tuple(int(size) for size in shape)
    return np.broadcast_to(x, np.broadcast_shapes(x.shape, wanted))


def tile(node: Node, x: Array, repeats: Array) -> Array:
    """Return x repeated along each axis."""
    counts = tuple(int(count) for count in repeats)
    if len(counts) != x.ndim:
        raise ValueError(f"repeats {list(counts)} must have one number for each axis of {x.shape}")
    return np.tile(x, counts)


def pad(
    node: Node,
    x: Array,
    pads: Array | None = None,
    value: Array | None = None,
    axes: Array | None = None,
) -> Array:
    """Return x with values put around it, or (negative pads) taken off."""
    amounts = node.parameter("pads", pads) or ()
    fill = x.dtype.type(node.number("value", 0.0) if value is None else value.reshape(())[()])
    chosen = range(x.ndim) if axes is None else [axis_of(int(axis), x.ndim) for axis in axes]
    if len(amounts) != 2 * len(chosen):
        raise ValueError(f"pads {list(amounts)} must have {2 * len(chosen)} numbers")
    around, inside = [(0, 0)] * x.ndim, [slice(None)] * x.ndim
    for k, axis in enumerate(chosen):
        begin, end = amounts[k], amounts[k + len(chosen)]
        around[axis] = (max(begin, 0), max(end, 0))
        inside[axis] = slice(max(-begin, 0), x.shape[axis] - max(-end, 0))
    mode = node.string("mode", "constant")
    if mode == "constant":
        return np.pad(x[tuple(inside)], around, constant_values=fill)
    if mode not in ("edge", "reflect", "wrap"):
        raise ValueError(f"pad mode '{mode}' is not one of constant, edge, reflect, wrap")
    padded: Array = np.pad(x[tuple(inside)], around, mode=mode)  # type: ignore[call-overload]
    return padded


def depth_to_space(node: Node, x: Array) -> Array:
    """Return blocks of channels spread out as blocks of pixels."""
    n, c, h, w = x.shape
    block = int(node.get("blocksize"))
    if node.string("mode", "DCR") == "DCR":
        parts = x.reshape(n, block, block, c // block**2, h, w).transpose(0, 3, 4, 1, 5, 2)
    else:
        parts = x.reshape(n, c // block**2, block, block, h, w).transpose(0, 1, 4, 2, 5, 3)
    return parts.reshape(n, c // block**2, h * block, w * block)


def space_to_depth(node: Node, x: Array) -> Array:
    """Return blocks of pixels gathered as channels."""
    n, c, h, w = x.shape
    block = int(node.get("blocksize"))
    parts = x.reshape(n, c, h // block, block, w // block, block)
    order = (0, 3, 5, 1, 2, 4) if node.string("mode", "DCR") == "DCR" else (0, 1, 3, 5, 2, 4)
    return parts.transpose(order).reshape(n, c * block**2, h // block, w // block)


OPERATORS = {
    "Concat": concat,
    "Split": split,
    "Expand": expand,
    "Tile": tile,
    "Pad": pad,
    "DepthToSpace": depth_to_space,
    "SpaceToDepth": space_to_depth,
}


def cases() -> Iterator[Case]:
    """Yield example cases."""
    x = uniform(2, 3, 4)
    yield Case("concat", "Concat", [x, uniform(2, 5, 4, seed=1), x], {"axis": 1})
    yield Case("concat_last", "Concat", [x, x], {"axis": -1})
    yield Case("split", "Split", [x, integers(1, 2)], {"axis": 1}, outputs=2, constants=[1])
    yield Case("split_equal", "Split", [uniform(7)], {"num_outputs": 3}, outputs=3)
    yield Case("split_old", "Split", [x], {"axis": 2, "split": [1, 3]}, outputs=2, opset=11)
    yield Case("expand", "Expand", [uniform(3, 1), integers(2, 1, 4)], constants=[1])
    yield Case("tile", "Tile", [uniform(2, 3), integers(2, 3)], constants=[1])
    amounts = integers(0, 1, 2, 1, 0, 1)
    yield Case("pad_constant", "Pad", [x, amounts, np.array(np.float32(1.5))], constants=[1])
    for mode in ("edge", "reflect", "wrap"):
        yield Case(f"pad_{mode}", "Pad", [x, amounts], {"mode": mode}, constants=[1])
    yield Case("pad_negative", "Pad", [x, integers(0, -1, 1, 0, 0, -2)], constants=[1])
    chosen = [x, integers(1, 2), None, integers(-1)]
    yield Case("pad_axes", "Pad", chosen, constants=[1, 3])
    old = {"pads": [0, 0, 1, 0, 2, 0], "mode": "constant", "value": -1.0}
    yield Case("pad_old", "Pad", [x], old, opset=7)
    deep = uniform(1, 8, 2, 3)
    for mode in ("DCR", "CRD"):
        attributes = {"blocksize": 2, "mode": mode}
        yield Case(f"depthtospace_{mode.lower()}", "DepthToSpace", [deep], attributes)
    yield Case("spacetodepth", "SpaceToDepth", [uniform(1, 2, 4, 6)], {"blocksize": 2})
