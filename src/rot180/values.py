"""What goes in and out of a model: names, shapes and dtypes, and arrays checked against them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import helper

from rot180.errors import ModelInputError, UnsupportedOperatorError

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class ValueInfo:
    """Name, shape and dtype of a value.

    Attributes
    ----------
    name : str
    shape : tuple of int and str
        Lengths; a str names one that the caller chooses, such as the batch size 'N'.
    dtype : str
        NumPy's name of the dtype.

    Examples
    --------
    >>> print(ValueInfo("x", ("N", 1, 28, 28), "float32"))
    x: Nx1x28x28 float32
    """

    name: str
    shape: tuple[int | str, ...]
    dtype: str

    def __str__(self) -> str:
        return f"{self.name}: {shape_text(self.shape)} {self.dtype}"


def shape_text(shape: Sequence[int | str]) -> str:
    """Write a shape as 'Nx1x28x28'."""
    return "x".join(map(str, shape)) or "scalar"


def value_info(proto: onnx.ValueInfoProto) -> ValueInfo:
    """Read a value's declaration; lengths that the file leaves open are '?'.

    Raises
    ------
    UnsupportedOperatorError
        If it is no tensor of numbers or booleans.
    """
    kind = proto.type.tensor_type
    known = proto.type.HasField("tensor_type") and kind.elem_type in _DTYPES
    if not known:
        raise UnsupportedOperatorError(
            f"value '{proto.name}' is of a type that is not supported; "
            f"supported are tensors of {', '.join(_DTYPES.values())}"
        )
    lengths = tuple(
        dim.dim_value if dim.HasField("dim_value") else _length_name(dim.dim_param)
        for dim in kind.shape.dim
    )
    return ValueInfo(proto.name, lengths, _DTYPES[kind.elem_type])


def _length_name(name: str) -> str:
    # Shape inference gives names of its own to lengths that it cannot work out.
    return "?" if not name or name.startswith("unk__") else name


_NUMBERS = (
    *("float32", "float64", "int64", "int32", "int16", "int8"),
    *("uint64", "uint32", "uint16", "uint8", "bool"),
)
_DTYPES = {int(helper.np_dtype_to_tensor_dtype(np.dtype(name))): name for name in _NUMBERS}


def checked_inputs(wanted: Sequence[ValueInfo], given: Mapping[str, Any]) -> dict[str, Array]:
    """Return the arrays that a model is given, checked against what it wants.

    float64 is rounded to float32 where that is wanted, and integers become wider ones; nothing
    else is converted.

    Raises
    ------
    ModelInputError
        If one is missing or unknown, or does not fit in shape or dtype.
    """
    names = [info.name for info in wanted]
    missing, unknown = set(names) - set(given), set(given) - set(names)
    if missing or unknown:
        parts = [f"missing: {', '.join(sorted(missing))}"] if missing else []
        parts += [f"unknown: {', '.join(sorted(unknown))}"] if unknown else []
        expected = "; ".join(map(str, wanted))
        raise ModelInputError(f"inputs {'; '.join(parts)}. This model wants {expected}")
    arrays, lengths = {}, dict[str, int]()
    for info in wanted:
        array = _as_dtype(np.asarray(given[info.name]), info)
        _check_shape(array.shape, info, lengths)
        arrays[info.name] = np.asarray(array, order="C")
    return arrays


def _as_dtype(array: Array, info: ValueInfo) -> Array:
    dtype = np.dtype(info.dtype)
    if array.dtype == dtype:
        return array
    # float32 holds small integers safely, but pixels 0..255 are rarely what a net wants.
    pixels = array.dtype.kind in "iub" and dtype.kind == "f"
    both_floats = array.dtype.kind == dtype.kind == "f"
    if both_floats or (np.can_cast(array.dtype, dtype, "safe") and not pixels):
        return array.astype(dtype)
    advice = "; scale it as the model was trained and convert it with .astype" if pixels else ""
    raise ModelInputError(f"input '{info.name}' must be {dtype}, got {array.dtype}{advice}")


def _check_shape(shape: tuple[int, ...], info: ValueInfo, lengths: dict[str, int]) -> None:
    """Compare a shape with the wanted one; ``lengths`` remembers what named lengths stand for."""
    if _fits(shape, info.shape):
        for length, wanted in zip(shape, info.shape, strict=True):
            if not isinstance(wanted, str) or wanted == "?":
                continue
            if lengths.setdefault(wanted, length) != length:
                raise ModelInputError(
                    f"input '{info.name}': {wanted} is {length} in {shape_text(shape)}, "
                    f"but {lengths[wanted]} in another input"
                )
        return
    got, wants = shape_text(shape), shape_text(info.shape)
    likely = _likely_cause(shape, info.shape)
    raise ModelInputError(f"input '{info.name}': got {got}{likely}; this model wants {wants}")


def _fits(shape: Sequence[int], wanted: Sequence[int | str]) -> bool:
    if len(shape) != len(wanted):
        return False
    return all(isinstance(w, str) or size == w for size, w in zip(shape, wanted, strict=True))


def _likely_cause(shape: tuple[int, ...], wanted: tuple[int | str, ...]) -> str:
    """Guess what went wrong, from the most to the least likely."""
    rank = len(wanted)
    last = (wanted[0], *wanted[2:], wanted[1]) if rank > 2 else wanted
    if rank > 2 and last != wanted and (_fits(shape, last) or _fits(shape, last[1:])):
        names = {5: "NDHWC", 4: "NHWC", 3: "NWC"}.get(rank, "channels last")
        axes = (0, rank - 1, *range(1, rank - 1))
        batch = "" if len(shape) == rank else "[None]"
        return f", which looks like {names} (use x{batch}.transpose{axes})"
    if _fits(shape, wanted[1:]):
        return ", which has no batch axis (use x[None])"
    if _fits(tuple(size for size in shape if size != 1), [w for w in wanted[1:] if w != 1]):
        return ", which lacks axes of length one (use x.reshape)"
    if len(shape) == rank and any(_fits(shape, order) for order in permutations(wanted)):
        return ", whose axes look permuted (use x.transpose)"
    if len(shape) == rank and isinstance(wanted[0], int) and _fits(shape[1:], wanted[1:]):
        return f", a batch of {shape[0]}"
    known = [size for size in wanted[1:] if isinstance(size, int)]
    if len(shape) == 2 < rank == len(known) + 1 and shape[1] == math.prod(known):
        return ", which looks flattened (use x.reshape)"
    return ""
