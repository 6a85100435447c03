"""References that a person corrected: a new version each, kept while the document says what it said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from questions import bank_flags
from questions.bank_questions import locked_row, refuse_bad_points
from questions.bank_rows import (
    clean,
    to_filed_flag,
    to_question,
    version_row,
    words_hash,
    write_question,
)
from questions.bank_waiting import waiting
from questions.errors import BadInput, Conflict
from questions.records import (
    Decision,
    FiledFlag,
    Flag,
    FlagId,
    FlagState,
    FreeText,
    KeyPoint,
    QuestionId,
)
from questions.tables import FlagRow, QuestionRow


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person makes of version *of_version* of a reference, and because of which flag, if of one.

    *flags* are the findings on the new words.
    """

    question_id: QuestionId
    of_version: int
    reference: str
    key_points: tuple[KeyPoint, ...]
    decision: Decision
    flag_id: FlagId | None = None
    flags: tuple[Flag, ...] = ()


def correct(session: Session, wanted: Correction) -> tuple[FreeText, tuple[FiledFlag, ...]]:
    """See `FlagDesk.correct`."""
    row = locked_row(session, wanted.question_id)
    before = to_question(row)
    if row.version != wanted.of_version:
        raise Conflict(f"question {row.id} was changed meanwhile, to version {row.version}; look at it again")
    if not isinstance(before, FreeText) or before.reference is None:
        raise BadInput(f"question {row.id} has no reference answer to correct")
    after = clean(
        before.model_copy(
            update={
                "reference": wanted.reference,
                "key_points": wanted.key_points,
                "version": before.version + 1,
            }
        )
    )
    refuse_bad_points(after.key_points, after.reference or "")
    if words_hash(after) == row.words_hash:
        raise BadInput("the correction says what the reference says already; nothing was changed")
    if wanted.flag_id is not None:
        _close(session, row, wanted.flag_id, wanted.decision)
    dismissed = _dismissed(session, row)
    if row.document_id is not None and row.document_words is None:
        row.document_words = row.words_hash
    session.add(version_row(before))
    write_question(row, after)
    session.flush()
    newer = waiting(session, row)
    filed = bank_flags.file(session, row, wanted.flags, beside=words_hash(newer) if newer else None)
    return after, _carried(session, filed, dismissed)


def _close(session: Session, question: QuestionRow, flag_id: FlagId, decision: Decision) -> None:
    """Raises FlagNotFound, Conflict when the flag is on other words than the present ones."""
    flag = bank_flags.locked_row(session, flag_id)
    if flag.question_id != question.id or flag.words_hash != question.words_hash:
        raise Conflict(f"the words that flag {flag.id} quotes are no longer in the reference; list the flags")
    bank_flags.decide(session, flag_id, FlagState.CORRECTED, decision)


def _dismissed(session: Session, question: QuestionRow) -> Mapping[str, FiledFlag]:
    """The findings on the present words that a person dismissed, by what they say."""
    query = select(FlagRow).where(
        FlagRow.question_id == question.id,
        FlagRow.words_hash == question.words_hash,
        FlagRow.state == FlagState.DISMISSED,
    )
    return {filed.flag.key: filed for filed in map(to_filed_flag, session.scalars(query))}


def _carried(
    session: Session, filed: Sequence[FiledFlag], dismissed: Mapping[str, FiledFlag]
) -> tuple[FiledFlag, ...]:
    """*filed*; what was dismissed stays so where the correction left its words alone."""
    return tuple(
        bank_flags.decide(session, one.id, FlagState.DISMISSED, dismissed[one.flag.key].decision)
        if one.flag.key in dismissed and one.state is FlagState.OPEN
        else one
        for one in filed
    )
