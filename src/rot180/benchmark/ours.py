"""rot180 in the three forms that are measured."""

import numpy as np

import rot180
from rot180.benchmark.workload import Call, Workload


def conv2d(work: Workload) -> Call:
    """Call the function on two arrays, which returns a fresh one."""
    p, x, w, threads = work.problem, work.images, work.filters, work.threads
    return Call(
        lambda: rot180.conv2d(
            x,
            w,
            border_mode=p.pad,
            subsample=(p.stride, p.stride),
            num_groups=p.num_groups,
            threads=threads,
        )
    )


def layer(work: Workload) -> Call:
    """Call an object that has its filters packed; it returns a fresh array."""
    x, convolve = work.images, _layer(work)
    return Call(lambda: convolve(x))


def layer_into_array(work: Workload) -> Call:
    """Call the same object, which writes into an array that it is given."""
    x, convolve = work.images, _layer(work)
    out = np.empty(work.problem.output_shape, np.float32)
    return Call(lambda: convolve(x, out=out))


def _layer(work: Workload) -> rot180.Conv2d:
    p = work.problem
    return rot180.Conv2d(
        work.filters,
        border_mode=p.pad,
        subsample=(p.stride, p.stride),
        num_groups=p.num_groups,
        threads=work.threads,
    )
