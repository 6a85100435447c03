"""The version of a question that waits for approval, beside the one that learners meet.

It lies among the older versions under number 0, which no version has: so whatever becomes of the present
version meanwhile, no number is taken.  It is counted as the version after the present one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session

from questions.bank_engine import in_batches
from questions.bank_rows import BODY_VERSION, to_question, version_row, words_hash, write_question
from questions.records import FlagState, Question, Status
from questions.tables import FlagRow, QuestionRow, QuestionVersionRow

_NUMBER = 0


@dataclass(frozen=True, slots=True)
class Revision:
    """The newest version of a question, and the last approved one before it.

    *approved* is None when the newest is approved itself, or nothing ever was.  *met*: whether learners
    meet the approved one meanwhile.
    """

    newest: Question
    approved: Question | None = None
    met: bool = False


def is_waiting() -> ColumnElement[bool]:
    """Whether a version waits beside the question that learners meet."""
    waits = exists().where(
        QuestionVersionRow.question_id == QuestionRow.id, QuestionVersionRow.version == _NUMBER
    )
    return (QuestionRow.status == Status.ACTIVE) & waits


def waiting(session: Session, row: QuestionRow) -> Question | None:
    """The version of the question that waits."""
    found = session.get(QuestionVersionRow, (row.id, _NUMBER))
    return _numbered(found, row) if found else None


def all_waiting(session: Session, rows: Iterable[QuestionRow]) -> dict[str, Question]:
    """The versions that wait, by the ids of their questions."""
    by_id = {row.id: row for row in rows}
    found: dict[str, Question] = {}
    for ids in in_batches(by_id):
        query = select(QuestionVersionRow).where(
            QuestionVersionRow.question_id.in_(ids), QuestionVersionRow.version == _NUMBER
        )
        found.update(
            (old.question_id, _numbered(old, by_id[old.question_id])) for old in session.scalars(query)
        )
    return found


def let_wait(session: Session, question_id: str, question: Question | None) -> None:
    """Makes *question* the version that waits; None: none does."""
    kept = session.get(QuestionVersionRow, (question_id, _NUMBER))
    if question is None:
        if kept is not None:
            session.delete(kept)
    elif kept is None:
        made = version_row(question)
        made.version = _NUMBER
        session.add(made)
    else:
        kept.body, kept.body_version = question.model_dump(mode="json"), BODY_VERSION


def promote(session: Session, row: QuestionRow, question: Question) -> None:
    """Makes *question*, the version that waited, the present one; the one before it is kept."""
    session.add(version_row(to_question(row)))
    let_wait(session, row.id, None)
    row.document_words = None  # the document says the present words again
    write_question(row, question)
    drop_flags(session, row.id, words_hash(question))


def drop_flags(session: Session, question_id: str, *standing: str) -> None:
    """Open flags fall with the words they quote; those on words with a hash among *standing* stay."""
    fallen = (FlagRow.question_id == question_id, FlagRow.state == FlagState.OPEN)
    session.execute(delete(FlagRow).where(*fallen, FlagRow.words_hash.not_in(standing)))


def meant(session: Session, row: QuestionRow, version: int) -> tuple[QuestionRow | None, str | None]:
    """A row with the words of *version*, and the hash of those that stand beside them.

    None when *version* is neither the present one nor the one that waits.
    """
    newer = waiting(session, row)
    if version == row.version:
        return row, words_hash(newer) if newer else None
    if newer is None or version != newer.version:
        return None, None
    made = QuestionRow()  # to be read from, never to be added
    write_question(made, newer)
    return made, row.words_hash


def revision(session: Session, row: QuestionRow) -> Revision:
    """The newest version of a question, and the last approved one before it.

    Of a retired question nothing waits: what did, does again when the question is back.
    """
    present = to_question(row)
    match present.status:
        case Status.ACTIVE:
            newest = waiting(session, row)
            return Revision(newest, present, met=True) if newest else Revision(present)
        case Status.DRAFT:
            return Revision(present, _approved(session, row))
        case Status.RETIRED:
            return Revision(present)


def _approved(session: Session, row: QuestionRow) -> Question | None:
    query = (
        select(QuestionVersionRow)
        .where(QuestionVersionRow.question_id == row.id, QuestionVersionRow.version != _NUMBER)
        .order_by(QuestionVersionRow.version.desc())
    )
    older = (to_question(old) for old in session.scalars(query))
    return next((question for question in older if question.status is Status.ACTIVE), None)


def _numbered(found: QuestionVersionRow, row: QuestionRow) -> Question:
    return to_question(found).model_copy(update={"version": row.version + 1})
