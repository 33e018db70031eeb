"""Theano 0.8: downsample.max_pool_2d, whose windows at the border may be cut off."""

import theano.tensor as T
from theano.tensor.nnet import conv
from theano.tensor.signal import downsample


def predict(x, params):
    W0, b0, W1, b1, W3, b3 = params
    conv0 = conv.conv2d(
        input=x, filters=W0, filter_shape=(3, 1, 5, 5), image_shape=(None, 1, 28, 28)
    )
    pool0 = downsample.max_pool_2d(input=conv0, ds=(2, 2), ignore_border=True)
    layer0 = T.tanh(pool0 + b0.dimshuffle("x", 0, "x", "x"))
    conv1 = conv.conv2d(input=layer0, filters=W1)
    pool1 = downsample.max_pool_2d(conv1, (2, 2))
    layer1 = T.nnet.relu(pool1 + b1.dimshuffle("x", 0, "x", "x"))
    return T.nnet.softmax(T.dot(layer1.flatten(2), W3) + b3)
