"""``theano.tensor.nnet.conv``: the convolution of Theano up to 0.7, which always rotates."""

from __future__ import annotations

from typing import Any

from rot180.theano.missing import refuse
from rot180.theano.tensor.basic import as_tensor_variable, make_one
from rot180.theano.tensor.nnet.abstract_conv import hints
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
    """Return the convolution of images (N, C, H, W) with filters (O, C, kh, kw), 'valid' or 'full'.

    The further arguments of Theano's (``unroll_batch``, ``version`` and so on) never changed a
    result, and are ignored.
    """
    for name in ("imshp_logical", "kshp_logical"):
        if speed.get(name) is not None:
            raise ValueError(f"{name} is not supported")
    image, weights = as_tensor_variable(input), as_tensor_variable(filters)
    if image.ndim != 4 or weights.ndim != 4:
        raise TypeError(f"conv2d takes tensors of 4 axes, not {image.ndim} and {weights.ndim}")
    if border_mode not in ("valid", "full"):
        raise ValueError(f"border_mode {border_mode!r}: it is 'valid' or 'full'")
    if image.dtype != weights.dtype:
        raise NotImplementedError(
            f"images are {image.dtype} and filters {weights.dtype}: cast one of them"
        )
    imshp = hints(image_shape, "image_shape") or (None,) * 4
    kshp = hints(filter_shape, "filter_shape") or (None,) * 4
    if None not in (imshp[1], kshp[1]) and imshp[1] != kshp[1]:
        raise AssertionError(f"images have {imshp[1]} channels and filters {kshp[1]}")
    return make_one(
        "theano.tensor.nnet.conv",
        "ConvOp",
        [image, weights],
        image.dtype,
        (image.broadcastable[0], weights.broadcastable[0], False, False),
        out_mode=border_mode,
        dx=int(subsample[0]),
        dy=int(subsample[1]),
        imshp=imshp[1:],
        kshp=kshp[2:],
        nkern=kshp[0],
        bsize=imshp[0],
        imshp_logical=None,
        kshp_logical=None,
        kshp_logical_top_aligned=True,
    )


__getattr__ = refuse("theano.tensor.nnet.conv", globals())
