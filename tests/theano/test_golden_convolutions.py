"""Theano's recorded convolutions and poolings, traced and translated."""

from typing import Any

import numpy as np
import onnxruntime
import pytest

import rot180.theano as theano
import rot180.theano.tensor as T
from golden_cases import CASES, Case, compare, parameters
from rot180.theano.records import Graph
from rot180.theano.translate import translate

# Gradients for the filters, and what exists as eager functions only, are in no trained network.
EAGER_ONLY = (
    "bilinear_upsampling",
    "causal_conv1d",
    "conv2d_grad_wrt_weights",
    "conv3D",
    "conv3d2d.conv3d",
    "max_pool_2d_same_size",
)

# Left out: compiled Theano's maximum forgets a NaN that is not first in its window. A model's does
# not (docs/arithmetic.md); the eager rot180.nnet.pool_2d does as Theano did.
GRAPHS = [
    case
    for case in CASES
    if case.record["family"] in ("conv2d", "legacy_conv", "pool", "conv_other", "old")
    and not case.error
    and not case.record.get("undefined")
    and not case.op.endswith(EAGER_ONLY)
    and not (case.record["family"] == "pool" and np.isnan(case.inputs["input"]).any())
]
PARAMETERS = ("filters", "depthwise_filters", "pointwise_filters")


def _function(case: Case) -> Any:
    function: Any = theano
    for part in case.op.split(".")[1:]:
        function = getattr(function, part)
    return function


def _input(array: np.ndarray, name: str) -> Any:
    return T.TensorType(array.dtype.name, [False] * array.ndim)(name)


def _bound(case: Case) -> float:
    expected = case.outputs["out"]
    if expected.dtype.kind != "f":
        return 0
    return 1e-13 if expected.dtype == np.float64 else 1e-6


@pytest.mark.parametrize("case", parameters(GRAPHS))
def test_filters_that_are_inputs(case: Case) -> None:
    """Both images and filters are symbolic: the rotation happens inside the graph."""
    inputs = {name: _input(array, name) for name, array in case.inputs.items()}
    output = _function(case)(**inputs, **case.args)
    result = theano.function(list(inputs.values()), output)(*case.inputs.values())
    compare(result, case.outputs["out"], _bound(case))


@pytest.mark.parametrize("case", parameters(GRAPHS))
def test_filters_that_are_parameters(case: Case) -> None:
    """A network: filters are known, the batch is open; onnxruntime has its own kernels."""
    arguments = {
        name: theano.shared(array, name) if name in PARAMETERS else _input(array, name)
        for name, array in case.inputs.items()
    }
    (name,) = (name for name in arguments if name not in PARAMETERS)
    output = _function(case)(**arguments, **case.args)
    x = case.inputs[name]
    model = translate(
        Graph([arguments[name]], [output]), input_shapes=[("N", *x.shape[1:])] if x.ndim > 3 else []
    )
    compare(model.predict(x), case.outputs["out"], _bound(case))
    if x.dtype == np.float32 and case.record["values"] != "special":
        session = onnxruntime.InferenceSession(model.proto.SerializeToString())
        (result,) = session.run(None, {model.inputs[0].name: x})
        compare(result, case.outputs["out"], 1e-6)
