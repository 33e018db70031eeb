"""The chart of the results, as SVG text."""

import math
from collections.abc import Sequence
from itertools import groupby
from xml.sax.saxutils import escape

from rot180.benchmark.report import Comparison

LINE, LEFT, UNIT, TOP = 16, 300, 110, 50
# The axis is logarithmic: twice as fast is as far from the middle as half as fast.
RATIOS = (0.25, 0.5, 1, 2, 4, 8, 16)
INK, FASTER, SLOWER, GRID, MARK = "#222222", "#2c7fb8", "#d95f0e", "#dddddd", "#222222"


def chart(items: Sequence[Comparison]) -> str:
    """Draw a bar for each target: to the right of 1 we are faster, a tick marks what was promised.

    Parameters
    ----------
    items : sequence of Comparison

    Returns
    -------
    str
        An SVG document.
    """
    shapes: list[str] = []
    y = TOP
    for group, members in groupby(items, key=lambda item: item.problem.group):
        y += 8
        shapes.append(_text(LEFT - 8, y + 12, group, "end", bold=True))
        y += LINE
        for item in members:
            shapes += _bar(item, y)
            y += LINE
    height = y + 30
    width = _x(RATIOS[-1]) + 190
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height}" '
            f'width="{width:g}" height="{height}" font-family="sans-serif" font-size="11" '
            f'fill="{INK}">',
            "<title>2-D convolution: the best rival's time over rot180's</title>",
            f'<rect width="{width:g}" height="{height}" fill="#ffffff"/>',
            *_axis(height),
            *shapes,
            "</svg>",
            "",
        ]
    )


def _axis(height: int) -> list[str]:
    title = "how many times faster than the best rival, one thread"
    shapes = [_text(_x(1), 16, title, "middle", bold=True)]
    for ratio in RATIOS:
        x = _x(ratio)
        colour = INK if ratio == 1 else GRID
        shapes.append(
            f'<line x1="{x:g}" y1="{TOP - 8}" x2="{x:g}" y2="{height - 26}" stroke="{colour}"/>'
        )
        shapes.append(_text(x, 34, f"{ratio:g}x", "middle"))
    shapes.append(_text(_x(1), height - 10, "the black tick is what was promised", "middle"))
    return shapes


def _bar(item: Comparison, y: int) -> list[str]:
    end, one, tick = (_x(value) for value in (item.ratio, 1.0, item.target.at_least))
    colour = FASTER if item.met else SLOWER
    form = item.target.ours + ("" if item.target.prepared_rivals else ", calls")
    after = max(end, one, tick) + 6
    return [
        _text(LEFT - 8, y + 11, f"{item.problem.name} · {form}", "end"),
        f'<rect x="{min(one, end):g}" y="{y + 2}" width="{abs(end - one):g}" height="{LINE - 4}" '
        f'fill="{colour}"/>',
        f'<line x1="{tick:g}" y1="{y}" x2="{tick:g}" y2="{y + LINE - 1}" stroke="{MARK}" '
        'stroke-width="2"/>',
        _text(after, y + 11, f"{item.ratio:.2f}  {item.rival}", "start"),
    ]


def _x(ratio: float) -> float:
    bounded = min(max(ratio, RATIOS[0]), RATIOS[-1])
    return round(LEFT + UNIT * math.log2(bounded / RATIOS[0]), 1)


def _text(x: float, y: int, text: str, anchor: str, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:g}" y="{y}" text-anchor="{anchor}"{weight}>{escape(text)}</text>'
