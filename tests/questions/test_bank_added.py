"""Questions that are put beside those of a document."""

import pytest

from questions.bank import QuestionBank
from questions.errors import Conflict
from questions.records import Document, DocumentId
from tests.questions.making import document, five, question


def test_what_is_added_stands_beside_what_was_read(any_bank: QuestionBank) -> None:
    any_bank.ingest(document(), five())
    extra = question("g-1", line=3)
    assert any_bank.add(document(), [extra]) == (extra.id,)
    assert any_bank.get(extra.id) == extra
    assert any_bank.count() == 6
    assert any_bank.ingest(document(), [*five(), extra]).unchanged == (
        *(each.id for each in five()),
        extra.id,
    )


def test_what_is_there_stays_as_it_is(any_bank: QuestionBank) -> None:
    assert any_bank.add(document(), [question("g-1")]) == ("g-1",)
    assert any_bank.documents() == (document(),)
    other = question("g-1", reference="Other words.")
    assert any_bank.add(document(), [other, question("g-2")]) == ("g-2",)
    assert any_bank.get(other.id) == question("g-1")


def test_an_id_of_another_document_is_refused(any_bank: QuestionBank) -> None:
    any_bank.add(document(), [question("g-1")])
    second = Document(id=DocumentId("d-2"), name="second.md", line_count=1, content_hash="1" * 64)
    with pytest.raises(Conflict, match="g-1"):
        any_bank.add(second, [question("g-1"), question("g-9")])
    assert any_bank.count() == 1
