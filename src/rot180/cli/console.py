"""How the commands show things: results on stdout, progress and hints on stderr."""

from __future__ import annotations

from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from rot180.model import Model

console = Console(highlight=False)
error_console = Console(stderr=True, highlight=False)


def new_table(*columns: str, right: tuple[str, ...] = ()) -> Table:
    """Make an empty table in the one look that all commands share."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, justify="right" if column in right else "left", overflow="fold")
    return table


def print_model(model: Model, path: Path) -> None:
    """Print what a model is: its nodes, inputs and outputs."""
    console.print(model.summary(), markup=False, soft_wrap=True)
    size = path.stat().st_size
    console.print(f"\nwrote {path} ({size / 1024:,.0f} KiB)", markup=False)
