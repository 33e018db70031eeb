"""Results as text: what is compared with what, and the tables in Markdown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rot180.benchmark.problems import Problem, Target, table
from rot180.benchmark.results import Results, Row, Session
from rot180.benchmark.rivals import OURS, RIVALS

PREPARED = {rival.name: rival.prepared for rival in (*OURS, *RIVALS)}


@dataclass(frozen=True)
class Comparison:
    """One target, and what was reached.

    Parameters
    ----------
    problem : Problem
    target : Target
    row : Row
    rival : str
        The fastest of those that count.
    """

    problem: Problem
    target: Target
    row: Row
    rival: str

    @property
    def ratio(self) -> float:
        """The rival's time over ours."""
        return self.row.timings[self.rival].seconds / self.row.timings[self.target.ours].seconds

    @property
    def met(self) -> bool:
        """Whether the ratio is what was promised, to the two digits that are shown."""
        return round(self.ratio, 2) >= self.target.at_least


def comparisons(session: Session) -> list[Comparison]:
    """Compare every form of ours that has a target with the best rival that counts for it."""
    problems = {problem.name: problem for problem in table()}
    found = []
    for row in session.rows:
        for target in problems[row.problem].targets:
            rival = best_rival(row, target.prepared_rivals)
            if rival is not None:
                found.append(Comparison(problems[row.problem], target, row, rival))
    return found


def best_rival(row: Row, prepared: bool) -> str | None:
    """Return the fastest rival's name, those that have seen the filters before counted or not."""
    ours = {rival.name for rival in OURS}
    names = [name for name in row.timings if name not in ours and (prepared or not PREPARED[name])]
    return min(names, key=lambda name: row.timings[name].seconds, default=None)


def markdown(results: Results) -> str:
    """Write everything as a page.

    Parameters
    ----------
    results : Results

    Returns
    -------
    str
    """
    m = results.machine
    installed = ", ".join(
        f"{rival.package} {m[rival.package]}"
        for rival in {rival.package: rival for rival in RIVALS}.values()
        if rival.package in m
    )
    parts = [
        "# 2-D convolution in float32: rot180 beside its rivals",
        f"{m['processor']}, {m['cores']} cores, {m['instruction_set']}; {m['system']}, "
        f"Python {m['python']}, NumPy {m['numpy']}; {installed}. Made by `rot180 bench`.",
        "The *ratio* is the best rival's time over ours: above 1 we are faster. `conv2d` is the "
        "whole call on NumPy arrays that returns a fresh one; `Conv2d` the object that has packed "
        "its filters before, with a fresh array or into `out=`. Both are compared with everybody, "
        "except where the table says *calls*: there only with rivals that also get the filter anew "
        "at every call. A time is the median of turns, and counts what other processes took from "
        "the cores as not spent. GFLOP/s count what the definition asks for, which an FFT "
        "undercuts; *peak* is the share of what this machine does from registers. *Error* is the "
        "relative L2 distance from float64, taken after the clock stopped, from results whose "
        "memory was overwritten before.",
        "![ratios](conv2d.svg)",
    ]
    for session in results.sessions:
        parts += _session(session)
    return "\n\n".join([*parts, ""])


def short(session: Session) -> str:
    """Write the table that README shows: a line for each row of the table of targets."""
    groups: dict[tuple[str, str], list[Comparison]] = {}
    for item in comparisons(session):
        against = "" if item.target.prepared_rivals else ", calls only"
        groups.setdefault((item.problem.group, item.target.ours + against), []).append(item)
    rows = []
    for (group, ours), items in groups.items():
        ratios = sorted(item.ratio for item in items)
        least = _span([item.target.at_least for item in items], "{:g}")
        rivals = sorted({item.rival for item in items})
        rows.append((group, ours, ", ".join(rivals), _span(ratios, "{:.2f}"), least))
    return _table(("convolutions", "ours", "best rival", "ratio", "at least"), "lllrr", rows)


def _session(session: Session) -> list[str]:
    names = [rival.name for rival in RIVALS if any(rival.name in r.timings for r in session.rows)]
    return [
        f"## {session.threads} thread{'s' * (session.threads > 1)}",
        f"Peak {session.peak_gflops:.0f} GFLOP/s; a thread copies {session.copy_gbytes:.0f} GB/s.",
        short(session),
        _ours_table(session),
        "### All times in milliseconds",
        _table(
            ("problem", *(rival.name for rival in OURS), *names),
            "l" + "r" * (len(OURS) + len(names)),
            [
                (row.problem, *(_time(row, name) for name in (*(o.name for o in OURS), *names)))
                for row in session.rows
            ],
        ),
    ]


def _ours_table(session: Session) -> str:
    header = (
        *("problem", "algorithm", "target for", "best rival", "ratio", "at least", "aim"),
        *("into `out=`", "GFLOP/s", "peak", "error", "rival's error"),
    )
    rows = []
    for item in comparisons(session):
        timing, rival = item.row.timings[item.target.ours], item.row.timings[item.rival]
        into = rival.seconds / item.row.timings["Conv2d out="].seconds
        speed = item.problem.flops / timing.seconds / 1e9
        share = f"{speed / session.peak_gflops:.0%}" if item.row.exact else ""
        ratio = f"**{item.ratio:.2f}**" if item.met else f"{item.ratio:.2f}"
        rows.append(
            (
                item.problem.name,
                item.row.algorithm,
                item.target.ours + ("" if item.target.prepared_rivals else ", calls"),
                item.rival,
                *(ratio, f"{item.target.at_least:g}", f"{item.target.aim:g}", f"{into:.2f}"),
                *(f"{speed:.0f}", share),
                *(f"{timing.error:.1e}", f"{rival.error:.1e}"),
            )
        )
    return _table(header, "llllrrrrrrrr", rows)


def _time(row: Row, name: str) -> str:
    if name in row.timings:
        return f"{row.timings[name].seconds * 1e3:.4g}"
    absence = row.absences.get(name, "")
    return absence if absence.startswith("over") else ""


def _span(values: Sequence[float], form: str) -> str:
    low, high = form.format(min(values)), form.format(max(values))
    return low if low == high else f"{low} to {high}"


def _table(header: Sequence[str], alignment: str, rows: Sequence[Sequence[str]]) -> str:
    line: Callable[[Sequence[str]], str] = lambda cells: f"| {' | '.join(cells)} |"  # noqa: E731
    marks = ["--:" if side == "r" else "---" for side in alignment]
    return "\n".join([line(header), f"|{'|'.join(marks)}|", *map(line, rows)])
