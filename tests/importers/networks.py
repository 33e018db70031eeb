"""The recorded networks in plain Theano notation, for files that hold only their parameters."""

import theano.tensor as T
from theano.tensor.signal.pool import pool_2d


def lenet(x, params):
    w0, b0, w1, b1, w2, b2, w3, b3 = params
    hidden = x.reshape((x.shape[0], 1, 28, 28))
    for filters, bias in ((w0, b0), (w1, b1)):
        pooled = pool_2d(T.nnet.conv2d(hidden, filters), (2, 2), ignore_border=True)
        hidden = T.tanh(pooled + bias.dimshuffle("x", 0, "x", "x"))
    hidden = T.tanh(T.dot(hidden.flatten(2), w2) + b2)
    return T.nnet.softmax(T.dot(hidden, w3) + b3)


def lenet_by_name(x, params):
    return lenet(x, [params[f"layer{i}.{name}"] for i in range(4) for name in "Wb"])


def small_relu(x, params):
    w1, b1, w2, b2, w3, b3, w4, b4 = params
    hidden = x
    for filters, bias in ((w1, b1), (w2, b2)):
        conv = T.nnet.conv2d(hidden, filters) + bias.dimshuffle("x", 0, "x", "x")
        hidden = pool_2d(T.nnet.relu(conv), (2, 2), ignore_border=True)
    hidden = T.nnet.relu(T.dot(hidden.flatten(2), w3) + b3)
    return T.nnet.softmax(T.dot(hidden, w4) + b4)


def small_relu_by_name(x, params):
    names = ("conv1", "conv2", "fc", "out")
    return small_relu(x, [params[f"{name}.{part}"] for name in names for part in "Wb"])


def small_relu_from_dict(x, params):
    return small_relu(x, params["param values"])
