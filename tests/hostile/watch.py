"""Reads each file of a folder in a process of its own and reports what that cost and did.

Run as ``python watch.py FOLDER``; prints one JSON object for each file. Start-up is over, and the
audit hook in place, before any of the files is opened; its process is a fork, so that memory is
counted from there.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path

import rot180

DEADLINE = 20

rot180.load(Path(__file__).parents[1] / "golden/models/lenet_tanh-py27/output_graph.pkl")


def status(key: str) -> int:
    text = Path("/proc/self/status").read_text()
    return int(text.split(f"{key}:")[1].split()[0]) << 10


def read(path: Path) -> dict[str, object]:
    events: set[str] = set()
    opened: list[str] = []
    watching = True

    def hook(event: str, args: tuple[object, ...]) -> None:
        if watching:
            events.add(event)
            if event == "open":
                opened.append(str(args[0]))

    before = status("VmRSS")
    resource.setrlimit(resource.RLIMIT_CPU, (DEADLINE, DEADLINE))
    sys.addaudithook(hook)
    started = time.process_time()
    try:
        rot180.load(path)
        error = None
    except Exception as caught:
        error = caught
    seconds = time.process_time() - started
    watching = False
    return {
        "file": path.name,
        "error": type(error).__name__,
        "refused": isinstance(error, rot180.errors.ModelFileError),
        "message": str(error)[:300],
        "seconds": round(seconds, 3),
        "bytes": status("VmHWM") - before,
        "events": sorted(events),
        "opened": [name for name in opened if Path(name) != path],
    }


def main(folder: Path) -> None:
    for path in sorted(folder.iterdir()):
        pid = os.fork()
        if pid == 0:
            sys.stdout.write(json.dumps(read(path)) + "\n")
            sys.stdout.flush()
            os._exit(0)
        _, status_ = os.waitpid(pid, 0)
        if status_:
            print(
                json.dumps({"file": path.name, "error": f"the process died: {status_}"}), flush=True
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
