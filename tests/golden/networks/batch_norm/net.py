"""Batch normalisation in three spellings, half borders, stride 2, a mean over the image."""

import theano.tensor as T


def predict(x, params):
    it = iter(params)
    W0, g0, be0, m0, s0, W1, g1, be1, m1, v1, W2, g2, be2, m2, i2, W3, b3 = it
    conv0 = T.nnet.conv2d(x, W0, border_mode="half")
    ch = ("x", 0, "x", "x")
    bn0 = T.nnet.bn.batch_normalization(
        conv0, g0.dimshuffle(ch), be0.dimshuffle(ch), m0.dimshuffle(ch), s0.dimshuffle(ch)
    )
    relu0 = T.nnet.relu(bn0)
    conv1 = T.nnet.conv2d(relu0, W1, subsample=(2, 2))
    bn1 = T.nnet.bn.batch_normalization_test(conv1, g1, be1, m1, v1, axes="spatial", epsilon=1e-3)
    relu1 = T.nnet.relu(bn1)
    gap = T.mean(relu1, axis=(2, 3))
    d2 = T.dot(gap, W2)
    bn2 = (d2 - m2) * (g2 * i2) + be2
    relu2 = T.nnet.relu(bn2)
    return T.nnet.softmax(T.dot(relu2, W3) + b3)
