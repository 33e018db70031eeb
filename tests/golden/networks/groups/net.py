"""Groups, dilation, a full border, leaky ReLU and ELU, average and sum pooling."""

import theano.tensor as T
from theano.tensor.signal import pool


def predict(x, params):
    conv0 = T.nnet.conv2d(x, params[0], num_groups=2, border_mode="full")
    h0 = T.nnet.relu(conv0 + params[1].dimshuffle("x", 0, "x", "x"), 0.1)
    dw = T.nnet.conv2d(h0, params[2], num_groups=6, filter_dilation=(2, 1))
    pw = T.nnet.conv2d(dw, params[3])
    h1 = T.nnet.elu(pw + params[4].dimshuffle("x", 0, "x", "x"))
    p = pool.pool_2d(
        h1, ws=(3, 3), stride=(2, 2), pad=(1, 1), ignore_border=True, mode="average_inc_pad"
    )
    q = pool.pool_2d(p, ws=(2, 2), ignore_border=True, mode="average_exc_pad")
    s = pool.pool_2d(q, ws=(2, 2), ignore_border=True, mode="sum")
    g = s.mean(axis=[2, 3])
    return T.nnet.softmax(g.dot(params[5]))
