"""Theano's ``tensor.nnet`` on NumPy arrays, with its names and signatures.

`conv` (the older interface) and `conv3d2d` are modules, as in Theano; ``theano.tensor.signal``'s
functions are here too: pooling, and its conv2d as `signal_conv2d`.
"""

from rot180.nnet import conv, conv3d2d
from rot180.nnet.abstract_conv import conv2d, conv3d
from rot180.nnet.activations import (
    elu,
    hard_sigmoid,
    relu,
    selu,
    sigmoid,
    softplus,
    softsign,
    ultra_fast_sigmoid,
)
from rot180.nnet.conv3d_legacy import conv3D
from rot180.nnet.gradients import (
    conv2d_grad_wrt_inputs,
    conv2d_grad_wrt_weights,
    conv2d_transpose,
)
from rot180.nnet.neighbours import images2neibs
from rot180.nnet.normalization import (
    batch_normalization,
    batch_normalization_test,
    local_response_normalization,
)
from rot180.nnet.pool import max_pool_2d, max_pool_2d_same_size, pool_2d, pool_3d
from rot180.nnet.relatives import causal_conv1d, separable_conv2d
from rot180.nnet.signal_conv import signal_conv2d
from rot180.nnet.softmaxes import logsoftmax, softmax
from rot180.nnet.upsampling import bilinear_upsampling

__all__ = [
    "batch_normalization",
    "batch_normalization_test",
    "bilinear_upsampling",
    "causal_conv1d",
    "conv",
    "conv2d",
    "conv2d_grad_wrt_inputs",
    "conv2d_grad_wrt_weights",
    "conv2d_transpose",
    "conv3D",
    "conv3d",
    "conv3d2d",
    "elu",
    "hard_sigmoid",
    "images2neibs",
    "local_response_normalization",
    "logsoftmax",
    "max_pool_2d",
    "max_pool_2d_same_size",
    "pool_2d",
    "pool_3d",
    "relu",
    "selu",
    "separable_conv2d",
    "sigmoid",
    "signal_conv2d",
    "softmax",
    "softplus",
    "softsign",
    "ultra_fast_sigmoid",
]
