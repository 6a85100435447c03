import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.calibration import FEWEST, Pair, Prior, calibrated, fit, pooled
from graders.held_back import mean_gain, one_by_one, with_grades
from questions.calibrations import IDENTITY, Calibration, ScoreMap
from questions.records import GraderId, KeyPointId, PointResult, PointState, Scored, Verdict
from tests.strategies import scored

OF = GraderId("coverage/1+universal")
units = st.integers(0, 20).map(lambda part: part / 20)
pairs_of = st.lists(st.tuples(units, units), min_size=FEWEST, max_size=20)


def lenient(count: int, lift: float = 0.3, seed: int = 0) -> list[Pair]:
    """Offline scores, and people who give *lift* more."""
    randomly = random.Random(seed)  # noqa: S311
    scores = [randomly.random() for _ in range(count)]
    return [(score, min(1.0, score + lift)) for score in scores]


def test_leniency_is_learnt_and_shrunk() -> None:
    few, many = (fit(lenient(count), of=OF) for count in (5, 20))
    assert few.own
    assert many.own
    assert 0.5 < few(0.4) < 0.7
    assert abs(many(0.4) - 0.7) < abs(few(0.4) - 0.7) < 0.1
    assert many.error < many.error_before


def test_a_stronger_prior_moves_less() -> None:
    free, held = (fit(lenient(5), of=OF, prior=Prior(size, size)) for size in (10, 0.01))
    assert IDENTITY(0.4) < held(0.4) < free(0.4)


def test_noise_leaves_the_map_for_all_questions() -> None:
    noise = [(0.5, 0.0), (0.5, 1.0), (0.2, 0.2), (0.8, 0.8), (0.4, 0.4), (0.6, 0.6)]
    made = fit(noise, of=OF)
    assert not made.own
    assert made.knots == IDENTITY.knots
    assert made.error >= made.error_before


def test_people_who_grade_the_other_way_round_get_a_level_map_not_a_falling_one() -> None:
    made = fit([(x / 9, 1 - x / 9) for x in range(10)], of=OF)
    assert made(0) == pytest.approx(made(1))


@given(pairs_of)
def test_a_map_never_falls_stays_on_the_scale_and_forgets_the_order(pairs: list[Pair]) -> None:
    made = fit(pairs, of=OF)
    given_scores = [made(x / 40) for x in range(41)]
    assert given_scores == sorted(given_scores)
    assert 0 <= given_scores[0] <= given_scores[-1] <= 1
    assert fit(pairs[::-1], of=OF) == made
    assert made.own == (made.error < made.error_before) or made.error == made.error_before


@given(pairs_of)
def test_the_map_for_all_questions_may_have_any_shape(pairs: list[Pair]) -> None:
    steep = ScoreMap(knots=((0.0, 0.1), (0.3, 0.1), (0.5, 0.9), (1.0, 0.9)))
    made = fit(pairs, steep, of=OF)
    assert made.own or made.knots == steep.knots


def test_too_few_grades_are_refused() -> None:
    with pytest.raises(ValueError, match="5 are the fewest"):
        fit(lenient(FEWEST - 1), of=OF)
    with pytest.raises(ValueError, match="above zero"):
        Prior(offset=0)


def test_a_pooled_map_is_the_line_through_all_questions() -> None:
    line = pooled([[(0.2, 0.4), (0.8, 0.7)], [(0.0, 0.3), (1.0, 0.8), (0.5, 0.55)]])
    assert line(0.6) == pytest.approx(0.6)
    assert line(0) == pytest.approx(0.3)
    assert pooled([]) == IDENTITY
    level = pooled([[(0.0, 1.0), (1.0, 0.0)]])
    assert level(0) == level(1) == pytest.approx(0.5)


def test_the_gain_is_measured_on_grades_that_were_not_seen() -> None:
    drawn = with_grades(lenient(40), 5, draws=4)
    assert drawn.raw == drawn.before > 1.5 * drawn.after
    assert drawn.held_back == 35
    each = one_by_one(lenient(12))
    assert each.after < each.before
    mean = mean_gain([drawn, each])
    assert mean.after == pytest.approx((drawn.after + each.after) / 2)
    assert mean.held_back == 47


def scattered(bias: float, seed: int) -> list[Pair]:
    """Answers to a question on which people give *bias* more than the offline score, and scatter."""
    randomly = random.Random(seed)  # noqa: S311
    scores = [randomly.random() for _ in range(25)]
    return [(score, min(1.0, max(0.0, score + bias + randomly.gauss(0, 0.2)))) for score in scores]


def test_it_gains_where_questions_differ_and_loses_little_where_they_do_not() -> None:
    biased = [scattered((seed % 5 - 2) * 0.15, seed) for seed in range(60)]
    alike = [scattered(0.0, seed) for seed in range(60)]
    for count, gain, loss in ((5, 0.1, 0.06), (10, 0.15, 0.04)):
        found = mean_gain([with_grades(pairs, count, draws=2) for pairs in biased])
        assert found.after < (1 - gain) * found.before
        found = mean_gain([with_grades(pairs, count, draws=2) for pairs in alike])
        assert found.after < (1 + loss) * found.before


# Applying it.


def grade(score: float, verdict: Verdict = Verdict.PARTIAL, of: GraderId = OF, **more: Any) -> Scored:
    return Scored(
        score=score,
        verdict=verdict,
        confidence=0.6,
        needs_review=False,
        decided_by=of,
        feedback="",
        language="en",
        **more,
    )


LIFTS = Calibration(
    knots=((0.0, 0.3), (0.7, 1.0), (1.0, 1.0)), of=OF, grades=12, error_before=0.3, error=0.1, own=True
)


def test_score_verdict_and_decider_change_and_the_opinion_says_why() -> None:
    given_grade = grade(0.5)
    found = calibrated(given_grade, LIFTS)
    assert (found.score, found.verdict) == (0.8, Verdict.CORRECT)
    assert found.decided_by == "calibration/1+coverage/1+universal"
    assert found.opinions[-1].grader == "calibration/1"
    assert found.opinions[-1].why == "0.50 became 0.80, from 12 human grades of this question"
    assert Scored.model_validate(found.model_dump()) == found


def test_it_is_applied_once() -> None:
    once = calibrated(grade(0.5), LIFTS)
    assert calibrated(once, LIFTS) == once


@pytest.mark.parametrize("verdict", [Verdict.BLANK, Verdict.OFF_TOPIC])
def test_saying_nothing_stays_zero(verdict: Verdict) -> None:
    nothing = grade(0, verdict)
    assert calibrated(nothing, LIFTS) == nothing


def test_scores_of_another_grader_are_left_alone() -> None:
    other = grade(0.5, of=GraderId("judge/1"))
    assert calibrated(other, LIFTS) == other


def test_what_contradicts_a_point_is_never_correct() -> None:
    point = PointResult(id=KeyPointId("k"), text="k", state=PointState.CONTRADICTED, credit=0)
    assert calibrated(grade(0.6, key_points=(point,)), LIFTS).verdict is not Verdict.CORRECT


@given(scored, scored)
def test_the_order_of_two_grades_is_kept(one: Scored, other: Scored) -> None:
    low, high = sorted(
        (grade.model_copy(update={"decided_by": OF, "verdict": Verdict.PARTIAL}) for grade in (one, other)),
        key=lambda grade: grade.score,
    )
    assert calibrated(low, LIFTS).score <= calibrated(high, LIFTS).score
