"""Write the results of the Java benchmark as JSON, a table in Markdown, and a chart in SVG."""

import json
from pathlib import Path
from typing import Any

Results = dict[str, Any]
Row = dict[str, Any]

# What is to be reached for each net with vector kernels: rival's time over ours, at least.
TARGETS = {"lenet-recorded": 1.5, "lenet": 1.0}
OTHER_NETS = 0.65
PLAIN_TARGETS = {"lenet": 0.35}

BAR, GAP, LEFT, SCALE = 14, 6, 250, 150


def write(results: Results, folder: Path) -> None:
    """Write java.json, java.md and java.svg into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "java.json").write_text(json.dumps(results, indent=1) + "\n")
    (folder / "java.md").write_text(markdown(results))
    (folder / "java.svg").write_text(chart(results["predictions"]))


def target(row: Row) -> float | None:
    """The ratio that a row has to reach, if any."""
    if row["kernels"] == "plain":
        return PLAIN_TARGETS.get(row["net"])
    return TARGETS.get(row["net"], OTHER_NETS)


def markdown(results: Results) -> str:
    """The tables that README links to."""
    machine = results["machine"]
    lines = [
        "# The Java runtime beside ONNX Runtime's Java API",
        "",
        f"{machine['cpu']}, {machine['cores']} cores; ONNX Runtime {machine['onnxruntime']}. One "
        "image from `float[]` to `float[]`; the median of JMH's iterations. The ratio is the "
        "rival's time over ours: above 1 we are faster. *vector*: java with `--add-modules "
        "jdk.incubator.vector`; *plain*: no flag. Made by `make bench-java`.",
        "",
        "| network | JDK | kernels | threads | rot180 | ONNX Runtime | ratio | at least |",
        "|---|---|---|--:|--:|--:|--:|--:|",
    ]
    for row in results["predictions"]:
        lines.append(
            f"| {row['net']} | {row['jdk']} | {row['kernels']} | {row['threads']} "
            f"| {duration(row['rot180_us'])} | {duration(row['onnxruntime_us'])} "
            f"| **{row['ratio']:.2f}** | {target(row) or ''} |"
        )
    lines += ["", "| whole process | JDK | rot180 | ONNX Runtime | ratio | at least |"]
    lines += ["|---|---|--:|--:|--:|--:|"]
    for row in results["start_up"]:
        lines.append(
            f"| JVM start to first LeNet prediction and end | {row['jdk']} "
            f"| {row['rot180_s']:.2f} s | {row['onnxruntime_s']:.2f} s "
            f"| **{row['ratio']:.2f}** | 1.0 |"
        )
    for row in results["memory"]:
        lines.append(
            f"| peak memory, {row['net']} | {row['jdk']} | {row['rot180_kib'] / 1024:.0f} MiB "
            f"| {row['onnxruntime_kib'] / 1024:.0f} MiB | **{row['ratio']:.2f}** | 1.0 |"
        )
    jar = results["jar"]
    lines.append(
        f"| size of the jar | | {jar['rot180_bytes'] / 1024:.0f} KiB "
        f"| {jar['onnxruntime_bytes'] / 1024:.0f} KiB | **{jar['ratio']:.0f}** | 100 |"
    )
    return "\n".join([*lines, "", "![ratios](java.svg)", ""])


def duration(microseconds: float) -> str:
    """Microseconds for people."""
    if microseconds < 1000:
        return f"{microseconds:.1f} us"
    return f"{microseconds / 1000:.2f} ms"


def chart(rows: list[Row]) -> str:
    """A bar for each row, a line at 1."""
    height = (BAR + GAP) * len(rows) + 40
    width = LEFT + int(SCALE * max(2.0, *(row["ratio"] for row in rows))) + 60
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        'font-family="sans-serif" font-size="11">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]
    for number, row in enumerate(rows):
        top = 10 + number * (BAR + GAP)
        colour = "#2a6fbb" if row["kernels"] == "vector" else "#b0c4de"
        label = f"{row['net']}, JDK {row['jdk']}, {row['kernels']}, {row['threads']} thread(s)"
        length = SCALE * row["ratio"]
        parts += [
            f'<text x="{LEFT - 6}" y="{top + BAR - 3}" text-anchor="end">{label}</text>',
            f'<rect x="{LEFT}" y="{top}" width="{length:.1f}" height="{BAR}" fill="{colour}"/>',
            f'<text x="{LEFT + length + 4:.1f}" y="{top + BAR - 3}">{row["ratio"]:.2f}</text>',
        ]
    one = LEFT + SCALE
    parts += [
        f'<line x1="{one}" y1="4" x2="{one}" y2="{height - 26}" stroke="black"/>',
        f'<text x="{one}" y="{height - 12}" text-anchor="middle">as fast as ONNX Runtime</text>',
        "</svg>",
        "",
    ]
    return "\n".join(parts)
