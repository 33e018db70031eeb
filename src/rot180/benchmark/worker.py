"""The process that measures: ``python -m rot180.benchmark.worker``, started by `run`.

Libraries read their number of threads from the environment when they are loaded, so that each
number needs a process of its own. Arguments come as JSON on stdin; the session goes to stdout as
JSON, the last line of whatever else libraries say there; one line for each problem to stderr.
"""

import json
import sys
from dataclasses import asdict

from rot180.benchmark.measure import measure
from rot180.benchmark.peak import copy_gbytes, peak_gflops
from rot180.benchmark.problems import table
from rot180.benchmark.results import Effort, Session
from rot180.benchmark.rivals import OURS, RIVALS


def main() -> None:
    """Measure what stdin asks for."""
    asked = json.load(sys.stdin)
    problems = [problem for problem in table() if problem.name in asked["problems"]]
    rivals = [*OURS, *(rival for rival in RIVALS if rival.name in asked["rivals"])]
    rows = []
    for number, problem in enumerate(problems, 1):
        print(
            f"{asked['threads']} thread(s), {number}/{len(problems)}: {problem.name}",
            file=sys.stderr,
            flush=True,
        )
        rows.append(measure(problem, rivals, asked["threads"], Effort(**asked["effort"])))
    session = Session(asked["threads"], peak_gflops(asked["threads"]), copy_gbytes(), rows)
    print(json.dumps(asdict(session)))


if __name__ == "__main__":
    main()
