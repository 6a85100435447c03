"""What a learner sees depends on nothing that a learner must not see."""

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from questions import views
from questions.records import (
    Cloze,
    Evidence,
    FreeText,
    GraderId,
    KeyPointId,
    MultipleChoice,
    PointResult,
    PointState,
    Question,
    Scored,
    SingleChoice,
    TrueFalse,
    Unscored,
    Verdict,
)
from questions.views import LearnerGrade, LearnerQuestion, learner_grade, learner_view
from tests import strategies

HIDDEN = {"reference", "key_points", "correct", "accepts", "explanation", "flags", "opinions", "reason"}


def _fields(view: type[BaseModel]) -> set[str]:
    return set(view.model_fields)


def test_no_view_has_a_field_for_what_is_hidden() -> None:
    union, _ = get_args(LearnerQuestion)
    shown = [*get_args(union), views.LearnerPoint, LearnerGrade]
    assert len(shown) == 6
    for view in shown:
        assert not _fields(view) & (HIDDEN | {"review_reasons"})
    assert "text" not in _fields(views.LearnerPoint)


@given(strategies.questions)
def test_a_view_shows_what_is_asked(question: Question) -> None:
    view = learner_view(question)
    assert (view.id, view.version, view.kind) == (question.id, question.version, question.kind)
    assert (view.text, view.language) == (question.text, question.language)
    assert view.topic == (question.source.heading_path if question.source else ())
    if isinstance(question, SingleChoice | MultipleChoice):
        assert isinstance(view, views.LearnerChoice)
        assert view.options == question.options


def _other_answers(question: Question, word: str) -> dict[str, Any]:
    """Everything that is hidden of *question*, otherwise."""
    match question:
        case FreeText():
            return {"reference": word, "key_points": (), "unanswered_because": word}
        case SingleChoice():
            return {"correct": question.options[-1].id, "explanation": word}
        case MultipleChoice():
            return {"correct": frozenset(option.id for option in question.options), "explanation": word}
        case TrueFalse():
            return {"correct": not question.correct, "explanation": word}
        case Cloze():
            return {"accepts": (word,), "explanation": word}


@given(strategies.questions, strategies.non_blank)
def test_questions_with_other_answers_look_the_same(question: Question, word: str) -> None:
    other = question.model_copy(update=_other_answers(question, word))
    assert learner_view(other) == learner_view(question)


@given(strategies.scored, strategies.texts)
def test_grades_against_other_references_look_the_same(grade: Scored, word: str) -> None:
    otherwise: dict[str, Any] = {
        "key_points": tuple(
            point.model_copy(update={"text": word, "id": KeyPointId(word)}) for point in grade.key_points
        ),
        "feedback": word,
        "opinions": (),
        "review_reasons": (word,),
        "confidence": 0.5,
    }
    assert learner_grade(grade.model_copy(update=otherwise)) == learner_grade(grade)


@given(strategies.unscored, strategies.non_blank)
def test_an_outage_is_no_zero_and_tells_nothing_of_itself(grade: Unscored, word: str) -> None:
    seen = learner_grade(grade)
    assert (seen.status, seen.score, seen.verdict, seen.needs_review) == ("unscored", None, None, True)
    assert learner_grade(grade.model_copy(update={"reason": word, "feedback": word})) == seen


@given(strategies.scored)
def test_a_learner_s_grade_keeps_score_verdict_and_the_learner_s_own_words(grade: Scored) -> None:
    seen = learner_grade(grade)
    assert (seen.score, seen.verdict, seen.needs_review) == (grade.score, grade.verdict, grade.needs_review)
    assert [(point.state, point.credit) for point in seen.points] == [
        (point.state, point.credit) for point in grade.key_points
    ]
    quotes = [point.evidence.quote if point.evidence else None for point in grade.key_points]
    assert [point.quote for point in seen.points] == quotes


def _grade(verdict: Verdict, language: str, *states: PointState) -> Scored:
    return Scored(
        score=0.5,
        verdict=verdict,
        confidence=1,
        needs_review=False,
        decided_by=GraderId("coverage/1"),
        key_points=tuple(
            PointResult(
                id=KeyPointId(str(number)),
                text="SECRET",
                state=state,
                credit=0,
                evidence=Evidence(start=0, end=3, quote="own"),
            )
            for number, state in enumerate(states)
        ),
        feedback="SECRET",
        language=language,
    )


COVERED, MISSING, WRONG = PointState.COVERED, PointState.MISSING, PointState.CONTRADICTED


@pytest.mark.parametrize(
    ("grade", "feedback"),
    [
        (_grade(Verdict.CORRECT, "en", COVERED, COVERED), "Correct."),
        (_grade(Verdict.CORRECT, "zh-Hans", COVERED), "回答正确。"),
        (_grade(Verdict.BLANK, "en", MISSING), "Nothing was answered."),
        (_grade(Verdict.OFF_TOPIC, "fr"), "The answer does not speak to the question."),
        (
            _grade(Verdict.PARTIAL, "en", COVERED, MISSING, MISSING),
            "Partly answered. Of 3 key points: 1 covered, 2 missing.",
        ),
        (
            _grade(Verdict.CONTRADICTORY, "zh", WRONG, COVERED, PointState.PARTIAL),
            "回答中有与事实相反的说法。共 3 个要点：答到 1 个，部分答到 1 个，说反 1 个。",
        ),
    ],
)
def test_feedback_counts_and_does_not_quote(grade: Scored, feedback: str) -> None:
    seen = learner_grade(grade)
    assert seen.feedback == feedback
    assert "SECRET" not in seen.model_dump_json()


@given(
    st.sampled_from(Verdict), st.lists(st.sampled_from(PointState), max_size=4), st.sampled_from(["zh", "en"])
)
def test_every_verdict_and_state_has_words_in_both_languages(
    verdict: Verdict, states: list[PointState], language: str
) -> None:
    assert learner_grade(_grade(verdict, language, *states)).feedback
