"""Grades in the bank: added, never changed."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from questions.bank_attempts import row_of
from questions.bank_engine import in_batches
from questions.bank_questions import versions_of_present_words
from questions.bank_rows import grade_values, scrub, to_attempt, to_given_grade, write_grade
from questions.errors import Conflict
from questions.gradebook import GivenGrade, Occasion
from questions.records import Attempt
from questions.tables import AttemptRow, GradeRow

_BY_PEOPLE = (Occasion.PERSON.value, Occasion.GROUP.value)


def give(session: Session, grades: Sequence[GivenGrade]) -> tuple[Attempt, ...]:
    """Adds *grades*; their attempts, with the grades that count then, in the order of *grades*.

    Raises AttemptNotFound, Conflict when an id is in the bank with another grade.
    """
    # One order for all writers, so that two of them cannot wait for each other.
    names = sorted({given.attempt_id for given in grades})
    rows = {name: row_of(session, name, lock=True) for name in names}
    for given in grades:
        if not _is_kept(session, given):
            _add(session, rows[given.attempt_id], given)
    return tuple(to_attempt(rows[given.attempt_id]) for given in grades)


def history(session: Session, attempt_id: str) -> tuple[GivenGrade, ...]:
    """Every grade of an attempt, the first one first.  Raises AttemptNotFound."""
    name = row_of(session, attempt_id).id
    query = select(GradeRow).where(GradeRow.attempt_id == name).order_by(GradeRow.number)
    return tuple(to_given_grade(row) for row in session.scalars(query))


def by_people(session: Session, question_id: str, limit: int) -> tuple[tuple[Attempt, GivenGrade], ...]:
    """See `GradeBook.graded_by_people`."""
    versions = versions_of_present_words(session, question_id)
    query = (
        select(GradeRow)
        .join(AttemptRow, AttemptRow.id == GradeRow.attempt_id)
        .where(AttemptRow.question_id == scrub(question_id), GradeRow.occasion.in_(_BY_PEOPLE))
        .order_by(GradeRow.attempt_id, GradeRow.number)
    )
    # The last of an attempt wins.  What was copied from its group says nothing new about the question.
    last = {row.attempt_id: row for row in session.scalars(query)}
    looked_at = [
        row
        for row in last.values()
        if row.occasion == Occasion.PERSON and to_given_grade(row).question_version in versions
    ]
    latest = sorted(looked_at, key=lambda row: (-row.at_us, row.id))[:limit]
    attempts = _attempts(session, (row.attempt_id for row in latest))
    return tuple((attempts[row.attempt_id], to_given_grade(row)) for row in latest)


def _is_kept(session: Session, given: GivenGrade) -> bool:
    """Whether the bank holds *given* already.  Raises Conflict when it holds another one of its id."""
    row = session.get(GradeRow, given.id)
    if row is None:
        return False
    kept = to_given_grade(row)
    if (kept.attempt_id, kept.by, kept.note, kept.grade.score) != (
        given.attempt_id,
        given.by,
        given.note,
        given.grade.score,
    ):
        raise Conflict(f"grade {given.id!r} is in the bank with another score; use a new id")
    return True


def _add(session: Session, row: AttemptRow, given: GivenGrade) -> None:
    last = select(func.max(GradeRow.number)).where(GradeRow.attempt_id == row.id)
    number = (session.execute(last).scalar_one() or 0) + 1
    session.add(GradeRow(**grade_values(given, number)))
    session.flush()
    if given.by is not None or not row.by_person:
        attempt = to_attempt(row).model_copy(update={"grade": given.grade})
        write_grade(row, attempt, by_person=given.by is not None)


def _attempts(session: Session, ids: Iterable[str]) -> dict[str, Attempt]:
    found: dict[str, Attempt] = {}
    for batch in in_batches(ids):
        rows = session.scalars(select(AttemptRow).where(AttemptRow.id.in_(batch)))
        found.update((row.id, to_attempt(row)) for row in rows)
    return found
