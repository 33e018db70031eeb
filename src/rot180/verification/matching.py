"""Which value of a model a recorded key speaks of.

A key is matched by its name, by ``--map``, or by the order of the recorded architecture: the
third convolution of the one is the third of the other. Never by looking for the nearest numbers,
which would find a value even for a wrong model.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import onnx

from rot180.errors import VerificationError
from rot180.model import Model

# A recorded layer's kind is told by a word in its op or class name; the first row that fits wins.
KINDS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("argmax",), ("ArgMax",)),
    (("transpose", "deconv"), ("ConvTranspose",)),
    (("conv",), ("Conv",)),
    (("global", "mean"), ("ReduceMean", "GlobalAveragePool", "GlobalMaxPool")),
    (("featurepool", "maxout"), ("ReduceMax",)),
    (("pool", "downsample"), ("MaxPool", "AveragePool", "LpPool")),
    (("logsoftmax",), ("LogSoftmax",)),
    (("softmax",), ("Softmax",)),
    (("tanh",), ("Tanh",)),
    (("hard_sigmoid",), ("HardSigmoid",)),
    (("sigmoid",), ("Sigmoid",)),
    (("prelu",), ("PRelu",)),
    (("relu", "rectify", "leaky"), ("Relu", "LeakyRelu")),
    (("elu",), ("Elu",)),
    (("softplus",), ("Softplus",)),
    (("dense", "dot"), ("MatMul", "Gemm")),
    (("concat", "join"), ("Concat",)),
    (("norm",), ("BatchNormalization",)),
    (("flatten",), ("Flatten", "Reshape")),
)
PASSES_THROUGH = ("dropout", "identity")
PREFIX = "layer8."
# As the key "input" means a model's only input, these mean its first output, and its argmax.
OUTPUT_KEYS = ("output", "prob")
LABEL_KEY = "label"


@dataclass(frozen=True)
class Match:
    """One recorded key and the model's value it belongs to; ``argmax`` if it records its argmax."""

    key: str
    value: str
    argmax: bool = False


def plain(key: str) -> str:
    """Drop the prefix that recorders put before the names of inner values."""
    return key.removeprefix(PREFIX)


def read_architecture(reference: Path) -> list[dict[str, Any]]:
    """Read the layers of ``model.json`` beside a reference; none if it is not there."""
    path = reference.with_name("model.json")
    if not path.is_file():
        return []
    try:
        layers = json.loads(path.read_text(encoding="utf-8")).get("architecture", [])
    except (OSError, ValueError, AttributeError) as error:
        raise VerificationError(f"{path} is not a recorded architecture: {error}") from error
    if isinstance(layers, dict):  # a Keras configuration
        layers = [
            {**layer.get("config", {}), "type": layer["class_name"]}
            for layer in layers.get("config", [])
        ]
    return list(layers)


def match(
    model: Model,
    keys: Iterable[str],
    architecture: list[dict[str, Any]],
    explicit: Mapping[str, str],
) -> tuple[list[Match], list[str]]:
    """Match recorded keys to values of the model.

    Returns
    -------
    matches : list of Match
        In the order in which the model computes the values.
    unmatched : list of str
        Keys that no value of the model answers to.

    Raises
    ------
    VerificationError
        If ``explicit`` names a key or a value that does not exist.
    """
    keys = list(keys)
    values = _value_names(model)
    for key, name in explicit.items():
        if key not in keys:
            raise VerificationError(
                f"--map names {key!r}, but the reference has: {', '.join(keys)}"
            )
        if name not in values:
            raise VerificationError(
                f"--map names {name!r}, but the model's values are: {', '.join(values)}"
            )
    by_order = _match_by_order(model, architecture)
    primary = model.outputs[0]
    matches: list[Match] = []
    unmatched: list[str] = []
    for key in keys:
        found = explicit.get(key) or next((k for k in (key, plain(key)) if k in values), None)
        if found is not None:
            matches.append(Match(key, found))
        elif plain(key) in by_order:
            matches.append(Match(key, *by_order[plain(key)]))
        elif plain(key) in OUTPUT_KEYS:
            matches.append(Match(key, primary.name))
        elif plain(key) == LABEL_KEY:
            matches.append(Match(key, primary.name, argmax="int" not in primary.dtype))
        else:
            unmatched.append(key)
    order = {name: place for place, name in enumerate(values)}
    return sorted(matches, key=lambda m: (order[m.value], m.argmax, m.key)), unmatched


def _value_names(model: Model) -> list[str]:
    graph = model.proto.graph
    names = [value.name for value in graph.input]
    return names + [name for node in graph.node for name in node.output if name]


def _match_by_order(model: Model, layers: list[dict[str, Any]]) -> dict[str, tuple[str, bool]]:
    nodes = list(model.proto.graph.node)
    consumers: dict[str, list[onnx.NodeProto]] = {}
    for node in nodes:
        for name in node.input:
            consumers.setdefault(name, []).append(node)
    kinds = [_kind(layer) for layer in layers]
    found: dict[str, tuple[str, bool]] = {}
    taken: dict[tuple[str, ...], int] = {}
    previous: str | None = None
    unplaced: Mapping[str, Any] | None = None
    behind: set[str] = set()  # what is computed from the layer placed last
    for layer, kind in zip(layers, kinds, strict=True):
        title, first, current = _title(layer), None, None
        passes = any(word in title for word in PASSES_THROUGH)
        if "input" in title:
            current = model.inputs[0].name
        elif passes:
            current = previous
        elif kind is not None:
            candidates = [node for node in nodes if node.op_type in kind]
            place = taken.get(kind, 0)
            taken[kind] = place + 1
            if len(candidates) == kinds.count(kind):
                first = candidates[place]
                current = _end_of_layer(first, layer, consumers)
            elif kind == ("ArgMax",) and previous is not None:
                _record(found, layer, previous, argmax=True)
                continue
        elif previous is not None and "bias" in title:
            current = _after(previous, ("Add",), consumers)
        if unplaced is not None and first is not None:
            # A layer of several nodes (batch normalisation spelled out) ends where the next begins.
            end = next((name for name in first.input if name in behind), None)
            if end is not None:
                _record(found, unplaced, end, argmax=False)
        if current is not None:
            _record(found, layer, current, argmax=False)
            unplaced, behind = None, _behind(current, nodes)
        elif not passes:
            unplaced = layer
        previous = current
    return found


def _record(
    found: dict[str, tuple[str, bool]], layer: Mapping[str, Any], value: str, *, argmax: bool
) -> None:
    name = layer.get("output") or layer.get("name")
    if name:
        found[plain(str(name))] = (value, argmax)


def _title(layer: Mapping[str, Any]) -> str:
    return str(layer.get("op") or layer.get("type") or "").lower()


def _kind(layer: Mapping[str, Any]) -> tuple[str, ...] | None:
    title = _title(layer)
    if title == "activation":
        title = str(layer.get("activation", "")).lower()
    return next((ops for words, ops in KINDS if any(word in title for word in words)), None)


def _behind(value: str, nodes: Iterable[onnx.NodeProto]) -> set[str]:
    """Collect the values that are computed from ``value``, and itself."""
    found = {value}
    for node in nodes:
        if not found.isdisjoint(node.input):
            found.update(node.output)
    return found


def _end_of_layer(
    node: onnx.NodeProto, layer: Mapping[str, Any], consumers: Mapping[str, list[onnx.NodeProto]]
) -> str:
    """Follow a layer from its first node over bias and nonlinearity, as far as it has them."""
    value = _whole(node.output[0], consumers)
    if "scaled" in _title(layer):
        return _after(value, ("Mul",), consumers) or value
    if "op" in layer:  # a list of single steps: bias and nonlinearity are entries of their own
        if "dot" in _title(layer) and "b" in layer:
            return _after(value, ("Add",), consumers) or value
        return value
    if node.op_type in ("Conv", "ConvTranspose", "MatMul", "Gemm"):
        # 'same' may be written as 'full' with the borders cut off.
        value = _after(value, ("Slice",), consumers) or value
        value = _after(value, ("Add",), consumers) or value
    title = str(layer.get("nonlinearity") or layer.get("activation") or "linear").lower()
    ops = next((ops for words, ops in KINDS if any(word in title for word in words)), None)
    return (_after(value, ops, consumers) if ops else None) or value


def _whole(value: str, consumers: Mapping[str, list[onnx.NodeProto]]) -> str:
    """Go on to the last of the nodes that stand for one operation: they extend its value's name."""
    while len(readers := consumers.get(value, [])) == 1:
        following = str(readers[0].output[0])
        if not value.startswith(f"{following}."):
            break
        value = following
    return value


def _after(
    value: str, ops: tuple[str, ...], consumers: Mapping[str, list[onnx.NodeProto]]
) -> str | None:
    """Find the output of the only reader of ``value``, if it is one of ``ops``."""
    readers = consumers.get(value, [])
    if len(readers) == 1 and readers[0].op_type in ops:
        return str(readers[0].output[0])
    return None
