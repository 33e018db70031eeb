"""``rot180 bench``: conv2d beside the libraries that are installed here."""

from __future__ import annotations

from pathlib import Path

import click

from rot180.benchmark import chart, report, results, run
from rot180.cli.console import console, error_console, new_table, print_table


@click.command(short_help="Measure conv2d beside other libraries.")
@click.option("--only", default="", metavar="WORDS", help="Problems with any of these words.")
@click.option("--rivals", default="", metavar="WORDS", help="Rivals with any of these words.")
@click.option(
    "--threads", default="1,2", show_default=True, metavar="NUMBERS", help="A run for each."
)
@click.option("--quick", is_flag=True, help="A glance: too short for numbers to be quoted.")
@click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write conv2d.json, conv2d.md and conv2d.svg into this folder.",
)
def bench(only: str, rivals: str, threads: str, quick: bool, out: Path | None) -> None:
    """Measure 2-D convolution: rot180 and every rival that is installed, taking turns.

    A ratio above 1 says how many times faster we are than the best rival. Rivals are SciPy, OpenCV,
    FFTs with a prepared filter, PyTorch, ONNX Runtime, OpenVINO and JAX; those that are missing are
    left out. WORDS are parts of names, separated by commas. Everything takes about twenty minutes.

    \b
    Example:
      rot180 bench --only lenet --rivals onnxruntime,scipy --threads 1 --quick
    """
    chosen = run.choose(only, rivals)
    effort = results.QUICK if quick else results.Effort()
    found = run.run(*chosen, _numbers(threads), effort)
    for session in found.sessions:
        _print(session)
    absent = sorted({rival.package for rival in chosen[1] if rival.version is None})
    if absent:
        error_console.print(f"not installed: {', '.join(absent)}", markup=False)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        (out / "conv2d.json").write_text(results.to_json(found), encoding="utf-8")
        (out / "conv2d.md").write_text(report.markdown(found), encoding="utf-8")
        bars = report.comparisons(found.sessions[0])
        (out / "conv2d.svg").write_text(chart.chart(bars), encoding="utf-8")
        console.print(f"wrote {out}/conv2d.json, conv2d.md and conv2d.svg", markup=False)


def _numbers(text: str) -> list[int]:
    try:
        numbers = [int(word) for word in text.split(",")]
    except ValueError:
        numbers = [0]
    if min(numbers) < 1:
        raise click.BadParameter(f"{text!r}: write numbers such as 1,2", param_hint="--threads")
    return numbers


def _print(session: results.Session) -> None:
    table = new_table(
        *("problem", "algorithm", "ours", "ms", "GFLOP/s", "peak", "best rival", "ms"),
        *("ratio", "at least", "error"),
        left=("problem", "algorithm", "ours", "best rival"),
    )
    for item in report.comparisons(session):
        mine, theirs = item.row.timings[item.target.ours], item.row.timings[item.rival]
        speed = item.problem.flops / mine.seconds / 1e9
        share = f"{speed / session.peak_gflops:.0%}" if item.row.exact else ""
        colour = "green" if item.met else "red"
        table.add_row(
            item.problem.name,
            item.row.algorithm,
            item.target.ours,
            *(f"{mine.seconds * 1e3:.4g}", f"{speed:.0f}", share),
            item.rival,
            f"{theirs.seconds * 1e3:.4g}",
            f"[{colour}]{item.ratio:.2f}[/{colour}]",
            *(f"{item.target.at_least:g}", f"{mine.error:.1e}"),
        )
    console.print(
        f"{session.threads} thread(s), peak {session.peak_gflops:.0f} GFLOP/s", style="bold"
    )
    print_table(table)
