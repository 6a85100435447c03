"""Questions that are put beside those of a document, not read out of it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from questions.bank_engine import in_batches, insert_if_absent
from questions.bank_rows import clean, document_values, write_question
from questions.errors import Conflict
from questions.records import Document, Question, QuestionId
from questions.tables import DocumentRow, QuestionRow


def add(session: Session, document: Document, questions: Sequence[Question]) -> tuple[QuestionId, ...]:
    """Puts those of *questions* into the bank that it does not hold; the ids of the new ones.

    Raises Conflict when one has the id of a question of another document.
    """
    document = clean(document)
    insert_if_absent(session, DocumentRow, document_values(document))
    given = {question.id: clean(question) for question in questions}
    held: set[str] = set()
    for ids in in_batches(given):
        for row in session.scalars(select(QuestionRow).where(QuestionRow.id.in_(ids))):
            if row.document_id != document.id:
                raise Conflict(f"question {row.id} belongs to the document {row.document!r}")
            held.add(row.id)
    new = [question for name, question in given.items() if name not in held]
    session.add_all(_row(document, question) for question in new)
    return tuple(question.id for question in new)


def _row(document: Document, question: Question) -> QuestionRow:
    row = QuestionRow(
        document_id=document.id, document=document.name, key_points_edited=False, in_document=True
    )
    write_question(row, question)
    return row
