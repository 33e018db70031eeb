"""``rot180 verify``: the proof, value by value."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rot180.cli.console import console, error_console, new_table, print_table
from rot180.values import shape_text
from rot180.verification import Report, Row, to_html, to_json
from rot180.verification import verify as run_verification


@click.command(short_help="Prove a model against what Theano computed.")
@click.argument("model", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("more", nargs=-1, metavar="")
@click.option(
    "--reference",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An .npz with 'input' and what Theano computed: outputs and inner values by name.",
)
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="KEY=VALUE",
    help="The recorded KEY is the model's VALUE. Several may follow, with or without --map.",
)
@click.option(
    "--java",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A project written by `rot180 java`: run it too and compare every bit with Python.",
)
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write the report to this .html or .json file.",
)
def verify(
    model: Path,
    more: tuple[str, ...],
    reference: Path,
    mapping: tuple[str, ...],
    java: Path | None,
    report: Path | None,
) -> None:
    """Show that MODEL computes what was recorded from Theano: in Python, ONNX Runtime and Java.

    Exit status 0 means: every recorded value is within its bound, the labels are the same, and no
    bit differs between Python and Java.

    \b
    Example:
      rot180 convert examples/lenet/output_graph.pkl -o digits.onnx
      rot180 verify digits.onnx --reference examples/lenet/data.npz
    """
    if report is not None and report.suffix not in (".html", ".json"):
        raise click.BadParameter(f"{report} must end in .html or .json", param_hint="--report")
    if more and not mapping:
        raise click.UsageError(f"unexpected argument {more[0]!r}: one MODEL is verified at a time")
    pairs = dict(_pair(text) for text in (*mapping, *more))
    with error_console.status(
        "replaying the recorded samples" + (" in Python and Java" if java else "")
    ):
        result = run_verification(model, reference, map=pairs, java=java)
    _print(result)
    if report is not None:
        text = to_html(result) if report.suffix == ".html" else to_json(result)
        report.write_text(text, encoding="utf-8")
        console.print(f"wrote {report}", markup=False)
    sys.exit(0 if result.passed else 1)


def _pair(text: str) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    if not sign or not key or not value:
        raise click.BadParameter(f"{text!r}: write KEY=VALUE", param_hint="--map")
    return key, value


def _print(report: Report) -> None:
    table = new_table(
        *("value", "engine", "l2_\ndiscrepancy", "\nnorm", "relative_\nl2"),
        *("\nmax_abs", "\nmax_ulp", "argmax_\nagreement", ""),
        left=("value", "engine", ""),
    )
    for row in report.rows:
        # What the value is takes the first column of its lines, so that the table stays narrow.
        about = [row.key if row.key != row.value else "", shape_text(row.shape)]
        bound = f"max {row.bound:.1e}" if row.bound else "equal"
        table.add_row(row.value, "theano", "", _norm(row), bound, style="bold")
        for place, engine in enumerate(report.engines):
            last = place == len(report.engines) - 1
            text = " ".join(about) if last else about.pop(0) if about else ""
            table.add_row(text.strip(), engine, *_cells(row, engine), end_section=last)
    console.print("Distance from what Theano recorded", style="bold")
    print_table(table)
    for note in report.notes:
        console.print(f"note: {note}", markup=False)
    if report.unmatched:
        console.print(
            f"[red]NOT COMPARED[/red]: {', '.join(report.unmatched)}; no value of the model "
            "answers to that. Say which does with --map KEY=VALUE (`rot180 inspect` lists them)"
        )
    if report.bits is not None:
        console.print(
            f"Python against Java: [bold]{report.bits.differing} of {report.bits.compared:,} "
            f"numbers[/bold] in {report.bits.values} values differ in any bit"
        )
    verdict = "[green bold]PASSED[/green bold]" if report.passed else "[red bold]FAILED[/red bold]"
    console.print(f"{verdict}: {report.samples} samples, {len(report.rows)} recorded values")


def _norm(row: Row) -> str:
    return f"{next(iter(row.metrics.values())).reference_norm:.3e}"


def _cells(row: Row, engine: str) -> tuple[str, ...]:
    m = row.metrics[engine]
    agree = "" if m.argmax_agreement is None else f"{m.argmax_agreement[0]}/{m.argmax_agreement[1]}"
    within = "[green]ok[/green]" if m.relative_l2 <= row.bound else "[red]OFF[/red]"
    return (
        *(f"{m.l2_discrepancy:.3e}", f"{m.norm:.3e}", f"{m.relative_l2:.2e}"),
        *(f"{m.max_abs:.2e}", str(m.max_ulp), agree, within),
    )
