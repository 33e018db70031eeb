"""Make the networks of the Java benchmark: known shapes, random weights.

The weights don't matter to speed, so that nothing has to be downloaded. Batch normalisation is
already folded into the convolutions, as exporters leave it.

    python bench/java_nets.py FOLDER
"""

import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import rot180

LENET = Path(__file__).parent.parent / "examples" / "lenet" / "output_graph.pkl"


class Net:
    """An ONNX graph under construction: every method adds a node and returns its output's name."""

    def __init__(self, name: str, channels: int, size: int) -> None:
        self.name = name
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self.input = helper.make_tensor_value_info(
            "x", TensorProto.FLOAT, ["N", channels, size, size]
        )
        self.random = np.random.default_rng(180)

    def node(self, op: str, *inputs: str, **attributes: object) -> str:
        output = f"{op.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, inputs, [output], **attributes))
        return output

    def weight(self, *shape: int) -> str:
        fan_in = int(np.prod(shape[1:])) if len(shape) > 1 else 100
        values = self.random.standard_normal(shape, np.float32) * np.float32(np.sqrt(2 / fan_in))
        name = f"w_{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(values, name))
        return name

    def conv(
        self, x: str, channels: int, filters: int, kernel: int, stride: int = 1, pad: int = 0,
        group: int = 1, activation: str | None = "Relu",
    ) -> str:  # fmt: skip
        weight = self.weight(filters, channels // group, kernel, kernel)
        y = self.node(
            "Conv", x, weight, self.weight(filters), group=group, kernel_shape=[kernel] * 2,
            strides=[stride] * 2, pads=[pad] * 4, dilations=[1, 1],
        )  # fmt: skip
        return self.activate(y, activation)

    def activate(self, x: str, activation: str | None) -> str:
        if activation == "Relu6":
            return self.node("Clip", x, self.scalar(0.0), self.scalar(6.0))
        return self.node(activation, x) if activation else x

    def scalar(self, value: float) -> str:
        name = f"c_{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.float32(value), name))
        return name

    def max_pool(self, x: str, kernel: int, stride: int, pad: int = 0) -> str:
        return self.node(
            "MaxPool", x, kernel_shape=[kernel] * 2, strides=[stride] * 2, pads=[pad] * 4
        )

    def dense(self, x: str, inputs: int, outputs: int, activation: str | None) -> str:
        weight = self.weight(outputs, inputs)
        return self.activate(
            self.node("Gemm", x, weight, self.weight(outputs), transB=1), activation
        )

    def save(self, output: str, outputs: int, folder: Path) -> None:
        info = helper.make_tensor_value_info(output, TensorProto.FLOAT, ["N", outputs])
        graph = helper.make_graph(self.nodes, self.name, [self.input], [info], self.weights)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
        onnx.checker.check_model(model)
        onnx.save(model, folder / f"{self.name}.onnx")


def lenet(folder: Path) -> None:
    """LeNet of the deep learning tutorial's size: 20 and 50 filters, 500 hidden units."""
    net = Net("lenet", 1, 28)
    x = net.max_pool(net.conv("x", 1, 20, 5, activation=None), 2, 2)
    x = net.node("Tanh", x)
    x = net.max_pool(net.conv(x, 20, 50, 5, activation=None), 2, 2)
    x = net.node("Flatten", net.node("Tanh", x), axis=1)
    x = net.dense(x, 800, 500, "Tanh")
    net.save(net.node("Softmax", net.dense(x, 500, 10, None), axis=-1), 10, folder)


def squeezenet(folder: Path) -> None:
    """SqueezeNet 1.1."""
    net = Net("squeezenet", 3, 224)
    x, channels = net.max_pool(net.conv("x", 3, 64, 3, 2), 3, 2), 64
    for number, (squeeze, expand) in enumerate(
        [(16, 64), (16, 64), (32, 128), (32, 128), (48, 192), (48, 192), (64, 256), (64, 256)]
    ):
        if number in (2, 4):
            x = net.max_pool(x, 3, 2)
        s = net.conv(x, channels, squeeze, 1)
        wide = net.conv(s, squeeze, expand, 3, pad=1)
        x = net.node("Concat", net.conv(s, squeeze, expand, 1), wide, axis=1)
        channels = 2 * expand
    x = net.node("GlobalAveragePool", net.conv(x, channels, 1000, 1))
    net.save(net.node("Flatten", x, axis=1), 1000, folder)


def mobilenet(folder: Path) -> None:
    """MobileNetV2."""
    net = Net("mobilenetv2", 3, 224)
    x, channels = net.conv("x", 3, 32, 3, 2, 1, activation="Relu6"), 32
    blocks = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1),
              (6, 160, 3, 2), (6, 320, 1, 1)]  # fmt: skip
    for expansion, filters, repeats, first_stride in blocks:
        for repeat in range(repeats):
            stride = first_stride if repeat == 0 else 1
            inner = channels * expansion
            y = net.conv(x, channels, inner, 1, activation="Relu6") if expansion > 1 else x
            y = net.conv(y, inner, inner, 3, stride, 1, inner, "Relu6")
            y = net.conv(y, inner, filters, 1, activation=None)
            x = net.node("Add", x, y) if stride == 1 and channels == filters else y
            channels = filters
    x = net.node("GlobalAveragePool", net.conv(x, 320, 1280, 1, activation="Relu6"))
    net.save(net.dense(net.node("Flatten", x, axis=1), 1280, 1000, None), 1000, folder)


def resnet(folder: Path) -> None:
    """ResNet-50, stride in the 3x3 convolutions."""
    net = Net("resnet50", 3, 224)
    x, channels = net.max_pool(net.conv("x", 3, 64, 7, 2, 3), 3, 2, 1), 64
    for stage, (width, repeats) in enumerate([(64, 3), (128, 4), (256, 6), (512, 3)]):
        for repeat in range(repeats):
            stride = 2 if repeat == 0 and stage > 0 else 1
            y = net.conv(net.conv(x, channels, width, 1), width, width, 3, stride, 1)
            y = net.conv(y, width, 4 * width, 1, activation=None)
            if repeat == 0:
                x = net.conv(x, channels, 4 * width, 1, stride, activation=None)
            x, channels = net.node("Relu", net.node("Add", y, x)), 4 * width
    x = net.node("Flatten", net.node("GlobalAveragePool", x), axis=1)
    net.save(net.dense(x, 2048, 1000, None), 1000, folder)


def vgg(folder: Path) -> None:
    """VGG-16."""
    net = Net("vgg16", 3, 224)
    x, channels = "x", 3
    for filters, repeats in [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]:
        for _ in range(repeats):
            x, channels = net.conv(x, channels, filters, 3, pad=1), filters
        x = net.max_pool(x, 2, 2)
    x = net.dense(net.node("Flatten", x, axis=1), 25088, 4096, "Relu")
    net.save(net.dense(net.dense(x, 4096, 4096, "Relu"), 4096, 1000, None), 1000, folder)


def main(folder: Path) -> None:
    """Write every network into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    rot180.load(LENET).save(folder / "lenet-recorded.onnx")
    for make in (lenet, squeezenet, mobilenet, resnet, vgg):
        make(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
