"""Model code becomes a graph: call it with a symbolic input and look at what it wrote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rot180.errors import TranslationError
from rot180.theano import records
from rot180.theano.tensor.variable import TensorType


def trace(
    function: Callable[..., Any],
    params: Any,
    input_shape: Sequence[int | str | None],
    *,
    dtype: str = "float32",
) -> records.Graph:
    """Call ``function(x, params)`` with a symbolic x and return the graph of its result.

    Parameters
    ----------
    function : callable
        Model code in Theano's notation (:mod:`rot180.theano`).
    params : object
        Passed on as it is; its arrays should be shared variables, which have names.
    input_shape : sequence of int or str
        Shape of x; a word is an open length. Its number of axes decides x's type.
    dtype : str
        Dtype of x.

    Returns
    -------
    Graph
        Its input is x; its outputs are what the function returned.

    Raises
    ------
    TranslationError
        If the function returns something else than symbolic tensors, or fails.

    Examples
    --------
    >>> import rot180.theano.tensor as T
    >>> graph = trace(lambda x, params: T.tanh(x), [], ("N", 10))
    >>> graph.outputs[0].ndim
    2
    """
    x = TensorType(dtype, (False,) * len(input_shape))("x")
    result = function(x, params)
    outputs = list(result) if isinstance(result, list | tuple) else [result]
    for output in outputs:
        if not isinstance(output, records.Variable):
            raise TranslationError(
                f"{getattr(function, '__name__', 'the function')} returned "
                f"{type(output).__name__}, not a symbolic tensor; it must be built from its "
                "argument x"
            )
    return records.Graph([x], outputs)
