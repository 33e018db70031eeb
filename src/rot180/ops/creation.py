"""Operators that make values from attributes or shapes, and Cast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from onnx import TensorProto, helper

from rot180.ops.case import Case, edge_values, integers, uniform
from rot180.ops.node import Array, Node


def constant(node: Node) -> Array:
    """Return the value that the node holds in one of its attributes."""
    if node.has("value"):
        return np.asarray(node.get("value"))
    for name, dtype in (("value_float", np.float32), ("value_int", np.int64)):
        for attribute in (name, f"{name}s"):
            if node.has(attribute):
                return np.array(node.get(attribute), dtype=dtype)
    raise ValueError(f"a constant of kind {sorted(node.attributes)} is not supported")


def constant_of_shape(node: Node, shape: Array) -> Array:
    """Return one value everywhere; +0.0 unless the node says which."""
    value = np.asarray(node.attributes.get("value", np.zeros(1, dtype=np.float32)))
    return np.full(tuple(int(size) for size in shape), value.reshape(-1)[0], dtype=value.dtype)


def range_(node: Node, start: Array, limit: Array, delta: Array) -> Array:
    """Return start, start + delta, ... up to before limit; each start + k delta, rounded once."""
    if delta == 0:
        raise ValueError("a Range with delta 0 never ends")
    wide: type[Any] = np.float64 if start.dtype.kind == "f" else np.int64
    first, end, step = (wide(value.item()) for value in (start, limit, delta))
    count = max(int(np.ceil((end - first) / step)), 0)
    values: Array = first + np.arange(count, dtype=wide) * step
    return values.astype(start.dtype)


def cast(node: Node, x: Array) -> Array:
    """Return x in another dtype, as Java casts: towards zero, saturating, NaN to 0."""
    return _cast(x, np.dtype(helper.tensor_dtype_to_np_dtype(int(node.get("to")))))


def cast_like(node: Node, x: Array, like: Array) -> Array:
    """Return x in the dtype of another value."""
    return _cast(x, like.dtype)


def _cast(x: Array, dtype: np.dtype[Any]) -> Array:
    if dtype.kind not in "fiub" or (dtype.kind == "f" and dtype.itemsize < 4):
        raise ValueError(f"casts to {dtype} are not supported")
    if x.dtype.kind != "f" or dtype.kind not in "iu":
        return x.astype(dtype)
    # Java saturates to int or long; a narrower integer then takes the low bits.
    target = np.iinfo(np.int64 if dtype.itemsize == 8 else np.int32)
    inside = (x >= target.min) & (x < -float(target.min))
    whole = np.where(inside, x, 0).astype(np.int64)
    whole = np.where(inside | np.isnan(x), whole, np.where(x > 0, target.max, target.min))
    return whole.astype(dtype)


OPERATORS = {
    "Constant": constant,
    "ConstantOfShape": constant_of_shape,
    "Range": range_,
    "Cast": cast,
    "CastLike": cast_like,
}


def cases() -> Iterator[Case]:
    """Yield example cases."""
    value = helper.make_tensor("value", TensorProto.FLOAT, [2, 2], [1.0, -0.0, 1e-40, 3.0])
    yield Case("constant", "Constant", [], {"value": value})
    yield Case("constant_floats", "Constant", [], {"value_floats": [1.5, 2.5]})
    yield Case("constant_int", "Constant", [], {"value_int": -7})
    yield Case("constantofshape", "ConstantOfShape", [integers(2, 3)], constants=[0])
    seven = {"value": helper.make_tensor("value", TensorProto.INT64, [1], [7])}
    yield Case("constantofshape_int", "ConstantOfShape", [integers(3)], seven, constants=[0])
    bounds = [np.array(value, dtype=np.int64) for value in (10, -3, -4)]
    yield Case("range_int64", "Range", bounds, constants=[0, 1, 2])
    steps = [np.array(value, dtype=np.float32) for value in (0.1, 1.0, 0.1)]
    yield Case("range_float", "Range", steps, constants=[0, 1, 2])
    edges = np.concatenate([edge_values(), np.array([-2.7, 2.7, 3e9, -1e19], np.float32)])
    for name in ("int64", "int32", "bool", "double"):
        to = {"to": helper.np_dtype_to_tensor_dtype(np.dtype(name))}
        yield Case(f"cast_to_{name}", "Cast", [edges], to)
    yield Case("castlike", "CastLike", [edges, integers(1)])
    to_float = {"to": TensorProto.FLOAT}
    yield Case("cast_int64_to_float", "Cast", [integers(2**53 + 1, -(2**24) - 1, 7)], to_float)
    wide = uniform(5, dtype=np.float64) * np.array([1, 1e300, 1e-40, 1e-46, 1])
    yield Case("cast_double_to_float", "Cast", [wide], to_float)
    yield Case("cast_bool_to_float", "Cast", [np.array([True, False])], to_float)
