"""Small whole networks for tests/cases, in the text form that the ``onnx`` package reads."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import onnx
from onnx import numpy_helper

from rot180.ops.case import IR_VERSION, OPSET, Array, uniform


@dataclass(frozen=True)
class Network:
    """A graph in text form, the shapes of its weights, and what goes in."""

    name: str
    text: str
    weights: dict[str, tuple[int, ...]]
    inputs: dict[str, Array]

    def model(self) -> onnx.ModelProto:
        """Return the model, its weights scaled so that values neither vanish nor explode."""
        header = f'<ir_version: {IR_VERSION}, opset_import: ["" : {OPSET}]>'
        model = onnx.parser.parse_model(header + self.text)
        for seed, (name, shape) in enumerate(self.weights.items(), start=100):
            limit = math.sqrt(6 / math.prod(shape[1:])) if len(shape) > 1 else 0.3
            # Variances of batch normalisation must be positive.
            low = 0.2 if name.startswith("var") else -limit
            weight = uniform(*shape, low=low, high=limit, seed=seed)
            model.graph.initializer.append(numpy_helper.from_array(weight, name))
        return onnx.shape_inference.infer_shapes(model, strict_mode=True, data_prop=True)


LENET = Network(
    "net_lenet",
    """
    lenet (float[N,1,28,28] x) => (float[N,10] prob) {
        conv0 = Conv (x, w0, b0)
        pool0 = MaxPool <kernel_shape = [2, 2], strides = [2, 2]> (conv0)
        tanh0 = Tanh (pool0)
        conv1 = Conv (tanh0, w1, b1)
        pool1 = MaxPool <kernel_shape = [2, 2], strides = [2, 2], ceil_mode = 1> (conv1)
        tanh1 = Tanh (pool1)
        flat = Flatten (tanh1)
        dense0 = Gemm (flat, w2, b2)
        hidden = Tanh (dense0)
        dense1 = Gemm (hidden, w3, b3)
        prob = Softmax (dense1)
    }
    """,
    {
        "w0": (4, 1, 5, 5),
        "b0": (4,),
        "w1": (6, 4, 5, 5),
        "b1": (6,),
        "w2": (96, 17),
        "b2": (17,),
        "w3": (17, 10),
        "b3": (10,),
    },
    {"x": uniform(3, 1, 28, 28, low=0.0)},
)

RESIDUAL = Network(
    "net_residual",
    """
    residual (float[N,3,12,11] x) => (float[N,5] logits) {
        conv0 = Conv <pads = [1, 1, 1, 1], strides = [2, 2]> (x, w0)
        norm0 = BatchNormalization (conv0, scale0, bias0, mean0, var0)
        relu0 = Relu (norm0)
        conv1 = Conv <pads = [1, 1, 1, 1]> (relu0, w1)
        norm1 = BatchNormalization (conv1, scale1, bias1, mean1, var1)
        sum0 = Add (norm1, relu0)
        relu1 = Relu (sum0)
        depth = Conv <group = 9, pads = [1, 1, 1, 1]> (relu1, w2, b2)
        point = Conv (depth, w3)
        six = Constant <value = float {6.0}> ()
        zero = Constant <value = float {0.0}> ()
        relu6 = Clip (point, zero, six)
        mean = GlobalAveragePool (relu6)
        flat = Flatten (mean)
        logits = Gemm <transB = 1> (flat, w4, b4)
    }
    """,
    {
        "w0": (9, 3, 3, 3),
        "w1": (9, 9, 3, 3),
        "w2": (9, 1, 3, 3),
        "b2": (9,),
        "w3": (14, 9, 1, 1),
        "w4": (5, 14),
        "b4": (5,),
        **{f"{name}{k}": (9,) for k in (0, 1) for name in ("scale", "bias", "mean", "var")},
    },
    {"x": uniform(2, 3, 12, 11)},
)

DETECTOR = Network(
    "net_detector",
    """
    detector (float[N,3,16,24] image) => (float[N,boxes,6] boxes) {
        conv0 = Conv <auto_pad = "SAME_UPPER", strides = [2, 2]> (image, w0, b0)
        gate0 = Sigmoid (conv0)
        silu0 = Mul (conv0, gate0)
        half0, half1 = Split <axis = 1, num_outputs = 2> (silu0)
        conv1 = Conv <pads = [1, 1, 1, 1]> (half1, w1, b1)
        leaky = LeakyRelu <alpha = 0.1> (conv1)
        join0 = Concat <axis = 1> (half0, leaky)
        pool0 = MaxPool <kernel_shape = [5, 5], pads = [2, 2, 2, 2]> (join0)
        down = MaxPool <kernel_shape = [2, 2], strides = [2, 2]> (pool0)
        conv2 = Conv (down, w2, b2)
        scales = Constant <value = float[4] {1.0, 1.0, 2.0, 2.0}> ()
        up = Resize <mode = "nearest", nearest_mode = "floor",
                     coordinate_transformation_mode = "asymmetric"> (conv2, , scales)
        join1 = Concat <axis = 1> (up, join0)
        head = Conv (join1, w3, b3)
        shape = Constant <value = int64[3] {0, 6, -1}> ()
        flat = Reshape (head, shape)
        lines = Transpose <perm = [0, 2, 1]> (flat)
        boxes = Sigmoid (lines)
    }
    """,
    {
        "w0": (8, 3, 3, 3),
        "b0": (8,),
        "w1": (4, 4, 3, 3),
        "b1": (4,),
        "w2": (5, 8, 1, 1),
        "b2": (5,),
        "w3": (12, 13, 1, 1),
        "b3": (12,),
    },
    {"image": uniform(2, 3, 16, 24, low=0.0)},
)

AUDIO = Network(
    "net_audio",
    """
    audio (float[N,1,640] wave, bool loud) => (float[N,frames,3] notes, float[K] level) {
        axis = Constant <value = int64[1] {2}> ()
        row = Unsqueeze (wave, axis)
        spectrum = Conv <strides = [1, 64]> (row, w0)
        power = Mul (spectrum, spectrum)
        floor = Constant <value = float {1e-6}> ()
        safe = Max (power, floor)
        decibel = Log (safe)
        flat = Squeeze (decibel, axis)
        gained = If (loud) <
            then_branch = louder () => (float[N,7,frames] y) {
                two = Constant <value = float {2.0}> ()
                y = Mul (flat, two)
            },
            else_branch = same () => (float[N,7,frames] y) { y = Identity (flat) }
        >
        line = Conv <dilations = [2], pads = [2, 2]> (gained, w1, b1)
        elu = Elu (line)
        turned = Transpose <perm = [0, 2, 1]> (elu)
        notes = MatMul (turned, w2)
        all = Constant <value = int64[2] {0, 2}> ()
        peak = ReduceMax <keepdims = 0> (elu, all)
        level = Softplus (peak)
    }
    """,
    {"w0": (7, 1, 1, 256), "w1": (5, 7, 3), "b1": (5,), "w2": (5, 3)},
    {"wave": uniform(2, 1, 640), "loud": np.array(True)},
)

UPSCALER = Network(
    "net_upscaler",
    """
    upscaler (float[1,1,H,W] y) => (float[1,1,H2,W2] z) {
        conv0 = Conv <pads = [2, 2, 2, 2]> (y, w0, b0)
        prelu = PRelu (conv0, slope)
        up0 = ConvTranspose <strides = [2, 2], pads = [1, 1, 1, 1]> (prelu, w1, b1)
        norm = InstanceNormalization (up0, scale, bias)
        swish = HardSwish (norm)
        conv1 = Conv <pads = [1, 1, 1, 1]> (swish, w2)
        z = DepthToSpace <blocksize = 2, mode = "CRD"> (conv1)
    }
    """,
    {
        "w0": (6, 1, 5, 5),
        "b0": (6,),
        "slope": (6, 1, 1),
        "w1": (6, 5, 4, 4),
        "b1": (5,),
        "scale": (5,),
        "bias": (5,),
        "w2": (4, 5, 3, 3),
    },
    {"y": uniform(1, 1, 7, 9, low=0.0)},
)

NETWORKS = (LENET, RESIDUAL, DETECTOR, AUDIO, UPSCALER)
