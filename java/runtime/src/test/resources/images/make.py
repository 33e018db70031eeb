"""Write the test images, and what Pillow makes of them: `python make.py`, with Pillow installed.

Each `<image>_<width>x<height>.npy` holds the samples of the image resized, int32, (height, width)
for grey ones and (height, width, 3) for colours; `to_grey.npy` is the coloured image in grey.
"""

from pathlib import Path

import numpy as np
from PIL import Image

FOLDER = Path(__file__).parent


def main() -> None:
    """Write all files."""
    y, x = np.mgrid[0:17, 0:23]
    red = (x * 37 + y * 11) % 256
    green = (x * x + y * 59) % 256
    blue = np.where((x // 3 + y // 2) % 2, 255, 3)
    images = {
        "colour": Image.fromarray(np.stack([red, green, blue], -1).astype(np.uint8)),
        "grey": Image.fromarray(red.astype(np.uint8)),
    }
    for name, image in images.items():
        image.save(FOLDER / f"{name}.png")
        for size in ((28, 28), (9, 7), (5, 40), (23, 17)):
            resized = image.resize(size, Image.Resampling.BILINEAR)
            save(f"{name}_{size[0]}x{size[1]}", resized)
    save("to_grey", images["colour"].convert("L"))


def save(name: str, image: Image.Image) -> None:
    """Write an image's samples."""
    np.save(FOLDER / f"{name}.npy", np.asarray(image).astype(np.int32))


if __name__ == "__main__":
    main()
