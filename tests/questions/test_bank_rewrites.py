"""Questions that a person wrote anew: the next version, kept while the document says what it said."""

import pytest

from questions.bank import QuestionBank, QuestionFilter
from questions.errors import BadInput, Conflict, QuestionNotFound
from questions.records import (
    FlagState,
    FreeText,
    Origin,
    Question,
    QuestionId,
    Status,
    TrueFalse,
)
from tests.questions.making import document, five, flag, point, question

Q1 = QuestionId("q-1")
DRAFTS = QuestionFilter(status=Status.DRAFT)


def draft(**changes: str) -> FreeText:
    return question("q-1", origin=Origin.GENERATED, status=Status.DRAFT, line=10, **changes)  # type: ignore[arg-type]


def written(question_: Question, **changes: object) -> Question:
    return question_.model_copy(update={"status": Status.ACTIVE, **changes})


def test_a_draft_that_was_written_anew_is_met_and_stays_when_read_again(any_bank: QuestionBank) -> None:
    any_bank.ingest(document(), [draft()])
    any_bank.file_flags(Q1, [flag("shares")])
    wanted = written(
        any_bank.get(Q1), text="How is it shared?", reference="By all.", key_points=(point("k"),)
    )
    after = any_bank.rewrite(Q1, 1, wanted)
    assert (after.version, after.status, after.text) == (2, Status.ACTIVE, "How is it shared?")
    assert any_bank.get(Q1) == after
    assert any_bank.get(Q1, 1).text == "What is q-1?"
    assert any_bank.flags(Q1, FlagState.OPEN).items == ()
    assert any_bank.count(DRAFTS) == 0
    report = any_bank.ingest(document(), [draft()])
    assert (report.changed, report.retired) == ((), ())
    assert any_bank.get(Q1) == after


def test_new_words_of_the_document_wait_beside_what_a_person_wrote(any_bank: QuestionBank) -> None:
    any_bank.ingest(document(), [draft()])
    after = any_bank.rewrite(Q1, 1, written(any_bank.get(Q1), reference="By all."))
    assert any_bank.ingest(document(), [draft(reference="By none.")]).changed == (Q1,)
    assert any_bank.get(Q1) == after
    (waiting,) = any_bank.questions(DRAFTS).items
    assert (waiting.version, waiting.model_dump()["reference"]) == (3, "By none.")


def waiting_bank(bank: QuestionBank) -> Question:
    """A bank whose first question has new words that wait; these."""
    bank.ingest(document(), five())
    bank.ingest(document(), [question("q-1", reference="It shares a few.", line=10), *five()[1:]])
    (waiting,) = bank.questions(DRAFTS).items
    return waiting


def test_words_that_wait_may_be_refused_for_the_old_ones(any_bank: QuestionBank) -> None:
    waiting, old = waiting_bank(any_bank), any_bank.get(Q1)
    after = any_bank.rewrite(Q1, waiting.version, old)
    assert (after.version, after.content_hash, after.status) == (3, old.content_hash, Status.ACTIVE)
    assert any_bank.get(Q1, 2).content_hash == waiting.content_hash
    assert any_bank.count(DRAFTS) == 0
    again = any_bank.ingest(document(), [question("q-1", reference="It shares a few.", line=10), *five()[1:]])
    assert again.changed == ()
    assert any_bank.get(Q1) == after
    assert any_bank.ingest(document(), five()).changed == ()  # the approved words are back


def test_words_that_wait_may_be_written_anew(any_bank: QuestionBank) -> None:
    waiting = waiting_bank(any_bank)
    after = any_bank.rewrite(Q1, waiting.version, written(waiting, reference="It shares some."))
    assert any_bank.get(Q1) == after
    assert after.version == 3
    assert any_bank.count(DRAFTS) == 0
    other = [question("q-1", reference="It shares a few.", line=10), *five()[1:]]
    assert any_bank.ingest(document(), other).changed == ()
    assert any_bank.get(Q1) == after


def test_back_to_what_the_document_says(any_bank: QuestionBank) -> None:
    any_bank.ingest(document(), [draft()])
    first = any_bank.get(Q1)
    any_bank.rewrite(Q1, 1, written(first, reference="By all."))
    after = any_bank.rewrite(Q1, 2, written(first))
    assert (after.version, after.content_hash) == (3, first.content_hash)
    assert any_bank.ingest(document(), [draft()]).unchanged == (Q1,)


def test_other_kinds_can_be_written_anew(any_bank: QuestionBank) -> None:
    made = TrueFalse(
        id=Q1, text="It shares.", language="en", correct=True, source=draft().source, status=Status.DRAFT
    )
    any_bank.ingest(document(), [made])
    after = any_bank.rewrite(Q1, 1, written(made, correct=False))
    assert isinstance(after, TrueFalse)
    assert after.correct is False
    assert any_bank.ingest(document(), [made]).changed == ()


def test_what_cannot_be_is_refused_and_changes_nothing(any_bank: QuestionBank) -> None:
    any_bank.ingest(document(), [draft()])
    before = any_bank.get(Q1)
    with pytest.raises(BadInput):
        any_bank.rewrite(Q1, 1, written(before))
    with pytest.raises(Conflict):
        any_bank.rewrite(Q1, 2, written(before, reference="x"))
    with pytest.raises(BadInput):
        any_bank.rewrite(Q1, 1, written(before, reference="x", key_points=(point("k"), point("k"))))
    with pytest.raises(QuestionNotFound):
        any_bank.rewrite(QuestionId("q-none"), 1, before)
    assert any_bank.get(Q1) == before


def test_who_saw_the_approved_words_is_told_that_others_wait(any_bank: QuestionBank) -> None:
    waiting_bank(any_bank)
    with pytest.raises(Conflict, match="version 2"):
        any_bank.rewrite(Q1, 1, written(any_bank.get(Q1), reference="x"))
