"""Questions in the bank: found, listed, drawn, and changed by people."""

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from questions.bank_engine import in_batches
from questions.bank_pages import Page, QuestionFilter, after_question, conditions, fetch_page, question_key
from questions.bank_rows import clean, scrub, to_question, version_row, words_hash, write_question
from questions.bank_waiting import all_waiting, let_wait, promote, waiting
from questions.errors import BadInput, QuestionNotFound
from questions.records import FreeText, KeyPoint, Question, QuestionId, Status, digest
from questions.tables import QuestionRow, QuestionVersionRow


def locked_row(session: Session, question_id: str) -> QuestionRow:
    """The row of a question that is about to change.  Raises QuestionNotFound."""
    return _found(session.get(QuestionRow, scrub(question_id), with_for_update=True), question_id)


def present_row(session: Session, question_id: str) -> QuestionRow:
    """The row of a question.  Raises QuestionNotFound."""
    return _found(session.get(QuestionRow, scrub(question_id)), question_id)


def get(session: Session, question_id: str, version: int | None) -> Question:
    """A question as learners meet it, or as it is in *version*.  Raises QuestionNotFound."""
    row = present_row(session, question_id)
    if version is None or version == row.version:
        return to_question(row)
    if version == row.version + 1 and (newer := waiting(session, row)):
        return newer
    # Versions that cannot be are not looked up: they may be too large for the column.
    old = session.get(QuestionVersionRow, (row.id, version)) if 0 < version < row.version else None
    if old is None:
        raise QuestionNotFound(f"question {row.id} has no version {version}, its last is {row.version}")
    return to_question(old)


def versions_of_present_words(session: Session, question_id: str) -> frozenset[int]:
    """The versions whose words are those of the present one.  Raises QuestionNotFound."""
    row = present_row(session, question_id)
    older = session.scalars(select(QuestionVersionRow).where(QuestionVersionRow.question_id == row.id))
    return frozenset(
        (row.version, *(old.version for old in older if words_hash(to_question(old)) == row.words_hash))
    )


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
    found = fetch_page(session, query, limit, record=lambda row: row, key=question_key)
    return Page(_as_wanted(session, found.items, wanted), found.next_cursor)


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
    rows = {
        row.id: row
        for batch in in_batches(drawn)
        for row in session.scalars(select(QuestionRow).where(QuestionRow.id.in_(batch)))
    }
    return _as_wanted(session, [rows[name] for name in drawn if name in rows], wanted)


def set_status(session: Session, question_id: str, status: Status) -> Question:
    """Sets whether learners meet the question; its version stays."""
    row = locked_row(session, question_id)
    row.resume_status = None  # a person's choice outlives the question's return to its document
    newer = waiting(session, row) if status is not Status.RETIRED else None
    if newer is not None:
        newer = newer.model_copy(update={"status": status})
        promote(session, row, newer)
        return newer
    question = to_question(row).model_copy(update={"status": status})
    write_question(row, question)
    return question


def replace_key_points(session: Session, question_id: str, key_points: Sequence[KeyPoint]) -> FreeText:
    """Gives a free-text question a person's key points: a new version, unless nothing changes.

    The version that waits for approval, where there is one, gets them, and goes on waiting.

    Raises BadInput for another kind of question, ids that repeat, or a span outside the reference.
    """
    row = locked_row(session, question_id)
    newer = waiting(session, row) if row.status == Status.ACTIVE else None
    question = newer or to_question(row)
    if not isinstance(question, FreeText):
        raise BadInput(f"question {row.id} is of kind {question.kind}; only free text has key points")
    wanted = tuple(clean(point) for point in key_points)
    refuse_bad_points(wanted, question.reference or "")
    row.key_points_edited = True
    if wanted == question.key_points:
        return question
    if newer is not None:
        mended = question.model_copy(update={"key_points": wanted})
        let_wait(session, row.id, mended)
        return mended
    session.add(version_row(question))
    edited = question.model_copy(update={"key_points": wanted, "version": question.version + 1})
    write_question(row, edited)
    return edited


def _as_wanted(session: Session, rows: Sequence[QuestionRow], wanted: QuestionFilter) -> tuple[Question, ...]:
    """What *rows* say; who wants drafts gets the versions that wait."""
    newer = all_waiting(session, rows) if wanted.status is Status.DRAFT else {}
    return tuple(newer.get(row.id) or to_question(row) for row in rows)


def _found(row: QuestionRow | None, question_id: str) -> QuestionRow:
    if row is None:
        raise QuestionNotFound(f"no question {scrub(question_id)!r} in the bank; list them first")
    return row


def refuse_bad_points(points: Sequence[KeyPoint], reference: str) -> None:
    """Raises BadInput for ids that repeat, or a span outside the *reference*."""
    twice = [name for name, times in Counter(point.id for point in points).items() if times > 1]
    if twice:
        raise BadInput(f"two key points share the id {twice[0]!r}; ids must differ")
    for point in points:
        if point.span is not None and point.span.end > len(reference):
            raise BadInput(
                f"key point {point.id!r} ends at character {point.span.end}, "
                f"but the reference has {len(reference)}"
            )
