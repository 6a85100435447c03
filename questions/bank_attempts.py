"""Attempts in the bank: recorded once, never changed."""

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from questions.bank_engine import insert_if_absent
from questions.bank_pages import ATTEMPT_KEY, Page, decode, fetch_page
from questions.bank_rows import attempt_values, scrub, to_attempt
from questions.errors import Conflict, NotFound, QuestionNotFound
from questions.records import Attempt
from questions.tables import AttemptRow, QuestionRow


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
    return kept


def get(session: Session, attempt_id: str) -> Attempt:
    """The attempt of this id.  Raises NotFound."""
    row = session.get(AttemptRow, scrub(attempt_id))
    if row is None:
        raise NotFound(f"no attempt {scrub(attempt_id)!r} in the bank")
    return to_attempt(row)


def page(
    session: Session, question_id: str | None, learner: str | None, cursor: str | None, limit: int
) -> Page[Attempt]:
    """Attempts, the newest first."""
    query = select(AttemptRow).order_by(AttemptRow.at_us.desc(), AttemptRow.id.desc())
    if question_id is not None:
        query = query.where(AttemptRow.question_id == scrub(question_id))
    if learner is not None:
        query = query.where(AttemptRow.learner == scrub(learner))
    if cursor is not None:
        _, at_us, attempt_id = decode(cursor, ATTEMPT_KEY)
        query = query.where(tuple_(AttemptRow.at_us, AttemptRow.id) < tuple_(at_us, scrub(attempt_id)))
    return fetch_page(session, query, limit, record=to_attempt, key=lambda row: ("a", row.at_us, row.id))


def _what_was_said(attempt: Attempt) -> tuple[str, str, str | None]:
    # Grade and time differ when a request is sent again; they are not the learner's.
    return attempt.question_id, attempt.answer, attempt.learner
