"""Leaky rectifiers in four spellings."""

import theano.tensor as T


def predict(x, params):
    W0, a0, W1, W2, W3, W4 = params
    conv0 = T.nnet.conv2d(x, W0)
    prelu = T.nnet.relu(conv0, a0.dimshuffle("x", 0, "x", "x"))
    conv1 = T.nnet.conv2d(prelu, W1)
    leaky1 = T.maximum(conv1, 0.2 * conv1)
    conv2 = T.nnet.conv2d(leaky1, W2)
    leaky2 = T.switch(T.lt(conv2, 0), conv2 * 0.01, conv2)
    d = T.dot(T.flatten(leaky2, outdim=2), W3)
    leaky3 = 0.5 * (1 + 0.3) * d + 0.5 * (1 - 0.3) * abs(d)
    return T.nnet.softmax(T.dot(leaky3, W4))
