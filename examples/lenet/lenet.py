"""The LeNet of the deep learning tutorial, as its training script wrote it.

``predict`` is all that rot180 needs beside the file of parameters. Where it runs, ``theano`` is
rot180's look-alike; Theano itself need not be installed.
"""

import theano.tensor as T
from theano import name
from theano.tensor.nnet import conv2d
from theano.tensor.signal.pool import pool_2d


def conv_pool_layer(x, W, b, number):
    """Convolve, take the largest of each 2x2 block, add the bias, squash."""
    conv = name(conv2d(x, W, border_mode="valid"), f"conv{number}")
    pool = name(pool_2d(conv, (2, 2), ignore_border=True), f"pool{number}")
    return name(T.tanh(pool + b.dimshuffle("x", 0, "x", "x")), f"layer{number}")


def predict(x, params):
    """Probabilities of the ten digits for images (n, 28, 28) with values from 0 to 1."""
    W0, b0, W1, b1, W2, b2, W3, b3 = params
    images = x.reshape((x.shape[0], 1, 28, 28))
    layer0 = conv_pool_layer(images, W0, b0, 0)
    layer1 = conv_pool_layer(layer0, W1, b1, 1)
    layer2 = name(T.tanh(T.dot(layer1.flatten(2), W2) + b2), "layer2")
    return name(T.nnet.softmax(T.dot(layer2, W3) + b3), "prob")
