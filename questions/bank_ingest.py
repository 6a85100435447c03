"""Documents that are read again: what the bank holds of them, and the writing of what becomes of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from questions.bank_engine import in_batches, insert_if_absent
from questions.bank_rows import (
    BODY_VERSION,
    clean,
    document_values,
    to_document,
    to_question,
    version_row,
    words_hash,
    write_question,
)
from questions.bank_waiting import all_waiting, drop_flags, let_wait
from questions.changes import Change, Held, Inventory, Plan, Reading
from questions.errors import Conflict
from questions.records import Document, DocumentId, Question, QuestionId, Status
from questions.settle import by_id
from questions.tables import AttemptRow, DocumentRow, QuestionRow, QuestionVersionRow


class Stale(Exception):
    """The bank has changed since a plan was made."""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """An inventory with the rows that it was made of."""

    inventory: Inventory
    rows: Mapping[str, QuestionRow]


def take(session: Session, readings: Sequence[Reading]) -> Inventory:
    """What the bank holds of the documents of *readings*."""
    return _look(session, _cleaned(readings), lock=False).inventory


def ingest(session: Session, document: Document, questions: Sequence[Question], *, dry_run: bool) -> Plan:
    """Makes the bank hold what *document* holds now; the same id is the same question."""
    readings = _cleaned([Reading(document, tuple(questions))])
    if not dry_run:
        _make_documents(session, readings)
    shelf = _look(session, readings, lock=not dry_run)
    made = by_id(shelf.inventory)
    if not dry_run:
        _carry_out(session, made, shelf.rows)
    return made


def apply(session: Session, plan: Plan) -> None:
    """Carries out *plan*.  Raises Stale when the bank is no longer as the plan found it."""
    readings = plan.inventory.readings
    _make_documents(session, readings)
    shelf = _look(session, readings, lock=True)
    found, expected = shelf.inventory, plan.inventory
    if found.held != expected.held or found.elsewhere != expected.elsewhere:
        raise Stale
    _carry_out(session, plan, shelf.rows)


def _cleaned(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    return tuple(Reading(clean(it.document), tuple(map(clean, it.questions))) for it in readings)


def _make_documents(session: Session, readings: Iterable[Reading]) -> None:
    # Of two processes with the same new document, the second waits here; in the order of ids, so that
    # two with the same documents do not wait for each other.
    for reading in sorted(readings, key=lambda it: it.document.id):
        insert_if_absent(session, DocumentRow, document_values(reading.document))


def _look(session: Session, readings: tuple[Reading, ...], *, lock: bool) -> _Shelf:
    documents = _stored_documents(session, readings, lock=lock)
    rows = _question_rows(session, [reading.document.id for reading in readings], lock=lock)
    held = _held(session, rows)
    return _Shelf(Inventory(readings, documents, held, _elsewhere(session, readings, rows)), rows)


def _stored_documents(session: Session, readings: Iterable[Reading], *, lock: bool) -> tuple[Document, ...]:
    found: list[DocumentRow] = []
    for names in in_batches(reading.document.name for reading in readings):
        ids = [reading.document.id for reading in readings if reading.document.name in set(names)]
        query = select(DocumentRow).where(or_(DocumentRow.id.in_(ids), DocumentRow.name.in_(names)))
        query = query.order_by(DocumentRow.id)
        found += session.scalars(query.with_for_update() if lock else query)
    return tuple(map(to_document, found))


def _question_rows(session: Session, documents: Iterable[str], *, lock: bool) -> dict[str, QuestionRow]:
    """The rows of the documents, in their order; where they are to be changed, *lock*ed to the end."""
    rows: dict[str, QuestionRow] = {}
    for ids in in_batches(documents):
        query = (
            select(QuestionRow)
            .where(QuestionRow.document_id.in_(ids))
            .order_by(QuestionRow.document, QuestionRow.line_start, QuestionRow.id)
        )
        rows.update((row.id, row) for row in session.scalars(query.with_for_update() if lock else query))
    return rows


def _held(session: Session, rows: Mapping[str, QuestionRow]) -> tuple[Held, ...]:
    attempted: set[str] = set()
    for ids in in_batches(rows):
        query = select(AttemptRow.question_id).where(AttemptRow.question_id.in_(ids)).distinct()
        attempted.update(session.scalars(query))
    waiting = all_waiting(session, rows.values())
    said = _said(session, rows)
    return tuple(
        Held(
            document_id=DocumentId(row.document_id or ""),
            question=to_question(row),
            waiting=waiting.get(name),
            said=said.get(name),
            edited=row.key_points_edited,
            in_document=row.in_document,
            resumes=Status(row.resume_status) if row.resume_status else None,
            attempted=name in attempted,
        )
        for name, row in rows.items()
    )


def _said(session: Session, rows: Mapping[str, QuestionRow]) -> dict[str, Question]:
    """What the document said where a person corrected it: an older version has these words."""
    found: dict[str, Question] = {}
    for ids in in_batches(name for name, row in rows.items() if row.document_words is not None):
        query = select(QuestionVersionRow).where(QuestionVersionRow.question_id.in_(ids))
        for old in map(to_question, session.scalars(query.order_by(QuestionVersionRow.version))):
            if words_hash(old) == rows[old.id].document_words:
                found[old.id] = old
    return found


def _elsewhere(
    session: Session, readings: Iterable[Reading], rows: Mapping[str, QuestionRow]
) -> dict[QuestionId, str]:
    coming = (question.id for reading in readings for question in reading.questions)
    found: dict[QuestionId, str] = {}
    for ids in in_batches(name for name in coming if name not in rows):
        query = select(QuestionRow.id, QuestionRow.document).where(QuestionRow.id.in_(ids))
        found.update((QuestionId(name), document) for name, document in session.execute(query))
    return found


def _carry_out(session: Session, plan: Plan, rows: Mapping[str, QuestionRow]) -> None:
    """Writes *plan*; *rows* are those that it is about."""
    names = {reading.document.id: reading.document.name for reading in plan.inventory.readings}
    new = [change.after for change in plan.changes if change.before is None and change.after]
    _refuse_taken(session, new)
    for change in plan.changes:
        if change.before is not None and change.before != change.after:
            _update(session, rows[change.before.id], change.before, change, names)
    session.add_all(_new_row(held, names[held.document_id]) for held in new)
    for reading in plan.inventory.readings:
        row = session.get(DocumentRow, reading.document.id)
        if row is not None:
            row.body, row.body_version = document_values(reading.document)["body"], BODY_VERSION


def _refuse_taken(session: Session, new: Iterable[Held]) -> None:
    for ids in in_batches(held.id for held in new):
        taken = session.scalars(select(QuestionRow).where(QuestionRow.id.in_(ids))).first()
        if taken is not None:
            raise Conflict(f"question {taken.id} belongs to the document {taken.document!r}")


def _new_row(held: Held, document: str) -> QuestionRow:
    row = QuestionRow(
        document_id=held.document_id,
        document=document,
        key_points_edited=held.edited,
        in_document=held.in_document,
    )
    write_question(row, held.question)
    return row


def _update(
    session: Session, row: QuestionRow, before: Held, change: Change, names: Mapping[DocumentId, str]
) -> None:
    after = change.after
    if after is None:
        session.delete(row)
        return
    if after.question.version != before.question.version:
        session.add(version_row(before.question))
    if after.waiting != before.waiting:
        let_wait(session, row.id, after.waiting)
    row.document_id, row.document = after.document_id, names[after.document_id]
    row.key_points_edited = after.edited
    row.in_document = after.in_document
    row.resume_status = after.resumes
    row.document_words = words_hash(after.said) if after.said else None
    write_question(row, after.question)
    if _hashes(after) != _hashes(before):
        drop_flags(session, row.id, *_hashes(after))


def _hashes(held: Held) -> set[str]:
    return {words_hash(question) for question in (held.question, held.waiting) if question is not None}
