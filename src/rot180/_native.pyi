"""Signatures of the native module; each family of kernels has a typed wrapper in rot180.kernels."""

from collections.abc import Sequence
from typing import Any

import numpy.typing as npt

Array = npt.NDArray[Any]

def isa() -> str: ...

class ConvShape:
    def __init__(
        self,
        batch: int,
        group: int,
        channels: int,
        filters: int,
        size: Sequence[int],
        out: Sequence[int],
        kernel: Sequence[int],
        stride: Sequence[int],
        dilation: Sequence[int],
        before: Sequence[int],
    ) -> None: ...

def conv(shape: ConvShape, x: Array, w: Array, bias: Array | None, y: Array) -> None: ...
def conv_transpose(shape: ConvShape, x: Array, w: Array, bias: Array | None, y: Array) -> None: ...
def gemm(
    batch: int,
    rows: int,
    columns: int,
    depth: int,
    a: Array,
    trans_a: bool,
    b: Array,
    trans_b: bool,
    alpha: float,
    c: Array | None,
    beta: float,
    y: Array,
) -> None: ...
