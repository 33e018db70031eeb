import numpy as np
import pytest

from rot180.benchmark.problems import Problem, table


def test_every_problem_has_a_target_and_its_own_name():
    problems = table()
    assert len({problem.name for problem in problems}) == len(problems)
    for problem in problems:
        assert problem.targets
        for target in problem.targets:
            assert target.at_least <= target.aim


def test_the_case_of_the_question():
    valid = next(p for p in table() if p.name == "500x500 by 32x32 valid")
    full = next(p for p in table() if p.name == "500x500 by 32x32 full")
    assert valid.output_shape == (1, 1, 469, 469)
    assert full.output_shape == (1, 1, 531, 531)
    assert (valid.mode, full.mode) == ("valid", "full")
    assert valid.flops == 2 * 469**2 * 32**2


@pytest.mark.parametrize("mode", ["valid", "same", "full"])
def test_the_window_is_where_scipy_cuts(mode):
    from scipy.signal import convolve2d

    pad = {"valid": 0, "same": 2, "full": 4}[mode]
    problem = Problem("x", "x", (1, 1, 7, 9), (1, 1, 5, 5), pad=pad)
    images, filters = problem.data()
    full = convolve2d(images[0, 0], filters[0, 0], "full")
    part = convolve2d(images[0, 0], filters[0, 0], mode)
    assert np.array_equal(full[problem.window], part)
    assert problem.mode == mode


def test_data_are_the_same_at_every_call():
    problem = table()[0]
    for first, second in zip(problem.data(), problem.data(), strict=True):
        assert np.array_equal(first, second)
