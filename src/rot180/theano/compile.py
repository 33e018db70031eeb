"""``theano.function``: a graph as a callable, run by our engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from rot180.errors import UnsupportedOperatorError
from rot180.model import Model
from rot180.theano import records
from rot180.theano.flags import config
from rot180.theano.translate import translate

_CACHED_SHAPES = 16


class Function:
    """What `function` returns. Call it with arrays.

    It is translated once for each combination of shapes, which are then known throughout.
    """

    def __init__(
        self,
        inputs: Sequence[records.Variable],
        outputs: records.Variable | Sequence[records.Variable],
        name: str | None,
        allow_input_downcast: bool | None,
    ) -> None:
        self._single = isinstance(outputs, records.Variable)
        chosen = [outputs] if isinstance(outputs, records.Variable) else list(outputs)
        self._graph = records.Graph(list(inputs), chosen)
        self._used = _leaves(chosen)
        self._downcast = allow_input_downcast
        self._models: dict[tuple[Any, ...], tuple[Model, list[Any]]] = {}
        self.name = name

    def __call__(self, *arguments: Any) -> Any:
        """Return the outputs: an array, or a list of arrays if a list was asked for."""
        if len(arguments) != len(self._graph.inputs):
            raise TypeError(
                f"{self.name or 'this function'} takes {len(self._graph.inputs)} arrays, "
                f"not {len(arguments)}"
            )
        arrays = [
            _checked(argument, variable, place, self._downcast)
            for place, (argument, variable) in enumerate(
                zip(arguments, self._graph.inputs, strict=True)
            )
        ]
        model = self.model(*(array.shape for array in arrays))
        used = [a for a, v in zip(arrays, self._graph.inputs, strict=True) if v in self._used]
        named = {info.name: array for info, array in zip(model.inputs, used, strict=True)}
        results = list(model.run(named).values())
        return results[0] if self._single else results

    def model(self, *shapes: tuple[int, ...]) -> Model:
        """Return the ONNX model for inputs of these shapes."""
        # A parameter's new value is another array, so identities tell whether it has changed.
        values = [variable.value for variable in _shared(self._graph.outputs)]
        key = (shapes, tuple(map(id, values)))
        if key not in self._models:
            if len(self._models) >= _CACHED_SHAPES:
                self._models.clear()
            model = translate(self._graph, name=self.name or "function", input_shapes=shapes)
            self._models[key] = model, values
        return self._models[key][0]


def function(
    inputs: Sequence[Any],
    outputs: Any = None,
    mode: Any = None,
    updates: Any = None,
    givens: Any = None,
    no_default_updates: Any = False,
    name: str | None = None,
    allow_input_downcast: bool | None = None,
    on_unused_input: str = "raise",
    **_: Any,
) -> Function:
    """Return a callable that computes `outputs` from arrays for `inputs`.

    Parameters
    ----------
    inputs : list of symbolic tensors
    outputs : symbolic tensor, or list of them
    allow_input_downcast : bool, optional
        Whether an array may be converted to a smaller dtype; by default only a Python float may.
    mode, name, on_unused_input
        As in Theano; `mode` has no effect.

    Raises
    ------
    UnsupportedOperatorError
        For `updates` and `givens`: nothing is trained here.

    Examples
    --------
    >>> import rot180.theano.tensor as T
    >>> x = T.vector()
    >>> print(function([x], 2 * x + 1)([1.0, 2.0]))
    [3. 5.]
    """
    if updates:
        raise UnsupportedOperatorError("theano.function with updates: rot180 runs trained models")
    if givens:
        raise UnsupportedOperatorError("theano.function with givens: pass the values as inputs")
    if outputs is None:
        raise UnsupportedOperatorError("theano.function without outputs computes nothing here")
    for variable in inputs:
        if not isinstance(variable, records.Variable) or variable.owner is not None:
            raise TypeError(f"an input of a function is a symbolic variable, not {variable!r}")
    chosen = [outputs] if isinstance(outputs, records.Variable) else list(outputs)
    if on_unused_input == "raise":
        used = _leaves(chosen)
        for place, variable in enumerate(inputs):
            if variable not in used:
                raise ValueError(
                    f"input {place} ({variable!r}) is not used by the outputs; leave it out or "
                    "say on_unused_input='ignore'"
                )
    return Function(inputs, outputs, name, allow_input_downcast)


def _leaves(outputs: Sequence[records.Variable]) -> set[records.Variable]:
    """All variables that nothing computes, on which `outputs` depend."""
    seen: set[records.Variable] = set()
    stack = list(outputs)
    while stack:
        variable = stack.pop()
        if variable not in seen:
            seen.add(variable)
            stack += variable.owner.inputs if variable.owner else []
    return {variable for variable in seen if variable.owner is None}


def _shared(outputs: Sequence[records.Variable]) -> list[records.SharedVariable]:
    return [item for item in _leaves(outputs) if isinstance(item, records.SharedVariable)]


def _checked(
    argument: Any, variable: records.Variable, place: int, downcast: bool | None
) -> np.ndarray[Any, Any]:
    """Return an argument in the dtype of its input, where no precision is lost without leave."""
    type_ = variable.type
    what = f"argument {place}" + (f" ({variable.name})" if variable.name else "")
    if type_ is None:
        raise TypeError(f"{what} is no tensor")
    array = np.asarray(argument)
    if array.ndim != type_.ndim:
        raise TypeError(
            f"{what}: wrong number of dimensions: expected {type_.ndim}, got {array.ndim} with "
            f"shape {array.shape}"
        )
    for axis, (one, length) in enumerate(zip(type_.broadcastable, array.shape, strict=True)):
        if one and length != 1:
            raise TypeError(f"{what}: axis {axis} broadcasts and must have length 1, not {length}")
    dtype = np.dtype(type_.dtype)
    converted = array.astype(dtype)
    fits = np.result_type(array.dtype, dtype) == dtype
    literal = not isinstance(argument, np.ndarray | np.generic)
    if downcast is None and literal and isinstance(argument, float):
        fits = fits or dtype == config.floatX
    if literal and downcast is not False:
        fits = fits or bool(np.array_equal(converted, array))
    if not (fits or downcast):
        raise TypeError(
            f"{what}: a {dtype} input cannot take {array.dtype} without losing precision; convert "
            f"it with numpy.asarray(..., {str(dtype)!r}), or make the function with "
            "allow_input_downcast=True"
        )
    return converted
