"""``theano.tensor.signal.conv``: convolution of single images, or stacks of them."""

from __future__ import annotations

from typing import Any

from rot180.theano.missing import refuse
from rot180.theano.tensor.basic import Tensor, as_tensor_variable
from rot180.theano.tensor.nnet import conv
from rot180.theano.tensor.variable import TensorVariable


def conv2d(
    input: Any,  # noqa: A002 - Theano's name
    filters: Any,
    image_shape: Any = None,
    filter_shape: Any = None,
    border_mode: str = "valid",
    subsample: Any = (1, 1),
    **speed: Any,
) -> TensorVariable:
    """Return the convolution of an image or a stack of images with a filter or a stack of them.

    A stack has one axis more; the result has an axis for each stack, of images and of filters.
    """
    images, kernels = as_tensor_variable(input), as_tensor_variable(filters)
    for tensor in (images, kernels):
        if tensor.ndim not in (2, 3):
            raise AssertionError(f"conv2d takes matrices or stacks of them, not {tensor.ndim} axes")
    result = conv.conv2d(
        _one_channel(images),
        _one_channel(kernels),
        border_mode=border_mode,
        subsample=subsample,
        **speed,
    )
    if images.ndim == 2 and kernels.ndim == 2:
        return result[0, 0]
    return result[0] if images.ndim == 2 else result[:, 0] if kernels.ndim == 2 else result


def _one_channel(tensor: Tensor) -> TensorVariable:
    return tensor.dimshuffle(("x", "x", 0, 1) if tensor.ndim == 2 else (0, "x", 1, 2))


__getattr__ = refuse("theano.tensor.signal.conv", globals())
