"""SciPy's own tests of convolve2d and correlate2d, with our functions in their place."""

import os
import re
import subprocess
import sys

PLUGIN = """
import rot180.signal
import scipy.signal
from scipy._lib import _array_api

for name in ("convolve2d", "correlate2d"):
    ours, theirs = getattr(rot180.signal, name), getattr(scipy.signal, name)
    setattr(scipy.signal, name, ours)
    # SciPy notes for each of its functions which array libraries it is tested with.
    _array_api.xp_capabilities_table[ours] = _array_api.xp_capabilities_table[theirs]
"""


def test_scipy_suite_passes(tmp_path):
    (tmp_path / "in_place.py").write_text(PLUGIN)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "in_place", "-p", "no:cacheprovider"]
    module = "scipy.signal.tests.test_signaltools"
    command += ["--pyargs", f"{module}::TestConvolve2d", f"{module}::TestCorrelate2d"]
    run = subprocess.run(
        command,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    assert run.returncode == 0, run.stdout + run.stderr
    passed = re.search(r"(\d+) passed", run.stdout)
    assert passed
    assert int(passed[1]) > 20
