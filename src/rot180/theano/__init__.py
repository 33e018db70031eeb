"""A look-alike of Theano that records what is written instead of computing it.

Model code runs unchanged with ``import rot180.theano as theano`` and
``import rot180.theano.tensor as T``; what it builds are the same records that a pickled graph
becomes, and one translator (:mod:`rot180.theano.translate`) makes ONNX of both.
``theano.function`` runs a graph with rot180's own engine.

Examples
--------
>>> import numpy as np
>>> import rot180.theano as theano
>>> import rot180.theano.tensor as T
>>> images, filters = T.tensor4("images"), T.tensor4("filters")
>>> convolve = theano.function([images, filters], T.nnet.conv2d(images, filters))
>>> convolve(np.ones((1, 1, 3, 3), "float32"), np.ones((1, 1, 2, 2), "float32"))[0, 0]
array([[4., 4.],
       [4., 4.]], dtype=float32)
"""

from rot180.theano import tensor
from rot180.theano.compile import Function, function
from rot180.theano.flags import config
from rot180.theano.missing import refuse
from rot180.theano.tensor.basic import name, shared
from rot180.theano.trace import trace

__all__ = ["Function", "config", "function", "name", "shared", "tensor", "trace"]

__getattr__ = refuse("theano", __all__)
