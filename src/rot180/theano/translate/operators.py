"""The table of Theano's ops: class name -> the function that writes it in ONNX."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rot180.theano.records import Apply
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
)
from rot180.theano.translate.translation import Translation, Value

Translator = Callable[[Translation, Apply, list[Value]], Value | list[Value]]

OPERATORS: Mapping[str, Translator] = {
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
}
