"""Grades: every one is kept, a person's counts."""

import itertools
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questions.bank import QuestionBank
from questions.errors import AttemptNotFound, BadInput, Conflict, QuestionNotFound
from questions.gradebook import PERSON, GivenGrade, GivenGradeId, Occasion, counts
from questions.records import Attempt, AttemptId, GraderId, QuestionId, Scored, Status, Unscored, Verdict
from tests.questions.making import START, attempt, document, five, point, question

Q1 = QuestionId("q-1")
_fresh = itertools.count()


@pytest.fixture
def asked(any_bank: QuestionBank) -> QuestionBank:
    any_bank.ingest(document(), five())
    return any_bank


def scored(score: float, by: str = "coverage/1", *, confidence: float = 0.9, review: bool = False) -> Scored:
    return Scored(
        score=score,
        verdict=Verdict.PARTIAL,
        confidence=confidence,
        needs_review=review,
        decided_by=GraderId(by),
        feedback="",
        language="en",
    )


def machine(of: str, score: float, name: str, after: int = 10) -> GivenGrade:
    return GivenGrade(
        id=GivenGradeId(name),
        attempt_id=AttemptId(of),
        question_version=1,
        at=START + timedelta(seconds=after),
        occasion=Occasion.REGRADED,
        grade=scored(score),
    )


def person(of: str, score: float, name: str, *, version: int = 1, group_of: str | None = None) -> GivenGrade:
    return GivenGrade(
        id=GivenGradeId(name),
        attempt_id=AttemptId(of),
        question_version=version,
        at=START + timedelta(seconds=20),
        occasion=Occasion.GROUP if group_of else Occasion.PERSON,
        grade=scored(score, PERSON, confidence=1.0),
        by="ann",
        note="well put",
        group_of=AttemptId(group_of) if group_of else None,
    )


def unsure(name: str, confidence: float, *, review: bool = True, after: int = 0) -> Attempt:
    return attempt(name, after=after).model_copy(
        update={"grade": scored(0.5, confidence=confidence, review=review)}
    )


def test_the_first_grade_is_the_one_the_attempt_came_with(asked: QuestionBank) -> None:
    said = asked.record(attempt("a-1"))
    (first,) = asked.grades_of(said.id)
    assert (first.grade, first.at, first.occasion, first.by) == (
        said.grade,
        said.at,
        Occasion.SUBMITTED,
        None,
    )
    asked.record(attempt("a-1", after=60))
    assert asked.grades_of(said.id) == (first,)


def test_a_persons_grade_counts_and_no_machine_displaces_it(asked: QuestionBank) -> None:
    asked.record(attempt("a-1"))
    (after,) = asked.give_grades([person("a-1", 0.7, "g-ann")])
    assert (after.grade.score, after.grade.decided_by) == (0.7, PERSON)
    (locked,) = asked.give_grades([machine("a-1", 0.1, "g-later")])
    assert locked == after == asked.attempt(AttemptId("a-1"))
    (edited,) = asked.give_grades([person("a-1", 0.9, "g-ann-2")])
    assert edited.grade.score == 0.9
    history = asked.grades_of(AttemptId("a-1"))
    assert [given.grade.score for given in history] == [0.5, 0.7, 0.1, 0.9]
    assert counts(history).grade == edited.grade


def test_without_a_person_the_last_machine_counts(asked: QuestionBank) -> None:
    asked.record(attempt("a-1"))
    (after,) = asked.give_grades([machine("a-1", 0.2, "g-1")])
    assert asked.attempt(after.id).grade.score == 0.2
    assert asked.attempts().items == (after,)
    assert after.answer == "they share"


def test_the_same_grade_twice_is_one_and_another_under_its_id_is_refused(asked: QuestionBank) -> None:
    asked.record(attempt("a-1"))
    asked.give_grades([person("a-1", 0.7, "g-ann")])
    asked.give_grades([person("a-1", 0.7, "g-ann")])
    assert len(asked.grades_of(AttemptId("a-1"))) == 2
    with pytest.raises(Conflict, match="another score"):
        asked.give_grades([person("a-1", 0.8, "g-ann")])


def test_all_grades_are_added_or_none(asked: QuestionBank) -> None:
    asked.record(attempt("a-1"))
    with pytest.raises(AttemptNotFound, match="a-none"):
        asked.give_grades([person("a-1", 0.7, "g-1"), person("a-none", 0.7, "g-2")])
    assert len(asked.grades_of(AttemptId("a-1"))) == 1
    with pytest.raises(AttemptNotFound, match="list them"):
        asked.grades_of(AttemptId("a-none"))


def test_the_queue_begins_with_the_least_sure_and_has_no_person_in_it(asked: QuestionBank) -> None:
    for name, confidence, review in (
        ("a-1", 0.6, True),
        ("a-2", 0.1, True),
        ("a-3", 0.2, False),
        ("a-4", 0.3, True),
    ):
        asked.record(unsure(name, confidence, review=review))
    asked.give_grades([person("a-4", 1.0, "g-4")])
    seen: list[str] = []
    cursor = None
    while True:
        page = asked.attempts(
            needs_review=True, by_person=False, least_sure_first=True, limit=1, cursor=cursor
        )
        seen += [item.id for item in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == ["a-2", "a-1"]
    assert asked.count_attempts(Q1, needs_review=True, by_person=False) == 2
    assert [item.id for item in asked.attempts(by_person=True).items] == ["a-4"]
    with pytest.raises(BadInput, match="cursor"):
        asked.attempts(cursor=asked.attempts(least_sure_first=True, limit=1).next_cursor)


def test_an_unscored_attempt_is_first_in_the_queue(asked: QuestionBank) -> None:
    asked.record(unsure("a-1", 0.01))
    broken = Unscored(decided_by=GraderId("coverage/1"), language="en", reason="the encoder failed")
    asked.record(attempt("a-2").model_copy(update={"grade": broken}))
    page = asked.attempts(needs_review=True, least_sure_first=True)
    assert [item.id for item in page.items] == ["a-2", "a-1"]


def test_what_people_gave_counts_for_the_words_they_saw(asked: QuestionBank) -> None:
    for number in range(1, 5):
        asked.record(attempt(f"a-{number}"))
    asked.give_grades(
        [
            person("a-1", 0.1, "g-1"),
            person("a-1", 0.2, "g-2"),
            person("a-2", 0.3, "g-3", group_of="a-1"),
            machine("a-3", 0.4, "g-4"),
        ]
    )
    told = asked.graded_by_people(Q1, 20)
    assert [(item.id, given.grade.score) for item, given in told] == [("a-1", 0.2)]
    # Key points are not words: the grades stay good.
    asked.replace_key_points(Q1, [point("k")])
    asked.give_grades([person("a-4", 0.5, "g-5", version=2)])
    assert {item.id for item, _ in asked.graded_by_people(Q1, 20)} == {"a-1", "a-4"}
    assert len(asked.graded_by_people(Q1, 1)) == 1
    asked.ingest(document(), [question("q-1", reference="It shares all.", line=10), *five()[1:]])
    asked.set_status(Q1, Status.ACTIVE)
    assert asked.graded_by_people(Q1, 20) == ()
    with pytest.raises(QuestionNotFound):
        asked.graded_by_people(QuestionId("q-none"), 20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(st.tuples(st.booleans(), st.sampled_from([0.0, 0.25, 0.5, 1.0])), max_size=6))
def test_the_grade_that_counts_is_the_last_person_or_else_the_last_machine(
    bank: QuestionBank, told: list[tuple[bool, float]]
) -> None:
    name = f"a-{next(_fresh)}"
    bank.ingest(document(), five())
    bank.record(attempt(name))
    for place, (by_person, score) in enumerate(told):
        given_id = f"{name} {place}"
        bank.give_grades([person(name, score, given_id) if by_person else machine(name, score, given_id)])
    people = [score for by_person, score in told if by_person]
    machines = [0.5, *(score for by_person, score in told if not by_person)]
    assert bank.attempt(AttemptId(name)).grade.score == (people or machines)[-1]
    history = bank.grades_of(AttemptId(name))
    assert counts(history).grade == bank.attempt(AttemptId(name)).grade
    assert len(history) == len(told) + 1


@pytest.mark.parametrize(
    "change",
    [
        {"by": None},
        {"occasion": Occasion.GROUP},
        {"occasion": Occasion.REGRADED},
        {"group_of": "a-2"},
        {"grade": scored(0.5)},
    ],
)
def test_a_grade_that_contradicts_itself_cannot_be_made(change: dict[str, object]) -> None:
    good = person("a-1", 0.7, "g-1")
    with pytest.raises(ValueError, match=r"person|group"):
        GivenGrade.model_validate(dict(good) | change)
