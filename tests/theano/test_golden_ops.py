"""Theano's recorded graph operations, written again with the look-alike."""

from collections.abc import Callable
from typing import Any

import numpy as np
import onnxruntime
import pytest

import rot180.theano as theano
import rot180.theano.tensor as T
from golden_cases import CASES, Case, compare, parameters
from rot180.theano.records import Graph
from rot180.theano.translate import translate

Tensors = dict[str, Any]

FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "abs": abs,
    "arctan": T.arctan,
    "ceil": T.ceil,
    "clip": lambda x: T.clip(x, -1.0, 1.5),
    "cos": T.cos,
    "elu": T.nnet.elu,
    "erf": T.erf,
    "exp": T.exp,
    "expm1": T.expm1,
    "floor": T.floor,
    "half_abs": lambda x: 0.5 * (x + abs(x)),
    "hard_sigmoid": T.nnet.hard_sigmoid,
    "int_cast": lambda x: T.cast(x, "int32"),
    "inv": T.inv,
    "leaky_0.01": lambda x: T.nnet.relu(x, 0.01),
    "leaky_0.3": lambda x: T.nnet.relu(x, 0.3),
    "linear": lambda x: x,
    "log1p_abs": lambda x: T.log1p(abs(x)),
    "log_abs1": lambda x: T.log(abs(x) + 1),
    "maximum0": lambda x: T.maximum(x, 0),
    "neg": T.neg,
    "relu": T.nnet.relu,
    "round_half_away": T.round_half_away_from_zero,
    "round_half_even": T.round_half_to_even,
    "scaled_tanh": lambda x: 1.7159 * T.tanh(2.0 / 3.0 * x),
    "selu": T.nnet.selu,
    "sgn": T.sgn,
    "sigmoid": T.nnet.sigmoid,
    "sin": T.sin,
    "softplus": T.nnet.softplus,
    "softsign": T.nnet.softsign,
    "sqr": T.sqr,
    "sqrt_abs": lambda x: T.sqrt(abs(x)),
    "tanh": T.tanh,
    "ultra_fast_sigmoid": T.nnet.ultra_fast_sigmoid,
    "x_times_gt0": lambda x: x * (x > 0),
}


def _activation(v: Tensors, name: str) -> Tensors:
    return {"out": FUNCTIONS[name](v["x"])}


def _dense(v: Tensors, activation: str) -> Tensors:
    z = T.dot(v["x"], v["W"]) + v["b"]
    return {"z": z, "out": FUNCTIONS[activation](z)}


def _logistic(v: Tensors) -> Tensors:
    probabilities = T.nnet.softmax(T.dot(v["x"], v["W"]) + v["b"])
    return {"out": probabilities, "argmax": T.argmax(probabilities, axis=1)}


def _conv_pool_tanh(v: Tensors, poolsize: Any, ignore_border: bool) -> Tensors:
    conv = T.nnet.conv2d(v["input"], v["W"])
    pool = T.signal.pool.pool_2d(conv, poolsize, ignore_border=ignore_border)
    return {"conv": conv, "pool": pool, "out": T.tanh(pool + v["b"].dimshuffle("x", 0, "x", "x"))}


def _lrn(v: Tensors, alpha: float, beta: float, k: float, n: int) -> Tensors:
    """Lasagne's layer: a zero-padded sum over neighbouring channels."""
    x, half = v["x"], n // 2
    batch, channels, rows, columns = x.shape
    padded = T.alloc(0.0, batch, channels + 2 * half, rows, columns)
    padded = T.set_subtensor(padded[:, half : half + channels], T.sqr(x))
    scale: Any = k
    for i in range(n):
        scale = scale + alpha * padded[:, i : i + channels]
    return {"out": x / scale**beta}


def _zero_pad(v: Tensors, pad: tuple[int, int, int, int]) -> Tensors:
    top, bottom, left, right = pad
    x = v["x"]
    n, c, h, w = x.shape
    frame = T.zeros((n, c, h + top + bottom, w + left + right))
    return {"out": T.set_subtensor(frame[:, :, top : top + h, left : left + w], x)}


def _index(entry: Any) -> Any:
    return slice(*entry) if isinstance(entry, tuple) else entry


def _batch_normalization(v: Tensors, **arguments: Any) -> Tensors:
    function = T.nnet.bn.batch_normalization_test
    if "std" in v:
        function = T.nnet.bn.batch_normalization
    return {"out": function(**v, **arguments)}


PROGRAMS: dict[str, Callable[..., Tensors]] = {
    "activation": _activation,
    "theano.tensor.nnet.relu": lambda v, alpha: {"out": T.nnet.relu(v["x"], alpha)},
    "theano.tensor.nnet.elu": lambda v, alpha: {"out": T.nnet.elu(v["x"], alpha)},
    "prelu": lambda v: {"out": T.nnet.relu(v["x"], v["alpha"].dimshuffle("x", 0, "x", "x"))},
    "dense": _dense,
    "logistic": _logistic,
    "conv_pool_tanh": _conv_pool_tanh,
    "softmax": lambda v: {"out": T.nnet.softmax(v["x"])},
    "logsoftmax": lambda v: {"out": T.nnet.logsoftmax(v["x"])},
    "theano.tensor.nnet.bn.batch_normalization_test": _batch_normalization,
    "theano.tensor.nnet.bn.batch_normalization": _batch_normalization,
    "lrn": _lrn,
    "dimshuffle": lambda v, pattern: {"out": v["x"].dimshuffle(*pattern)},
    "flatten": lambda v, ndim: {"out": v["x"].flatten(ndim)},
    "reshape": lambda v, shape: {"out": v["x"].reshape(shape)},
    "concatenate": lambda v, axis: {"out": T.concatenate([v[k] for k in sorted(v)], axis=axis)},
    "repeat": lambda v, r: {"out": v["x"].repeat(r[0], axis=2).repeat(r[1], axis=3)},
    "zero_pad": _zero_pad,
    "subtensor": lambda v, index: {"out": v["x"][tuple(map(_index, index))]},
    "reduce": lambda v, name, axis, keepdims: {
        "out": getattr(T, name)(v["x"], axis=axis, keepdims=keepdims)
    },
    "argmax": lambda v, axis: {"out": T.argmax(v["x"], axis=axis)},
    "binary": lambda v, name: {"out": getattr(T, name)(v["x"], T.addbroadcast(v["y"], 0))},
    "switch": lambda v: {"out": T.switch(v["x"] > 0, v["x"], v["y"])},
    "dot": lambda v: {"out": T.dot(v["x"], v["y"])},
    "tensordot": lambda v, axes: {"out": T.tensordot(v["x"], v["y"], axes=axes)},
    "batched_dot": lambda v: {"out": T.batched_dot(v["x"], v["y"])},
}

# Theano's formula 0.5 (x + |x|) is NaN at -inf and infinite at 3e38. The operator Relu is neither,
# as ONNX defines it; rot180.nnet.relu keeps Theano's values.
RECTIFIERS = ("half_abs", "relu")
EXACT = ("dimshuffle", "flatten", "reshape", "concatenate", "repeat", "zero_pad", "subtensor")

OPS = [case for case in CASES if case.record["family"] == "ops"]


def _program(case: Case) -> tuple[Graph, list[str]]:
    inputs = {
        name: T.TensorType(array.dtype.name, [False] * array.ndim)(name)
        for name, array in case.inputs.items()
    }
    outputs = PROGRAMS[case.op](inputs, **case.args)
    return Graph(list(inputs.values()), list(outputs.values())), list(outputs)


def _bound(case: Case) -> float:
    if case.op in EXACT:
        return 0
    return 1e-13 if next(iter(case.inputs.values())).dtype == np.float64 else 1e-6


def _check(case: Case, name: str, result: np.ndarray) -> None:
    expected = case.outputs[name]
    if case.args.get("name") in RECTIFIERS and case.record["values"] == "special":
        x = case.inputs["x"]
        extreme = np.abs(x) > np.finfo(np.float32).max / 2
        assert not np.isfinite(expected[extreme]).any()
        expected = np.where(extreme, np.maximum(x, 0), expected)
    compare(result, expected, _bound(case))


@pytest.mark.parametrize("case", parameters(OPS))
def test_our_engine(case: Case) -> None:
    graph, names = _program(case)
    function = theano.function(graph.inputs, graph.outputs)
    for name, result in zip(names, function(*case.inputs.values()), strict=True):
        _check(case, name, result)


@pytest.mark.parametrize(
    "case",
    # ONNX leaves open what NaN does to an argmax or a maximum.
    parameters([case for case in OPS if case.record["values"] != "special"]),
)
def test_onnxruntime_without_knowing_the_shapes(case: Case) -> None:
    graph, names = _program(case)
    model = translate(graph)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model.proto.SerializeToString(), options)
    results = session.run(None, dict(case.inputs))
    for name, result in zip(names, results, strict=True):
        compare(result, case.outputs[name], _bound(case) and max(_bound(case), 1e-6))
