"""The typed class of an exported project: which methods a model gets, and their words."""

from __future__ import annotations

import json
import math
import textwrap
from pathlib import Path
from string import Template

from rot180.model import Model, ValueInfo

TEMPLATES = Path(__file__).parent / "templates"
# Operators whose rows are probabilities of classes.
PROBABILITIES = ("Softmax", "Sigmoid", "HardSigmoid")
LABEL_IMPORTS = """import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
"""
TENSOR_IMPORTS = ("import dev.rot180.Tensor;\n", "import java.util.Map;\n")


def fill(template: Path, words: dict[str, str]) -> bytes:
    """Fill a template's ``${word}`` places."""
    return Template(template.read_text(encoding="utf-8")).substitute(words).encode()


def is_typed(model: Model) -> bool:
    """Tell whether arrays of float say all: one float32 input, and a float32 output."""
    inputs, outputs = model.inputs, model.outputs
    return len(inputs) == 1 and inputs[0].dtype == outputs[0].dtype == "float32"


def is_classifier(model: Model) -> bool:
    """Tell whether the model's only output is a row of float32 numbers, one a class."""
    outputs = model.outputs
    return (
        is_typed(model)
        and len(outputs) == 1
        and len(outputs[0].shape) == 2
        and outputs[0].shape[1] != 1
    )


def words(model: Model) -> dict[str, str]:
    """Choose the words that the templates ask for."""
    value = model.inputs[0]
    lengths = _lengths(value)
    opened = [axis for axis in lengths if isinstance(axis, str)]
    name = "pixels" if len(lengths) > 1 else "values"
    arguments = ", ".join([name, *opened])
    output = "probabilities" if _last_op(model) in PROBABILITIES else "scores"
    method = output if is_classifier(model) else "predict"
    usage = f"float[] all = model.{method}({arguments});"
    if is_classifier(model):
        usage = f"int best = model.classify({arguments});\n{usage}"
    elif not is_typed(model):
        usage = 'Map<String, Tensor> results = model.model().run(Map.of("NAME", Tensor.of(...)));'
    sample = _sample(model)
    return {
        "arguments": arguments,
        "parameters": ", ".join([f"float[] {name}", *(f"int {axis}" for axis in opened)]),
        "lengths_doc": "".join(f"\n   * @param {axis} its {axis}" for axis in opened),
        "compute": _compute(model, name) if opened else f"model.predict({name})",
        "input_length": "" if opened else str(math.prod(int(n) for n in lengths)),
        "input_shape": " x ".join(map(str, lengths)),
        "sample": sample,
        "sample_doc": textwrap.fill(
            sample.replace("`float[]`", "{@code float[]}"), 96, break_on_hyphens=False
        ).replace("\n", "\n * "),
        "values": name,
        "output": output,
        "usage": usage,
    }


def source(model: Model, words: dict[str, str]) -> bytes:
    """Write the façade: the class itself, and the methods that fit the model."""
    labels = bool(model.contract.get("labels")) and is_classifier(model)
    parts = []
    if is_classifier(model):
        parts += ["Classifier.java.txt", *(["Labels.java.txt"] if labels else [])]
    elif is_typed(model):
        parts.append("Predictor.java.txt")
    methods = "".join(fill(TEMPLATES / part, words).decode() for part in parts)
    length = (
        f"\n  /** How many numbers one sample has: {words['input_shape']}. */\n"
        f"  public static final int INPUT_LENGTH = {words['input_length']};\n"
        if words["input_length"] and is_typed(model)
        else ""
    )
    tensor, map_ = TENSOR_IMPORTS if "Tensor.of" in methods else ("", "")
    imports = tensor + (LABEL_IMPORTS if labels else "") + map_
    return fill(
        TEMPLATES / "Facade.java.txt",
        {**words, "methods": methods, "length": length, "imports": imports},
    )


def _lengths(value: ValueInfo) -> list[int | str]:
    """Lengths of one sample; an open one is the name of its axis, and of the argument for it."""
    shape = value.shape[1:] if value.shape and isinstance(value.shape[0], str) else value.shape
    names = {1: ["length"], 2: ["height", "width"], 3: ["channels", "height", "width"]}.get(
        len(shape), [f"length{axis}" for axis in range(1, len(shape) + 1)]
    )
    return [n if isinstance(n, int) else name for n, name in zip(shape, names, strict=True)]


def _sample(model: Model) -> str:
    """Say in a sentence what one input is."""
    if not is_typed(model):
        wanted = "; ".join(map(str, model.inputs))
        given = "; ".join(map(str, model.outputs))
        return f"Its inputs are tensors by name ({wanted}), and so are its outputs ({given})."
    lengths = " x ".join(map(str, _lengths(model.inputs[0]))) or "1"
    layout = f" in {model.contract['layout']} order" if model.contract.get("layout") else ""
    low, high = (model.contract.get("range") or (None, None))[:2]
    limits = "" if low is None else f", from {low:g} to {high:g}"
    return f"One sample is a `float[]` of {lengths} numbers{layout}{limits}, the last axis fastest."


def _compute(model: Model, name: str) -> str:
    """Call a model whose lengths an array alone does not tell."""
    shape = ", ".join(map(str, [1, *_lengths(model.inputs[0])]))
    given, result = json.dumps(model.inputs[0].name), json.dumps(model.outputs[0].name)
    return (
        f"model\n        .run(Map.of({given}, Tensor.of({name}, {shape})))\n"
        f"        .get({result})\n        .floats()"
    )


def _last_op(model: Model) -> str:
    name = model.outputs[0].name
    return next((str(node.op_type) for node in model.proto.graph.node if name in node.output), "")
