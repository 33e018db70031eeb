"""Output sizes and pads of convolutions and poolings: integers only.

Theano's words (``border_mode``, ``subsample``) come in here and leave as ONNX's: ``pads`` is a pair
(before, after) for each spatial axis, sizes are plain integers.
"""

from collections.abc import Sequence
from typing import Any

Pads = tuple[tuple[int, int], ...]


def dilated_size(size: int, dilation: int) -> int:
    """Extent of a filter axis whose taps lie `dilation` apart.

    Examples
    --------
    >>> dilated_size(3, 2)
    5
    """
    return (size - 1) * dilation + 1


def conv_output_size(
    size: int, filter_size: int, pads: tuple[int, int], stride: int, dilation: int = 1
) -> int:
    """Count the outputs along one axis of a convolution; 0 or less if the filter does not fit.

    Source: ``theano.tensor.nnet.abstract_conv.get_conv_shape_1axis``, which ONNX agrees with.

    Examples
    --------
    >>> conv_output_size(500, 32, (0, 0), 1)
    469
    """
    return (size + sum(pads) - dilated_size(filter_size, dilation)) // stride + 1


def conv_transpose_output_size(
    size: int,
    filter_size: int,
    pads: tuple[int, int],
    stride: int,
    dilation: int = 1,
    output_padding: int = 0,
) -> int:
    """Count the outputs along one axis of a transposed convolution, as ONNX defines it.

    Examples
    --------
    >>> conv_transpose_output_size(3, 3, (1, 1), stride=2, output_padding=1)
    6
    """
    return (size - 1) * stride + output_padding + dilated_size(filter_size, dilation) - sum(pads)


def pool_output_size(
    size: int,
    window: int,
    pads: tuple[int, int],
    stride: int,
    dilation: int = 1,
    ceil_mode: bool = False,
) -> int:
    """Count the outputs along one axis of a pooling, as ONNX defines it.

    With `ceil_mode`, a last window that would start in the padding after the image is left out.

    Examples
    --------
    >>> pool_output_size(5, 2, (0, 0), 2), pool_output_size(5, 2, (0, 0), 2, ceil_mode=True)
    (2, 3)
    """
    span = size + sum(pads) - dilated_size(window, dilation)
    if not ceil_mode:
        return span // stride + 1
    count = -(-span // stride) + 1
    if (count - 1) * stride >= size + pads[0]:
        count -= 1
    return count


def theano_pool_output_size(
    size: int, window: int, stride: int, pad: int, ignore_border: bool
) -> int:
    """Count the outputs along one axis of Theano's ``pool_2d``.

    Source: ``theano.tensor.signal.pool.Pool.out_shape``.

    Examples
    --------
    >>> theano_pool_output_size(5, 2, 2, 0, True), theano_pool_output_size(5, 2, 2, 0, False)
    (2, 3)
    """
    padded = size + 2 * pad
    if ignore_border:
        if window == stride:
            return padded // stride
        return max(0, (padded - window) // stride + 1)
    if stride >= window:
        return (padded - 1) // stride + 1
    return max(0, (padded - 1 - window + stride) // stride) + 1


def conv_pads(border_mode: Any, filter_sizes: Sequence[int], dilations: Sequence[int]) -> Pads:
    """Zeros before and after each spatial axis for one of Theano's border modes.

    Parameters
    ----------
    border_mode : {'valid', 'full', 'half'}, int, or tuple
        'half' pads half the dilated filter on *both* sides, so an even filter makes the output one
        larger than the image. An integer pads every axis; a tuple has for each axis an integer or a
        pair (before, after).
    filter_sizes, dilations : sequences of int
        One entry for each spatial axis.

    Raises
    ------
    ValueError
        For every other border mode. A list is refused, as Theano refuses it.

    Notes
    -----
    Source: ``theano.tensor.nnet.abstract_conv.BaseAbstractConv``.

    Examples
    --------
    >>> conv_pads('full', (3, 5), (1, 1))
    ((2, 2), (4, 4))
    >>> conv_pads(((1, 0), 2), (3, 3), (1, 1))
    ((1, 0), (2, 2))
    """
    axes = len(filter_sizes)
    extents = [dilated_size(k, d) for k, d in zip(filter_sizes, dilations, strict=True)]
    if isinstance(border_mode, str):
        if border_mode == "valid":
            return ((0, 0),) * axes
        if border_mode == "full":
            return tuple((extent - 1, extent - 1) for extent in extents)
        if border_mode == "half":
            return tuple((extent // 2, extent // 2) for extent in extents)
    elif isinstance(border_mode, int):
        if border_mode < 0:
            raise ValueError(
                f"invalid border_mode {border_mode}: an integer border_mode must not be negative"
            )
        return ((int(border_mode), int(border_mode)),) * axes
    elif isinstance(border_mode, tuple):
        if len(border_mode) != axes:
            raise ValueError(
                f"invalid border_mode {border_mode}: a tuple needs one entry for each of the "
                f"{axes} spatial axes, not {len(border_mode)}"
            )
        return tuple(_axis_pads(entry, border_mode) for entry in border_mode)
    raise ValueError(
        f"invalid border_mode {border_mode!r}: use 'valid', 'full', 'half', an integer, or a tuple "
        "with an integer or a pair (before, after) for each spatial axis"
    )


def _axis_pads(entry: Any, border_mode: tuple[Any, ...]) -> tuple[int, int]:
    pair = (entry, entry) if isinstance(entry, int) else entry
    if (
        isinstance(pair, tuple)
        and len(pair) == 2
        and all(isinstance(pad, int) and pad >= 0 for pad in pair)
    ):
        return int(pair[0]), int(pair[1])
    raise ValueError(
        f"invalid border_mode {border_mode}: each entry must be an integer or a pair "
        "(before, after) of integers, none of them negative"
    )
