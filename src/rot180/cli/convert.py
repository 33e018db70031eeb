"""``rot180 convert``: a trained model becomes an ONNX file."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

import click

import rot180
from rot180.cli.console import error_console, print_model
from rot180.simplify import simplify as simplify_model

Numbers = tuple[float, ...]


class NumberList(click.ParamType[Numbers]):
    """Numbers with commas between them."""

    name = "numbers"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Numbers:
        """Parse ``0,1``."""
        if isinstance(value, tuple):
            return value
        try:
            return tuple(float(part) for part in str(value).split(","))
        except ValueError:
            self.fail(f"{value!r}: give numbers with commas between them, such as 0,1", param, ctx)


def parse_shape(text: str | None) -> tuple[int | str, ...] | None:
    """Parse ``Nx1x28x28``: a word is an open length, such as the batch size.

    Examples
    --------
    >>> parse_shape("Nx1x28x28")
    ('N', 1, 28, 28)
    """
    if text is None:
        return None
    parts = tuple(int(part) if part.isdigit() else part for part in text.split("x"))
    if not all(part if isinstance(part, int) else part.isidentifier() for part in parts):
        raise click.BadParameter(
            f"{text!r}: write the lengths with x between them, such as Nx1x28x28"
        )
    return parts


@click.command(short_help="A trained model becomes an ONNX file.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The ONNX file to write.",
)
@click.option(
    "--graph",
    metavar="FILE.py:FUNCTION",
    help="The model's own code, for a file that holds only parameters: "
    "a function of (x, params) in Theano's notation.",
)
@click.option(
    "--input-shape", metavar="NxCxHxW", help="Shape of the input; a letter is an open length."
)
@click.option(
    "--select",
    metavar="OUTPUT",
    help="Which value is the output, by its name or place, where a file holds several.",
)
@click.option(
    "--dtype",
    type=click.Choice(["float32", "float64"]),
    help="Precision of the model written  [default: float32]",
)
@click.option(
    "--simplify",
    is_flag=True,
    help="Fold constants, batch normalisation and biases: smaller and faster, but last bits "
    "change and inner values vanish.",
)
@click.option("--layout", metavar="NCHW", help="Input contract: the order of the input's axes.")
@click.option(
    "--range",
    "value_range",
    type=NumberList(),
    metavar="LOW,HIGH",
    help="Input contract: smallest and largest value that the model was trained on, such as 0,1.",
)
@click.option(
    "--mean",
    type=NumberList(),
    metavar="M[,M...]",
    help="Input contract: what is subtracted before, one or one a channel.",
)
@click.option(
    "--std",
    type=NumberList(),
    metavar="S[,S...]",
    help="Input contract: what is divided by before, one or one a channel.",
)
@click.option(
    "--labels",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Input contract: text file with the name of each class, one a line.",
)
def convert(
    file: Path,
    out: Path,
    graph: str | None,
    input_shape: str | None,
    select: str | None,
    dtype: str | None,
    simplify: bool,
    layout: str | None,
    value_range: Numbers | None,
    mean: Numbers | None,
    std: Numbers | None,
    labels: Path | None,
) -> None:
    """Convert a trained model FILE to ONNX. Nothing inside it is run.

    The input contract (layout, range, mean, std, labels) is written into the file, and Java and
    Python tell a caller who breaks it.

    \b
    A pickled graph:
      rot180 convert examples/lenet/output_graph.pkl -o digits.onnx --range 0,1
    Parameters, with the model's own code:
      rot180 convert examples/lenet/params_list_p2.pkl --graph examples/lenet/lenet.py:predict \\
        --input-shape Nx1x28x28 -o digits.onnx
    """
    with error_console.status(f"reading {file}"):
        model = rot180.load(
            file, graph=graph, input_shape=parse_shape(input_shape), select=select, dtype=dtype
        )
        if simplify:
            model = simplify_model(model)
        contract: dict[str, object] = {
            "layout": layout.upper() if layout else None,
            "range": value_range,
            "mean": mean,
            "std": std,
            "labels": _read_labels(labels),
        }
        given = {key: value for key, value in contract.items() if value is not None}
        if given:
            model = model.with_contract(**given)
        model.save(out)
    print_model(model, out)
    name = _class_name(out.stem)
    opened = [v for v in model.inputs if any(isinstance(n, str) for n in v.shape[1:])]
    if opened and input_shape is None:
        lengths = " x ".join(map(str, opened[0].shape))
        error_console.print(
            f"\n{opened[0].name} has open lengths ({lengths}). If they are always the same, say so "
            "and Java knows them too: --input-shape, such as Nx1x28x28",
            highlight=False,
            markup=False,
            soft_wrap=True,
        )
    error_console.print(
        f"\nNext: [bold]rot180 java {quote(str(out))} -o {quote(f'{out.stem}-java')} "
        f"--package com.example.{name.lower()} --class-name {name}[/bold]",
        highlight=False,
        soft_wrap=True,
    )


def _read_labels(path: Path | None) -> list[str] | None:
    if path is None:
        return None
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _class_name(stem: str) -> str:
    words = "".join(c if c.isalnum() and c.isascii() else " " for c in stem).split()
    name = "".join(word[:1].upper() + word[1:] for word in words)
    return name if name[:1].isalpha() else f"Net{name}"
