"""The table of Theano's ops: class name -> the function that writes it in ONNX."""

from __future__ import annotations

from rot180.theano.translate import (
    activations,
    convolution,
    elementwise,
    indexing,
    joining,
    pooling,
    products,
    reductions,
    shapes,
    transposed,
    writing,
)
from rot180.theano.translate.translation import Operators

OPERATORS: Operators = {
    **activations.OPERATORS,
    **convolution.OPERATORS,
    **elementwise.OPERATORS,
    **indexing.OPERATORS,
    **joining.OPERATORS,
    **pooling.OPERATORS,
    **products.OPERATORS,
    **reductions.OPERATORS,
    **shapes.OPERATORS,
    **transposed.OPERATORS,
    **writing.OPERATORS,
}
