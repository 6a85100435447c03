import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.agreement import Floats, pearson, ranks, rmse, spearman, within_questions

scores = st.integers(0, 20).map(lambda tenths: tenths / 20)
pairs = st.lists(st.tuples(scores, scores), max_size=30)


def columns(rows: list[tuple[float, float]]) -> tuple[Floats, Floats]:
    return np.array([x for x, _ in rows], dtype=float), np.array([y for _, y in rows], dtype=float)


def test_pearson_of_a_line_is_one() -> None:
    x = np.array([0.0, 0.2, 0.7, 1.0])
    assert pearson(x, 0.1 + 0.5 * x) == pytest.approx(1)
    assert pearson(x, 1 - x) == pytest.approx(-1)


def test_pearson_worked_by_hand() -> None:
    assert pearson(np.array([1.0, 2, 3, 4]), np.array([1.0, 3, 2, 4])) == pytest.approx(0.8)


@pytest.mark.parametrize("rows", [[], [(0.5, 0.5)], [(0.1, 0.2), (0.1, 0.9)], [(0.3, 0.1), (0.4, 0.1)]])
def test_what_has_no_correlation_has_none(rows: list[tuple[float, float]]) -> None:
    x, y = columns(rows)
    assert math.isnan(pearson(x, y))
    assert math.isnan(spearman(x, y))


@given(pairs)
def test_pearson_is_symmetric_within_bounds_and_blind_to_order(rows: list[tuple[float, float]]) -> None:
    x, y = columns(rows)
    r = pearson(x, y)
    assert math.isnan(r) or -1 <= r <= 1
    assert r == pytest.approx(pearson(y, x), nan_ok=True)
    assert r == pytest.approx(pearson(x[::-1], y[::-1]), nan_ok=True)


@given(pairs)
def test_a_weight_of_two_is_a_row_twice(rows: list[tuple[float, float]]) -> None:
    x, y = columns(rows)
    weights = np.array([1.0 + place % 3 for place in range(len(rows))])
    again = np.repeat(np.arange(len(rows)), weights.astype(int))
    assert pearson(x, y, weights) == pytest.approx(pearson(x[again], y[again]), nan_ok=True)
    assert rmse(x, y, weights) == pytest.approx(rmse(x[again], y[again]), nan_ok=True)


def test_rows_without_weight_are_not_there() -> None:
    x, y, w = np.array([0.0, 1, 0.5]), np.array([0.0, 1, 0]), np.array([1.0, 1, 0])
    assert pearson(x, y, w) == pytest.approx(1)
    assert rmse(x, y, w) == 0
    assert math.isnan(rmse(x, y, np.zeros(3)))


def test_ties_share_the_mean_of_their_places() -> None:
    assert ranks(np.array([0.3, 0.1, 0.3, 0.9])).tolist() == [2.5, 1, 2.5, 4]
    assert spearman(np.array([1.0, 2, 3]), np.array([1.0, 4, 9])) == pytest.approx(1)


def test_rmse_worked_by_hand() -> None:
    assert rmse(np.array([0.0, 1.0]), np.array([0.5, 1.0])) == pytest.approx(math.sqrt(0.125))
    assert math.isnan(rmse(np.empty(0), np.empty(0)))


def test_within_looks_inside_questions_of_more_than_so_many_answers() -> None:
    question = np.array([0, 0, 0, 1, 1, 1, 2, 2])
    x = np.array([0.1, 0.2, 0.3, 0.9, 0.8, 0.7, 0.0, 1.0])
    y = np.array([0.1, 0.2, 0.3, 0.1, 0.2, 0.3, 0.0, 1.0])
    assert within_questions(question, x, y, more_than=2) == pytest.approx(0)  # +1 and -1
    assert within_questions(question, x, y, more_than=1) == pytest.approx(1 / 3)
    assert math.isnan(within_questions(question, x, y))
    assert math.isnan(within_questions(np.empty(0, dtype=np.int64), np.empty(0), np.empty(0)))


@given(st.lists(st.tuples(st.integers(0, 3), scores, scores), max_size=40))
def test_within_is_the_mean_of_the_rhos(rows: list[tuple[int, float, float]]) -> None:
    question = np.array([q for q, _, _ in rows], dtype=np.int64)
    x, y = columns([(a, b) for _, a, b in rows])
    rhos = [
        spearman(x[question == code], y[question == code])
        for code in sorted(set(question.tolist()))
        if (question == code).sum() > 2
    ]
    told = [rho for rho in rhos if not math.isnan(rho)]
    expected = sum(told) / len(told) if told else math.nan
    assert within_questions(question, x, y, more_than=2) == pytest.approx(expected, nan_ok=True, abs=1e-9)
