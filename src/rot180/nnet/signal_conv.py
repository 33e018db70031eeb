"""Theano's ``theano.tensor.signal.conv``: images without channels."""

from collections.abc import Sequence
from typing import Any

from rot180.arrays import Array, as_array
from rot180.nnet import conv
from rot180.nnet.operands import check_hint


def signal_conv2d(
    input: Any,  # noqa: A002 - Theano's name
    filters: Any,
    image_shape: Sequence[int | None] | None = None,
    filter_shape: Sequence[int | None] | None = None,
    border_mode: str = "valid",
    subsample: Sequence[int] = (1, 1),
    **options: Any,
) -> Array:
    """Convolve every image with every filter, as ``theano.tensor.signal.conv.conv2d`` does.

    Parameters
    ----------
    input : (H, W) or (N, H, W) array
    filters : (kh, kw) or (O, kh, kw) array
        Of the same dtype.
    image_shape, filter_shape : sequences of int or None, optional
        Expected shapes; wrong ones are refused.
    border_mode : {'valid', 'full'}
    subsample : (int, int)
    **options
        Those of `rot180.nnet.conv.conv2d`.

    Returns
    -------
    (outH, outW), (O, outH, outW), (N, outH, outW) or (N, O, outH, outW) array
        With an axis for images and for filters where the operand has one.

    Raises
    ------
    AssertionError
        Operands with other numbers of axes.
    Exception
        As `rot180.nnet.conv.conv2d`.

    Examples
    --------
    >>> signal_conv2d([[1.0, 2.0, 3.0]], [[[1.0, 0.0]], [[0.0, 1.0]]])
    array([[[2., 3.]],
    <BLANKLINE>
           [[1., 2.]]])
    """
    x, w = as_array(input, "input"), as_array(filters, "filters")
    for name, array in (("input", x), ("filters", w)):
        if array.ndim not in (2, 3):
            raise AssertionError(
                f"{name} must have two or three axes, not shape {array.shape}; for channels use "
                "rot180.conv2d"
            )
    check_hint(image_shape, x.shape, "image_shape")
    check_hint(filter_shape, w.shape, "filter_shape")
    images = x.reshape(*_lead(x), 1, *x.shape[-2:])
    y = conv.conv2d(
        images,
        w.reshape(*_lead(w), 1, *w.shape[-2:]),
        border_mode=border_mode,
        subsample=subsample,
        **options,
    )
    return y.reshape(*x.shape[:-2], *w.shape[:-2], *y.shape[2:])


def _lead(array: Array) -> tuple[int, ...]:
    """Return the number of images or filters."""
    return array.shape[:-2] or (1,)
