"""Rivals taking turns at one problem; what they return is checked after the clock has stopped."""

import random
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

import rot180
from rot180.benchmark import clock
from rot180.benchmark.definition import definition, relative_error
from rot180.benchmark.problems import Problem
from rot180.benchmark.results import Effort, Row, Timing
from rot180.benchmark.rivals import Rival
from rot180.benchmark.workload import Array, Call, Workload

# Who takes so many times as long as the fastest, and as a turn, has only one.
HOPELESS = 10


def measure(problem: Problem, rivals: Sequence[Rival], threads: int, effort: Effort) -> Row:
    """Time rivals on one problem.

    They take turns, each time in another order, so that what else the machine does, and what one
    leaves behind for the next, hits all alike; the median of a rival's turns counts. See `clock`
    for what a turn lasts.

    Parameters
    ----------
    problem : Problem
    rivals : sequence of Rival
        Those that are not installed, or cannot do this problem, are noted as absent.
    threads : int
        The environment must have told the libraries before they were loaded.
    effort : Effort

    Returns
    -------
    Row
    """
    images, filters = problem.data()
    work = Workload(problem, images, filters, threads)
    calls, absences = _prepare(work, rivals, effort)
    first = {name: _first(call.run, threads) for name, call in calls.items()}
    slow = max(HOPELESS * min(first.values()), HOPELESS * effort.turn)
    turns = {name: [seconds] if seconds > slow else [] for name, seconds in first.items()}
    contenders = [name for name in calls if not turns[name]]
    repeats = {name: max(1, round(effort.turn / first[name])) for name in contenders}
    order = random.Random(problem.name)  # noqa: S311 - nobody gains by guessing it
    started = time.perf_counter()
    for number in range(effort.rounds):
        if number >= 3 and time.perf_counter() - started > effort.seconds * len(contenders):
            break
        for name in order.sample(contenders, len(contenders)):
            turns[name].append(clock.turn(calls[name].run, repeats[name], threads))
    reference = definition(problem, images, filters)
    timings = {
        name: Timing(statistics.median(turns[name]), check(call, reference), len(turns[name]))
        for name, call in calls.items()
    }
    plan = rot180.plan(
        problem.images,
        problem.filters,
        border_mode=problem.pad,
        subsample=(problem.stride, problem.stride),
        num_groups=problem.num_groups,
        threads=threads,
    )
    return Row(
        problem=problem.name,
        algorithm=plan.algorithm,
        exact=plan.exact,
        workspace_bytes=plan.workspace_bytes,
        packed_bytes=plan.packed_bytes,
        timings=timings,
        absences=absences,
    )


def check(call: Call, reference: Array) -> float:
    """Return the relative error of what a call computes now.

    Its result is overwritten first, and computed once more: a call that leaves its work undone
    would find NaN there, or leave it.

    Parameters
    ----------
    call : Call
    reference : float64 array

    Returns
    -------
    float
        Infinite if anything is not a number, or of another shape.
    """
    before = call.fetch(call.run())
    if before.flags.writeable:
        before[...] = np.nan
    del before
    return relative_error(call.fetch(call.run()), reference)


def _prepare(
    work: Workload, rivals: Sequence[Rival], effort: Effort
) -> tuple[dict[str, Call], dict[str, str]]:
    calls: dict[str, Call] = {}
    absences: dict[str, str] = {}
    limit = effort.longest_call
    for rival in rivals:
        if rival.version is None:
            absences[rival.name] = "not installed"
        elif work.problem.filters[1] == 1 and work.problem.flops > limit * rival.plane_gflops * 1e9:
            absences[rival.name] = f"over {limit:g} s"
        else:
            call = rival.prepare(work)
            if call is None:
                absences[rival.name] = "cannot"
            else:
                calls[rival.name] = call
    return calls, absences


def _first(run: Callable[[], Any], threads: int) -> float:
    """Warm up, and take the time once."""
    run()
    return max(clock.turn(run, 1, threads), 1e-7)
