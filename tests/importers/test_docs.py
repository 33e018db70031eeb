"""The pages about model files and security say what is so."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path

from rot180.pickles import Limits

ROOT = Path(__file__).parents[2]


def test_every_limit_is_documented_with_its_value() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| `")]
    documented = {
        row[0].strip("| `"): int(row[1].replace(",", "")) for row in rows if len(row) == 3
    }
    assert documented == dataclasses.asdict(Limits())


def test_the_table_of_forms_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "formats.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
