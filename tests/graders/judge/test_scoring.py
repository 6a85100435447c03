"""What verdicts are worth is reckoned by us."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.judge.asked import Asked, asked_of, wanted
from graders.judge.reading import Finding, Findings, sure
from graders.judge.scoring import marks
from questions.records import Evidence, PointState
from tests.graders.judge.making import POINTS, SAID, asked, dispute, offline, submission

C, P, M, X = PointState.COVERED, PointState.PARTIAL, PointState.MISSING, PointState.CONTRADICTED
ITEM = submission()
GIVEN = offline(ITEM)
FOUR = asked_of(asked(), ())


def words(text: str) -> Evidence:
    start = SAID.index(text)
    return Evidence(start=start, end=start + len(text), quote=text)


def score(*states: PointState, claims: tuple[Evidence, ...] = (), of: Asked = FOUR) -> float:
    return marks(of, Findings(tuple(sure(state) for state in states), claims), GIVEN).score


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((C, C, C, C), 1.0),
        ((M, M, M, M), 0.0),
        ((C, P, M, M), 0.375),
        ((P, P, P, P), 0.5),
        ((X, X, X, X), 0.0),
    ],
)
def test_points_add_up_by_weight(states: tuple[PointState, ...], expected: float) -> None:
    assert score(*states) == pytest.approx(expected, abs=0.01)


def test_a_contradiction_costs_more_than_its_point() -> None:
    assert score(C, C, C, X) < score(C, C, C, M) - 0.1
    assert score(C, C, C, X) > score(C, C, X, X) > 0


def test_other_false_claims_cost_too_but_no_words_twice() -> None:
    one = (words("fish like it"),)
    assert score(C, C, C, C, claims=one) == pytest.approx(0.7)
    against = Finding(X, contradicted=1.0, evidence=words("The sun does nothing"))
    found = Findings((sure(C), against, sure(C), sure(C)), (words("sun does"),))
    alone = Findings((sure(C), against, sure(C), sure(C)))
    assert marks(FOUR, found, GIVEN).score == marks(FOUR, alone, GIVEN).score


def test_a_void_verdict_leaves_the_offline_one() -> None:
    found = marks(FOUR, Findings((sure(C), None, sure(C), sure(C))), GIVEN)
    assert found.results[1].state is P
    assert found.score == pytest.approx((3 + GIVEN.score) / 4)


def test_words_in_dispute_earn_little_and_their_correction_all() -> None:
    question = asked()
    of = asked_of(question, [dispute(question, 2, "The sun does half of it.")])
    assert wanted(of.points[1], "en") == "The sun does half of it."
    assert score(C, C, C, C, of=of) == 1.0
    assert score(C, P, C, C, of=of) == pytest.approx((0.3 + 3) / (1 + 3))


def test_what_is_drawn_from_words_in_dispute_in_the_same_sentence_weighs_a_quarter() -> None:
    question = asked("The moon pulls,", "the sun adds,", "two tides come.", "Ports keep tables.")
    of = asked_of(question, [dispute(question, 2, "The sun does half of it.")])
    assert score(C, P, C, C, of=of) == pytest.approx((0.3 + 2 / 4 + 1) / (1 + 2 / 4 + 1))


def test_the_correction_is_told_in_the_language_of_the_question() -> None:
    question = asked()
    flag = dispute(question, 1, "The moon.").model_copy(update={"corrections": {"zh": "是月亮。"}})
    point = asked_of(question, [flag]).points[0]
    assert [wanted(point, language) for language in ("zh", "en", "fr")] == [
        "是月亮。",
        "The moon.",
        "The moon.",
    ]


def test_where_some_are_enough_the_best_count() -> None:
    question = asked("Any one of: heat; light; sound.", text="What does a fire give off?")
    of = asked_of(question, ())
    assert (of.needed, len(of.points)) == (1, 3)
    for states, expected in (((M, C, M), 1.0), ((M, P, M), 0.5), ((M, M, M), 0.0), ((X, C, X), 1.0)):
        found = marks(of, Findings(tuple(map(sure, states))), GIVEN)
        assert found.score == expected
        assert [result.id for result in found.results] == ["any"]


def test_expected_credit_from_chances() -> None:
    half = Finding(C, covered=0.5, partial=0.2)
    found = marks(FOUR, Findings((half,) * 4), GIVEN)
    assert found.score == pytest.approx(0.6)
    unsure = Finding(X, covered=0.3, contradicted=0.4)
    (result, *_) = marks(FOUR, Findings((unsure,) * 4), GIVEN).results
    assert (result.state, result.credit) == (M, 0.3)


@given(st.lists(st.sampled_from([C, P, M, X]), min_size=4, max_size=4), st.integers(0, 3))
def test_a_better_verdict_never_lowers_the_score(states: list[PointState], place: int) -> None:
    better = {X: M, M: P, P: C, C: C}
    improved = [better[state] if at == place else state for at, state in enumerate(states)]
    assert 0 <= score(*states) <= score(*improved) <= 1
    assert len(POINTS) == 4
