"""A plan is made outside the bank and carried out in one transaction, or not at all."""

from dataclasses import replace

import pytest

from questions.bank import QuestionBank, QuestionFilter
from questions.changes import Fate, Inventory, Link, Plan, Reading, report
from questions.errors import Conflict, QuestionNotFound
from questions.records import FlagState, Origin, Question, QuestionId, Status
from questions.settle import by_id, settle
from tests.questions.making import attempt, document, five, flag, point, question

Q1 = QuestionId("q-1")
NOTES, OTHER = document(), document("other.md", "/other.md")


def reading(*questions: Question) -> Reading:
    return Reading(NOTES, questions)


def test_a_plan_is_carried_out_and_leaves_nothing_to_do(any_bank: QuestionBank) -> None:
    plan = by_id(any_bank.inventory([reading(*five())]))
    assert any_bank.apply(plan)
    assert any_bank.questions().items == tuple(five())
    again = by_id(any_bank.inventory([reading(*five())]))
    assert {change.fate for change in again.changes} == {Fate.UNCHANGED}
    assert all(change.before == change.after for change in again.changes)
    assert any_bank.apply(again)


def test_an_inventory_writes_nothing(any_bank: QuestionBank) -> None:
    assert any_bank.inventory([reading(*five())]) == Inventory((reading(*five()),))
    assert any_bank.documents() == ()


@pytest.mark.parametrize("what", ["status", "key points", "reading", "deleted"])
def test_a_plan_of_a_bank_that_has_changed_is_not_carried_out(any_bank: QuestionBank, what: str) -> None:
    draft = question("g-1", origin=Origin.GENERATED, status=Status.DRAFT)
    any_bank.ingest(NOTES, [*five(), draft])
    plan = by_id(any_bank.inventory([reading(question("q-1", reference="Other."))]))
    match what:
        case "status":
            any_bank.set_status(Q1, Status.DRAFT)
        case "key points":
            any_bank.replace_key_points(Q1, [point("mine")])
        case "reading":
            any_bank.ingest(NOTES, [question("q-1", line=77), *five()[1:]])
        case _:
            any_bank.ingest(NOTES, five())
    before = any_bank.questions().items
    assert not any_bank.apply(plan)
    assert any_bank.questions().items == before
    assert any_bank.apply(by_id(any_bank.inventory(plan.inventory.readings)))


def test_a_stale_plan_leaves_no_document_behind(any_bank: QuestionBank) -> None:
    any_bank.ingest(OTHER, [question("q-1")])
    fresh = Plan(Inventory((reading(question("q-1")),)), ())
    assert not any_bank.apply(fresh)  # q-1 is elsewhere, which this plan does not know
    assert [found.name for found in any_bank.documents()] == ["other.md"]


def test_an_answer_that_came_meanwhile_does_not_stop_a_plan(any_bank: QuestionBank) -> None:
    any_bank.ingest(NOTES, five())
    plan = by_id(any_bank.inventory([reading(*five()[1:])]))
    any_bank.record(attempt("a-1"))
    assert any_bank.apply(plan)
    assert any_bank.get(Q1).status is Status.RETIRED


def test_a_draft_that_was_answered_meanwhile_is_not_deleted(any_bank: QuestionBank) -> None:
    any_bank.ingest(NOTES, [question("q-1", origin=Origin.GENERATED, status=Status.DRAFT)])
    plan = by_id(any_bank.inventory([reading()]))
    assert plan.changes[0].after is None
    any_bank.record(attempt("a-1"))
    with pytest.raises(Conflict):
        any_bank.apply(plan)
    assert any_bank.get(Q1).status is Status.DRAFT


def test_a_question_moves_to_another_document_with_all_that_hangs_on_it(any_bank: QuestionBank) -> None:
    any_bank.ingest(NOTES, five())
    any_bank.record(attempt("a-1"))
    (filed,) = any_bank.file_flags(Q1, [flag("shares")])
    any_bank.decide_flag(filed.id, FlagState.DISMISSED)
    arrived = question("o-1", text="What is q-1?", line=3)
    readings = [reading(*five()[1:]), Reading(OTHER, (arrived,))]
    inventory = any_bank.inventory(readings)
    links = {arrived.id: Link(Q1, 1.0)} | {item.id: Link(item.id) for item in five()[1:]}
    plan = settle(inventory, links)
    assert report(plan.changes).moved == (Q1,)
    assert any_bank.apply(plan)
    moved = any_bank.get(Q1)
    assert moved.source == arrived.source
    assert any_bank.count(QuestionFilter(document="other.md")) == 1
    assert any_bank.count(QuestionFilter(document=NOTES.id)) == 4
    assert len(any_bank.attempts(question_id=Q1).items) == 1
    assert [item.state for item in any_bank.file_flags(Q1, [flag("shares")])] == [FlagState.DISMISSED]
    # Its old document may ask it again: that is another question.
    asked_again = [reading(*five())]
    (elsewhere,) = any_bank.inventory(asked_again).elsewhere.items()
    assert elsewhere == (Q1, "other.md")


def test_a_plan_over_two_documents_is_all_or_nothing(any_bank: QuestionBank) -> None:
    any_bank.ingest(document("third.md", "/third.md"), [question("x-1")])
    inventory = any_bank.inventory([reading(*five()), Reading(OTHER, (question("o-1"),))])
    plan = settle(inventory, {})
    stolen = replace(plan.changes[-1], after=replace(plan.changes[-1].held, question=question("x-1")))
    with pytest.raises(Conflict, match="x-1"):
        any_bank.apply(Plan(inventory, (*plan.changes[:-1], stolen)))
    assert [found.name for found in any_bank.documents()] == ["third.md"]
    assert any_bank.count() == 1


def test_what_waits_is_in_the_inventory(any_bank: QuestionBank) -> None:
    any_bank.ingest(NOTES, five())
    any_bank.ingest(NOTES, [question("q-1", reference="Other."), *five()[1:]])
    (held,) = (it for it in any_bank.inventory([reading()]).held if it.id == Q1)
    assert held.waiting == any_bank.latest(Q1).newest
    assert (held.waiting or held.question).version == 2
    # The present version may change meanwhile, and the one that waits is the next after it.
    any_bank.set_status(Q1, Status.RETIRED)
    any_bank.set_status(Q1, Status.ACTIVE)
    assert any_bank.get(Q1).version == 2


def test_nothing_waits_while_a_question_is_retired(any_bank: QuestionBank) -> None:
    changed = question("q-1", reference="Other.", line=10)
    any_bank.ingest(NOTES, five())
    any_bank.ingest(NOTES, [changed, *five()[1:]])
    any_bank.ingest(NOTES, five()[1:])
    retired = any_bank.latest(Q1).newest
    assert (retired.status, retired.version) == (Status.RETIRED, 1)
    assert any_bank.replace_key_points(Q1, [point("mine")]).version == 2
    any_bank.ingest(NOTES, [changed, *five()[1:]])
    back = any_bank.latest(Q1)
    assert (back.newest.version, back.met) == (3, True)
    assert back.approved == any_bank.get(Q1)


def test_the_latest_version_of_nothing_is_not_found(any_bank: QuestionBank) -> None:
    with pytest.raises(QuestionNotFound):
        any_bank.latest(QuestionId("q-none"))
