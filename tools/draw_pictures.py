"""Draw the pictures of docs/theano-conv2d.md."""

from pathlib import Path

from rot180.variants import draw

PICTURES = {
    "rotation": draw.rotation([[1, 2, 3], [4, 5, 6], [7, 8, 9]]),
    "valid": draw.border_mode("valid"),
    "full": draw.border_mode("full"),
    "half": draw.border_mode("half"),
    "half-even": draw.border_mode("half", filters=(2, 2)),
    "int": draw.border_mode(1, filters=(4, 4)),
    "pair": draw.border_mode((1, 2)),
    "asymmetric": draw.border_mode(((1, 0), (0, 2))),
    "subsample": draw.border_mode("half", subsample=(2, 3)),
    "dilation": draw.border_mode("half", filter_dilation=(2, 2)),
}
FOLDER = Path(__file__).parents[1] / "docs" / "pictures"


def main() -> None:
    """Write every picture."""
    FOLDER.mkdir(exist_ok=True)
    for name, picture in PICTURES.items():
        (FOLDER / f"{name}.svg").write_text(picture)


if __name__ == "__main__":
    main()
