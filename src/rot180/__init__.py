"""Run models trained with Theano in Java, bit for bit, and prove it."""

from importlib.metadata import version as _version

__version__ = _version("rot180")

from rot180 import errors, java, nnet, signal, theano, vimage
from rot180.importers import load
from rot180.model import Model
from rot180.nnet import conv2d
from rot180.nnet.layer import Conv2d, plan
from rot180.verification import verify

__all__ = [
    "Conv2d",
    "Model",
    "__version__",
    "conv2d",
    "errors",
    "java",
    "load",
    "nnet",
    "plan",
    "signal",
    "theano",
    "verify",
    "vimage",
]
