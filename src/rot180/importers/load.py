"""``rot180.load``: a trained model from a file, whatever wrote it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from rot180.errors import ModelFileError
from rot180.importers import forms
from rot180.importers.join import Shape, join
from rot180.importers.missing import graph_missing
from rot180.importers.outputs import find_graph
from rot180.importers.source import contradictions
from rot180.model import Model
from rot180.pickles import Limits
from rot180.theano.records import Graph
from rot180.theano.translate import translate

_DEFAULT_LIMITS = Limits()


def load(
    path: str | Path,
    *,
    graph: str | Callable[..., Any] | None = None,
    input_shape: Shape | None = None,
    dtype: str | None = None,
    select: str | int | None = None,
    limits: Limits = _DEFAULT_LIMITS,
) -> Model:
    """Load a trained model. Nothing in the file is run.

    Parameters
    ----------
    path : str or Path
        A pickled Theano graph, a file of parameters (pickle, ``.npy``, ``.npz``, zip, gzip'd), or
        an ONNX file. What it is, its bytes say, not its name.
    graph : callable or 'file.py:function', optional
        For a file of parameters: the model's own code, a function of ``(x, params)`` in Theano's
        notation. It is *your* code, and it is run, with :mod:`rot180.theano` in Theano's place.
    input_shape : sequence of int or str, optional
        Shape of the input; a word is an open length: ``("N", 1, 28, 28)``.
    dtype : {'float32', 'float64'}, optional
        Precision of the model: with 'float32' (the default) float64 parameters are converted.
    select : str or int, optional
        Which value is the output, where a file holds several: a name, a path, or a place.
    limits : Limits
        How large, long and deep the file may be.

    Returns
    -------
    Model
        The model as ONNX, ready to predict, save and verify.

    Raises
    ------
    GraphMissingError
        The file holds parameters only, and no ``graph`` is given.
    UnsafeFileError
        It asks for code that is on no allow-list.
    ModelFileError
        It cannot be used for another reason; see :mod:`rot180.errors`.

    Examples
    --------
    >>> model = load("tests/golden/models/lenet_tanh-py27/output_graph.pkl")
    >>> model.inputs[0].shape
    ('N', 28, 28)
    """
    path = Path(path)
    precision = _checked_dtype(dtype)
    contents = forms.read(path, limits)
    if contents.model is not None:
        if graph is not None:
            raise ModelFileError(
                f"{path} is an ONNX model: it has its graph, so graph= is not needed"
            )
        return contents.model
    found: Graph | None
    if graph is not None:
        found = join(path, contents, graph, input_shape, select, precision, limits)
    else:
        found = find_graph(contents.tree, limits, select=select, dtype=precision)
    if found is None:
        raise graph_missing(path, contents, limits, precision)
    shapes = [input_shape] if input_shape is not None else []
    with contradictions(path):
        return translate(found, source=path.name, name=_model_name(path), input_shapes=shapes)


def _checked_dtype(dtype: str | None) -> str:
    if dtype not in (None, "float32", "float64"):
        raise ValueError(f"dtype={dtype!r}: a model is 'float32' or 'float64'")
    return dtype or "float32"


def _model_name(path: Path) -> str:
    return path.name.partition(".")[0] or "model"
