"""Rivals that run networks: any number of images, channels, filters and groups.

Where a library keeps its data in a layout, or its result in a memory, of its own, it is left there:
that is to the rival's advantage.
"""

from typing import Any

import numpy.typing as npt

from rot180.benchmark.workload import Call, Workload

Array = npt.NDArray[Any]


def torch_contiguous(work: Workload) -> Call:
    """PyTorch's conv2d on NCHW arrays."""
    import torch

    return _torch(work, torch.contiguous_format)


def torch_channels_last(work: Workload) -> Call | None:
    """Run PyTorch on images, filters and results that stay in NHWC order."""
    import torch

    return None if work.problem.one_plane else _torch(work, torch.channels_last)


def _torch(work: Workload, memory_format: Any) -> Call:
    import torch

    torch.set_num_threads(work.threads)
    x, w = (
        torch.from_numpy(array).contiguous(memory_format=memory_format)
        for array in (work.images, work.rotated)
    )
    p = work.problem

    def run() -> Any:
        with torch.inference_mode():
            return torch.nn.functional.conv2d(x, w, None, p.stride, p.pad, 1, p.num_groups)

    return Call(run, lambda y: y.numpy())


def onnxruntime(work: Workload) -> Call:
    """ONNX Runtime: a model of one node."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = work.threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        _model(work), options, providers=["CPUExecutionProvider"]
    )
    feed = {"x": work.images}
    return Call(lambda: session.run(None, feed)[0])


def openvino(work: Workload) -> Call:
    """OpenVINO on the same model, for latency; its result stays in its own array."""
    import openvino

    core = openvino.Core()
    settings = {
        "INFERENCE_NUM_THREADS": work.threads,
        "INFERENCE_PRECISION_HINT": "f32",
        "NUM_STREAMS": 1,
        "PERFORMANCE_HINT": "LATENCY",
    }
    request = core.compile_model(
        core.read_model(_model(work), b""), "CPU", settings
    ).create_infer_request()
    x = openvino.Tensor(work.images, shared_memory=True)
    request.set_input_tensor(x)

    def run() -> Any:
        request.infer()
        return request.get_output_tensor(0).data

    return Call(run)


def jax(work: Workload) -> Call:
    """JAX: a compiled function of the image."""
    import jax

    p = work.problem
    x, w = jax.device_put(work.images), jax.device_put(work.rotated)
    convolve = jax.jit(
        lambda images: jax.lax.conv_general_dilated(
            images,
            w,
            (p.stride, p.stride),
            [(p.pad, p.pad)] * 2,
            feature_group_count=p.num_groups,
            dimension_numbers=("NCHW", "OIHW", "NCHW"),
            precision="highest",
        )
    )
    return Call(lambda: convolve(x).block_until_ready())


def _model(work: Workload) -> bytes:
    from onnx import TensorProto, helper, numpy_helper

    p = work.problem
    node = helper.make_node(
        "Conv", ["x", "w"], ["y"],
        kernel_shape=p.filters[2:], strides=[p.stride] * 2, pads=[p.pad] * 4, group=p.num_groups,
    )  # fmt: skip
    graph = helper.make_graph(
        [node],
        "convolution",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, p.images)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, p.output_shape)],
        [numpy_helper.from_array(work.rotated, "w")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    data: bytes = model.SerializeToString()
    return data
