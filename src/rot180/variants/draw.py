"""Pictures of convolutions, as SVG text."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape

from rot180.geometry import conv_output_size, conv_pads, dilated_size

CELL = 24
INK, IMAGE, ZERO, FILTER, OUTPUT = "#222222", "#9ecae1", "#ffffff", "#d62728", "#c7e9c0"


def border_mode(
    border_mode: Any = "valid",
    image: tuple[int, int] = (5, 5),
    filters: tuple[int, int] = (3, 3),
    subsample: tuple[int, int] = (1, 1),
    filter_dilation: tuple[int, int] = (1, 1),
) -> str:
    """Draw what a border mode of Theano's conv2d puts around an image, and what comes out.

    The image is blue, zeros around it white; red is the filter where it makes the first and the
    last output, with a dot on every tap.

    Parameters
    ----------
    border_mode, subsample, filter_dilation
        As for `rot180.conv2d`.
    image, filters : (int, int)
        Rows and columns.

    Returns
    -------
    str
        An SVG document.

    Raises
    ------
    ValueError
        If conv2d would refuse the border mode, or the filter does not fit.

    Examples
    --------
    >>> border_mode("half").count("<svg")
    1
    """
    pads = conv_pads(border_mode, filters, filter_dilation)
    padded = [size + sum(pair) for size, pair in zip(image, pads, strict=True)]
    sizes = [
        conv_output_size(*axis)
        for axis in zip(image, filters, pads, subsample, filter_dilation, strict=True)
    ]
    if min(sizes) < 1:
        raise ValueError(f"a filter of {filters} does not fit into an image of {image}")
    extents = [dilated_size(k, d) for k, d in zip(filters, filter_dilation, strict=True)]

    def colour(row: int, column: int) -> str:
        inside = [
            before <= place < before + size
            for place, size, (before, _) in zip((row, column), image, pads, strict=True)
        ]
        return IMAGE if all(inside) else ZERO

    def text(row: int, column: int) -> str:
        return "0" if colour(row, column) == ZERO else ""

    shapes = [*_grid(0, padded, colour, text)]
    last = [(size - 1) * step for size, step in zip(sizes, subsample, strict=True)]
    for row, column in dict.fromkeys([(0, 0), (last[0], last[1])]):
        shapes.append(_outline(column, row, extents[1], extents[0]))
        for i in range(filters[0]):
            for j in range(filters[1]):
                shapes.append(_dot(column + j * filter_dilation[1], row + i * filter_dilation[0]))
    shapes.append(_arrow(padded[1], padded[0]))
    outputs = padded[1] + 2
    shapes += _grid(outputs, sizes, lambda row, column: OUTPUT, lambda row, column: "")
    for row, column in dict.fromkeys([(0, 0), (sizes[0] - 1, sizes[1] - 1)]):
        shapes.append(_outline(outputs + column, row, 1, 1))
    words = [f"{border_mode!r}: {_by(image)} image", f"{_by(filters)} filter"]
    words += [f"subsample {subsample}"] * (subsample != (1, 1))
    words += [f"dilation {filter_dilation}"] * (filter_dilation != (1, 1))
    caption = ", ".join([*words, f"{_by(sizes)} outputs"])
    return _document(padded[1] + 2 + sizes[1], max(padded[0], sizes[0]), caption, shapes)


def rotation(filters: Sequence[Sequence[Any]]) -> str:
    """Draw a filter and the same filter rotated by 180 degrees.

    Parameters
    ----------
    filters : rows of numbers or letters

    Returns
    -------
    str
        An SVG document.

    Examples
    --------
    >>> rotation([["a", "b"]]).index(">b<") < rotation([["a", "b"]]).rindex(">a<")
    True
    """
    rows, columns = len(filters), len(filters[0])
    turned = [list(row)[::-1] for row in filters][::-1]
    shapes = [
        *_grid(0, (rows, columns), lambda i, j: ZERO, lambda i, j: str(filters[i][j])),
        _arrow(columns, rows),
        *_grid(columns + 2, (rows, columns), lambda i, j: OUTPUT, lambda i, j: str(turned[i][j])),
    ]
    return _document(2 * columns + 2, rows, "rotated by 180 degrees", shapes)


def _grid(
    left: int,
    sizes: Sequence[int],
    colour: Callable[[int, int], str],
    text: Callable[[int, int], str],
) -> Iterable[str]:
    for row in range(sizes[0]):
        for column in range(sizes[1]):
            x, y = (left + column) * CELL, row * CELL
            yield (
                f'<rect x="{x}" y="{y}" width="{CELL}" height="{CELL}" '
                f'fill="{colour(row, column)}" stroke="{INK}" stroke-width="0.5"/>'
            )
            if text(row, column):
                yield (
                    f'<text x="{x + CELL / 2}" y="{y + CELL / 2}" text-anchor="middle" '
                    f'dominant-baseline="central">{escape(text(row, column))}</text>'
                )


def _by(sizes: Sequence[int]) -> str:
    return "x".join(map(str, sizes))


def _outline(column: int, row: int, width: int, height: int) -> str:
    return (
        f'<rect x="{column * CELL + 2}" y="{row * CELL + 2}" width="{width * CELL - 4}" '
        f'height="{height * CELL - 4}" fill="none" stroke="{FILTER}" stroke-width="2.5"/>'
    )


def _dot(column: int, row: int) -> str:
    x, y = (column + 0.75) * CELL, (row + 0.25) * CELL
    return f'<circle cx="{x:g}" cy="{y:g}" r="2.5" fill="{FILTER}"/>'


def _arrow(left: int, rows: int) -> str:
    x, y = (left + 1) * CELL, rows * CELL / 2
    return f'<text x="{x}" y="{y:g}" text-anchor="middle" font-size="20">→</text>'


def _document(columns: int, rows: int, caption: str, shapes: Iterable[str]) -> str:
    caption_width = 7 * len(caption)
    width, height = max(columns * CELL, caption_width) + 8, rows * CELL + 32
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 {width} {height}" '
            f'width="{width}" height="{height}" font-family="sans-serif" font-size="12" '
            f'fill="{INK}">',
            f"<title>{escape(caption)}</title>",
            f'<rect x="-4" y="-4" width="{width}" height="{height}" fill="#ffffff"/>',
            *shapes,
            f'<text x="0" y="{rows * CELL + 16}">{escape(caption)}</text>',
            "</svg>",
            "",
        ]
    )
