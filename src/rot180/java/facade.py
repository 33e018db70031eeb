"""The typed class of an exported project: which methods a model gets, and their words."""

from __future__ import annotations

import math
from pathlib import Path
from string import Template

from rot180.errors import ExportError
from rot180.model import Model

TEMPLATES = Path(__file__).parent / "templates"
# Operators whose rows are probabilities of classes.
PROBABILITIES = ("Softmax", "Sigmoid", "HardSigmoid")
LABEL_IMPORTS = """import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
"""


def fill(template: Path, words: dict[str, str]) -> bytes:
    """Fill a template's ``${word}`` places."""
    return Template(template.read_text(encoding="utf-8")).substitute(words).encode()


def is_classifier(model: Model) -> bool:
    """Tell whether the model's only output is a row of float32 numbers, one a class."""
    outputs = model.outputs
    return (
        len(outputs) == 1
        and outputs[0].dtype == "float32"
        and len(outputs[0].shape) == 2
        and outputs[0].shape[1] != 1
    )


def words(model: Model) -> dict[str, str]:
    """Choose the words that the templates ask for.

    Raises
    ------
    rot180.errors.ExportError
        If the model has not exactly one float32 input.
    """
    if len(model.inputs) != 1 or model.inputs[0].dtype != "float32":
        kinds = ", ".join(f"{value.name}: {value.dtype}" for value in model.inputs)
        raise ExportError(
            f"a typed class needs a model with one float32 input; this one has {kinds}. Use "
            "the runtime's dev.rot180.Model with named tensors, or convert with --dtype float32"
        )
    value = model.inputs[0]
    lengths = [n for n in value.shape[1:] if isinstance(n, int)]
    fixed = len(lengths) == len(value.shape) - 1
    image = len(value.shape) > 2
    contract = model.contract
    output = "probabilities" if _last_op(model) in PROBABILITIES else "scores"
    name = "pixels" if image else "values"
    if is_classifier(model):
        usage = f"int best = model.classify({name});\nfloat[] all = model.{output}({name});"
    else:
        usage = f"float[] all = model.predict({name});"
    low, high = (contract.get("range") or (None, None))[:2]
    return {
        "input_name": value.name,
        "input_shape": " x ".join(str(n) for n in value.shape[1:]),
        "input_length": str(math.prod(lengths)) if fixed else "",
        "values": name,
        "range": "" if low is None else f", from {low:g} to {high:g}",
        "layout": f" in {contract['layout']} order" if contract.get("layout") else "",
        "output": output,
        "usage": usage,
    }


def source(model: Model, words: dict[str, str]) -> bytes:
    """Write the façade: the class itself, and the methods that fit the model."""
    parts = []
    if is_classifier(model):
        parts.append("Classifier.java.txt")
        if model.contract.get("labels"):
            parts.append("Labels.java.txt")
    else:
        parts.append("Predictor.java.txt")
    methods = "".join(fill(TEMPLATES / part, words).decode() for part in parts)
    length = (
        f"\n  /** How many numbers one sample has: {words['input_shape']}. */\n"
        f"  public static final int INPUT_LENGTH = {words['input_length']};\n"
        if words["input_length"]
        else ""
    )
    imports = LABEL_IMPORTS if model.contract.get("labels") else ""
    return fill(
        TEMPLATES / "Facade.java.txt",
        {**words, "methods": methods, "length": length, "imports": imports},
    )


def _last_op(model: Model) -> str:
    name = model.outputs[0].name
    return next((str(node.op_type) for node in model.proto.graph.node if name in node.output), "")
