"""The pictures are well-formed and show what conv2d does."""

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

from rot180 import conv2d
from rot180.variants import draw


def shapes(picture, kind):
    root = ElementTree.fromstring(picture)
    return [node for node in root.iter() if node.tag.endswith("}" + kind)]


@pytest.mark.parametrize("mode", ["valid", "full", "half", 2, (0, 1), ((1, 0), (0, 2))])
@pytest.mark.parametrize("subsample", [(1, 1), (2, 3)])
@pytest.mark.parametrize("dilation", [(1, 1), (1, 2)])
def test_counts_are_those_of_conv2d(mode, subsample, dilation):
    image, filters = (5, 6), (3, 2)
    picture = draw.border_mode(mode, image, filters, subsample, dilation)
    x, w = np.ones((1, 1, *image)), np.ones((1, 1, *filters))
    y = conv2d(x, w, border_mode=mode, subsample=subsample, filter_dilation=dilation)
    fills = [rect.get("fill") for rect in shapes(picture, "rect")]
    assert fills.count(draw.IMAGE) == x.size
    assert fills.count(draw.OUTPUT) == y.size
    zeros = [text for text in shapes(picture, "text") if text.text == "0"]
    assert len(zeros) == fills.count(draw.ZERO) - 1  # the other white rectangle is the background
    assert len(shapes(picture, "circle")) == w.size * min(2, y.size)


def test_rotation_shows_both():
    texts = [text.text for text in shapes(draw.rotation([[1, 2], [3, "<"]]), "text")]
    assert texts == ["1", "2", "3", "<", "→", "<", "3", "2", "1", "rotated by 180 degrees"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [({"border_mode": "same"}, "invalid border_mode"), ({"filters": (6, 3)}, "does not fit")],
)
def test_refusals(arguments, message):
    with pytest.raises(ValueError, match=message):
        draw.border_mode(**arguments)
