"""Grades that people give: kept, locked, copied to a group, learnt from."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from api.lazy import Lazy
from api.services import Services
from api.usecases import attempts
from api.usecases.attempts import Judgement
from api.usecases.grading import BankAnswer, answer
from graders.grader import Submission
from questions.errors import AttemptNotFound, BadInput, Conflict, ServiceUnavailable
from questions.gradebook import PERSON, Occasion
from questions.records import Attempt, Grade, PointState, Question, Status, Verdict
from tests.api.parts import BARE, TIDES, fill, make_services

HALF = "The moon pulls the water"
ANN = Judgement(score=0.9, by="ann")


def said(services: Services, text: str, question: Question = TIDES, learner: str | None = None) -> Attempt:
    return answer(services, BankAnswer(question.id, text, learner))


def test_a_persons_grade_counts_and_says_who_gave_it(filled: Services) -> None:
    one = said(filled, HALF)
    done = attempts.give(filled, one.id, Judgement(0.7, " ann ", "nearly"))
    assert (done.attempt.grade.score, done.attempt.grade.verdict) == (0.7, Verdict.PARTIAL)
    assert (done.attempt.grade.decided_by, done.attempt.grade.needs_review) == (PERSON, False)
    _, _, history = attempts.seen(filled, one.id)
    assert [(given.by, given.occasion, given.note) for given in history] == [
        (None, Occasion.SUBMITTED, ""),
        ("ann", Occasion.PERSON, "nearly"),
    ]


@pytest.mark.parametrize(
    ("score", "verdict"), [(1.0, Verdict.CORRECT), (0.5, Verdict.PARTIAL), (0.0, Verdict.INCORRECT)]
)
def test_the_verdict_follows_from_the_score_unless_it_is_given(
    filled: Services, score: float, verdict: Verdict
) -> None:
    one = said(filled, HALF)
    assert attempts.give(filled, one.id, Judgement(score, "ann")).attempt.grade.verdict is verdict
    given = attempts.give(filled, one.id, Judgement(score, "ann", verdict=Verdict.CONTRADICTORY))
    assert given.attempt.grade.verdict is Verdict.CONTRADICTORY


def test_a_person_may_say_what_became_of_key_points(filled: Services) -> None:
    one = said(filled, HALF)
    points = attempts.point_states(TIDES, {"2": "partial"})
    grade = attempts.give(filled, one.id, Judgement(0.8, "ann", points=points)).attempt.grade
    assert [point.state for point in grade.key_points] == [PointState.COVERED, PointState.PARTIAL]
    assert grade.key_points[0].evidence is not None
    for told in ({"3": "covered"}, {"1": "there"}, {"k9": "covered"}):
        with pytest.raises(BadInput):
            attempts.point_states(TIDES, told)


@pytest.mark.parametrize(
    "bad",
    [
        Judgement(1.1, "ann"),
        Judgement(float("nan"), "ann"),
        Judgement(0.5, "  "),
        Judgement(0.5, "a" * 201),
        Judgement(0.5, "ann", "n" * 2001),
    ],
)
def test_a_judgement_that_cannot_be_kept_is_refused(filled: Services, bad: Judgement) -> None:
    one = said(filled, HALF)
    with pytest.raises(BadInput):
        attempts.give(filled, one.id, bad)
    assert len(filled.bank().grades_of(one.id)) == 1


def test_an_unknown_attempt_is_named(filled: Services) -> None:
    with pytest.raises(AttemptNotFound, match="a-none"):
        attempts.give(filled, "a-none", ANN)


def test_the_same_key_gives_one_grade(filled: Services) -> None:
    one = said(filled, HALF)
    for _ in range(2):
        attempts.give(filled, one.id, ANN, "key")
    assert len(filled.bank().grades_of(one.id)) == 2
    with pytest.raises(Conflict):
        attempts.give(filled, one.id, Judgement(0.1, "ann"), "key")


def test_a_question_learns_from_five_people_and_forgets_when_its_words_change(filled: Services) -> None:
    told = [said(filled, f"{HALF} {number}") for number in range(6)]
    learnt = [attempts.give(filled, one.id, ANN).learnt for one in told]
    assert learnt[:4] == [None] * 4
    made = learnt[4]
    assert made is not None
    assert (made.grades, made.own) == (5, True)
    assert made.error < made.error_before
    after = said(filled, HALF)
    assert after.grade.score is not None
    assert after.grade.score > 0.8
    assert after.grade.decided_by == "calibration/1+fake/1"
    assert (
        "5 human grades" in after.grade.opinions[-1].why or "6 human grades" in after.grade.opinions[-1].why
    )
    changed = TIDES.model_copy(update={"reference": "The moon pulls the water. The sun helps."})
    document, *_ = filled.bank().documents()
    others = [one for one in filled.bank().questions().items if one.id != TIDES.id]
    filled.bank().ingest(document, [changed, *others])
    filled.bank().set_status(TIDES.id, Status.ACTIVE)
    assert filled.bank().calibration(TIDES.id) is None
    assert attempts.give(filled, told[0].id, ANN).learnt is None


def test_what_rests_on_more_grades_is_not_displaced(filled: Services) -> None:
    from api.usecases.calibrating import calibrate_question

    kept = calibrate_question(filled, TIDES.id, [(f"{HALF} {number}", 0.2) for number in range(9)])
    for number in range(5):
        assert attempts.give(filled, said(filled, f"{HALF} {number}").id, ANN).learnt is None
    assert filled.bank().calibration(TIDES.id) == kept


def test_learning_can_be_switched_off(tmp_path: Path) -> None:
    services = make_services(tmp_path, auto_calibrate=False)
    fill(services)
    for number in range(6):
        assert attempts.give(services, said(services, f"{HALF} {number}").id, ANN).learnt is None
    assert services.bank().calibration(TIDES.id) is None
    services.close()


def test_a_question_without_key_points_to_measure_is_graded_by_people_all_the_same(filled: Services) -> None:
    for number in range(6):
        done = attempts.give(filled, said(filled, f"Air {number}", BARE).id, ANN)
        assert (done.attempt.grade.score, done.learnt) == (0.9, None)


def test_an_outage_leaves_the_grade_and_says_that_nothing_was_learnt(filled: Services) -> None:
    def down(_: Sequence[Submission], /) -> tuple[Grade, ...]:
        raise ServiceUnavailable("the encoder is down")

    told = [said(filled, f"{HALF} {number}") for number in range(5)]
    out = replace(filled, grade=Lazy(lambda: down))
    done = [attempts.give(out, one.id, ANN) for one in told][-1]
    assert (done.attempt.grade.score, done.not_learnt) == (0.9, "the encoder is down")


def test_a_group_gets_the_grade_of_one(filled: Services) -> None:
    first, same, other, own = (
        said(filled, text)
        for text in ("The moon pulls the water.", "the moon pulls the water", "The sun does it.", HALF + "!")
    )
    attempts.give(filled, own.id, Judgement(0.1, "bob"))
    done = attempts.give(filled, first.id, ANN, to_group=True)
    assert [one.id for one in done.group] == [same.id]
    assert done.locked == (own.id,)
    assert [filled.bank().attempt(one.id).grade.score for one in (first, same, other, own)] == [
        0.9, 0.9, other.grade.score, 0.1,
    ]  # fmt: skip
    copied = filled.bank().grades_of(same.id)[-1]
    assert (copied.by, copied.occasion, copied.group_of) == ("ann", Occasion.GROUP, first.id)
    # What was copied follows when the one that was looked at is graded anew.
    attempts.give(filled, first.id, Judgement(0.4, "ann"), to_group=True)
    assert filled.bank().attempt(same.id).grade.score == 0.4


def test_copied_grades_teach_nothing(filled: Services) -> None:
    told = [said(filled, HALF) for _ in range(8)]
    done = attempts.give(filled, told[0].id, ANN, to_group=True)
    assert (len(done.group), done.learnt) == (7, None)


def test_the_queue_holds_what_waits_for_a_person(filled: Services) -> None:
    scored, waiting = said(filled, HALF), said(filled, "Air", BARE)
    page = attempts.queue(filled, review=True)
    assert [one.id for one in page.items] == [waiting.id]
    assert [one.id for one in attempts.queue(filled).items] == [waiting.id, scored.id]
    attempts.give(filled, waiting.id, ANN)
    assert attempts.queue(filled, review=True).items == ()
