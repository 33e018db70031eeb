"""What Theano's convolutions ask of their arguments, with the exceptions that Theano raises."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import index
from typing import Any

import numpy as np

from rot180.arrays import Array
from rot180.geometry import Pads, conv_output_size, conv_pads, dilated_size


@dataclass(frozen=True)
class ConvAttributes:
    """A convolution's attributes in ONNX's words, one entry for each spatial axis."""

    strides: tuple[int, ...]
    pads: Pads
    dilations: tuple[int, ...]
    group: int = 1

    @property
    def flat_pads(self) -> list[int]:
        """The pads as ONNX lists them: all begins, then all ends."""
        return [before for before, _ in self.pads] + [after for _, after in self.pads]

    def output_sizes(self, sizes: Sequence[int], filter_sizes: Sequence[int]) -> tuple[int, ...]:
        """Return the outputs along each axis; zero or less where the filter does not fit."""
        axes = zip(sizes, filter_sizes, self.pads, self.strides, self.dilations, strict=True)
        return tuple(conv_output_size(*axis) for axis in axes)


def conv_attributes(
    axes: int,
    filters: tuple[int, ...],
    border_mode: Any,
    subsample: Sequence[int],
    filter_dilation: Sequence[int],
    num_groups: int,
) -> ConvAttributes:
    """Translate Theano's arguments for filters of the given shape."""
    strides = steps(subsample, "subsample", axes)
    dilations = steps(filter_dilation, "filter_dilation", axes)
    pads = conv_pads(border_mode, filters[-axes:], dilations)
    if not isinstance(num_groups, (int, np.integer)):
        raise TypeError(f"num_groups must be an integer, not {num_groups!r}")
    return ConvAttributes(strides, pads, dilations, num_groups)


def steps(value: Sequence[int] | None, name: str, axes: int) -> tuple[int, ...]:
    """Check strides or dilations: one positive integer for each axis. None means ones."""
    if value is None:
        return (1,) * axes
    try:
        found = tuple(index(step) for step in value)
    except TypeError:
        raise TypeError(
            f"{name} must have {axes} integers, one for each axis, not {value!r}"
        ) from None
    if len(found) != axes:
        raise ValueError(f"{name} must have {axes} elements, one for each axis, not {value!r}")
    if min(found) < 1:
        raise ValueError(f"{name} must be at least 1 on every axis, not {found}")
    return found


def check_rank(array: Array, layout: str, name: str) -> None:
    """Refuse an array that has not as many axes as `layout` names."""
    rank = layout.count(",") + 1
    if array.ndim != rank:
        raise TypeError(f"{name} must have {rank} dimensions {layout}, not shape {array.shape}")


def check_hint(hint: Sequence[int | None] | None, shape: tuple[int, ...], name: str) -> None:
    """Refuse a shape hint that the array contradicts; compiled Theano ignores it."""
    if hint is None:
        return
    if not isinstance(hint, Sequence | np.ndarray):
        raise TypeError(f"{name} must have an entry for each axis of {shape}, not {hint!r}")
    if len(hint) != len(shape) or any(
        expected is not None and expected != size
        for expected, size in zip(hint, shape, strict=True)
    ):
        raise ValueError(f"{name}={tuple(hint)} contradicts the array, whose shape is {shape}")


def check_channels(x: tuple[int, ...], w: tuple[int, ...], axes: int, groups: int) -> None:
    """Refuse images and filters, given by their shapes, that differ in channels."""
    if groups < 1:
        raise ValueError(f"num_groups must be at least 1, not {groups}")
    stack = w[-axes - 1]
    if x[1] != stack * groups:
        raise ValueError(
            f"images and filters must have the same stack size: images {x} have {x[1]} channels, "
            f"filters {w} take {stack} in each of {groups} group(s)"
        )
    if w[0] % groups:
        raise ValueError(f"{w[0]} filters cannot be cut into {groups} groups of equal size")


def output_sizes(
    x: tuple[int, ...], w: tuple[int, ...], attributes: ConvAttributes, border_mode: Any
) -> tuple[int, ...]:
    """Return the outputs along each axis for images and filters of these shapes."""
    axes = len(attributes.strides)
    sizes = attributes.output_sizes(x[2:], w[-axes:])
    if min(sizes) < 1:
        extents = map(dilated_size, w[-axes:], attributes.dilations)
        raise ValueError(
            f"impossible output shape {sizes}: filters {w} reach over {by(extents)} pixels, more "
            f"than images {x} with border_mode={border_mode!r} have; Theano does not swap the two "
            "as SciPy does: use border_mode='full' or larger images"
        )
    if len(w) == 2 + 2 * axes and w[1 : 1 + axes] != sizes:
        raise ValueError(
            f"unshared filters {w} are for {by(w[1 : 1 + axes])} outputs, but images {x} give "
            f"{by(sizes)}"
        )
    return sizes


def by(sizes: Any) -> str:
    """Write sizes as people do: 28x28."""
    return "x".join(map(str, sizes))


def working_dtypes(
    main: np.dtype[Any], other: np.dtype[Any], names: tuple[str, str] = ("input", "filters")
) -> tuple[np.dtype[Any], np.dtype[Any]]:
    """Return the dtype to sum in and that of the result, which is the main operand's.

    Theano compiles for float32 and float64 only, and only if the other operand is no wider.
    Integers (summed in int64) and float16 (in float32) are ours.
    """
    if main.kind in "iu" and other.kind in "iub":
        return np.dtype(np.int64), np.dtype(np.int64)
    if main not in (np.float16, np.float32, np.float64) or other.kind not in "iubf":
        raise TypeError(
            f"{names[0]} of dtype {main} and {names[1]} of dtype {other} do not go together: both "
            f"must be floating-point, or both integers; convert one with astype"
        )
    if np.result_type(main, other) != main:
        raise TypeError(
            f"{names[1]} are {other}, which does not fit into {main}, the dtype of {names[0]} and "
            f"of the result; use {names[1]}.astype('{main}') or "
            f"{names[0]}.astype('{np.result_type(main, other)}')"
        )
    return np.promote_types(main, np.float32), main
