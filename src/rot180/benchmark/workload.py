"""What a rival gets to prepare itself, and what it returns: a call to be timed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rot180.benchmark.problems import Problem

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Workload:
    """A problem with its data.

    Parameters
    ----------
    problem : Problem
    images : (N, C, H, W) float32 array
    filters : (O, C/G, kh, kw) float32 array
    threads : int
    """

    problem: Problem
    images: Array
    filters: Array
    threads: int = 1

    @property
    def rotated(self) -> Array:
        """The filters for libraries that compute a cross-correlation."""
        return np.array(self.filters[..., ::-1, ::-1], order="C")

    @property
    def plane(self) -> tuple[Array, Array]:
        """The one image and the one filter."""
        return self.images[0, 0], self.filters[0, 0]


def as_given(result: Any) -> Array:
    """Return what is an array already."""
    return np.asarray(result)


@dataclass(frozen=True)
class Call:
    """A prepared computation.

    Parameters
    ----------
    run : function without arguments
        What is timed.
    fetch : function from what `run` returns to an array, not timed
        Without a copy where possible: the check overwrites the array to see whether the next call
        really writes it.
    """

    run: Callable[[], Any]
    fetch: Callable[[Any], Array] = as_given
