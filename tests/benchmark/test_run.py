"""Measuring, from the clock to the files; how long anything takes is asserted nowhere."""

import json
import math
import threading
from xml.etree import ElementTree

import pytest

from rot180.benchmark import chart, clock, report, results, run
from rot180.benchmark.measure import measure
from rot180.benchmark.problems import Problem
from rot180.benchmark.rivals import OURS, RIVALS, Rival
from rot180.errors import BenchmarkError

QUICK = results.Effort(rounds=3, seconds=0.0, turn=1e-4, longest_call=0.01)


@pytest.fixture(scope="module")
def found():
    chosen = run.choose("512x512 by 3x3,lenet", "scipy,onnxruntime")
    return run.run(*chosen, [1, 2], QUICK)


def test_a_turn_is_no_longer_than_the_clock_on_the_wall_says():
    calls = []
    assert 0 <= clock.turn(lambda: calls.append(1), 3, threads=1) < 60
    assert len(calls) == 4  # one to warm up


def test_work_in_other_threads_counts():
    def busy():
        sum(range(100_000))

    def run_there():
        worker = threading.Thread(target=busy)
        worker.start()
        worker.join()

    assert clock.turn(run_there, 1, threads=1) > 0.0001


def test_a_session_has_what_was_asked_for(found):
    assert [session.threads for session in found.sessions] == [1, 2]
    for session in found.sessions:
        assert session.peak_gflops > 0
        assert session.copy_gbytes > 0
        assert [row.problem for row in session.rows] == [
            "512x512 by 3x3",
            "LeNet 5x5 1x28x28 to 20",
            "LeNet 5x5 20x12x12 to 50",
        ]
        for row in session.rows:
            assert {rival.name for rival in OURS} < set(row.timings)
            for timing in row.timings.values():
                assert timing.seconds > 0
                assert timing.turns in (1, 3)
                assert timing.error < 1e-6
        assert session.rows[1].absences["scipy.signal.fftconvolve"] == "cannot"


def test_rivals_that_are_missing_or_slow_are_noted():
    problem = Problem("x", "x", (1, 1, 200, 200), (1, 1, 9, 9))
    missing = Rival("nobody", "no-such-package-anywhere", RIVALS[0].prepare)
    row = measure(problem, [*OURS, RIVALS[0], missing], 1, results.Effort(3, 0, 1e-4, 1e-6))
    assert row.absences == {"nobody": "not installed", RIVALS[0].name: "over 1e-06 s"}


def test_json_holds_everything(found):
    data = json.loads(results.to_json(found))
    sessions = [results.session_from_json(json.dumps(item)) for item in data["sessions"]]
    assert results.Results(data["machine"], sessions) == found


def test_words_choose_problems_and_rivals():
    problems, rivals = run.choose("STEM, depthwise", "torch")
    assert {problem.group for problem in problems} == {"7x7 stride 2 stem", "depthwise"}
    assert [rival.package for rival in rivals] == ["torch", "torch"]
    for words in (("no such", ""), ("", "no such")):
        with pytest.raises(BenchmarkError, match="no such"):
            run.choose(*words)


def session(times: dict[str, float]) -> results.Session:
    timings = {name: results.Timing(seconds, 1e-7, 3) for name, seconds in times.items()}
    row = results.Row("500x500 by 32x32 valid", "fft", False, 0, 0, timings, {})
    return results.Session(1, 100.0, 10.0, [row])


TIMES = {
    "conv2d": 0.004,
    "Conv2d": 0.002,
    "Conv2d out=": 0.001,
    "scipy.signal.fftconvolve": 0.012,
    "OpenCV filter2D": 0.016,
    "FFTW prepared": 0.001,
}


def test_a_call_is_compared_with_calls_and_an_object_with_everybody():
    call, prepared = report.comparisons(session(TIMES))
    assert (call.rival, call.ratio, call.met) == ("scipy.signal.fftconvolve", 3.0, True)
    assert (prepared.rival, prepared.ratio, prepared.met) == ("FFTW prepared", 0.5, False)


def test_without_a_rival_there_is_no_comparison():
    ours = {name: TIMES[name] for name in ("conv2d", "Conv2d", "Conv2d out=")}
    assert report.comparisons(session(ours)) == []


def test_the_page_has_a_line_for_each_target_and_problem(found):
    page = report.markdown(found)
    for heading in ("# 2-D convolution", "## 1 thread\n", "## 2 threads\n", "### All times"):
        assert heading in page
    tables = [line for line in page.splitlines() if line.startswith("| LeNet 5x5 1x28x28 to 20")]
    assert len(tables) == 2 * len(found.sessions)
    for table in page.split("\n\n"):
        if table.startswith("|"):
            assert len({line.count("|") for line in table.splitlines()}) == 1


def test_the_chart_is_a_picture_of_the_ratios():
    items = report.comparisons(session(TIMES))
    root = ElementTree.fromstring(chart.chart(items))
    space = "{http://www.w3.org/2000/svg}"
    bars = root.findall(f"{space}rect")[1:]
    texts = [element.text for element in root.iter(f"{space}text")]
    assert any(text.startswith("3.00") for text in texts)
    assert [bar.get("fill") for bar in bars] == [chart.FASTER, chart.SLOWER]
    # Half as fast is as far to the left as twice as fast would be to the right.
    faster, slower = (float(bar.get("width")) for bar in bars)
    assert faster / slower == pytest.approx(math.log2(3.0), rel=0.01)
