import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.agreement import calibration_error, reliability, risk_coverage, rmse

tenths = st.integers(0, 10).map(lambda number: number / 10)
rows_of = st.lists(st.tuples(tenths, tenths, tenths), min_size=1, max_size=50)


def test_whoever_is_as_often_right_as_they_say_has_no_error() -> None:
    human = np.array([0.0] * 8 + [1.0] * 2)
    assert calibration_error(np.zeros(10), human, np.full(10, 0.8)) == pytest.approx(0)
    assert calibration_error(np.zeros(10), human, np.full(10, 1.0)) == pytest.approx(0.2)


def test_close_is_less_than_half_and_near_a_quarter_in_spite_of_rounding() -> None:
    score, human = np.array([0.9, 0.7, 0.75, 0.8]), np.array([0.4, 0.45, 0.49, 0.301])
    bins = reliability(score, human, np.array([0.4, 0.5, 0.6, 0.9]))
    assert [part.close for part in bins] == [0, 1, 1, 1]
    assert [part.near for part in bins] == [0, 1, 0, 0]


def test_bins_have_equal_numbers_from_unsure_to_sure() -> None:
    confidence = np.linspace(1, 0, 25)
    bins = reliability(np.zeros(25), np.zeros(25), confidence)
    assert sorted(part.count for part in bins) == [2] * 5 + [3] * 5
    assert [part.stated for part in bins] == sorted(part.stated for part in bins)


def test_without_answers_there_is_no_error() -> None:
    none = np.empty(0)
    assert reliability(none, none, none) == ()
    assert math.isnan(calibration_error(none, none, none))


def test_what_is_left_when_the_least_sure_go() -> None:
    human, score = np.array([0.0, 0, 1, 1]), np.array([1.0, 0, 1, 1])
    confidence = np.array([0.1, 0.6, 0.7, 0.9])
    curve = list(risk_coverage(score, human, confidence, (0, 0.25, 0.5)))
    assert [risk for risk, _ in curve] == [0.5, 0, 0]
    assert curve[1][1] == pytest.approx(1)
    assert math.isnan(curve[2][1])  # two ones


def test_answers_of_one_confidence_leave_together() -> None:
    human, score = np.array([0.0, 0, 1, 1]), np.array([1.0, 0, 1, 1])
    (half,) = risk_coverage(score, human, np.full(4, 0.5), (0.5,))
    assert half[0] == pytest.approx(rmse(score, human))


@given(rows_of)
def test_no_figure_depends_on_the_order_of_the_rows(rows: list[tuple[float, float, float]]) -> None:
    def figures(given_rows: list[tuple[float, float, float]]) -> list[float]:
        score, human, confidence = (np.array(column, dtype=float) for column in zip(*given_rows, strict=True))
        curve = risk_coverage(score, human, confidence, (0, 0.1, 0.2, 0.5))
        return [calibration_error(score, human, confidence), *(part for point in curve for part in point)]

    shuffled = sorted(rows)
    assert figures(rows) == pytest.approx(figures(shuffled), nan_ok=True)
    assert 0 <= figures(rows)[0] <= 1
