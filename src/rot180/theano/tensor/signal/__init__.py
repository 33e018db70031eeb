"""``theano.tensor.signal``: pooling, and convolution of single images."""

from rot180.theano.missing import refuse
from rot180.theano.tensor.signal import conv, downsample, pool

__all__ = ["conv", "downsample", "pool"]

__getattr__ = refuse("theano.tensor.signal", __all__)
