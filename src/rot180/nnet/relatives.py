"""Convolutions that Theano builds from conv2d."""

from collections.abc import Sequence
from typing import Any

from rot180.arrays import Array, as_array
from rot180.nnet.abstract_conv import conv2d
from rot180.nnet.operands import check_hint, check_rank


def separable_conv2d(
    input: Any,  # noqa: A002 - Theano's name
    depthwise_filters: Any,
    pointwise_filters: Any,
    num_channels: int,
    input_shape: Sequence[int | None] | None = None,
    depthwise_filter_shape: Sequence[int | None] | None = None,
    pointwise_filter_shape: Sequence[int | None] | None = None,
    border_mode: Any = "valid",
    subsample: Sequence[int] = (1, 1),
    filter_flip: bool = True,
    filter_dilation: Sequence[int] = (1, 1),
) -> Array:
    """Convolve each channel by itself, then mix the channels of every pixel.

    As ``theano.tensor.nnet.separable_conv2d``.

    Parameters
    ----------
    input : (N, C, H, W) array
    depthwise_filters : (C*m, 1, kh, kw) array
        m filters for each channel.
    pointwise_filters : (O, C*m, 1, 1) array
    num_channels : int
        C.
    input_shape, depthwise_filter_shape, pointwise_filter_shape : sequences, optional
        Expected shapes; unlike Theano's, wrong ones are refused.
    border_mode, subsample, filter_dilation
        As for `rot180.conv2d`, in the first step only.
    filter_flip : bool
        As for `rot180.conv2d`, in both steps.

    Returns
    -------
    (N, O, outH, outW) array

    Raises
    ------
    TypeError, ValueError
        As `rot180.conv2d`.

    Examples
    --------
    >>> import numpy as np
    >>> image = np.arange(8.0).reshape(1, 2, 2, 2)
    >>> depthwise = np.ones((2, 1, 2, 2))
    >>> pointwise = np.array([1.0, 10.0]).reshape(1, 2, 1, 1)
    >>> separable_conv2d(image, depthwise, pointwise, num_channels=2).ravel()
    array([226.])
    """
    channels = conv2d(
        input,
        depthwise_filters,
        input_shape,
        depthwise_filter_shape,
        border_mode,
        subsample,
        filter_flip,
        filter_dilation=filter_dilation,
        num_groups=num_channels,
    )
    return conv2d(
        channels,
        pointwise_filters,
        filter_shape=pointwise_filter_shape,
        filter_flip=filter_flip,
    )


def causal_conv1d(
    input: Any,  # noqa: A002 - Theano's name
    filters: Any,
    filter_shape: Sequence[int | None] | None = None,
    input_shape: Sequence[int | None] | None = None,
    subsample: int = 1,
    filter_flip: bool = True,
    filter_dilation: int = 1,
    num_groups: int = 1,
    unshared: bool = False,
) -> Array:
    """Convolve sequences so that no output sees later inputs.

    As ``theano.tensor.nnet.abstract_conv.causal_conv1d``: zeros are put before the sequence only.

    Parameters
    ----------
    input : (N, C, L) array
    filters : (O, C/G, k) array
    filter_shape, input_shape : sequences, optional
        Expected shapes; Theano needs the first and ignores wrong ones, we refuse them.
    subsample, filter_dilation : int
        Steps between outputs and between filter taps.
    filter_flip, num_groups
        As for `rot180.conv2d`.
    unshared : bool
        Must be False: Theano's own never worked.

    Returns
    -------
    (N, O, (L-1)//subsample + 1) array

    Raises
    ------
    TypeError, ValueError
        As `rot180.conv2d`.

    Examples
    --------
    >>> causal_conv1d([[[1.0, 2.0, 3.0]]], [[[1.0, 10.0]]], (1, 1, 2))
    array([[[ 1., 12., 23.]]])
    """
    x, w = as_array(input, "input"), as_array(filters, "filters")
    if unshared:
        raise TypeError("causal_conv1d has no unshared form; use conv2d with one column")
    check_rank(x, "(N, C, L)", "input")
    check_rank(w, "(O, C/G, k)", "filters")
    check_hint(input_shape, x.shape, "input_shape")
    check_hint(filter_shape, w.shape, "filter_shape")
    before = filter_dilation * (w.shape[2] - 1)
    return conv2d(
        x[..., None],
        w[..., None],
        border_mode=((before, 0), 0),
        subsample=(subsample, 1),
        filter_flip=filter_flip,
        filter_dilation=(filter_dilation, 1),
        num_groups=num_groups,
    )[..., 0]
