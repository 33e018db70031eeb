"""What is measured: one table of convolutions, each with the targets that it has to reach."""

import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rot180.geometry import conv_output_size

Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Target:
    """A promise: the best rival's time over ours, one thread.

    Parameters
    ----------
    ours : {'conv2d', 'Conv2d'}
        Which of our forms keeps it: the plain call, or the object whose filters were packed before.
    at_least, aim : float
    prepared_rivals : bool
        Whether rivals that have seen the filters before count. With a `Conv2d` they always do.
    """

    ours: str
    at_least: float
    aim: float
    prepared_rivals: bool = True


@dataclass(frozen=True)
class Problem:
    """A convolution: N images of C channels with O filters, all in float32.

    Parameters
    ----------
    name : str
    group : str
        The row of the table of targets that it belongs to.
    images : (N, C, H, W)
    filters : (O, C/G, kh, kw)
    pad : int
        Rows and columns of zeros on every side.
    stride : int
    num_groups : int
    targets : tuple of Target

    Examples
    --------
    >>> problem = Problem("x", "x", (1, 1, 9, 9), (1, 1, 3, 3), pad=1)
    >>> problem.output_shape, problem.flops
    ((1, 1, 9, 9), 1458)
    """

    name: str
    group: str
    images: tuple[int, int, int, int]
    filters: tuple[int, int, int, int]
    pad: int = 0
    stride: int = 1
    num_groups: int = 1
    targets: tuple[Target, ...] = ()

    @property
    def output_shape(self) -> tuple[int, int, int, int]:
        """(N, O, outH, outW)."""
        rows, columns = (
            conv_output_size(n, k, (self.pad, self.pad), self.stride)
            for n, k in zip(self.images[2:], self.filters[2:], strict=True)
        )
        return self.images[0], self.filters[0], rows, columns

    @property
    def flops(self) -> int:
        """Multiplications and additions that the definition asks for."""
        n, o, rows, columns = self.output_shape
        _, c, kh, kw = self.filters
        return 2 * n * o * rows * columns * c * kh * kw

    @property
    def one_plane(self) -> bool:
        """Whether it is one image of one channel with one filter: a task for image libraries."""
        return (*self.images[:2], *self.filters[:2], self.stride) == (1, 1, 1, 1, 1)

    @property
    def mode(self) -> str:
        """SciPy's word for the padding."""
        return {0: "valid", self.filters[2] // 2: "same", self.filters[2] - 1: "full"}[self.pad]

    @property
    def window(self) -> tuple[slice, slice]:
        """Where the outputs of one plane lie in its full convolution."""
        rows, columns = self.output_shape[2:]
        top, left = (k - 1 - self.pad for k in self.filters[2:])
        return slice(top, top + rows), slice(left, left + columns)

    def data(self) -> tuple[Array, Array]:
        """Draw images and filters, the same at every call: zero mean, so that errors show."""
        random = np.random.default_rng(zlib.crc32(self.name.encode()))
        return (
            random.standard_normal(self.images, np.float32),
            random.standard_normal(self.filters, np.float32),
        )


def table() -> tuple[Problem, ...]:
    """Return every problem.

    Examples
    --------
    >>> len({problem.name for problem in table()}) == len(table())
    True
    """
    return (*_image_filters(), *_layers())


def _image_filters() -> list[Problem]:
    wanted = {"valid": (1.0, 1.5), "full": (1.3, 2.0)}
    problems = [
        Problem(
            f"500x500 by 32x32 {mode}",
            "500x500 by 32x32",
            (1, 1, 500, 500),
            (1, 1, 32, 32),
            pad=31 * (mode == "full"),
            targets=(
                Target("conv2d", 2.0, 3.0, prepared_rivals=False),
                Target("Conv2d", *promise),
            ),
        )
        for mode, promise in wanted.items()
    ]

    def same(rows: int, columns: int, k: int, group: str, at_least: float, aim: float) -> Problem:
        return Problem(
            f"{rows}x{columns} by {k}x{k}",
            group,
            (1, 1, rows, columns),
            (1, 1, k, k),
            pad=k // 2,
            targets=(Target("conv2d", at_least, aim),),
        )

    small = "512x512, 1080x1920 by 3x3, 5x5, 7x7"
    medium = "512x512, 1080x1920 by 15x15, 31x31"
    large = "by 63x63; 4096x4096 by 31x31"
    images = ((512, 512), (1080, 1920))
    problems += [same(*size, k, small, 1.2, 1.8) for size in images for k in (3, 5, 7)]
    problems += [same(*size, k, medium, 2.0, 3.0) for size in images for k in (15, 31)]
    problems += [same(*size, 63, large, 1.0, 1.5) for size in images]
    # The cost of a call that has next to nothing to compute.
    call = (Target("conv2d", 1.0, 1.5, prepared_rivals=False),)
    tiny = Problem("8x8 by 3x3", "next to nothing", (1, 1, 8, 8), (1, 1, 3, 3), targets=call)
    return [*problems, same(4096, 4096, 31, large, 1.0, 1.5), tiny]


def _layers() -> list[Problem]:
    lenet, square, pointwise = "LeNet layers", "VGG and ResNet 3x3 layers", "1x1 layers"
    # Two VGG layers are left out of the batches: all rivals together would need 10 GB for one.
    batches = [("VGG", 256, 56), ("VGG", 512, 28), ("VGG", 512, 14)]
    residual = [("ResNet", 64, 56), ("ResNet", 128, 28), ("ResNet", 256, 14), ("ResNet", 512, 7)]
    single = [("VGG", 64, 224), ("VGG", 128, 112), *batches, *residual]
    return [
        _layer("LeNet 5x5 1x28x28 to 20", lenet, 1, (1, 28), (20, 5), 0, (1.3, 2.0)),
        _layer("LeNet 5x5 20x12x12 to 50", lenet, 1, (20, 12), (50, 5), 0, (1.3, 2.0)),
        *(
            _layer(f"{net} 3x3 {c}x{n}x{n}", square, 1, (c, n), (c, 3), 1, (0.9, 1.1))
            for net, c, n in single
        ),
        *(
            _layer(f"{net} 3x3 {c}x{n}x{n} batch 32", square, 32, (c, n), (c, 3), 1, (0.9, 1.1))
            for net, c, n in batches + residual
        ),
        *(
            _layer(f"1x1 {c}x{n}x{n} to {o}", pointwise, 1, (c, n), (o, 1), 0, (0.9, 1.1))
            for c, n, o in ((256, 56, 64), (1024, 14, 256), (32, 112, 64), (512, 14, 512))
        ),
        *(
            _depthwise(c, n, k, (1.0, 1.5))
            for c, n, k in ((32, 112, 3), (512, 14, 3), (64, 56, 31))
        ),
        _layer(
            "stem 7x7 stride 2 3x224x224 to 64",
            "7x7 stride 2 stem",
            1,
            (3, 224),
            (64, 7),
            3,
            (0.9, 1.1),
            2,
        ),
    ]


def _layer(
    name: str,
    group: str,
    batch: int,
    images: tuple[int, int],
    filters: tuple[int, int],
    pad: int,
    promise: tuple[float, float],
    stride: int = 1,
) -> Problem:
    (c, n), (o, k) = images, filters
    shapes = (batch, c, n, n), (o, c, k, k)
    return Problem(name, group, *shapes, pad, stride, targets=(Target("Conv2d", *promise),))


def _depthwise(c: int, n: int, k: int, promise: tuple[float, float]) -> Problem:
    return Problem(
        f"depthwise {k}x{k} {c}x{n}x{n}",
        "depthwise",
        (1, c, n, n),
        (c, 1, k, k),
        pad=k // 2,
        num_groups=c,
        targets=(Target("Conv2d", *promise),),
    )
