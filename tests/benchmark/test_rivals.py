"""Every rival that is installed computes every problem of the table, at a tiny size."""

from dataclasses import replace

import numpy as np
import pytest

from rot180.benchmark.definition import definition, relative_error
from rot180.benchmark.measure import check
from rot180.benchmark.problems import Problem, table
from rot180.benchmark.rivals import OURS, RIVALS
from rot180.benchmark.workload import Call, Workload
from rot180.kernels import reference


def tiny(problem: Problem) -> Problem:
    """The same kind of problem in a thousandth of the time."""
    n, _, h, w = problem.images
    o, c, kh, _ = problem.filters
    k = {3: 3, 5: 5, 1: 1}.get(kh, 8 if kh % 2 == 0 else 7)
    pad = {0: 0, kh // 2: k // 2, kh - 1: k - 1}[problem.pad]
    groups = min(problem.num_groups, 4)
    c, o = min(c, 3), groups if groups > 1 else min(o, 5)
    images = (min(n, 2), c * groups, min(h, 17), min(w, 19))
    return replace(problem, images=images, filters=(o, c, k, k), pad=pad, num_groups=groups)


TINY = {problem.name: tiny(problem) for problem in table()}
INSTALLED = [rival for rival in (*OURS, *RIVALS) if rival.version is not None]


# Two of the libraries warn about what only their own authors can change.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("problem", TINY.values(), ids=list(TINY))
def test_all_agree_with_float64(problem):
    images, filters = problem.data()
    expected = definition(problem, images, filters)
    able = set()
    for rival in INSTALLED:
        call = rival.prepare(Workload(problem, images, filters))
        if call is not None:
            able.add(rival.name)
            assert check(call, expected) < 2e-6, rival.name
    assert {rival.name for rival in OURS} < able
    assert not problem.one_plane or "scipy.signal.fftconvolve" in able


@pytest.mark.parametrize("problem", TINY.values(), ids=list(TINY))
def test_the_definition_is_that_of_the_reference(problem):
    images, filters = problem.data()
    expected = reference.conv(
        images.astype(np.float64),
        filters[..., ::-1, ::-1].astype(np.float64),
        strides=(problem.stride, problem.stride),
        pads=(problem.pad,) * 4,
        dilations=(1, 1),
        group=problem.num_groups,
    )
    assert relative_error(definition(problem, images, filters), expected) < 1e-14


def test_work_that_is_not_done_again_is_found():
    expected = np.ones((1, 1, 2, 2))
    done = np.ones((1, 1, 2, 2), np.float32)
    assert check(Call(lambda: done), expected) == np.inf
    assert check(Call(lambda: np.ones((1, 1, 2, 2), np.float32)), expected) == 0
    assert check(Call(lambda: np.ones((1, 1, 2, 3), np.float32)), expected) == np.inf


def test_an_array_that_is_given_is_written():
    problem = TINY["512x512 by 3x3"]
    work = Workload(problem, *problem.data())
    call = next(rival for rival in OURS if rival.name == "Conv2d out=").prepare(work)
    assert call.run() is call.run()
