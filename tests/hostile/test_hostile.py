"""Every hostile file ends in a named error, within 2 s and 300 MB, and nothing runs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hostile.archives import ARCHIVES
from hostile.graphs import GRAPHS
from hostile.others import OTHERS
from hostile.pickles import PICKLES

SECONDS = 2.0
BYTES = 300 << 20
# Opening the file itself, and asking for an object's identity.
HARMLESS_EVENTS = {"open", "builtins.id"}

FILES = {f"{name}.pkl": make for name, make in PICKLES.items()} | ARCHIVES | GRAPHS | OTHERS

# Files that try to run something must be refused as unsafe, naming what they would run.
CALLS = {
    "os_system_protocol_0.pkl": "os.system",
    "os_system_inst.pkl": "os.system",
    "os_system_obj.pkl": "os.system",
    "posix.pkl": "posix.system",
    "commands_of_python_2.pkl": "commands.getoutput",
    "eval.pkl": "builtins.eval",
    "popen_new_object.pkl": "subprocess.Popen",
    "numpy_load.pkl": "numpy.load",
    "dotted_name.pkl": "core.os.system",
    "user_class_called_by_inst.pkl": "mymodule.run",
    "hidden_behind_parameters.pkl": "posix.system",
    "object_array_of_calls.pkl": "os.system",
    "objects_calling.npy": "os.system",
    "calls_inside.npz": "os.system",
    "calls_pkl_utils.zip": "os.system",
    "calls.gz": "os.system",
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("hostile")
    for name, make in FILES.items():
        (folder / name).write_bytes(make())
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("watch.py")), str(folder)],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder.parent,
    )
    assert {path.name for path in folder.iterdir()} == set(FILES), "a file was left behind"
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return {outcome["file"]: outcome for outcome in found}


@pytest.mark.parametrize("name", FILES)
def test_is_refused(name: str, outcomes: dict[str, dict[str, Any]]) -> None:
    outcome = outcomes[name]
    assert outcome["refused"], outcome
    assert outcome["message"].strip()
    assert outcome["seconds"] < SECONDS, outcome
    assert outcome["bytes"] < BYTES, outcome
    assert set(outcome["events"]) <= HARMLESS_EVENTS, outcome
    assert not outcome["opened"], outcome


@pytest.mark.parametrize("name", CALLS)
def test_says_what_would_have_run(name: str, outcomes: dict[str, dict[str, Any]]) -> None:
    assert outcomes[name]["error"] == "UnsafeFileError"
    assert CALLS[name] in outcomes[name]["message"]
