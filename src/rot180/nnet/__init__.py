"""Theano's ``tensor.nnet`` on NumPy arrays, with its names and signatures."""

from rot180.nnet.abstract_conv import conv2d

__all__ = ["conv2d"]
