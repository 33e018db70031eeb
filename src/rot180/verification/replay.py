"""Replay recorded samples through every engine and compare value by value."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from rot180.errors import VerificationError
from rot180.importers.load import load
from rot180.model import Model
from rot180.verification import bounds, matching
from rot180.verification.engines import Engine, JavaEngine, OnnxRuntimeEngine, PythonEngine
from rot180.verification.metrics import compare, differing_bits
from rot180.verification.outcome import Bits, Report, Row

Array = npt.NDArray[Any]
# Engine, number of samples, value.
Results = dict[str, dict[int, dict[str, Array]]]
# Recorded beside the values, but no values of the model's: the parameters and the true labels.
NOT_VALUES = ("param.", "label_true")
_REFERENCE = (
    "A reference is an .npz file with the array 'input' and the recorded values by name: "
    "np.savez('data.npz', input=x, prob=predict(x))"
)


def verify(
    model: Model | str | Path,
    reference: str | Path | Mapping[str, Array],
    *,
    map: Mapping[str, str] | None = None,  # noqa: A002
    java: str | Path | None = None,
) -> Report:
    """Show, value by value, that a model computes what was recorded from Theano.

    Parameters
    ----------
    model : Model or path
        The model, or a file that :func:`rot180.load` reads.
    reference : path of an .npz file, or mapping of name to array
        ``input`` (or the input's own name) of shape (N, ...), and recorded outputs and inner values
        by name, with or without the prefix ``layer8.``, for the first n <= N samples.
    map : mapping of str to str, optional
        Recorded key to the model's value name, where names differ.
    java : path, optional
        A project written by ``rot180 java``: run as well, and compared bit for bit with Python.

    Returns
    -------
    Report

    Raises
    ------
    rot180.errors.VerificationError
        If the reference has no input, or shapes do not fit, or the Java project does not run.

    Examples
    --------
    >>> import numpy as np, rot180
    >>> from onnx import helper, TensorProto
    >>> node = helper.make_node("Relu", ["x"], ["y"])
    >>> x, y = (helper.make_tensor_value_info(n, TensorProto.FLOAT, ["N", 2]) for n in "xy")
    >>> model = rot180.Model(helper.make_model(helper.make_graph([node], "g", [x], [y])))
    >>> recorded = {"input": np.float32([[-1, 2]]), "y": np.float32([[0, 2]])}
    >>> rot180.verify(model, recorded).passed
    True
    """
    name = "" if isinstance(model, Model) else str(model)
    if not isinstance(model, Model):
        model = load(model)
    recorded, architecture, source = _read_reference(reference)
    inputs, used, notes = _inputs(model, recorded)
    keys = [
        key
        for key in recorded
        if key not in used and not matching.plain(key).startswith(NOT_VALUES)
    ]
    matches, unmatched = matching.match(model, keys, architecture, map or {})

    samples = len(next(iter(inputs.values())))
    for key in (m.key for m in matches):
        if recorded[key].ndim == 0 or len(recorded[key]) > samples:
            raise VerificationError(
                f"{key} was recorded with shape {recorded[key].shape}, but the input has {samples} "
                "samples: a recorded value belongs to the first of them, one a row"
            )
    with tempfile.TemporaryDirectory(prefix="rot180-") as workspace:
        engines: list[Engine] = [PythonEngine(model)]
        missing = OnnxRuntimeEngine.missing(model)
        if missing:
            notes.append(missing)
        else:
            engines.append(OnnxRuntimeEngine(model))
        if java is not None:
            engines.append(JavaEngine(Path(java), Path(workspace)))
        results = _run(engines, inputs, recorded, matches, model)
    return Report(
        name,
        source,
        samples,
        tuple(results),
        _rows(model, recorded, matches, results),
        unmatched,
        notes,
        _compare_bits(results, set(inputs)) if java is not None else None,
    )


def reference_inputs(model: Model, recorded: Mapping[str, Array]) -> dict[str, Array]:
    """Find the model's inputs among recorded arrays, each with the model's number of axes.

    Raises
    ------
    rot180.errors.VerificationError
        If one is missing or its shape does not fit.
    """
    return _inputs(model, recorded)[0]


def _run(
    engines: list[Engine],
    inputs: dict[str, Array],
    recorded: Mapping[str, Array],
    matches: list[matching.Match],
    model: Model,
) -> Results:
    """Run each engine once for each number of recorded samples.

    The smallest group is asked for every value the model names, so that the comparison of bits
    between Python and Java leaves nothing out.
    """
    groups: dict[int, set[str]] = {}
    for m in matches:
        groups.setdefault(len(recorded[m.key]), set()).add(m.value)
    if groups:
        every = {name for node in model.proto.graph.node for name in node.output if name}
        groups[min(groups)] |= every
    results: Results = {engine.name: {} for engine in engines}
    for n, names in groups.items():
        first = {key: array[:n] for key, array in inputs.items()}
        for engine in engines:
            results[engine.name][n] = engine.run(first, sorted(names))
    return results


def _rows(
    model: Model, recorded: Mapping[str, Array], matches: list[matching.Match], results: Results
) -> list[Row]:
    """Compare each recorded value with every engine's."""
    outputs = {value.name for value in model.outputs}
    limits = bounds.by_value(model)
    rows = []
    for m in matches:
        want = recorded[m.key]
        metrics = {}
        for engine, runs in results.items():
            got = runs[len(want)][m.value]
            got = got.argmax(axis=1) if m.argmax else got
            metrics[engine] = compare(_fit(got, want, m.key, m.value), want)
        bound = 0.0 if m.argmax else limits[m.value]
        rows.append(Row(m.key, m.value, want.shape, bound, metrics, m.value in outputs))
    return rows


def _compare_bits(results: Results, inputs: set[str]) -> Bits:
    """Compare what Python computed with what Java computed, bit by bit."""
    ours, java = results[PythonEngine.name], results[JavaEngine.name]
    pairs = [
        (name, values[name], java[samples][name])
        for samples, values in ours.items()
        for name in values
        if name not in inputs
    ]
    return Bits(
        differing=sum(differing_bits(a, b) for _, a, b in pairs),
        compared=sum(a.size for _, a, _ in pairs),
        values=len({name for name, _, _ in pairs}),
    )


def _read_reference(
    reference: str | Path | Mapping[str, Array],
) -> tuple[dict[str, Array], list[dict[str, Any]], str]:
    if isinstance(reference, Mapping):
        return {key: np.asarray(array) for key, array in reference.items()}, [], ""
    path = Path(reference)
    if not zipfile.is_zipfile(path):
        raise VerificationError(f"{path} is not a reference: it is no .npz file. {_REFERENCE}")
    try:
        with np.load(path, allow_pickle=False) as file:
            recorded = {key: file[key] for key in file.files}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise VerificationError(f"{path} is not a reference: {error}. {_REFERENCE}") from error
    return recorded, matching.read_architecture(path), str(path)


def _inputs(
    model: Model, recorded: Mapping[str, Array]
) -> tuple[dict[str, Array], set[str], list[str]]:
    """Find each input of the model in the reference and give it the model's number of axes."""
    inputs, used, notes = {}, set(), []
    for value in model.inputs:
        key = next(
            (k for k in (value.name, f"{matching.PREFIX}{value.name}") if k in recorded), None
        )
        if key is None and len(model.inputs) == 1 and "input" in recorded:
            key = "input"
        if key is None:
            raise VerificationError(
                f"the reference has no array for the model's input {value.name!r}; "
                f"it has: {', '.join(recorded)}"
            )
        array = np.ascontiguousarray(recorded[key], dtype=value.dtype)
        want = value.shape
        if array.ndim != len(want):
            squeezed = [n for n in array.shape[1:] if n != 1]
            if squeezed != [n for n in want[1:] if n != 1]:
                raise VerificationError(
                    f"the recorded input {key!r} has shape {array.shape}, but the model wants "
                    f"{want}"
                )
            array = array.reshape(array.shape[0], *(int(n) for n in want[1:]))
            notes.append(
                f"{key}: recorded as {recorded[key].shape}, given to the model as {array.shape}"
            )
        inputs[value.name] = array
        used |= {key, "input"}
    return inputs, used, notes


def _fit(got: Array, want: Array, key: str, value: str) -> Array:
    if got.shape == want.shape:
        return got
    if got.size == want.size and got.shape[:1] == want.shape[:1]:
        return got.reshape(want.shape)  # recorded before or after a flatten: the same numbers
    raise VerificationError(
        f"{key} was recorded with shape {want.shape}, but the model's value {value!r} has "
        f"{got.shape}: they are not the same value. Say which is: --map {key}=NAME"
    )
