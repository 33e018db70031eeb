"""``rot180 inspect``: what a file holds."""

from __future__ import annotations

from pathlib import Path

import click

from rot180.cli.console import console
from rot180.importers import inspect as inspect_file


@click.command(short_help="What a file is, what it holds, what is missing.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def inspect(file: Path) -> None:
    """Say what FILE is, what it holds, what is missing, and what to type next.

    Nothing inside the file is run, whatever it holds.

    \b
    Example:
      rot180 inspect examples/lenet/output_graph.pkl
    """
    console.print(str(inspect_file(file)), markup=False, soft_wrap=True)
