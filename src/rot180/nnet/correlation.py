"""Correlation and its two adjoints, for filters shared by all positions.

The operands have one dtype: float32, float64, or int64, which is exact modulo 2**64. Filters are
those of a cross-correlation, (O, C/G, ...), with one to three spatial axes.
"""

from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np

from rot180.arrays import Array
from rot180.kernels import integer, native
from rot180.nnet.operands import ConvAttributes


def correlate(
    x: Array,
    w: Array,
    attributes: ConvAttributes,
    algorithm: str = "auto",
    threads: int | None = None,
) -> Array:
    """Correlate (N, C, ...) images with filters."""

    def product(x: Array, w: Array) -> Array:
        return native.conv(
            x,
            w,
            strides=attributes.strides,
            pads=attributes.flat_pads,
            dilations=attributes.dilations,
            group=attributes.group,
            algorithm=algorithm,
            threads=threads,
        )

    return evaluate(product, x, w, terms=prod(w.shape[1:]))


def correlate_transposed(
    y: Array, w: Array, attributes: ConvAttributes, sizes: tuple[int, ...]
) -> Array:
    """Spread (N, O, ...) outputs over images of the given sizes."""
    smallest = [
        (n - 1) * stride + (k - 1) * dilation + 1 - sum(pads)
        for n, k, stride, dilation, pads in zip(
            y.shape[2:],
            w.shape[2:],
            attributes.strides,
            attributes.dilations,
            attributes.pads,
            strict=True,
        )
    ]

    def product(y: Array, w: Array) -> Array:
        return native.conv_transpose(
            y,
            w,
            strides=attributes.strides,
            pads=attributes.flat_pads,
            dilations=attributes.dilations,
            group=attributes.group,
            output_padding=[size - least for size, least in zip(sizes, smallest, strict=True)],
        )

    return evaluate(product, y, w, terms=prod(w.shape) // attributes.group)


def correlate_for_filters(
    x: Array, y: Array, attributes: ConvAttributes, filter_sizes: tuple[int, ...]
) -> Array:
    """Correlate (N, C, ...) images with (N, O, ...) outputs, summing over N: (O, C/G, ...).

    This is a correlation too: channels and images change places, so do strides and dilations.
    """
    count, channels, *sizes = x.shape
    group, axes = attributes.group, range(3, x.ndim + 1)
    images = x.reshape(count, group, channels // group, *sizes).transpose(2, 1, 0, *axes)
    images = images.reshape(channels // group, group * count, *sizes)
    swapped = ConvAttributes(attributes.dilations, attributes.pads, attributes.strides, group)
    w = correlate(images, y.swapaxes(0, 1), swapped).swapaxes(0, 1)
    # Pixels that no stride reaches would make more taps than the filter has.
    index: tuple[Any, ...] = (..., *(slice(size) for size in filter_sizes))
    return np.ascontiguousarray(w[index])


def evaluate(product: Callable[[Array, Array], Array], a: Array, b: Array, terms: int) -> Array:
    """Evaluate a bilinear map, exactly if the arrays hold integers."""
    return product(a, b) if a.dtype.kind == "f" else integer.bilinear(product, a, b, terms)
