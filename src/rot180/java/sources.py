"""Where the sources of the Java runtime are: inside the installed package, or in the checkout."""

from __future__ import annotations

from pathlib import Path

from rot180.errors import ExportError

HERE = Path(__file__).resolve().parent
PLACES = (HERE / "runtime", HERE.parents[2] / "java" / "runtime" / "src" / "main")


def runtime_sources() -> dict[str, bytes]:
    """Read the runtime's sources.

    Returns
    -------
    dict of str to bytes
        Path below ``src/main/java`` to content. ``module-info.java`` is left out: an exported
        project is on the class path, or has a module of its own.

    Raises
    ------
    rot180.errors.ExportError
        If they are in neither place, which means that the installation is broken.

    Examples
    --------
    >>> "dev/rot180/Model.java" in runtime_sources()
    True
    """
    for place in PLACES:
        root = place / "java"
        files = [path for path in sorted(root.rglob("*.java")) if path.name != "module-info.java"]
        if files:
            return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}
    raise ExportError(
        "the Java runtime's sources are missing from this installation (looked in "
        f"{' and '.join(str(place) for place in PLACES)}): install rot180 again"
    )
