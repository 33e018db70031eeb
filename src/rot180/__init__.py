"""Run models trained with Theano in Java, bit for bit, and prove it."""

from rot180.nnet import conv2d

__all__ = ["conv2d"]
