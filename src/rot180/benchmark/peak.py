"""What this machine can do at most: the measure of every other number."""

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from rot180 import _native

ROUNDS = 200_000
TURNS = 15


def peak_gflops(threads: int = 1) -> float:
    """Measure multiply-adds that need no memory, in the instruction set that the kernels use.

    Parameters
    ----------
    threads : int
        Each does the same work at the same time.

    Returns
    -------
    float
        1e9 floating-point operations a second, all threads together.
    """

    def once(_: int) -> float:
        start = time.thread_time()
        operations = _native.multiply_adds(ROUNDS)
        return operations / (time.thread_time() - start) / 1e9

    with ThreadPoolExecutor(threads) as pool:
        return max(sum(pool.map(once, range(threads))) for _ in range(TURNS))


def copy_gbytes() -> float:
    """Measure a copy between arrays too large for any cache, one thread.

    Returns
    -------
    float
        1e9 bytes a second, read and written ones counted.
    """
    source, target = np.ones(1 << 25, np.float32), np.empty(1 << 25, np.float32)
    best = np.inf
    for _ in range(TURNS):
        start = time.thread_time()
        np.copyto(target, source)
        best = min(best, time.thread_time() - start)
    return float(2 * source.nbytes / best / 1e9)
