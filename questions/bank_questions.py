"""Questions in the bank: found, listed, drawn, and changed by people."""

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from questions.bank_engine import in_batches
from questions.bank_pages import Page, QuestionFilter, after_question, conditions, fetch_page, question_key
from questions.bank_rows import clean, scrub, to_question, version_row, write_question
from questions.errors import BadInput, QuestionNotFound
from questions.records import FreeText, KeyPoint, Question, QuestionId, Status, digest
from questions.tables import QuestionRow, QuestionVersionRow


def locked_row(session: Session, question_id: str) -> QuestionRow:
    """The row of a question that is about to change.  Raises QuestionNotFound."""
    return _found(session.get(QuestionRow, scrub(question_id), with_for_update=True), question_id)


def get(session: Session, question_id: str, version: int | None) -> Question:
    """A question as it stands, or as it stood in *version*.  Raises QuestionNotFound."""
    row = _found(session.get(QuestionRow, scrub(question_id)), question_id)
    if version is None or version == row.version:
        return to_question(row)
    # Versions that cannot be are not looked up: they may be too large for the column.
    old = session.get(QuestionVersionRow, (row.id, version)) if 0 < version < row.version else None
    if old is None:
        raise QuestionNotFound(f"question {row.id} has no version {version}, its last is {row.version}")
    return to_question(old)


def get_many(session: Session, ids: Iterable[QuestionId]) -> dict[QuestionId, Question]:
    """Those of *ids* that the bank holds."""
    found: dict[QuestionId, Question] = {}
    for batch in in_batches(scrub(name) for name in ids):
        rows = session.scalars(select(QuestionRow).where(QuestionRow.id.in_(batch)))
        found.update((QuestionId(row.id), to_question(row)) for row in rows)
    return found


def page(session: Session, wanted: QuestionFilter, cursor: str | None, limit: int) -> Page[Question]:
    """The questions that are *wanted*, by document and line."""
    query = select(QuestionRow).where(*conditions(wanted))
    if cursor is not None:
        query = query.where(after_question(session, cursor))
    query = query.order_by(QuestionRow.document, QuestionRow.line_start, QuestionRow.id)
    return fetch_page(session, query, limit, record=to_question, key=question_key)


def count(session: Session, wanted: QuestionFilter) -> int:
    """How many questions are *wanted*."""
    query = select(func.count()).select_from(QuestionRow).where(*conditions(wanted))
    return session.execute(query).scalar_one()


def sample(session: Session, wanted: QuestionFilter, size: int, seed: int) -> tuple[Question, ...]:
    """*size* of the questions that are *wanted*, or all of them when there are fewer, in random order.

    The order is that of a hash of seed and id: the same on every database, and a question more or less
    in the bank does not reshuffle the others.
    """
    if size < 0:
        raise BadInput(f"{size} questions cannot be drawn")
    ids = session.scalars(select(QuestionRow.id).where(*conditions(wanted)))
    drawn = [QuestionId(name) for name in sorted(ids, key=lambda name: digest(str(seed), name))[:size]]
    questions = get_many(session, drawn)
    return tuple(questions[name] for name in drawn if name in questions)


def set_status(session: Session, question_id: str, status: Status) -> Question:
    """Sets whether learners meet the question; its version stays."""
    row = locked_row(session, question_id)
    question = to_question(row).model_copy(update={"status": status})
    row.resume_status = None  # a person's choice outlives the question's return to its document
    write_question(row, question)
    return question


def replace_key_points(session: Session, question_id: str, key_points: Sequence[KeyPoint]) -> FreeText:
    """Gives a free-text question a person's key points: a new version, unless nothing changes.

    Raises BadInput for another kind of question, ids that repeat, or a span outside the reference.
    """
    row = locked_row(session, question_id)
    question = to_question(row)
    if not isinstance(question, FreeText):
        raise BadInput(f"question {row.id} is of kind {question.kind}; only free text has key points")
    wanted = tuple(clean(point) for point in key_points)
    _refuse_bad_points(wanted, question.reference or "")
    row.key_points_edited = True
    if wanted == question.key_points:
        return question
    session.add(version_row(question))
    edited = question.model_copy(update={"key_points": wanted, "version": question.version + 1})
    write_question(row, edited)
    return edited


def _found(row: QuestionRow | None, question_id: str) -> QuestionRow:
    if row is None:
        raise QuestionNotFound(f"no question {scrub(question_id)!r} in the bank; list them first")
    return row


def _refuse_bad_points(points: Sequence[KeyPoint], reference: str) -> None:
    twice = [name for name, times in Counter(point.id for point in points).items() if times > 1]
    if twice:
        raise BadInput(f"two key points share the id {twice[0]!r}; ids must differ")
    for point in points:
        if point.span is not None and point.span.end > len(reference):
            raise BadInput(
                f"key point {point.id!r} ends at character {point.span.end}, "
                f"but the reference has {len(reference)}"
            )
