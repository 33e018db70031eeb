"""``theano.tensor.signal.pool``: pooling over the last two or three axes."""

from __future__ import annotations

from typing import Any

import numpy as np

from rot180.theano.missing import refuse
from rot180.theano.tensor.basic import as_tensor_variable, constant, make_one
from rot180.theano.tensor.variable import TensorVariable

_MODES = ("max", "sum", "average_inc_pad", "average_exc_pad")


def pool_2d(
    input: Any,  # noqa: A002 - Theano's name
    ws: Any = None,
    ignore_border: bool | None = None,
    stride: Any = None,
    pad: Any = (0, 0),
    mode: str = "max",
    ds: Any = None,
    st: Any = None,
    padding: Any = None,
) -> TensorVariable:
    """Pool over the last two axes.

    Parameters
    ----------
    ws, stride, pad : int or pair of int
        Window, steps (by default the window) and padding; the old names are ds, st, padding.
    ignore_border : bool
        Whether partial windows at the end are left out. Not given, it is False, as in Theano.
    mode : {'max', 'sum', 'average_inc_pad', 'average_exc_pad'}
    """
    return _pool(2, input, ws, ignore_border, stride, pad, mode, ds, st, padding)


def pool_3d(
    input: Any,  # noqa: A002 - Theano's name
    ws: Any = None,
    ignore_border: bool | None = None,
    stride: Any = None,
    pad: Any = (0, 0, 0),
    mode: str = "max",
    ds: Any = None,
    st: Any = None,
    padding: Any = None,
) -> TensorVariable:
    """Pool over the last three axes; the arguments are those of `pool_2d`."""
    return _pool(3, input, ws, ignore_border, stride, pad, mode, ds, st, padding)


def _pool(
    axes: int,
    x: Any,
    ws: Any,
    ignore_border: bool | None,
    stride: Any,
    pad: Any,
    mode: str,
    ds: Any,
    st: Any,
    padding: Any,
) -> TensorVariable:
    if ws is not None and ds is not None:
        raise ValueError("ds is the old name of ws: give one of them")
    if stride is not None and st is not None:
        raise ValueError("st is the old name of stride: give one of them")
    if padding is not None and tuple(np.atleast_1d(pad)) != (0,) * axes:
        raise ValueError("padding is the old name of pad: give one of them")
    if ws is None and ds is None:
        raise ValueError("pooling needs a window: ws=(2, 2)")
    tensor = as_tensor_variable(x)
    if tensor.ndim < axes:
        raise NotImplementedError(f"pooling over {axes} axes of a tensor that has {tensor.ndim}")
    if mode not in _MODES and mode != "max_deterministic":
        raise ValueError(f"mode {mode!r}: it is one of {', '.join(_MODES)}")
    window = _sizes(ds if ws is None else ws, axes, "ws")
    steps = st if stride is None else stride
    strides = window if steps is None else _sizes(steps, axes, "stride")
    pads = _sizes(pad if padding is None else padding, axes, "pad")
    if any(pads) and not ignore_border:
        raise NotImplementedError("padding works only with ignore_border=True")
    if any(p >= w for p, w in zip(pads, window, strict=True)):
        raise NotImplementedError(f"the padding {pads} must be smaller than the window {window}")
    return make_one(
        "theano.tensor.signal.pool",
        "Pool",
        [tensor, *(constant(np.asarray(sizes, np.int64)) for sizes in (window, strides, pads))],
        tensor.dtype,
        (*tensor.broadcastable[:-axes], *(False,) * axes),
        ndim=axes,
        ignore_border=bool(ignore_border),
        mode=mode,
    )


def _sizes(value: Any, axes: int, what: str) -> tuple[int, ...]:
    sizes = (value,) * axes if isinstance(value, int) else tuple(value)
    if len(sizes) != axes or not all(isinstance(size, int | np.integer) for size in sizes):
        raise TypeError(f"{what} must be {axes} integers, not {value!r}")
    return tuple(int(size) for size in sizes)


__getattr__ = refuse("theano.tensor.signal.pool", globals())
