"""Facility and discrimination, against their definitions."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.agreement.items import codes, discrimination, facility, item_figures, standings


def answered(learners: int = 60, questions: int = 12, seed: int = 0) -> np.ndarray:
    """Right or wrong, by a Rasch model: a row a learner; question 3 has a wrong key."""
    chance = np.random.default_rng(seed)
    strong, hard = 1.5 * chance.normal(size=learners), chance.normal(size=questions)
    right = (chance.random((learners, questions)) < 1 / (1 + np.exp(hard - strong[:, None]))).astype(float)
    right[:, 3] = 1 - right[:, 3]
    return right


def long_form(table: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    learners, questions = table.shape
    return np.tile(np.arange(questions), learners), np.repeat(np.arange(learners), questions), table.ravel()


def test_where_all_met_all_it_is_the_corrected_item_rest_correlation() -> None:
    table = answered()
    for place, found in enumerate(item_figures(*long_form(table))):
        rest = table.sum(axis=1) - table[:, place]
        r = np.corrcoef(table[:, place], rest)[0, 1]
        assert found.discrimination.value == pytest.approx(r)
        assert found.discrimination.low < r < found.discrimination.high
        assert found.facility.value == pytest.approx(table[:, place].mean())
        assert (found.learners, found.rated) == (60, 60)


def test_a_wrong_key_stands_out() -> None:
    found = item_figures(*long_form(answered()))
    assert found[3].discrimination.high < 0
    assert all(one.discrimination.high > 0 for place, one in enumerate(found) if place != 3)


def test_it_does_not_matter_whose_questions_were_hard() -> None:
    """Half of the learners meet the easy half, half the hard one; all share one question."""
    table = answered(400, 21, seed=2)
    rows = [
        (question, learner, table[learner, question])
        for learner in range(400)
        for question in range(21)
        if question == 20 or (question < 10) == (learner < 200)
    ]
    question, learner, score = (np.array(column) for column in zip(*rows, strict=True))
    part = item_figures(question, learner, score)[20].discrimination
    whole = item_figures(*long_form(table))[20].discrimination
    assert part.value == pytest.approx(whole.value, abs=0.12)


def test_too_few_are_said_by_no_figure() -> None:
    found = item_figures(*long_form(answered(7)))[0]
    assert math.isnan(found.facility.value)
    found = item_figures(*long_form(answered(19)))[0]
    assert not math.isnan(found.facility.value)
    assert math.isnan(found.discrimination.value)
    few_others = item_figures(*long_form(answered(60, 4)[:, :3]))[0]
    assert (few_others.learners, few_others.rated) == (60, 0)
    assert item_figures(*long_form(answered(0))) == ()


def test_the_wilson_interval() -> None:
    found = facility(np.array([1.0] * 8 + [0.0] * 2))
    assert (found.value, found.low, found.high) == pytest.approx((0.8, 0.4902, 0.9433), abs=1e-4)
    assert math.isnan(facility(np.empty(0)).value)


def test_fishers_interval() -> None:
    x = np.arange(28.0)
    y = x + np.tile([9.0, -9.0], 14)
    found = discrimination(x, y)
    r = np.corrcoef(x, y)[0, 1]
    assert found.value == pytest.approx(r)
    assert found.low == pytest.approx(math.tanh(math.atanh(r) - 1.96 / 5), abs=1e-4)
    assert math.isnan(discrimination(np.ones(30), np.arange(30.0)).value)


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 5), st.floats(0, 1)),
        max_size=40,
        unique_by=lambda row: row[:2],
    )
)
def test_no_answers_break_it(rows: list[tuple[int, int, float]]) -> None:
    question, learner, score = (np.array([row[place] for row in rows]) for place in range(3))
    found = item_figures(
        question.astype(int), learner.astype(int), score.astype(float), fewest=1, fewest_rated=2
    )
    assert sum(one.learners for one in found) == len(rows)
    for one in found:
        for figure in (one.facility, one.discrimination):
            assert math.isnan(figure.value) or math.isnan(figure.low) or figure.low <= figure.value + 1e-9
            assert math.isnan(figure.value) or math.isnan(figure.high) or figure.value <= figure.high + 1e-9
    if rows:
        rest, others = standings(question.astype(int), learner.astype(int), score.astype(float))
        assert (np.isnan(rest) == (others == 0)).all()


def test_names_get_codes_in_their_order() -> None:
    names, which = codes(["b", "a", "b"])
    assert (names, which.tolist()) == (["b", "a"], [0, 1, 0])
    assert codes([])[1].tolist() == []
