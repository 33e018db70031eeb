"""``rot180 predict``: run a model on arrays."""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np

import rot180
from rot180.cli.console import console
from rot180.errors import ModelInputError
from rot180.verification import reference_inputs


@click.command(short_help="Run a model on arrays.")
@click.argument("model", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("array", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o",
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the output to this .npy file.",
)
@click.option("--key", metavar="NAME", help="Which array of an .npz file  [default: input]")
@click.option(
    "--top", default=3, show_default=True, help="How many classes to show of each sample."
)
def predict(model: Path, array: Path, out: Path | None, key: str | None, top: int) -> None:
    """Run MODEL on the samples in ARRAY (.npy or .npz, batch first) and show the classes.

    \b
    Example:
      rot180 predict examples/lenet/output_graph.pkl examples/lenet/data.npz --top 1
    """
    network = rot180.load(model)
    # As in a verification, axes of length one may be missing: an image file seldom has a channel.
    inputs = reference_inputs(network, {"input": _read(array, key)})
    values = network.run(inputs)[network.outputs[0].name]
    if out is not None:
        with out.open("wb") as file:
            np.save(file, values)
        console.print(f"wrote {out}: {values.dtype} {values.shape}", markup=False)
        return
    if values.ndim != 2:
        console.print(np.array2string(values, threshold=100), markup=False)
        return
    labels = network.contract.get("labels") or [str(i) for i in range(values.shape[1])]
    for sample, scores in enumerate(values):
        best = np.argsort(-scores, kind="stable")[:top]
        shown = "  ".join(f"{labels[i]} {scores[i]:.6f}" for i in best)
        console.print(f"{sample:5d}  {shown}", markup=False)


def _read(path: Path, key: str | None) -> np.ndarray:
    try:
        loaded = np.load(path, allow_pickle=False)
    except ValueError as error:
        raise ModelInputError(f"{path} is no .npy or .npz file of numbers: {error}") from error
    if isinstance(loaded, np.ndarray):
        return loaded
    with loaded:
        name = key or (
            "input" if "input" in loaded.files else loaded.files[0] if loaded.files else ""
        )
        if name not in loaded.files:
            raise ModelInputError(
                f"{path} has no array {name!r}; it has: {', '.join(loaded.files)}"
            )
        array: np.ndarray = loaded[name]
        return array
