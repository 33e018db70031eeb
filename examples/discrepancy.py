"""The question that rot180 starts from: do Theano's conv2d and SciPy's convolve2d agree?

Written for Theano; what makes it run with rot180 is the two import lines. Theano itself printed
1.072e-02 (full) and 1.026e-02 (valid), on norms of 1.65e+04 and 1.55e+04.
"""

import numpy as np
from scipy.signal import convolve2d

import rot180.theano as theano
import rot180.theano.tensor as T

rng = np.random.RandomState(42)
image = rng.randn(500, 500).astype("float32")
kernel = rng.randn(32, 32).astype("float32")

img = T.tensor4()
fil = T.tensor4()

for mode in ("full", "valid"):
    convolve = theano.function([img, fil], T.nnet.conv2d(img, fil, border_mode=mode))
    ours = convolve(image[np.newaxis, np.newaxis], kernel[np.newaxis, np.newaxis])[0, 0]
    theirs = convolve2d(image, kernel, mode=mode)
    print(
        f"{mode}: L2 discrepancy {np.linalg.norm(ours - theirs):.3e}, "
        f"norms {np.linalg.norm(ours):.3e} and {np.linalg.norm(theirs):.3e}"
    )
