"""Attempts in the bank: what was said stays; the grade is the one that counts."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import Session

from questions.bank_engine import insert_if_absent
from questions.bank_pages import ATTEMPT_KEY, DOUBT_KEY, Page, decode, fetch_page
from questions.bank_rows import attempt_values, grade_values, scrub, to_attempt
from questions.errors import AttemptNotFound, Conflict, QuestionNotFound
from questions.gradebook import GivenGrade, Occasion, first_id
from questions.records import Attempt
from questions.tables import AttemptRow, GradeRow, QuestionRow


@dataclass(frozen=True, slots=True)
class AttemptFilter:
    """Which attempts; what is None does not matter."""

    question_id: str | None = None
    learner: str | None = None
    needs_review: bool | None = None
    by_person: bool | None = None


def record(session: Session, attempt: Attempt) -> Attempt:
    """Keeps *attempt*, or gives the one that has its id already: a request sent twice counts once.

    Raises QuestionNotFound when the bank has no such question or version, Conflict when the one with
    its id is another learner's, of another question, or has another answer.
    """
    # The lock keeps the question from being deleted before the attempt stands.
    lock = {"read": True, "key_share": True}
    question = session.get(QuestionRow, attempt.question_id, with_for_update=lock)
    if question is None or attempt.question_version > question.version:
        raise QuestionNotFound(
            f"no question {attempt.question_id!r} with a version {attempt.question_version} in the bank"
        )
    insert_if_absent(session, AttemptRow, attempt_values(attempt))
    kept = get(session, attempt.id)
    if _what_was_said(kept) != _what_was_said(attempt):
        raise Conflict(f"attempt {attempt.id!r} is in the bank with another answer; use a new id")
    insert_if_absent(session, GradeRow, grade_values(_first(attempt), 1))
    return kept


def get(session: Session, attempt_id: str) -> Attempt:
    """The attempt of this id.  Raises AttemptNotFound."""
    return to_attempt(row_of(session, attempt_id))


def row_of(session: Session, attempt_id: str, *, lock: bool = False) -> AttemptRow:
    """The row of an attempt, to be changed where it is *lock*\\ ed.  Raises AttemptNotFound."""
    row = session.get(AttemptRow, scrub(attempt_id), with_for_update=lock or None)
    if row is None:
        raise AttemptNotFound(f"no attempt {scrub(attempt_id)!r} in the bank; list them first")
    return row


def page(
    session: Session, wanted: AttemptFilter, cursor: str | None, limit: int, *, least_sure_first: bool
) -> Page[Attempt]:
    """The attempts that are *wanted*, the newest first or the least sure first."""
    query = select(AttemptRow).where(*_conditions(wanted))
    if least_sure_first:
        order = (AttemptRow.confidence, AttemptRow.at_us, AttemptRow.id)
        if cursor is not None:
            _, doubt, at_us, attempt_id = decode(cursor, DOUBT_KEY)
            query = query.where(tuple_(*order) > tuple_(doubt, at_us, scrub(attempt_id)))
        query = query.order_by(*order)
        return fetch_page(session, query, limit, record=to_attempt, key=_doubt_key)
    if cursor is not None:
        _, at_us, attempt_id = decode(cursor, ATTEMPT_KEY)
        query = query.where(tuple_(AttemptRow.at_us, AttemptRow.id) < tuple_(at_us, scrub(attempt_id)))
    query = query.order_by(AttemptRow.at_us.desc(), AttemptRow.id.desc())
    return fetch_page(session, query, limit, record=to_attempt, key=lambda row: ("a", row.at_us, row.id))


def count(session: Session, wanted: AttemptFilter) -> int:
    """How many attempts are *wanted*."""
    query = select(func.count()).select_from(AttemptRow).where(*_conditions(wanted))
    return session.execute(query).scalar_one()


def _conditions(wanted: AttemptFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.question_id is not None:
        found.append(AttemptRow.question_id == scrub(wanted.question_id))
    if wanted.learner is not None:
        found.append(AttemptRow.learner == scrub(wanted.learner))
    if wanted.needs_review is not None:
        found.append(AttemptRow.needs_review.is_(wanted.needs_review))
    if wanted.by_person is not None:
        found.append(AttemptRow.by_person.is_(wanted.by_person))
    return found


def _doubt_key(row: AttemptRow) -> tuple[str, float, int, str]:
    return ("d", row.confidence, row.at_us, row.id)


def _first(attempt: Attempt) -> GivenGrade:
    """The grade that *attempt* came with."""
    return GivenGrade(
        id=first_id(attempt.id),
        attempt_id=attempt.id,
        question_version=attempt.question_version,
        at=attempt.at,
        occasion=Occasion.SUBMITTED,
        grade=attempt.grade,
    )


def _what_was_said(attempt: Attempt) -> tuple[str, str, str | None]:
    # Grade and time differ when a request is sent again; they are not the learner's.
    return attempt.question_id, attempt.answer, attempt.learner
