"""What a document that is read again does to the questions that the bank holds of it.

`plan` decides on frozen values and touches nothing; `ingest` asks it, then writes.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import delete, or_, select
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
from questions.errors import BadInput, Conflict
from questions.records import Document, FlagState, Origin, Question, QuestionId, Status
from questions.tables import AttemptRow, DocumentRow, FlagRow, QuestionRow


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of each question; every id stands in one field only.

    added: new, or back in the document.  changed: other words or key points, so a new version.
    moved: the same at another place.  retired: no longer in the document.
    """

    added: tuple[QuestionId, ...] = ()
    unchanged: tuple[QuestionId, ...] = ()
    changed: tuple[QuestionId, ...] = ()
    moved: tuple[QuestionId, ...] = ()
    retired: tuple[QuestionId, ...] = ()


class Fate(StrEnum):
    """What becomes of one question; the names are the fields of the report."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    MOVED = "moved"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Held:
    """A question of the document as the bank holds it.

    *edited*: a person wrote its key points.  *resumes*: the status it takes again when it comes back.
    """

    question: Question
    words: str
    edited: bool = False
    in_document: bool = True
    resumes: Status | None = None
    attempted: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one question, and how it stands afterwards; None when it is deleted."""

    id: QuestionId
    fate: Fate
    question: Question | None


def ingest(
    session: Session, document: Document, questions: Sequence[Question], *, dry_run: bool
) -> IngestReport:
    """Makes the bank hold what *document* holds now; see `QuestionBank.ingest`."""
    document = clean(document)
    incoming = [clean(question) for question in questions]
    if not dry_run:  # of two processes with the same new document, the second waits here
        insert_if_absent(session, DocumentRow, document_values(document))
    same = or_(DocumentRow.id == document.id, DocumentRow.name == document.name)
    stored = session.scalars(select(DocumentRow).where(same).with_for_update()).first()
    rows = _question_rows(session, document.id) if stored else {}
    held = _held_questions(session, document.id, rows)
    if stored is not None:
        refuse_other_document(to_document(stored), held, document, incoming)
    steps = plan(held, incoming)
    if stored is not None and not dry_run:
        _carry_out(session, stored, rows, steps)
        stored.body, stored.body_version = document_values(document)["body"], BODY_VERSION
    return _report(steps)


def plan(held: Mapping[QuestionId, Held], incoming: Sequence[Question]) -> tuple[Step, ...]:
    """The steps from what is *held* to what the document holds now, in the document's order.

    Raises BadInput when two questions share an id.
    """
    twice = [name for name, count in Counter(question.id for question in incoming).items() if count > 1]
    if twice:
        raise BadInput(f"two questions of the document share the id {twice[0]}; ids must differ")
    met = [_meet(held.get(question.id), question) for question in incoming]
    present = {step.id for step in met}
    gone = [it for name, it in held.items() if name not in present and it.in_document]
    return (*met, *(_miss(it) for it in gone if it.question.status is not Status.RETIRED))


def _report(steps: Iterable[Step]) -> IngestReport:
    """*steps* by fate."""
    by_fate: dict[Fate, list[QuestionId]] = {fate: [] for fate in Fate}
    for step in steps:
        by_fate[step.fate].append(step.id)
    return IngestReport(**{fate.value: tuple(ids) for fate, ids in by_fate.items()})


def refuse_other_document(
    stored: Document, held: Mapping[QuestionId, Held], document: Document, incoming: Sequence[Question]
) -> None:
    """Raises Conflict when *document* is not the *stored* one read again, but another of the same name.

    It is the same when it lies at the same path, or still holds most questions of the bank.
    """
    if stored.id != document.id or stored.name != document.name:
        raise Conflict(
            f"the bank holds {stored.name!r} as {stored.id}, which {document.name!r} ({document.id}) "
            "contradicts; pass another name with --name"
        )
    if stored.path is not None and stored.path == document.path:
        return
    live = {name for name, it in held.items() if it.question.status is not Status.RETIRED}
    kept = live & {question.id for question in incoming}
    if live and 2 * len(kept) <= len(live):
        raise Conflict(
            f"another document named {stored.name!r} is in the bank"
            f"{f' (from {stored.path})' if stored.path else ''}; pass another name with --name"
        )


def _question_rows(session: Session, document_id: str) -> dict[QuestionId, QuestionRow]:
    """The rows of the document, in its order, locked until the transaction ends."""
    query = (
        select(QuestionRow)
        .where(QuestionRow.document_id == document_id)
        .order_by(QuestionRow.line_start, QuestionRow.id)
        .with_for_update()
    )
    return {QuestionId(row.id): row for row in session.scalars(query)}


def _held_questions(
    session: Session, document_id: str, rows: Mapping[QuestionId, QuestionRow]
) -> dict[QuestionId, Held]:
    """What *rows*, those of the document, say."""
    query = (
        select(AttemptRow.question_id)
        .join(QuestionRow, QuestionRow.id == AttemptRow.question_id)
        .where(QuestionRow.document_id == document_id)
        .distinct()
    )
    attempted = set(session.scalars(query))
    return {name: _held(row, attempted=name in attempted) for name, row in rows.items()}


def _carry_out(
    session: Session, document: DocumentRow, rows: Mapping[QuestionId, QuestionRow], steps: Iterable[Step]
) -> None:
    """Writes *steps*; *rows* are those of the document.  Raises Conflict for an id of another document."""
    new = []
    for step in steps:
        row = rows.get(step.id)
        if step.question is None:
            session.delete(row)
        elif row is None:
            new.append(_new_row(document, step.question))
        else:
            _update(session, row, step.fate, step.question)
    for ids in in_batches(row.id for row in new):
        taken = session.scalars(select(QuestionRow).where(QuestionRow.id.in_(ids))).first()
        if taken is not None:
            raise Conflict(f"question {taken.id} belongs to the document {taken.document!r}")
    session.add_all(new)


def _meet(held: Held | None, incoming: Question) -> Step:
    """A question that the document holds."""
    if held is None:
        return Step(incoming.id, Fate.ADDED, incoming)
    stored = held.question
    status = held.resumes or stored.status
    if not _same(held, incoming):
        # What a machine wrote anew, nobody has approved yet.
        if incoming.origin is Origin.GENERATED and status is Status.ACTIVE:
            status = incoming.status
        changed = incoming.model_copy(update={"status": status, "version": stored.version + 1})
        return Step(incoming.id, Fate.CHANGED, changed)
    after = stored.model_copy(update={"status": status, "source": incoming.source})
    if not held.in_document:
        return Step(incoming.id, Fate.ADDED, after)
    return Step(incoming.id, Fate.UNCHANGED if after == stored else Fate.MOVED, after)


def _miss(held: Held) -> Step:
    """A question that the document no longer holds; only a draft that nobody touched is deleted."""
    question = held.question
    untouched = question.origin is Origin.GENERATED and question.status is Status.DRAFT
    if untouched and not held.attempted and not held.edited:
        return Step(question.id, Fate.RETIRED, None)
    return Step(question.id, Fate.RETIRED, question.model_copy(update={"status": Status.RETIRED}))


def _same(held: Held, incoming: Question) -> bool:
    if held.edited:  # a person's key points stand while the words do
        return words_hash(incoming) == held.words
    return incoming.content_hash == held.question.content_hash


def _held(row: QuestionRow, *, attempted: bool) -> Held:
    return Held(
        question=to_question(row),
        words=row.words_hash,
        edited=row.key_points_edited,
        in_document=row.in_document,
        resumes=Status(row.resume_status) if row.resume_status else None,
        attempted=attempted,
    )


def _new_row(document: DocumentRow, question: Question) -> QuestionRow:
    row = QuestionRow(
        document_id=document.id, document=document.name, key_points_edited=False, in_document=True
    )
    write_question(row, question)
    return row


def _update(session: Session, row: QuestionRow, fate: Fate, question: Question) -> None:
    if fate is Fate.UNCHANGED:
        return
    if fate is Fate.CHANGED:
        session.add(version_row(to_question(row)))
        row.key_points_edited = False
        if words_hash(question) != row.words_hash:  # open flags fall with the words they quote
            open_flags = (FlagRow.question_id == row.id, FlagRow.state == FlagState.OPEN)
            session.execute(delete(FlagRow).where(*open_flags))
    row.in_document = fate is not Fate.RETIRED
    row.resume_status = row.status if fate is Fate.RETIRED else None
    write_question(row, question)
