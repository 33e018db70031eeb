"""Two branches that meet, filters by name, T.maximum as rectifier."""

from theano import tensor as T


def predict(x, params):
    a = T.nnet.conv2d(
        x,
        params["a.W"],
        border_mode=(1, 1),
        input_shape=(None, 3, 12, 10),
        filter_shape=(6, 3, 3, 3),
    )
    ra = T.maximum(a + params["a.b"].dimshuffle("x", 0, "x", "x"), 0.0)
    b = T.nnet.conv2d(x, params["b.W"], border_mode=2)
    rb = T.maximum(0, b + params["b.b"].dimshuffle("x", 0, "x", "x"))
    both = T.concatenate([ra, rb], axis=1)
    c = T.nnet.conv2d(both, params["c.W"])
    rc = T.maximum(c + params["c.b"].dimshuffle("x", 0, "x", "x"), 0)
    p = T.signal.pool.pool_2d(rc, ds=(2, 2), ignore_border=True)
    flat = p.flatten(2)
    xflat = x.flatten(2)
    side = T.tanh(T.dot(xflat, params["p.W"]))
    joined = T.concatenate([flat, side], axis=1)
    return T.nnet.softmax(T.dot(joined, params["o.W"]) + params["o.b"])
