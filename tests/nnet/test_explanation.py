"""Every number and table row of docs/theano-conv2d.md that can be run, is."""

import doctest
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from draw_pictures import FOLDER, PICTURES
from scipy import ndimage
from scipy import signal as scipy_signal

from rot180 import nnet, signal, vimage

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "theano-conv2d.md").read_text()


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def test_examples():
    examples = doctest.DocTestParser().get_doctest(
        "".join(blocks("pycon")), {}, "theano-conv2d", None, 0
    )
    assert len(examples.examples) > 10
    assert doctest.DocTestRunner().run(examples).failed == 0


def test_pictures_are_those_that_the_code_draws():
    used = set(re.findall(r"pictures/([a-z-]+)\.svg", PAGE))
    assert used == set(PICTURES) == {path.stem for path in FOLDER.glob("*.svg")}
    for name, picture in PICTURES.items():
        assert (FOLDER / f"{name}.svg").read_text() == picture, "run `make docs`"


def test_the_lenet_needs_the_rotation():
    with np.load(ROOT / "examples" / "lenet" / "data.npz") as stored:
        data = dict(stored)

    def right(flip):
        x = data["input"][:, None]
        for layer in ("layer0", "layer1"):
            x = nnet.conv2d(x, data[f"param.{layer}.W"], filter_flip=flip)
            bias = data[f"param.{layer}.b"][:, None, None]
            x = np.tanh(nnet.pool_2d(x, (2, 2), ignore_border=True) + bias)
        x = np.tanh(x.reshape(len(x), -1) @ data["param.layer2.W"] + data["param.layer2.b"])
        x = x @ data["param.layer3.W"] + data["param.layer3.b"]
        return (x.argmax(1) == data["label_true"]).sum()

    stated = re.search(r"gets (\d+) of 200 digits right; with its filters not rotated, (\d+)", PAGE)
    assert [right(True), right(False)] == [int(number) for number in stated.groups()]


def test_the_classic_check():
    script = ROOT / "examples" / "discrepancy.py"
    run = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    (shown,) = blocks("console")
    assert shown.splitlines()[1:] == run.stdout.splitlines()
    # No further from SciPy than Theano was.
    found = [float(number) for number in re.findall(r"discrepancy (\S+),", run.stdout)]
    norms = [float(number) for number in re.findall(r"norms (\S+) and", run.stdout)]
    assert found[0] <= 1.072e-2
    assert found[1] <= 1.026e-2
    assert f"{found[0] / norms[0]:.1e}" in PAGE


IMAGE = np.random.default_rng(0).standard_normal((6, 7))


def where_same_begins(result, filters, rotates):
    """Zeros before each axis at which conv2d gives `result`; for rotating libraries of 'full'."""
    full = nnet.conv2d(
        IMAGE[None, None], filters[None, None], border_mode="full", filter_flip=rotates
    )
    starts = [
        start
        for start in np.ndindex(*filters.shape)
        if np.allclose(
            full[0, 0, start[0] : start[0] + 6, start[1] : start[1] + 7], result, atol=1e-5
        )
    ]
    (start,) = starts
    return start if rotates else tuple(k - 1 - s for k, s in zip(filters.shape, start, strict=True))


def onnx_conv(auto_pad):
    def run(image, filters):
        node = onnx.helper.make_node("Conv", ["x", "w"], ["y"], auto_pad=auto_pad)
        values = [
            onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [None] * 4)
            for name in "xwy"
        ]
        graph = onnx.helper.make_graph([node], "conv", values[:2], values[2:])
        model = onnx.helper.make_model(
            graph, opset_imports=[onnx.helper.make_opsetid("", 13)], ir_version=8
        )
        session = onnxruntime.InferenceSession(model.SerializeToString())
        feeds = {"x": image[None, None], "w": filters[None, None]}
        feeds = {name: array.astype(np.float32) for name, array in feeds.items()}
        return session.run(None, feeds)[0][0, 0]

    return run


@pytest.mark.parametrize("size", [(3, 3), (2, 4), (4, 3)])
@pytest.mark.parametrize(
    ("library", "rotates", "begins"),
    [
        (lambda x, w: scipy_signal.convolve2d(x, w, "same"), True, lambda k: (k - 1) // 2),
        (lambda x, w: scipy_signal.correlate2d(x, w, "same"), False, lambda k: (k - 1) // 2),
        (lambda x, w: scipy_signal.correlate(x, w, "same"), False, lambda k: k // 2),
        (lambda x, w: ndimage.convolve(x, w, mode="constant"), True, lambda k: k // 2),
        (lambda x, w: ndimage.correlate(x, w, mode="constant"), False, lambda k: k // 2),
        (onnx_conv("SAME_UPPER"), False, lambda k: (k - 1) // 2),
        (onnx_conv("SAME_LOWER"), False, lambda k: k // 2),
    ],
)
def test_where_same_begins(library, rotates, begins, size):
    filters = np.random.default_rng(1).standard_normal(size)
    result = library(IMAGE, filters)
    assert where_same_begins(result, filters, rotates) == tuple(map(begins, size))


def test_beyond_the_edge():
    row = np.arange(1.0, 5.0)[None]

    def seen(show):
        """Shift the row by up to two pixels either way and read off what comes in."""
        taps = [np.eye(1, 5, position) for position in (0, 4)]
        before, after = (show(row, tap)[0] for tap in taps)
        names = {0: "0", 1: "a", 2: "b", 3: "c", 4: "d"}
        return " ".join(names[int(value)] for value in [*before, *after[-4:]])

    shown = {
        "SciPy 'wrap'": lambda x, w: signal.correlate2d(x, w, "same", "wrap"),
        "SciPy 'symm', ndimage 'reflect'": lambda x, w: signal.correlate2d(x, w, "same", "symm"),
        "ndimage 'mirror', OpenCV's default": lambda x, w: ndimage.correlate(x, w, mode="mirror"),
        "vImage edge extend, ndimage 'nearest'": lambda x, w: vimage.convolve(x, w, "edge_extend"),
    }
    for name, show in shown.items():
        assert seen(show) == re.search(rf"\| {re.escape(name)} \| `([0a-d ]+)` \|", PAGE)[1]
    zeros = seen(lambda x, w: signal.correlate2d(x, w, "same"))
    assert zeros == "0 0 a b c d 0 0"
    extended = seen(lambda x, w: ndimage.correlate(x, w, mode="reflect"))
    assert extended == seen(shown["SciPy 'symm', ndimage 'reflect'"])


@pytest.mark.java
def test_the_loop_in_java(tmp_path):
    generator = np.random.default_rng(2)
    image, filters = (
        generator.standard_normal(shape).astype(np.float32) for shape in [(9, 8), (4, 3)]
    )
    expected = nnet.conv2d(image[None, None], filters[None, None])[0, 0]

    def literal(rows):
        return "{" + ",".join("{" + ",".join(f"{v!r}f" for v in row) + "}" for row in rows) + "}"

    (loop,) = blocks("java")
    source = f"""
public class Loop {{
  {loop}
  public static void main(String[] arguments) {{
    float[][] x = {literal(image.tolist())};
    float[][] w = {literal(filters.tolist())};
    for (float[] row : conv2d(x, w)) {{
      for (float value : row) System.out.println(Float.floatToIntBits(value));
    }}
  }}
}}"""
    (tmp_path / "Loop.java").write_text(source)
    run = subprocess.run(
        ["java", "Loop.java"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    bits = np.array(run.stdout.split(), np.int32).view(np.float32)
    np.testing.assert_array_equal(bits.reshape(expected.shape), expected)
