"""Resize and Upsample: a value between pixels, one axis after the other, the last one first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from rot180.kernels.reference import fma
from rot180.ops.case import Case, integers, uniform
from rot180.ops.node import Array, Node, axis_of


@dataclass(frozen=True)
class AxisPlan:
    """One axis that is resized: its lengths, its scale, and the region of interest's ends."""

    axis: int
    size: int
    length: int
    scale: float
    start: float = 0.0
    end: float = 1.0


def resize(
    node: Node,
    x: Array,
    roi: Array | None = None,
    scales: Array | None = None,
    sizes: Array | None = None,
) -> Array:
    """Return x with other axis lengths, interpolated as ``mode`` says."""
    if node.opset < 11:
        # The old operator had no region; its second input is the scales.
        mode = node.string("mode", "nearest")
        return _resized(x, _plans(node, x, None, roi, None), mode, "asymmetric", "floor", node)
    transformation = node.string("coordinate_transformation_mode", "half_pixel")
    nearest = node.string("nearest_mode", "round_prefer_floor")
    plans = _plans(node, x, roi if transformation == "tf_crop_and_resize" else None, scales, sizes)
    return _resized(x, plans, node.string("mode", "nearest"), transformation, nearest, node)


def upsample(node: Node, x: Array, scales: Array | None = None) -> Array:
    """Return x enlarged: Resize's forerunner, with coordinates divided by the scale."""
    if scales is None:
        scales = np.array(node.get("scales"), dtype=np.float32)
    plans = _plans(node, x, None, scales, None)
    return _resized(x, plans, node.string("mode", "nearest"), "asymmetric", "floor", node)


def _plans(
    node: Node, x: Array, roi: Array | None, scales: Array | None, sizes: Array | None
) -> list[AxisPlan]:
    """Work out the new length of each axis from the scales, or the scale from the sizes."""
    axes = [axis_of(axis, x.ndim) for axis in node.integers("axes", range(x.ndim))]
    old = [x.shape[axis] for axis in axes]
    if sizes is not None and sizes.size:
        factors, new = _from_sizes(node, old, [int(size) for size in sizes])
    elif scales is not None and scales.size == len(axes):
        factors = [float(scale) for scale in scales]
        new = [int(np.floor(size * scale)) for size, scale in zip(old, factors, strict=True)]
    else:
        raise ValueError(f"scales or sizes must have one number for each of the {len(axes)} axes")
    if min(factors) <= 0 or min(new) < 1:
        raise ValueError(f"an input {x.shape} cannot be resized by {factors} to {new}")
    plans = []
    for k, axis in enumerate(axes):
        ends = (float(roi[k]), float(roi[k + len(axes)])) if roi is not None else (0.0, 1.0)
        # An axis that keeps its length at scale one keeps every value as it is.
        if factors[k] != 1 or new[k] != old[k] or ends != (0.0, 1.0):
            plans.append(AxisPlan(axis, old[k], new[k], factors[k], *ends))
    return sorted(plans, key=lambda plan: -plan.axis)


def _from_sizes(node: Node, old: list[int], wanted: list[int]) -> tuple[list[float], list[int]]:
    if len(wanted) != len(old):
        raise ValueError(f"sizes {wanted} must have {len(old)} numbers")
    factors = [size / length for size, length in zip(wanted, old, strict=True)]
    policy = node.string("keep_aspect_ratio_policy", "stretch")
    if policy == "stretch":
        return factors, wanted
    scale = min(factors) if policy == "not_larger" else max(factors)
    return [scale] * len(old), [int(np.floor(scale * length + 0.5)) for length in old]


def _resized(
    x: Array, plans: list[AxisPlan], mode: str, transformation: str, nearest: str, node: Node
) -> Array:
    fill = x.dtype.type(node.number("extrapolation_value", 0.0))
    for plan in plans:
        positions = _positions(plan, transformation)
        if mode == "nearest":
            x = np.take(x, _nearest(positions, nearest, plan.size), axis=plan.axis)
        elif x.dtype.kind != "f":
            raise ValueError(f"mode '{mode}' is for floats, the input is {x.dtype}")
        else:
            x = _interpolated(x, plan, *_taps(node, plan, positions, mode))
        if transformation == "tf_crop_and_resize":
            outside = (positions < 0) | (positions > plan.size - 1)
            x = np.where(outside.reshape(-1, *(1,) * (x.ndim - plan.axis - 1)), fill, x)
    return x


def _positions(plan: AxisPlan, transformation: str) -> Array:
    """Return where each output lies on the input's axis, in binary64."""
    k = np.arange(plan.length, dtype=np.float64)
    size, length, scale = plan.size, plan.length, plan.scale
    if transformation == "asymmetric":
        return k / scale
    if transformation == "half_pixel" or (transformation == "pytorch_half_pixel" and length > 1):
        return (k + 0.5) / scale - 0.5
    if transformation == "pytorch_half_pixel":
        return 0.0 * k
    if transformation == "half_pixel_symmetric":
        adjustment = length / (scale * size)
        return size / 2 * (1 - adjustment) + (k + 0.5) / scale - 0.5
    if transformation == "align_corners":
        return k * (size - 1) / (length - 1) if length > 1 else 0.0 * k
    if transformation == "tf_crop_and_resize":
        if length > 1:
            step = (plan.end - plan.start) * (size - 1) / (length - 1)
            return plan.start * (size - 1) + k * step
        return 0.0 * k + 0.5 * (plan.start + plan.end) * (size - 1)
    raise ValueError(f"coordinate_transformation_mode '{transformation}' is not known")


def _nearest(positions: Array, nearest: str, size: int) -> Array:
    """Return the index of the nearest value, at a tie as ``nearest_mode`` says."""
    rounding: dict[str, Callable[[Array], Array]] = {
        "round_prefer_floor": lambda p: np.ceil(p - 0.5),
        "round_prefer_ceil": lambda p: np.floor(p + 0.5),
        "floor": np.floor,
        "ceil": np.ceil,
    }
    if nearest not in rounding:
        raise ValueError(f"nearest_mode '{nearest}' is not one of {', '.join(rounding)}")
    return np.clip(rounding[nearest](positions), 0, size - 1).astype(np.int64)


def _taps(node: Node, plan: AxisPlan, positions: Array, mode: str) -> tuple[Array, Array]:
    """Return, for each output, which inputs take part and with what weight (binary64)."""
    if mode not in ("linear", "cubic"):
        raise ValueError(f"resize mode '{mode}' is not one of nearest, linear, cubic")
    reach = 1 if mode == "linear" else 2
    # Against aliasing, the weights are stretched by how much the image shrinks.
    shrink = min(plan.scale, 1.0) if node.integer("antialias", 0) else 1.0
    before = int(np.floor(-reach / shrink)) + 1
    offsets = np.arange(before, 2 - before)
    base = np.floor(positions)
    distances = np.abs((offsets[None, :] - (positions - base)[:, None]) * shrink)
    if mode == "linear":
        weights = np.maximum(0.0, 1.0 - distances)
    else:
        weights = _cubic(distances, node.number("cubic_coeff_a", -0.75))
    places = base.astype(np.int64)[:, None] + offsets[None, :]
    outside = (places < 0) | (places >= plan.size)
    if node.integer("exclude_outside", 0):
        weights = np.where(outside, 0.0, weights)
    if node.integer("exclude_outside", 0) or shrink < 1.0:
        # Column by column: NumPy's own sum has an order of its own.
        total = weights[:, 0]
        for column in weights.T[1:]:
            total = total + column
        weights = weights / total[:, None]
    return np.clip(places, 0, plan.size - 1), weights


def _cubic(d: Array, a: float) -> Array:
    near = ((a + 2) * d - (a + 3)) * d * d + 1
    far = ((a * d - 5 * a) * d + 8 * a) * d - 4 * a
    return np.where(d <= 1, near, np.where(d < 2, far, 0.0))


def _interpolated(x: Array, plan: AxisPlan, places: Array, weights: Array) -> Array:
    """Return the chain w0 x0, then fma(w, x, sum) for the next taps, weights rounded once."""
    column = (-1, *(1,) * (x.ndim - plan.axis - 1))
    rounded = weights.astype(x.dtype)
    result = np.take(x, places[:, 0], axis=plan.axis) * rounded[:, 0].reshape(column)
    for tap in range(1, places.shape[1]):
        values = np.take(x, places[:, tap], axis=plan.axis)
        factor = np.broadcast_to(rounded[:, tap].reshape(column), values.shape)
        result = fma(factor, values, result)
    return np.asarray(result)


OPERATORS = {"Resize": resize, "Upsample": upsample}


def cases() -> Iterator[Case]:
    """Yield example cases: every mode up and down, by scales and by sizes."""
    x = uniform(1, 2, 5, 6)
    up, down = np.array([1, 1, 2, 2.5], np.float32), np.array([1, 1, 0.6, 0.75], np.float32)
    modes = ("half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric")
    for mode in ("nearest", "linear", "cubic"):
        for transformation in (*modes, "half_pixel_symmetric"):
            attributes: dict[str, Any] = {
                "mode": mode,
                "coordinate_transformation_mode": transformation,
            }
            name = f"resize_{mode}_{transformation}"
            yield Case(f"{name}_up", "Resize", [x, None, up], attributes, constants=[2])
            yield Case(f"{name}_down", "Resize", [x, None, down], attributes, constants=[2])
    for nearest in ("floor", "ceil", "round_prefer_ceil"):
        attributes = {"mode": "nearest", "nearest_mode": nearest}
        yield Case(f"resize_{nearest}", "Resize", [x, None, up], attributes, constants=[2])
    sizes = [x, None, None, integers(1, 2, 9, 3)]
    for mode in ("nearest", "linear"):
        yield Case(f"resize_sizes_{mode}", "Resize", sizes, {"mode": mode}, constants=[3])
    linear: dict[str, Any] = {"mode": "linear"}
    yield Case(
        "resize_antialias", "Resize", [x, None, down], linear | {"antialias": 1}, constants=[2]
    )
    one = linear | {"coordinate_transformation_mode": "align_corners"}
    yield Case("resize_one", "Resize", [x, None, None, integers(1, 2, 1, 1)], one, constants=[3])
    yield Case("resize_old", "Resize", [x, up], {"mode": "linear"}, constants=[1], opset=10)
    scales = {"mode": "nearest", "scales": [1.0, 1.0, 2.0, 3.0]}
    yield Case("upsample_attribute", "Upsample", [x], scales, opset=7)
    whole = np.array([1, 1, 2, 3], np.float32)
    for mode in ("nearest", "linear"):
        yield Case(
            f"upsample_{mode}", "Upsample", [x, whole], {"mode": mode}, constants=[1], opset=9
        )
