"""What runs a model: each engine turns an input into the values asked for, by name."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import onnx

from rot180.errors import VerificationError
from rot180.model import Model

Array = npt.NDArray[Any]


class Engine(Protocol):
    """Runs one model."""

    name: str

    def run(self, inputs: dict[str, Array], outputs: Sequence[str]) -> dict[str, Array]:
        """Compute the values named in ``outputs``."""
        ...


class PythonEngine:
    """rot180's own, in this process."""

    name = "python"

    def __init__(self, model: Model) -> None:
        self._model = model

    def run(self, inputs: dict[str, Array], outputs: Sequence[str]) -> dict[str, Array]:
        """Compute the values named in ``outputs``."""
        return self._model.run(inputs, outputs=list(outputs))


class OnnxRuntimeEngine:
    """ONNX Runtime: an independent reader of the same file. Its order of sums is its own."""

    name = "onnxruntime"

    def __init__(self, model: Model) -> None:
        self._proto = onnx.ModelProto()
        self._proto.CopyFrom(model.proto)

    @staticmethod
    def missing(model: Model) -> str:
        """Say why there is no such engine for a model; '' if there is."""
        if find_spec("onnxruntime") is None:
            return "onnxruntime is not installed: its column is missing"
        import onnxruntime

        try:
            _session(model.proto)
        except (
            onnxruntime.capi.onnxruntime_pybind11_state.NotImplemented,
            onnxruntime.capi.onnxruntime_pybind11_state.InvalidGraph,
            onnxruntime.capi.onnxruntime_pybind11_state.Fail,
        ) as error:
            reason = str(error).rpartition(" : ")[2]
            return f"onnxruntime cannot run this model ({reason}): its column is missing"
        return ""

    def run(self, inputs: dict[str, Array], outputs: Sequence[str]) -> dict[str, Array]:
        """Compute the values named in ``outputs``; inner ones are declared as outputs first."""
        proto = onnx.ModelProto()
        proto.CopyFrom(self._proto)
        present = {value.name for value in proto.graph.output}
        proto.graph.output.extend(
            onnx.ValueInfoProto(name=name)
            for name in outputs
            if name not in present and name not in inputs
        )
        computed = [name for name in outputs if name not in inputs]
        values = dict(zip(computed, _session(proto).run(computed, inputs), strict=True))
        return {name: inputs[name] if name in inputs else values[name] for name in outputs}


def _session(proto: onnx.ModelProto) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4  # what it raises says the same
    return onnxruntime.InferenceSession(
        proto.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )


class JavaEngine:
    """An exported Java project: its own sources compiled, its own copy of the model run."""

    name = "java"

    def __init__(self, project: Path, workspace: Path) -> None:
        sources = project / "src" / "main" / "java"
        models = sorted((project / "src" / "main" / "resources").rglob("*.onnx"))
        if not sources.is_dir() or len(models) != 1:
            raise VerificationError(
                f"{project} is not a project that `rot180 java` wrote: it wants src/main/java and "
                f"one .onnx file under src/main/resources (found {len(models)})"
            )
        for tool in ("javac", "java"):
            if shutil.which(tool) is None:
                raise VerificationError(
                    f"{tool} is not on the PATH: install a JDK 17 or later "
                    "(Debian: apt-get install openjdk-17-jdk-headless)"
                )
        self.model_path = models[0]
        self._classes = workspace / "classes"
        files = [
            str(path) for path in sorted(sources.rglob("*.java")) if path.name != "module-info.java"
        ]
        _call(
            [
                "javac",
                "-nowarn",
                "--add-modules",
                "jdk.incubator.vector",
                "-d",
                str(self._classes),
                *files,
            ],
            f"the sources of {project} do not compile",
        )

    def run(self, inputs: dict[str, Array], outputs: Sequence[str]) -> dict[str, Array]:
        """Run the project's command line on .npy files and read what it wrote."""
        with tempfile.TemporaryDirectory(prefix="rot180-java-run-") as name:
            folder = Path(name)
            command = [
                *("java", "--add-modules", "jdk.incubator.vector", "-cp", str(self._classes)),
                *("dev.rot180.cli.Main", "predict", str(self.model_path)),
            ]
            for place, (key, array) in enumerate(inputs.items()):
                path = folder / f"input{place}.npy"
                np.save(path, array)
                command += ["--input", f"{key}={path}"]
            wanted = [name for name in outputs if name not in inputs]
            target = folder / "out"
            command += ["--output-dir", str(target), "--values", ",".join(wanted)]
            _call(command, "the Java project could not predict")
            values = {name: _read(target, name) for name in wanted}
        return {name: inputs[name] if name in inputs else values[name] for name in outputs}


def _read(folder: Path, name: str) -> Array:
    path = folder / (re.sub(r"[^A-Za-z0-9._-]", "_", name) + ".npy")
    if not path.is_file():
        raise VerificationError(f"the Java project wrote no value {name!r} ({path.name})")
    return np.load(path)  # type: ignore[no-any-return]


def _call(command: list[str], failure: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        lines = [
            line
            for line in done.stderr.splitlines()
            if not line.startswith("WARNING: Using incubator")
        ]
        raise VerificationError(f"{failure}:\n" + "\n".join(lines[-20:]))
