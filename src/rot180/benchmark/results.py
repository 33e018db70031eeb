"""What a run of the benchmark found; the JSON file holds exactly this."""

import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Effort:
    """How much time to spend on each rival and problem.

    Parameters
    ----------
    rounds : int
        Turns at most.
    seconds : float
        Turns stop when they have taken so long together; there are always three, but for those
        who are much slower than the fastest.
    turn : float
        A turn repeats the call for so many seconds.
    longest_call : float
        Calls that would take longer are left out.
    """

    rounds: int = 25
    seconds: float = 0.4
    turn: float = 0.002
    longest_call: float = 1.0


QUICK = Effort(rounds=3, seconds=0.02, turn=0.0005, longest_call=0.1)


@dataclass(frozen=True)
class Timing:
    """How one rival did on one problem.

    Parameters
    ----------
    seconds : float
        Of a call.
    error : float
        Relative L2 error of its result against float64.
    turns : int
    """

    seconds: float
    error: float
    turns: int


@dataclass(frozen=True)
class Row:
    """One problem.

    Parameters
    ----------
    problem : str
    algorithm : str
        What `rot180.plan` chose.
    exact : bool
        Whether its results are those of the reference, bit for bit.
    workspace_bytes, packed_bytes : int
        As the plan says.
    timings : dict
        By name of the rival; our own forms among them.
    absences : dict
        By name of the rival, why there is no timing: 'not installed', 'cannot', 'over 1 s'.
    """

    problem: str
    algorithm: str
    exact: bool
    workspace_bytes: int
    packed_bytes: int
    timings: dict[str, Timing]
    absences: dict[str, str]


@dataclass(frozen=True)
class Session:
    """Everything that one process measured, with one number of threads.

    Parameters
    ----------
    threads : int
    peak_gflops : float
        What fused multiply-adds from registers reach here, all threads together.
    copy_gbytes : float
        Bytes copied from memory to memory in a second, read and written ones counted, in 1e9.
    rows : list of Row
    """

    threads: int
    peak_gflops: float
    copy_gbytes: float
    rows: list[Row]


@dataclass(frozen=True)
class Results:
    """A whole run.

    Parameters
    ----------
    machine : dict
        Processor, cores, instruction set, versions of everything.
    sessions : list of Session
    """

    machine: dict[str, Any]
    sessions: list[Session]


def to_json(results: Results) -> str:
    """Write results as JSON."""
    return json.dumps(asdict(results), indent=1) + "\n"


def session_from_json(text: str) -> Session:
    """Read a session again."""
    data = json.loads(text)
    rows = [
        Row(**{**row, "timings": {name: Timing(**t) for name, t in row["timings"].items()}})
        for row in data["rows"]
    ]
    return Session(**{**data, "rows": rows})
