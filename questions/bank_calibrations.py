"""Calibrations in the bank: one a question, good for the words that it was made on."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from questions.bank_engine import in_batches
from questions.bank_questions import locked_row
from questions.bank_rows import scrub, to_calibration, write_calibration
from questions.calibrations import Calibration
from questions.records import QuestionId
from questions.tables import CalibrationRow, QuestionRow


def put(session: Session, question_id: str, calibration: Calibration | None) -> None:
    """Makes *calibration* that of the question, or takes it away.  Raises QuestionNotFound."""
    question = locked_row(session, question_id)
    kept = session.get(CalibrationRow, question.id)
    if calibration is None:
        if kept is not None:
            session.delete(kept)
        return
    row = kept or CalibrationRow(question_id=question.id)
    write_calibration(row, calibration, question)
    session.add(row)


def standing(session: Session, ids: Iterable[QuestionId]) -> dict[QuestionId, Calibration]:
    """The calibrations of those questions that have one for their present words."""
    found: dict[QuestionId, Calibration] = {}
    for batch in in_batches(scrub(name) for name in ids):
        rows = session.scalars(
            select(CalibrationRow)
            .join(QuestionRow, QuestionRow.id == CalibrationRow.question_id)
            .where(CalibrationRow.question_id.in_(batch), CalibrationRow.words_hash == QuestionRow.words_hash)
        )
        found.update((QuestionId(row.question_id), to_calibration(row)) for row in rows)
    return found
