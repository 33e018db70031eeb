"""Convert every recorded form of every network and write the table of docs/model-files.md.

Run by ``make formats``; ``--check`` fails instead of writing if the page is not up to date.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

import rot180
from rot180.errors import UnknownFormatError
from rot180.importers import inspect

ROOT = Path(__file__).parents[1]
MODELS = ROOT / "tests" / "golden" / "models"
CODE = ROOT / "tests" / "importers" / "networks.py"
PAGE = ROOT / "docs" / "model-files.md"
BEGIN, END = "<!-- begin: make formats -->", "<!-- end: make formats -->"
NETWORKS = {
    "lenet_tanh-py27": ("lenet", ("N", 28, 28)),
    "lenet_tanh-py36": ("lenet", ("N", 28, 28)),
    "lasagne_small_relu-py27": ("small_relu", ("N", 1, 28, 28)),
}
# Files whose parameters are not one after another.
OTHER_CODE = {
    "params_dict.pkl": "lenet_by_name",
    "param_dict.pkl": "small_relu_from_dict",
    "network.pkl": "small_relu_by_name",
}
HEADER = """| file | it is | written by | beside `rot180 convert FILE -o X.onnx` | distance | bits |
|---|---|---|---|--:|---|"""


def table() -> str:
    """Return the table: a row for every file of every network."""
    rows = [HEADER]
    for folder, (function, shape) in NETWORKS.items():
        description = json.loads((MODELS / folder / "model.json").read_text())
        written = {entry["file"]: entry["written_by"] for entry in description["files"]}
        with np.load(MODELS / folder / "data.npz") as data:
            images, expected = data["input"].astype(np.float32), data["prob"]
        images = images.reshape(-1, *shape[1:])
        first: bytes | None = None
        for name in sorted(written, key=lambda name: ("graph" not in name, name)):
            row, output = _row(MODELS / folder / name, function, shape, images, expected)
            if output is not None:
                first = first or output
                row += " equal |" if output == first else " **differ** |"
            rows.append(f"| `{folder}/{name}` | " + row.replace("WRITTEN", f"`{written[name]}`"))
    return "\n".join(rows)


def _row(
    path: Path,
    function: str,
    shape: tuple[Any, ...],
    images: np.ndarray[Any, Any],
    expected: np.ndarray[Any, Any],
) -> tuple[str, bytes | None]:
    found = inspect(path)
    if not found.parameters or (not found.outputs and found.missing != "the model's own code"):
        return f"{found.kind} | WRITTEN | {_reason(path)} | | |", None
    options: dict[str, Any] = {}
    if found.missing:
        graph = OTHER_CODE.get(path.name, function)
        options = {"graph": f"{CODE}:{graph}", "input_shape": shape}
    output = rot180.load(path, **options).predict(images)
    distance = np.linalg.norm(output - expected) / np.linalg.norm(expected)
    line = (
        f"`--graph model.py:{options['graph'].rpartition(':')[2]} --input-shape {_text(shape)}`"
        if options
        else "nothing"
    )
    return f"{found.kind} | WRITTEN | {line} | {distance:.0e} |", output.tobytes()


def _reason(path: Path) -> str:
    try:
        rot180.load(path)
    except UnknownFormatError as error:
        return str(error).partition(" holds ")[2].partition(";")[0]
    return ""


def _text(shape: tuple[Any, ...]) -> str:
    return "x".join(map(str, shape))


def main() -> None:
    """Write the page, or check it."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    new = f"{before}{BEGIN}\n{table()}\n{END}{after}"
    if "--check" in sys.argv[1:]:
        sys.exit(0 if new == page else f"{PAGE} is not up to date: run `make formats`")
    PAGE.write_text(new, encoding="utf-8")
    print(new.partition(BEGIN)[2].partition(END)[0].strip())


if __name__ == "__main__":
    main()
