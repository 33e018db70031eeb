"""``rot180 java``: a model becomes a Java project."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

import click
import numpy as np

import rot180
from rot180.cli.console import console, error_console
from rot180.java import export


@click.command(short_help="A model becomes a Java project.")
@click.argument("model", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write.",
)
@click.option(
    "--package", required=True, help="Java package of the class, such as com.acme.digits."
)
@click.option("--class-name", required=True, help="Name of the class, such as Digits.")
@click.option(
    "--samples",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An .npz with real inputs (array 'input') for the project's own test  "
    "[default: drawn at random]",
)
@click.option("--force", is_flag=True, help="Replace a folder that rot180 did not write.")
def java(
    model: Path, out: Path, package: str, class_name: str, samples: Path | None, force: bool
) -> None:
    """Write a Java project that predicts with MODEL: no dependency, no native library.

    It carries the runtime's sources, a class of your name, the model, samples with the bits that
    they must give, and a test that demands those bits. `mvn package` or `./build.sh` builds it.

    \b
    Example:
      rot180 convert examples/lenet/output_graph.pkl -o digits.onnx
      rot180 java digits.onnx -o digits-java --package com.acme.digits --class-name Digits
      cd digits-java && ./build.sh
    """
    network = rot180.load(model)
    recorded = None
    if samples is not None:
        with np.load(samples, allow_pickle=False) as file:
            recorded = rot180.verification.reference_inputs(
                network, {k: file[k] for k in file.files}
            )
    folder = export(
        network, out, package=package, class_name=class_name, samples=recorded, force=force
    )
    console.print(
        f"wrote the Java project {folder}: its README.md says how to use it", markup=False
    )
    error_console.print(
        f"\nNext: [bold]cd {quote(str(folder))} && ./build.sh[/bold]   (or: mvn package)\n"
        f"Proof: [bold]rot180 verify {quote(str(model))} --reference RECORDED.npz "
        f"--java {quote(str(folder))}[/bold]",
        soft_wrap=True,
    )
