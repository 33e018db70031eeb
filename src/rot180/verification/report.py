"""A verification as JSON, for machines, and as one HTML page without any script, for people."""

from __future__ import annotations

import json
from dataclasses import asdict
from html import escape

from rot180 import __version__
from rot180.values import shape_text
from rot180.verification.outcome import Report, Row

STYLE = """
:root { color-scheme: light dark; }
body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 96rem; padding: 0 1rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; width: 100%; }
th, td { padding: .2rem .45rem; text-align: right; white-space: nowrap; }
thead th { border-bottom: 2px solid; }
thead th:nth-child(-n+4), tbody th, tr:first-child td:nth-child(4), tr + tr td:first-child {
  text-align: left;
}
tbody th { font-weight: 400; vertical-align: top; }
tbody + tbody { border-top: 1px solid #8886; }
.scroll { overflow-x: auto; }
.passed { color: #1a7f37; } .failed { color: #cf222e; }
@media (prefers-color-scheme: dark) { .passed { color: #4ac26b; } .failed { color: #ff7b72; } }
.verdict { font-size: 1.3rem; font-weight: 700; }
"""


HEADS = (
    *("value", "recorded as", "shape", "engine", "l2_discrepancy", "norm", "norm (Theano)"),
    *("relative_l2", "bound", "max_abs", "max_ulp", "argmax_agreement", ""),
)


def to_json(report: Report) -> str:
    """Write a report as JSON: its fields, and ``passed`` for the whole and for each row.

    Examples
    --------
    >>> json.loads(to_json(Report("m.onnx", "r.npz", 8, ("python",), [])))["passed"]
    False
    """
    document = {"rot180": __version__, "passed": report.passed, **asdict(report)}
    for row, fields in zip(report.rows, document["rows"], strict=True):
        fields["passed"] = row.passed
    # JSON has no infinity: a value that is not there at all is null.
    return json.dumps(_finite(document), indent=2) + "\n"


def to_html(report: Report) -> str:
    """Write a report as a page that opens anywhere and loads nothing."""
    verdict = "passed" if report.passed else "failed"
    lines = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(report.model)}: verification {verdict}</title>",
        f"<style>{STYLE}</style></head><body>",
        f"<h1>Verification of {escape(report.model or 'a model')}</h1>",
        f'<p class="verdict {verdict}">{verdict.upper()}</p>',
        f"<p>{report.samples} recorded samples, {len(report.rows)} recorded values"
        + (f" in <code>{escape(report.reference)}</code>" if report.reference else "")
        + f". Written by rot180 {__version__}.</p>",
    ]
    if report.bits is not None:
        kind = "failed" if report.bits.differing else "passed"
        lines.append(
            f'<p>Python against Java: <strong class="{kind}">{report.bits.differing} of '
            f"{report.bits.compared:,} numbers</strong> in {report.bits.values} values differ in "
            "any bit.</p>"
        )
    if report.unmatched:
        lines.append(
            '<p class="failed">Not compared, because no value of the model answers to it: '
            f"{escape(', '.join(report.unmatched))}</p>"
        )
    lines += [f"<p>Note: {escape(note)}</p>" for note in report.notes]
    lines.append('<div class="scroll"><table><thead><tr>')
    lines += [f"<th>{head}</th>" for head in HEADS]
    lines.append("</tr></thead>")
    for row in report.rows:
        lines.append(f"<tbody>{_html_rows(row, report.engines)}</tbody>")
    lines.append("</table></div>")
    lines.append(
        "<p>A value passes when <code>relative_l2</code>, over all its samples together, is within "
        "its bound: the larger of 1e-6 and 3e-8 times the square root of the summed lengths of all "
        "convolutions and matrix products before it. <code>max_ulp</code> is for information. "
        "ONNX Runtime sums in an order of its own and does not decide.</p></body></html>"
    )
    return "\n".join(lines) + "\n"


def _html_rows(row: Row, engines: tuple[str, ...]) -> str:
    """Write a line for each engine; what the value is stands once, before them all."""
    head = "".join(
        f'<th scope="rowgroup" rowspan="{len(engines)}">{escape(text)}</th>'
        for text in (row.value, row.key, shape_text(row.shape))
    )
    lines = []
    for engine in engines:
        m = row.metrics[engine]
        agree = m.argmax_agreement and "/".join(map(str, m.argmax_agreement))
        cells = [
            *(engine, f"{m.l2_discrepancy:.3e}", f"{m.norm:.3e}", f"{m.reference_norm:.3e}"),
            *(f"{m.relative_l2:.2e}", f"{row.bound:.1e}", f"{m.max_abs:.2e}", str(m.max_ulp)),
            agree or "",
        ]
        within = m.relative_l2 <= row.bound
        mark = '<td class="passed">ok</td>' if within else '<td class="failed">OFF</td>'
        lines.append("<tr>" + head + "".join(f"<td>{cell}</td>" for cell in cells) + mark + "</tr>")
        head = ""
    return "".join(lines)


def _finite(node: object) -> object:
    if isinstance(node, dict):
        return {key: _finite(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [_finite(value) for value in node]
    if isinstance(node, float) and node in (float("inf"), float("-inf")):
        return None
    return node
