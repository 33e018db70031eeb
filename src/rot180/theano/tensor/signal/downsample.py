"""``theano.tensor.signal.downsample``: max pooling under its name until Theano 0.8."""

from __future__ import annotations

from typing import Any

from rot180.theano.missing import refuse
from rot180.theano.tensor.signal.pool import pool_2d
from rot180.theano.tensor.variable import TensorVariable


def max_pool_2d(
    input: Any,  # noqa: A002 - Theano's name
    ds: Any,
    ignore_border: bool = False,
    st: Any = None,
    padding: Any = (0, 0),
    mode: str = "max",
) -> TensorVariable:
    """Pool over the last two axes; partial windows count unless `ignore_border`."""
    return pool_2d(input, ds, ignore_border, st, padding, mode)


__getattr__ = refuse("theano.tensor.signal.downsample", globals())
