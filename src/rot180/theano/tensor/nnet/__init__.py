"""``theano.tensor.nnet``: convolutions, activations, normalisation."""

from rot180.theano.missing import refuse
from rot180.theano.tensor.nnet import abstract_conv, bn, conv, nnet, sigm
from rot180.theano.tensor.nnet.abstract_conv import (
    conv2d,
    conv2d_grad_wrt_inputs,
    conv2d_transpose,
    conv3d,
    separable_conv2d,
)
from rot180.theano.tensor.nnet.bn import batch_normalization, batch_normalization_test
from rot180.theano.tensor.nnet.nnet import (
    binary_crossentropy,
    categorical_crossentropy,
    crossentropy_softmax_argmax_1hot_with_bias,
    elu,
    logsoftmax,
    relu,
    selu,
    softmax,
    softmax_with_bias,
    softsign,
)
from rot180.theano.tensor.nnet.sigm import (
    hard_sigmoid,
    sigmoid,
    softplus,
    ultra_fast_sigmoid,
)

__all__ = [
    "abstract_conv",
    "batch_normalization",
    "batch_normalization_test",
    "binary_crossentropy",
    "bn",
    "categorical_crossentropy",
    "conv",
    "conv2d",
    "conv2d_grad_wrt_inputs",
    "conv2d_transpose",
    "conv3d",
    "crossentropy_softmax_argmax_1hot_with_bias",
    "elu",
    "hard_sigmoid",
    "logsoftmax",
    "nnet",
    "relu",
    "selu",
    "separable_conv2d",
    "sigm",
    "sigmoid",
    "softmax",
    "softmax_with_bias",
    "softplus",
    "softsign",
    "ultra_fast_sigmoid",
]

__getattr__ = refuse("theano.tensor.nnet", __all__)
