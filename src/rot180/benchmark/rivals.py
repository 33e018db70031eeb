"""Who is measured: one table of rivals, and ourselves in three forms."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

import rot180.benchmark.image_libraries as image
import rot180.benchmark.network_libraries as network
from rot180.benchmark import ours
from rot180.benchmark.workload import Call, Workload


@dataclass(frozen=True)
class Rival:
    """A way to compute a convolution.

    Parameters
    ----------
    name : str
    package : str
        What to install for it.
    prepare : function from a workload to a `Call`, or None where it cannot do it
        Everything that depends on the filters alone may happen here, if `prepared`.
    prepared : bool
        It has seen the filters before the clock runs. If not, every call gets them anew.
    plane_gflops : float
        What it reaches at most with filters of one channel, where it is slow with them: calls that
        would take too long are left out.
    """

    name: str
    package: str
    prepare: Callable[[Workload], Call | None]
    prepared: bool = False
    plane_gflops: float = math.inf

    @property
    def version(self) -> str | None:
        """Version of the package, None if it is not installed."""
        try:
            return version(self.package)
        except PackageNotFoundError:
            return None


OURS = (
    Rival("conv2d", "rot180", ours.conv2d),
    Rival("Conv2d", "rot180", ours.layer, prepared=True),
    Rival("Conv2d out=", "rot180", ours.layer_into_array, prepared=True),
)

RIVALS = (
    Rival("scipy.signal.convolve2d", "scipy", image.convolve2d, plane_gflops=0.8),
    Rival("scipy.signal.fftconvolve", "scipy", image.fftconvolve),
    Rival("scipy.signal.oaconvolve", "scipy", image.oaconvolve),
    Rival("scipy.ndimage.convolve", "scipy", image.ndimage, plane_gflops=0.5),
    Rival("OpenCV filter2D", "opencv-python-headless", image.filter2d),
    Rival("scipy.fft prepared", "scipy", image.scipy_fft, prepared=True),
    Rival("ducc0 prepared", "ducc0", image.ducc_fft, prepared=True),
    Rival("FFTW prepared", "pyfftw", image.fftw, prepared=True),
    Rival("torch", "torch", network.torch_contiguous, plane_gflops=5.0),
    Rival("torch channels_last", "torch", network.torch_channels_last, prepared=True),
    Rival("onnxruntime", "onnxruntime", network.onnxruntime, prepared=True, plane_gflops=5.0),
    Rival("openvino", "openvino", network.openvino, prepared=True, plane_gflops=5.0),
    Rival("jax", "jax", network.jax, prepared=True, plane_gflops=2.0),
)
