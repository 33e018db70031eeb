"""How the commands show things: results on stdout, progress and hints on stderr."""

from __future__ import annotations

from pathlib import Path

from rich import box
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table

from rot180.model import Model

console = Console(highlight=False)
error_console = Console(stderr=True, highlight=False)


def new_table(*columns: str, left: tuple[str, ...] = ()) -> Table:
    """Make an empty table in the one look that all commands share; numbers stand to the right."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), collapse_padding=True)
    for column in columns:
        table.add_column(column, justify="left" if column in left else "right", no_wrap=True)
    return table


def print_table(table: Table) -> None:
    """Print a table at its own width: a narrow terminal breaks its lines, never its numbers."""
    needed = Measurement.get(console, console.options.update(max_width=1000), table).maximum
    Console(highlight=False, width=max(console.width, needed)).print(table)


def print_model(model: Model, path: Path) -> None:
    """Print what a model is: its nodes, inputs and outputs."""
    console.print(model.summary(), markup=False, soft_wrap=True)
    size = path.stat().st_size
    console.print(f"\nwrote {path} ({size / 1024:,.0f} KiB)", markup=False)
