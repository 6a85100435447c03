"""Attempts: recorded once, listed from the newest."""

import itertools
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings

from questions.bank import QuestionBank
from questions.errors import BadInput, Conflict, NotFound, QuestionNotFound
from questions.records import Attempt, AttemptId, QuestionId, Status
from tests import strategies
from tests.questions.making import START, attempt, document, five, question

Q1 = QuestionId("q-1")
_fresh = itertools.count()


@pytest.fixture
def asked(any_bank: QuestionBank) -> QuestionBank:
    any_bank.ingest(document(), five())
    return any_bank


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(strategies.attempts)
def test_what_is_recorded_comes_out(asked: QuestionBank, said: Attempt) -> None:
    told = {"id": f"{said.id} {next(_fresh)}", "question_id": Q1, "question_version": 1}
    said = said.model_copy(update=told)
    assert asked.record(said) == said
    assert asked.attempt(said.id) == said


def test_the_same_attempt_counts_once(asked: QuestionBank) -> None:
    first = asked.record(attempt("a-1"))
    assert asked.record(attempt("a-1")) == first
    # Sent again later, and graded anew meanwhile: what was kept stands.
    assert asked.record(attempt("a-1", after=60)) == first
    assert asked.attempts().items == (first,)


def test_the_same_id_with_another_answer_is_refused(asked: QuestionBank) -> None:
    first = asked.record(attempt("a-1", learner="ann"))
    for other in (
        attempt("a-1", learner="ann", answer="another"),
        attempt("a-1", learner="bob"),
        attempt("a-1", "q-2", learner="ann"),
    ):
        with pytest.raises(Conflict, match="a-1"):
            asked.record(other)
    assert asked.attempts().items == (first,)


def test_an_attempt_needs_its_question_and_version(asked: QuestionBank) -> None:
    for wrong in (
        attempt("a-1", "q-none"),
        attempt("a-1", "q\0"),
        attempt("a-1", version=2),
        attempt("a-1", version=2**70),
    ):
        with pytest.raises(QuestionNotFound):
            asked.record(wrong)
    assert asked.attempts().items == ()
    asked.ingest(document(), [question("q-1", reference="Other."), *five()[1:]])
    with pytest.raises(QuestionNotFound):
        asked.record(attempt("a-2", version=2))  # it waits; nobody was asked it
    asked.set_status(Q1, Status.ACTIVE)
    assert asked.record(attempt("a-1", version=1)).question_version == 1
    assert asked.record(attempt("a-2", version=2)).question_version == 2


def test_an_attempt_outlives_its_question_s_document(asked: QuestionBank) -> None:
    kept = asked.record(attempt("a-1"))
    asked.ingest(document(), [])
    assert asked.attempts(question_id=Q1).items == (kept,)


def test_hostile_texts_are_kept_with_every_offset_in_place(asked: QuestionBank) -> None:
    kept = asked.record(attempt("a\0", answer="yes\0 \ud800no\u202e", learner="\udfffann"))
    assert kept.answer == "yes\ufffd \ufffdno\u202e"
    assert (
        kept
        == asked.attempt(AttemptId("a\0"))
        == asked.record(attempt("a\0", answer="yes\0 \ud800no\u202e", learner="\udfffann"))
    )
    assert asked.attempts(learner="\udfffann").items == (kept,)
    kept.model_dump_json()


def test_names_too_long_to_index_are_refused(asked: QuestionBank) -> None:
    for wrong in (attempt("a" * 301), attempt("a-1", learner="好" * 301)):
        with pytest.raises(BadInput, match="at most 300"):
            asked.record(wrong)
    longest = attempt("😀" * 300, learner="😀" * 300)
    assert asked.record(longest) == longest


def test_the_newest_come_first_and_pages_keep_the_order(asked: QuestionBank) -> None:
    for number in range(7):
        asked.record(attempt(f"a-{number}", after=number // 2, learner="ann" if number % 2 else "bob"))
    page = asked.attempts(limit=3)
    asked.record(attempt("a-new", after=99))  # newer than the page that was read
    found = [item.id for item in page.items]
    while page.next_cursor:
        page = asked.attempts(cursor=page.next_cursor, limit=3)
        found += [item.id for item in page.items]
    assert found == [f"a-{number}" for number in reversed(range(7))]
    assert [item.id for item in asked.attempts(learner="ann").items] == ["a-5", "a-3", "a-1"]
    assert asked.attempts(question_id=QuestionId("q-2")).items == ()


def test_times_are_compared_across_zones_and_at_the_ends_of_the_calendar(asked: QuestionBank) -> None:
    east = timezone(timedelta(hours=14))
    moments = {
        "first": datetime.min.replace(tzinfo=east),
        "naive": START.replace(tzinfo=None) - timedelta(microseconds=1),
        "utc": START,
        "east": START.astimezone(east) + timedelta(microseconds=1),
        "last": datetime.max.replace(tzinfo=timezone(-timedelta(hours=12))),
    }
    for name, at in moments.items():
        kept = asked.record(attempt(name).model_copy(update={"at": at}))
        assert kept.at == at
    assert [item.id for item in asked.attempts().items] == list(reversed(moments))


def test_an_unknown_attempt_is_not_found(any_bank: QuestionBank) -> None:
    for name in ("a-none", "a\0"):
        with pytest.raises(NotFound, match="no attempt"):
            any_bank.attempt(AttemptId(name))
