import math

import numpy as np
import pytest

from graders.agreement import MEASURES, REMOVED, Sample, mean_of, measure

QUESTION = np.repeat(np.arange(6), 10)
HUMAN = np.tile(np.linspace(0, 1, 10), 6)
NOISE = np.sin(np.arange(60) * 7.3) * 0.2
SCORE = np.clip(HUMAN + NOISE, 0, 1)
SURE = 1 - np.abs(NOISE)
SAMPLE = Sample(QUESTION, HUMAN, SCORE, SURE)


def test_every_figure_is_there_with_its_interval_around_it() -> None:
    found = measure(SAMPLE, draws=100)
    less = [f"{what}_without_{share:.0%}" for what in ("rmse", "r") for share in REMOVED[1:]]
    assert set(found.values) == {*MEASURES, "coverage", "ece", *less}
    for name in MEASURES:
        figure = found.figure(name)
        assert figure.low <= figure.value <= figure.high
    assert (found.n, found.scored) == (60, 60)


def test_the_same_seed_gives_the_same_interval_and_another_one_another() -> None:
    first, again, other = (measure(SAMPLE, 50, seed).figure("r") for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert first.value == other.value


def test_what_has_no_score_is_left_out_of_every_figure_but_the_coverage() -> None:
    some = SCORE.copy()
    some[::3] = math.nan
    told = ~np.isnan(some)
    found = measure(Sample(QUESTION, HUMAN, some, SURE), draws=0)
    kept = measure(Sample(QUESTION[told], HUMAN[told], some[told], SURE[told]), draws=0)
    assert found.values["coverage"] == pytest.approx(2 / 3)
    assert found.scored == 40
    for name in found.values.keys() - {"coverage"}:
        assert found.values[name] == pytest.approx(kept.values[name], nan_ok=True), name


def test_nothing_scored_is_no_zero() -> None:
    found = measure(Sample(QUESTION, HUMAN, np.full(60, math.nan), np.full(60, math.nan)), draws=10)
    assert found.values["coverage"] == 0
    assert all(math.isnan(found.values[name]) for name in found.values.keys() - {"coverage"})
    assert math.isnan(found.figure("r").low)


def test_one_question_has_figures_and_no_interval() -> None:
    one = Sample(np.zeros(10, dtype=np.int64), HUMAN[:10], SCORE[:10])
    found = measure(one, draws=20)
    assert found.figure("r").value > 0.9
    assert math.isnan(found.figure("r").low)
    assert "ece" not in found.values


def test_a_gain_is_measured_in_the_same_draws() -> None:
    worse = Sample(QUESTION, HUMAN, np.clip(HUMAN + 2 * NOISE, 0, 1))
    gain = measure(SAMPLE, 100).above(measure(worse, 100), "r")
    assert 0 < gain.low <= gain.value <= gain.high


def test_a_mean_leaves_out_the_sets_in_which_a_figure_is_not_defined() -> None:
    flat = Sample(QUESTION, HUMAN, np.full(60, 0.5), SURE)
    mean = mean_of([measure(SAMPLE, 20), measure(flat, 20)])
    assert mean.values["r"] == pytest.approx(measure(SAMPLE, 0).values["r"])
    assert mean.values["rmse"] > measure(SAMPLE, 0).values["rmse"]
    assert mean.n == 120


def test_arrays_of_different_lengths_are_no_sample() -> None:
    with pytest.raises(ValueError, match="differ in length"):
        Sample(QUESTION, HUMAN[1:], SCORE)
