"""Conv and ConvTranspose in one, two and three dimensions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from rot180.kernels import native as kernels
from rot180.ops.case import Case, edge_values, uniform
from rot180.ops.node import Array, Node
from rot180.ops.window import Window, split_pads, window_of


def conv(node: Node, x: Array, w: Array, bias: Array | None = None) -> Array:
    """Return the cross-correlation of x (N, C, ...) with filters w (M, C/group, ...)."""
    group = node.integer("group", 1)
    _check_filters(x, w, group, channels=w.shape[1] * group)
    if w.shape[0] % group:
        raise ValueError(f"{w.shape[0]} filters cannot be divided into {group} groups")
    window = window_of(node, x.shape[2:], w.shape[2:])
    for axis, extent in enumerate(window.extents):
        begin, end = window.pads[axis], window.pads[axis + x.ndim - 2]
        if x.shape[axis + 2] + begin + end < extent:
            raise ValueError(
                f"the filter spans {extent} on spatial axis {axis}, the padded input only "
                f"{x.shape[axis + 2] + begin + end} (input {x.shape}, filters {w.shape})"
            )
    return kernels.conv(
        x,
        w,
        bias,
        strides=window.strides,
        pads=window.pads,
        dilations=window.dilations,
        group=group,
        threads=node.threads,
    )


def conv_transpose(node: Node, x: Array, w: Array, bias: Array | None = None) -> Array:
    """Return the transposed convolution of x (N, C, ...) with filters w (C, M/group, ...)."""
    group = node.integer("group", 1)
    _check_filters(x, w, group, channels=w.shape[0])
    output_padding = node.integers("output_padding", [0] * (x.ndim - 2))
    # auto_pad pads the output here, which window_of, made for Conv, does not know.
    plain = {name: value for name, value in node.attributes.items() if name != "auto_pad"}
    window = window_of(replace(node, attributes=plain), x.shape[2:], w.shape[2:])
    return kernels.conv_transpose(
        x,
        w,
        bias,
        strides=window.strides,
        pads=_cropped(node, x.shape[2:], window, output_padding),
        dilations=window.dilations,
        group=group,
        output_padding=output_padding,
        threads=node.threads,
    )


def _check_filters(x: Array, w: Array, group: int, channels: int) -> None:
    if x.ndim < 3 or x.ndim != w.ndim:
        raise ValueError(f"input {x.shape} and filters {w.shape} must be of one rank, 3 or more")
    if group < 1 or x.shape[1] != channels or channels % group:
        raise ValueError(
            f"input {x.shape} has {x.shape[1]} channels; filters {w.shape} with group={group} "
            f"want {channels}"
        )


def _cropped(
    node: Node, spatial: Sequence[int], window: Window, output_padding: Sequence[int]
) -> tuple[int, ...]:
    """Return what is cropped at begins and ends; settled by ``output_shape`` or ``auto_pad``."""
    auto_pad = node.string("auto_pad", "NOTSET")
    full = [
        (size - 1) * stride + extent + extra
        for size, stride, extent, extra in zip(
            spatial, window.strides, window.extents, output_padding, strict=True
        )
    ]
    if node.has("output_shape"):
        wanted = node.integers("output_shape", ())[-len(full) :]
    elif auto_pad.startswith("SAME"):
        wanted = tuple(size * stride for size, stride in zip(spatial, window.strides, strict=True))
    elif auto_pad == "VALID":
        return (0,) * len(window.pads)
    else:
        axes = len(full)
        left = [whole - window.pads[k] - window.pads[k + axes] for k, whole in enumerate(full)]
        if min(left) < 1:
            raise ValueError(f"pads {list(window.pads)} leave nothing of the output {full}")
        return window.pads
    totals = [whole - size for whole, size in zip(full, wanted, strict=True)]
    # Without auto_pad the larger half comes first, as with SAME_LOWER.
    return split_pads(totals, "SAME_UPPER" if auto_pad == "SAME_UPPER" else "SAME_LOWER")


OPERATORS = {"Conv": conv, "ConvTranspose": conv_transpose}


def cases() -> Iterator[Case]:
    """Yield example cases."""
    yield from _conv_cases()
    x, bias = uniform(2, 3, 5, 6), uniform(4, seed=2)
    w = uniform(3, 4, 3, 2, seed=1)
    yield Case("conv_transpose", "ConvTranspose", [x, w, bias])
    attributes: dict[str, Any] = {"strides": [2, 3], "pads": [1, 0, 2, 1], "output_padding": [1, 2]}
    yield Case("conv_transpose_strides", "ConvTranspose", [x, w, bias], attributes)
    yield Case("conv_transpose_dilations", "ConvTranspose", [x, w], {"dilations": [2, 1]})
    for auto_pad in ("SAME_UPPER", "SAME_LOWER"):
        attributes = {"strides": [2, 2], "auto_pad": auto_pad}
        name = f"conv_transpose_{auto_pad.lower()}"
        yield Case(name, "ConvTranspose", [x, w, bias], attributes)
    attributes = {"strides": [2, 2], "output_shape": [12, 9]}
    yield Case("conv_transpose_output_shape", "ConvTranspose", [x, w, bias], attributes)
    grouped = [uniform(1, 6, 4, 4), uniform(6, 2, 2, 2, seed=3)]
    yield Case("conv_transpose_group", "ConvTranspose", grouped, {"group": 3, "strides": [2, 2]})
    line = [uniform(1, 2, 9), uniform(2, 3, 4, seed=4)]
    yield Case("conv_transpose_1d", "ConvTranspose", line, {"strides": [3]})
    box = [uniform(1, 2, 3, 2, 3), uniform(2, 2, 2, 2, 2, seed=5)]
    yield Case("conv_transpose_3d", "ConvTranspose", box, {"strides": [1, 2, 1]})


def _conv_cases() -> Iterator[Case]:
    x, w, bias = uniform(2, 3, 9, 8), uniform(5, 3, 3, 2, seed=1), uniform(5, seed=2)
    yield Case("conv", "Conv", [x, w, bias])
    yield Case("conv_no_bias", "Conv", [x, w])
    attributes: dict[str, Any] = {"strides": [2, 3], "pads": [1, 0, 2, 3], "dilations": [2, 1]}
    yield Case("conv_asymmetric", "Conv", [x, w, bias], attributes)
    for auto_pad in ("SAME_UPPER", "SAME_LOWER", "VALID"):
        attributes = {"strides": [2, 2], "auto_pad": auto_pad}
        yield Case(f"conv_{auto_pad.lower()}", "Conv", [x, w, bias], attributes)
    yield Case("conv_one_pixel", "Conv", [uniform(3, 2, 5, 7), uniform(19, 2, 5, 7, seed=3)])
    wide = [uniform(1, 1, 40, 41), uniform(2, 1, 33, 35, seed=4)]
    yield Case("conv_large_filter", "Conv", wide, {"pads": [3, 3, 3, 3]})
    odd = [uniform(1, 17, 6, 7), uniform(35, 17, 3, 3, seed=5), uniform(35, seed=6)]
    yield Case("conv_odd_channels", "Conv", odd, {"pads": [1, 1, 1, 1]})
    yield Case("conv_pointwise", "Conv", [uniform(1, 13, 5, 5), uniform(21, 13, 1, 1, seed=7)])
    deep = [uniform(1, 9, 7, 7), uniform(9, 1, 3, 3, seed=8), uniform(9, seed=9)]
    yield Case("conv_depthwise", "Conv", deep, {"group": 9, "pads": [1, 1, 1, 1]})
    grouped = [uniform(1, 6, 5, 5), uniform(4, 3, 2, 2, seed=10)]
    yield Case("conv_group", "Conv", grouped, {"group": 2})
    yield Case("conv_1d", "Conv", [uniform(2, 4, 31), uniform(3, 4, 5, seed=11)], {"strides": [2]})
    row = [uniform(1, 1, 3, 600), uniform(4, 1, 1, 256, seed=12)]
    yield Case("conv_row_filter", "Conv", row, {"strides": [1, 100]})
    box = [uniform(1, 2, 5, 4, 6), uniform(3, 2, 2, 3, 2, seed=13), uniform(3, seed=14)]
    yield Case("conv_3d", "Conv", box, {"pads": [1, 0, 1, 0, 1, 0]})
    double = [uniform(1, 3, 6, 6, dtype=np.float64), uniform(4, 3, 3, 3, dtype=np.float64)]
    yield Case("conv_float64", "Conv", double)
    edges = np.resize(edge_values(), (1, 1, 9, 12))
    yield Case("conv_edges", "Conv", [edges, uniform(3, 1, 2, 2, seed=15)])
    # Products below the smallest subnormal vanish, sums of them do not; zeros end as +0.
    small = [uniform(1, 2, 8, 8) * np.float32(1e-22), uniform(5, 2, 3, 3) * np.float32(1e-20)]
    yield Case("conv_underflow", "Conv", small, {"pads": [1, 1, 1, 1]})
    zeros = [np.full((1, 2, 4, 4), -0.0, np.float32), uniform(3, 2, 3, 3, seed=16)]
    yield Case("conv_zeros", "Conv", [*zeros, np.full(3, -0.0, np.float32)])
    huge = [uniform(1, 4, 5, 5) * np.float32(3e38), uniform(3, 4, 3, 3, low=-9, high=9, seed=17)]
    yield Case("conv_overflow", "Conv", huge)
    spoilt = uniform(2, 1, 3, 3, seed=18)
    spoilt[0, 0, 1, 1], spoilt[1, 0, 2, 0] = np.inf, np.nan
    yield Case("conv_nonfinite_filter", "Conv", [uniform(1, 1, 5, 5), spoilt], {"pads": [1] * 4})
