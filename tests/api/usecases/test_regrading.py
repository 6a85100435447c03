"""Attempts graded again: what differs is told and added, a person's grade is locked."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from api.lazy import Lazy
from api.services import Services
from api.usecases import attempts
from api.usecases.attempts import Judgement
from api.usecases.grading import BankAnswer, answer
from api.usecases.regrading import Outcome, regrade
from graders.grader import Submission
from questions.errors import QuestionNotFound
from questions.gradebook import Occasion
from questions.records import Attempt, Grade, GraderId, KeyPoint, KeyPointId
from tests.api.parts import SHAPE, TIDES, fake_grade, fill, make_services

JUDGE = "judge/1+fake+00000000"
HALF = "The moon pulls the water"


def said(services: Services, text: str = HALF) -> Attempt:
    return answer(services, BankAnswer(TIDES.id, text, "mia"))


def only_the_moon(services: Services) -> None:
    """A person says that one key point is enough."""
    point = KeyPoint(id=KeyPointId("k1"), text="The moon pulls the water", weight=1.0)
    services.bank().replace_key_points(TIDES.id, [point])


def test_what_differs_is_added_and_told(filled: Services) -> None:
    one, locked = said(filled), said(filled)
    attempts.give(filled, locked.id, Judgement(0.3, "ann"))
    only_the_moon(filled)
    done = regrade(filled, TIDES.id, dry_run=False)
    assert done.counts == {Outcome.CHANGED: 1, Outcome.LOCKED: 1}
    (changed,) = [row for row in done.rows if row.outcome is Outcome.CHANGED]
    assert (changed.attempt_id, changed.score_before, changed.score) == (one.id, 0.5, 1.0)
    assert (changed.verdict_before, changed.verdict) == ("partial", "correct")
    assert done.mean_change == 0.5
    assert [given.occasion for given in filled.bank().grades_of(one.id)] == [
        Occasion.SUBMITTED,
        Occasion.REGRADED,
    ]
    assert filled.bank().grades_of(one.id)[-1].question_version == 2
    assert filled.bank().attempt(one.id).question_version == 1  # what the learner answered
    assert filled.bank().attempt(locked.id).grade.score == 0.3
    again = regrade(filled, TIDES.id, dry_run=False)
    assert again.counts == {Outcome.UNCHANGED: 1, Outcome.LOCKED: 1}
    assert len(filled.bank().grades_of(one.id)) == 2


def test_a_dry_run_tells_the_same_and_stores_nothing(filled: Services) -> None:
    one = said(filled)
    only_the_moon(filled)
    told = regrade(filled, None, dry_run=True)
    assert filled.bank().attempt(one.id) == one
    assert len(filled.bank().grades_of(one.id)) == 1
    assert told.rows == regrade(filled, None, dry_run=False).rows


def test_only_the_question_that_is_named(filled: Services) -> None:
    said(filled)
    assert regrade(filled, SHAPE.id, dry_run=True).counts == {}
    with pytest.raises(QuestionNotFound):
        regrade(filled, "q-none", dry_run=True)


def test_all_attempts_are_met_in_chunks(tmp_path: Path) -> None:
    services = make_services(tmp_path, chunk_rows=2)
    fill(services)
    for number in range(5):
        said(services, f"{HALF} {number}")
    only_the_moon(services)
    seen: list[int] = []
    assert regrade(services, None, dry_run=False, advance=seen.append).counts == {Outcome.CHANGED: 5}
    assert sum(seen) == 5
    services.close()


def test_an_answer_that_is_too_long_today_is_left_alone(tmp_path: Path) -> None:
    services = make_services(tmp_path)
    fill(services)
    said(services, HALF + " " + "and" * 20)
    only_the_moon(services)
    services.close()
    strict = make_services(tmp_path, max_answer_chars=30)
    assert regrade(strict, None, dry_run=False).counts == {Outcome.TOO_LONG: 1}
    strict.close()


def test_what_the_question_has_learnt_reaches_earlier_answers(filled: Services) -> None:
    early = said(filled)
    for number in range(6):
        attempts.give(filled, said(filled, f"{HALF} {number}").id, Judgement(0.9, "ann"))
    regrade(filled, TIDES.id, dry_run=False)
    after = filled.bank().attempt(early.id).grade
    assert after.decided_by == "calibration/1+fake/1"
    assert after.score is not None
    assert after.score > 0.8


def with_a_judge(services: Services, *, works: bool = True) -> Services:
    """*services* whose grades a chat model decides, or would, did it work."""

    def judged(items: Sequence[Submission], /) -> tuple[Grade, ...]:
        change: dict[str, object] = {"decided_by": GraderId(JUDGE)}
        if not works:
            change = {"needs_review": True, "review_reasons": ("judge_unavailable",)}
        return tuple(grade.model_copy(update=change) for grade in fake_grade(items))

    return replace(services, grade=Lazy(lambda: judged))


def test_what_a_chat_model_graded_is_not_lost_to_an_offline_grade(filled: Services) -> None:
    judged, offline = said(with_a_judge(filled)), said(filled)
    only_the_moon(filled)
    told = regrade(filled, TIDES.id, dry_run=True)
    assert told.counts == {Outcome.JUDGED: 1, Outcome.CHANGED: 1}
    assert regrade(filled, TIDES.id, dry_run=False).rows == told.rows
    assert filled.bank().attempt(judged.id).grade == judged.grade
    assert filled.bank().attempt(offline.id).grade.score == 1.0
    again = regrade(with_a_judge(filled), TIDES.id, dry_run=False, replace_judged=True)
    assert Outcome.JUDGED not in again.counts
    assert filled.bank().attempt(judged.id).grade.score == 1.0
    assert filled.bank().attempt(judged.id).grade.decided_by == JUDGE
    regrade(filled, TIDES.id, dry_run=False, replace_judged=True)
    assert filled.bank().attempt(judged.id).grade.decided_by == "fake/1"


def test_a_judge_that_is_down_takes_no_grade_away(filled: Services) -> None:
    judged, offline = said(with_a_judge(filled)), said(filled)
    only_the_moon(filled)
    down = with_a_judge(filled, works=False)
    done = regrade(down, TIDES.id, dry_run=False, replace_judged=True)
    assert done.counts == {Outcome.JUDGED: 1, Outcome.CHANGED: 1}
    assert filled.bank().attempt(judged.id).grade == judged.grade
    assert filled.bank().attempt(offline.id).grade.review_reasons == ("judge_unavailable",)
