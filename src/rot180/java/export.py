"""Write a complete Java project around a model: runtime sources, typed façade, samples, test."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy.typing as npt

from rot180 import __version__
from rot180.errors import ExportError
from rot180.java import facade
from rot180.java.names import check_names
from rot180.java.samples import choose_inputs, record
from rot180.java.sources import runtime_sources
from rot180.model import Model

TEMPLATES = Path(__file__).parent / "templates"
# Its presence says that a folder is ours to write again.
MARKER = ".rot180-project"


def export(
    model: Model,
    folder: str | Path,
    *,
    package: str,
    class_name: str,
    samples: dict[str, npt.NDArray[Any]] | None = None,
    force: bool = False,
) -> Path:
    """Write a Maven project that predicts with ``model``, with no dependency and no native library.

    Parameters
    ----------
    model : Model
        The model; it is stored as a resource.
    folder : path
        Where the project goes. Only a folder that this function wrote before is written again.
    package : str
        Java package of the façade, such as ``com.acme.digits``.
    class_name : str
        Its class name, such as ``Digits``.
    samples : mapping of input name to array, optional
        Real inputs of shape (N, ...) for the project's own test; the first eight are kept. Without
        them, eight are drawn at random.
    force : bool
        Replace a folder that this function did not make.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    rot180.errors.ExportError
        If the names are no Java names, or the folder holds something else.

    Examples
    --------
    >>> import rot180, rot180.java, tempfile
    >>> model = rot180.load("tests/golden/models/lenet_tanh-py27/output_graph.pkl")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     project = rot180.java.export(
    ...         model, folder + "/digits", package="com.acme.digits", class_name="Digits")
    ...     (project / "src/main/java/com/acme/digits/Digits.java").is_file()
    True
    """
    check_names(package, class_name)
    folder = Path(folder)
    if not force and not _is_ours(folder):
        raise ExportError(
            f"{folder} exists and was not written by rot180: choose another folder, or say --force "
            "to replace it"
        )
    files = _files(model, package, class_name, choose_inputs(model, samples))
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Written beside its place and moved there whole: a failure leaves the old project as it was.
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as name:
        fresh = Path(name) / folder.name
        for path, content in files.items():
            target = fresh / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        (fresh / "build.sh").chmod(0o755)
        if folder.is_dir():
            shutil.rmtree(folder)
        elif folder.exists():
            folder.unlink()
        fresh.rename(folder)
    return folder


def _files(
    model: Model, package: str, class_name: str, inputs: dict[str, npt.NDArray[Any]]
) -> dict[str, bytes]:
    path = package.replace(".", "/")
    artifact = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", class_name).lower()
    words = {
        "package": package,
        "path": path,
        "class_name": class_name,
        "artifact": artifact,
        "resource": f"{artifact}.onnx",
        "version": __version__,
        **facade.words(model),
    }
    resources = f"src/main/resources/{path}"
    files = {
        MARKER: f"written by rot180 {__version__}\n".encode(),
        ".gitignore": b"target/\nbuild/\n",
        f"src/main/java/{path}/{class_name}.java": facade.source(model, words),
        f"src/test/java/{path}/{class_name}Test.java": facade.fill(
            TEMPLATES / "Test.java.txt", words
        ),
        f"{resources}/{artifact}.onnx": model.proto.SerializeToString(),
    }
    labels = model.contract.get("labels")
    if labels:
        files[f"{resources}/labels.txt"] = "".join(f"{label}\n" for label in labels).encode()
    for name in ("pom.xml", "build.sh", "README.md"):
        files[name] = facade.fill(TEMPLATES / f"{name}.txt", words)
    for name, content in record(model, inputs).items():
        files[f"{resources}/{name}"] = content
    for name, content in runtime_sources().items():
        files[f"src/main/java/{name}"] = content
    return files


def _is_ours(folder: Path) -> bool:
    """Tell whether a folder may be written: it is not there, empty, or one of our projects."""
    if folder.is_dir():
        return (folder / MARKER).is_file() or not any(folder.iterdir())
    return not folder.exists()
