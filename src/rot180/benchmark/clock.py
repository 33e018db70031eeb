"""A clock for a machine that others use too."""

import os
import time
from collections.abc import Callable
from typing import Any

# So long everybody rests before a turn: long enough for the threads of the one before to stop
# waiting for more work, which they do spinning.
REST = 0.004


def turn(run: Callable[[], Any], repeats: int, threads: int) -> float:
    """Repeat a call and return the seconds that one takes.

    That is the wall time, or, if that is shorter because other processes had the cores, the
    processor time on the longest way through the work: the time of the busiest thread, and no less
    than what all threads together used divided by their number. With one thread this is the
    process's processor time.

    Parameters
    ----------
    run : function
    repeats : int
    threads : int
        How many the call was told to use.

    Returns
    -------
    float
    """
    time.sleep(REST)
    if repeats > 1:
        run()  # what the others left in the caches is not what a loop of these calls would find
    before, wall = _threads_clocks(), time.perf_counter()
    cpu = time.process_time()
    for _ in range(repeats):
        run()
    cpu = time.process_time() - cpu
    wall = time.perf_counter() - wall
    after = _threads_clocks()
    busiest = max(
        (after[t] - before.get(t, 0.0) for t in after), default=0.0 if threads == 1 else wall
    )
    return min(wall, max(busiest, cpu / threads)) / repeats


def _threads_clocks() -> dict[int, float]:
    """Return the processor time of every thread of this process, where the system tells."""
    try:
        names = os.listdir("/proc/self/task")
    except OSError:
        return {}
    clocks = {}
    for name in names:
        thread = int(name)
        try:
            # Linux's clock of a thread, made as pthread_getcpuclockid makes it: that one asks for
            # a handle which nobody has of a library's own threads.
            clocks[thread] = time.clock_gettime(~thread << 3 | 6)
        except OSError:  # it has ended
            continue
    return clocks
