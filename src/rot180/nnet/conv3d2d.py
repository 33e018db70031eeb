"""Theano's older convolution of videos, ``theano.tensor.nnet.conv3d2d``."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from rot180.arrays import Array, as_array
from rot180.geometry import conv_pads
from rot180.nnet.correlation import correlate
from rot180.nnet.operands import (
    check_channels,
    check_hint,
    conv_attributes,
    output_sizes,
    working_dtypes,
)


def conv3d(
    signals: Any,
    filters: Any,
    signals_shape: Sequence[int | None] | None = None,
    filters_shape: Sequence[int | None] | None = None,
    border_mode: str | tuple[str, str, str] = "valid",
) -> Array:
    """Convolve videos with filters rotated in time and space; time comes before the channels.

    Parameters
    ----------
    signals : (N, T, C, H, W) array
    filters : (O, kt, C, kh, kw) array
    signals_shape, filters_shape : sequences, optional
        Expected shapes; wrong ones are refused.
    border_mode : {'valid', 'full', 'half'} or three of them, for time, rows and columns
        Rows and columns must have the same.

    Returns
    -------
    (N, T', O, H', W') array

    Raises
    ------
    NotImplementedError
        If rows and columns differ in `border_mode`; if the filters are longer than the video and
        time is 'valid'.
    ValueError
        Shapes that do not fit, other border modes.
    IndexError, TypeError
        A tuple that is too short; no string or tuple; dtypes that do not go together.

    Examples
    --------
    >>> video = np.arange(8.0).reshape(1, 2, 1, 2, 2)
    >>> conv3d(video, np.ones((1, 1, 1, 2, 2))).ravel()
    array([ 6., 22.])
    """
    x, w = as_array(signals, "signals"), as_array(filters, "filters")
    for name, array in (("signals", x), ("filters", w)):
        if array.ndim != 5:
            raise ValueError(
                f"{name} must have five axes with time before channels, not shape {array.shape}"
            )
    check_hint(signals_shape, x.shape, "signals_shape")
    check_hint(filters_shape, w.shape, "filters_shape")
    modes = (border_mode,) * 3 if isinstance(border_mode, str) else border_mode
    time, rows, columns = modes[0], modes[1], modes[2]
    if rows != columns:
        raise NotImplementedError(f"rows and columns must have one border mode, not {border_mode}")
    if time == "valid" and w.shape[1] > x.shape[1]:
        raise NotImplementedError(
            f"filters {w.shape} are longer than the video {x.shape}; use border_mode 'full'"
        )
    x, w = x.swapaxes(1, 2), w.swapaxes(1, 2)
    border = (*conv_pads(time, w.shape[2:3], (1,)), *conv_pads(rows, w.shape[3:], (1, 1)))
    attributes = conv_attributes(3, w.shape, border, (1, 1, 1), (1, 1, 1), 1)
    check_channels(x.shape, w.shape, 3, 1)
    output_sizes(x.shape, w.shape, attributes, border_mode)
    dtype, result = working_dtypes(x.dtype, w.dtype, ("signals", "filters"))
    rotated = np.ascontiguousarray(w[:, :, ::-1, ::-1, ::-1], dtype)
    y = correlate(np.ascontiguousarray(x, dtype), rotated, attributes)
    return np.ascontiguousarray(y.swapaxes(1, 2), result)
