"""Quizzes in the bank, and what attempts tell."""

import itertools
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from questions.bank import QuestionBank, QuestionFilter
from questions.errors import BadInput, QuizNotFound
from questions.gradebook import GivenGrade, GivenGradeId, Occasion
from questions.records import Attempt, Blueprint, Facility, QuestionId, Quiz, QuizId, Status, Unscored
from tests import strategies
from tests.questions.making import START, attempt, document, five, point

_fresh = itertools.count()
Q1, Q2 = QuestionId("q-1"), QuestionId("q-2")


@pytest.fixture
def filled(any_bank: QuestionBank) -> QuestionBank:
    any_bank.ingest(document(), five())
    return any_bank


def scored(
    name: str, score: float, learner: str | None, after: int, asked: str = "q-1", version: int = 1
) -> Attempt:
    made = attempt(name, asked, learner=learner, after=after, version=version)
    return made.model_copy(update={"grade": made.grade.model_copy(update={"score": score})})


def unscored(name: str, learner: str, after: int) -> Attempt:
    made = attempt(name, learner=learner, after=after)
    grade = Unscored(decided_by=made.grade.decided_by, language="en", reason="no answer came")
    return made.model_copy(update={"grade": grade})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(strategies.quizzes)
def test_what_is_kept_comes_out(any_bank: QuestionBank, quiz: Quiz) -> None:
    quiz = quiz.model_copy(update={"id": QuizId(f"z-{next(_fresh)}")})
    kept = any_bank.save_quiz(quiz)
    assert kept == quiz
    assert any_bank.quiz(quiz.id) == kept
    again = any_bank.save_quiz(quiz.model_copy(update={"at": quiz.at + timedelta(days=1)}))
    assert again == kept


def test_quizzes_are_listed_from_the_newest(any_bank: QuestionBank) -> None:
    made = [
        Quiz(
            id=QuizId(f"z-{number}"),
            blueprint=Blueprint(total=1, seed=1),
            items=(),
            at=START + timedelta(seconds=number // 2),
        )
        for number in range(5)
    ]
    for quiz in made:
        any_bank.save_quiz(quiz)
    page = any_bank.quizzes(limit=2)
    found = list(page.items)
    while page.next_cursor:
        page = any_bank.quizzes(cursor=page.next_cursor, limit=2)
        found += page.items
    assert found == made[::-1]
    with pytest.raises(BadInput, match="cursor"):
        any_bank.quizzes(cursor="nonsense")
    with pytest.raises(QuizNotFound, match="quizgen quiz list"):
        any_bank.quiz(QuizId("z\0none"))


def test_the_first_scored_attempt_of_each_learner_counts(filled: QuestionBank) -> None:
    for one in (
        unscored("a-0", "ann", 0),
        scored("a-1", 1.0, "ann", 1),
        scored("a-2", 0.0, "ann", 2),
        scored("a-3", 0.5, "bob", 3),
        scored("a-4", 0.0, None, 4),
        scored("a-5", 1.0, None, 5),
        scored("a-6", 0.25, "ann", 6, "q-2"),
    ):
        filled.record(one)
    found = filled.facilities()
    assert found.keys() == {Q1, Q2}
    assert found[Q1].attempts == 3
    assert found[Q1].mean == pytest.approx(0.5)
    assert found[Q1].variance == pytest.approx(1 / 6)
    assert found[Q2] == Facility(attempts=1, mean=0.25, variance=0)
    told = [(one.question_id, one.learner, one.score) for one in filled.first_scores()]
    assert told == [(Q1, "ann", 1.0), (Q1, "bob", 0.5), (Q1, None, 0.0), (Q2, "ann", 0.25)]
    mine = filled.scores_of("ann")
    assert [one.score for one in mine] == [1.0, 0.0, 0.25]
    assert mine[0].at == START + timedelta(seconds=1)
    assert [one.score for one in filled.scores_of(None)] == [0.0, 1.0]


def test_attempts_at_another_version_tell_nothing(filled: QuestionBank) -> None:
    filled.record(scored("a-1", 1.0, "ann", 1))
    filled.replace_key_points(Q1, [point("k-1")])
    assert filled.facilities() == {}
    assert filled.first_scores() == filled.scores_of("ann") == ()
    filled.record(scored("a-2", 0.0, "ann", 2, version=2))
    assert filled.facilities()[Q1] == Facility(attempts=1, mean=0, variance=0)


def test_what_a_learner_answered_lately(filled: QuestionBank) -> None:
    filled.record(scored("a-1", 1.0, "ann", 10))
    filled.record(scored("a-2", 1.0, "bob", 10, "q-2"))
    filled.record(unscored("a-3", "zoe", 10))
    assert filled.answered_since("ann", START + timedelta(seconds=10)) == {Q1}
    assert filled.answered_since("ann", START + timedelta(seconds=11)) == frozenset()
    assert filled.answered_since("zoe", START) == {Q1}
    assert filled.answered_since("an\0", START) == frozenset()


def test_candidates_are_all_that_fit(filled: QuestionBank) -> None:
    filled.set_status(Q1, Status.DRAFT)
    assert len(filled.candidates(QuestionFilter())) == 5
    assert len(filled.candidates(QuestionFilter(status=Status.ACTIVE))) == 4
    assert filled.candidates(QuestionFilter(document="other.md")) == ()


def test_an_attempt_that_was_graded_again_by_the_present_version_counts(filled: QuestionBank) -> None:
    said = filled.record(scored("a-1", 1.0, "ann", 1))
    filled.replace_key_points(Q1, [point("k-1")])
    again = GivenGrade(
        id=GivenGradeId("g-again"),
        attempt_id=said.id,
        question_version=2,
        at=START,
        occasion=Occasion.REGRADED,
        grade=said.grade.model_copy(update={"score": 0.25}),
    )
    filled.give_grades([again])
    assert filled.facilities()[Q1] == Facility(attempts=1, mean=0.25, variance=0)
