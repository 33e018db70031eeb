"""The benchmark as a whole: a process for each number of threads, one after the other."""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rot180 import _native
from rot180.benchmark.problems import Problem, table
from rot180.benchmark.results import Effort, Results, Session, session_from_json
from rot180.benchmark.rivals import RIVALS, Rival
from rot180.errors import BenchmarkError

# What libraries read when they are loaded. A pool of threads that spins would take the processor
# from whoever has the next turn.
THREAD_VARIABLES = (
    "ROT180_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS",
)  # fmt: skip


def run(
    problems: Sequence[Problem], rivals: Sequence[Rival], threads: Sequence[int], effort: Effort
) -> Results:
    """Measure, with progress on stderr.

    Parameters
    ----------
    problems : sequence of Problem
    rivals : sequence of Rival
        Ourselves are always measured too.
    threads : sequence of int
        One process for each.
    effort : Effort

    Returns
    -------
    Results

    Raises
    ------
    BenchmarkError
        If a process fails; its own message is on stderr.
    """
    return Results(machine(), [_session(problems, rivals, n, effort) for n in threads])


def select(names: Sequence[str], wanted: str, what: str) -> list[str]:
    """Return the names that contain any of the words in `wanted`, separated by commas.

    Parameters
    ----------
    names : sequence of str
    wanted : str
        Empty for all.
    what : str
        For the message.

    Raises
    ------
    BenchmarkError
        If a word is in none of the names.

    Examples
    --------
    >>> select(["LeNet 1", "LeNet 2", "stem"], "lenet", "problem")
    ['LeNet 1', 'LeNet 2']
    """
    words = [word.strip().lower() for word in wanted.split(",") if word.strip()]
    for word in words:
        if not any(word in name.lower() for name in names):
            raise BenchmarkError(f"no {what} has {word!r} in its name; use words of: {names}")
    return [name for name in names if not words or any(word in name.lower() for word in words)]


def choose(only: str, rivals: str) -> tuple[list[Problem], list[Rival]]:
    """Select problems and rivals by words in their names."""
    problems = {problem.name: problem for problem in table()}
    known = {rival.name: rival for rival in RIVALS}
    return (
        [problems[name] for name in select(list(problems), only, "problem")],
        [known[name] for name in select(list(known), rivals, "rival")],
    )


def machine() -> dict[str, Any]:
    """Describe the machine and everything that is installed, without naming the machine."""
    packages = {rival.package: rival.version for rival in RIVALS}
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "instruction_set": _native.isa(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "rot180": version("rot180"),
        "numpy": version("numpy"),
        **{name: found for name, found in packages.items() if found is not None},
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _session(
    problems: Sequence[Problem], rivals: Sequence[Rival], threads: int, effort: Effort
) -> Session:
    asked = {
        "problems": [problem.name for problem in problems],
        "rivals": [rival.name for rival in rivals],
        "threads": threads,
        "effort": asdict(effort),
    }
    limits = dict.fromkeys(THREAD_VARIABLES, str(threads))
    if threads == 1:
        limits["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
    limits["JAX_PLATFORMS"] = "cpu"
    process = subprocess.run(
        [sys.executable, "-m", "rot180.benchmark.worker"],
        input=json.dumps(asked),
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **limits},
        check=False,
    )
    if process.returncode:
        raise BenchmarkError(
            f"the measuring process for {threads} thread(s) ended with {process.returncode}: see "
            "its message above, and try fewer problems (--only) or rivals (--rivals)"
        )
    return session_from_json(process.stdout.splitlines()[-1])
