"""The part of the bank that holds flags, what people decided about them, and what came of it."""

from collections.abc import Iterable, Sequence

from questions import bank_corrections, bank_flags, bank_waiting
from questions.bank_corrections import Correction
from questions.bank_pages import Page
from questions.bank_questions import locked_row
from questions.bank_session import PAGE, Sessions
from questions.records import (
    Decision,
    FiledFlag,
    Flag,
    FlagId,
    FlagState,
    FreeText,
    QuestionId,
    Severity,
)


class FlagDesk(Sessions):
    """Flags: filed by detectors, decided by people."""

    def file_flags(
        self, question_id: QuestionId, flags: Sequence[Flag], version: int | None = None
    ) -> tuple[FiledFlag, ...]:
        """Makes *flags* the findings on the question's present words, by place; open ones are replaced.

        With *version* on the words of that version, the present one or the one that waits for approval;
        nothing is filed when it is neither any more.  What a person confirmed or dismissed stays so while
        the words stand.  Raises QuestionNotFound.
        """
        with self._writing() as session:
            row = locked_row(session, question_id)
            meant, beside = bank_waiting.meant(session, row, row.version if version is None else version)
            return bank_flags.file(session, meant, flags, beside=beside) if meant else ()

    def flags(
        self,
        question_id: QuestionId | None = None,
        state: FlagState | None = None,
        severity: Severity | None = None,
        cursor: str | None = None,
        limit: int = PAGE,
    ) -> Page[FiledFlag]:
        """Flags, the gravest and surest first."""
        equal = {"question_id": question_id, "state": state, "severity": severity}
        with self._reading() as session:
            return bank_flags.page(session, equal, cursor, limit)

    def standing_flags(self, ids: Iterable[QuestionId]) -> dict[QuestionId, tuple[Flag, ...]]:
        """For grading: the open and confirmed flags on the present words of each question that has any."""
        with self._reading() as session:
            return bank_flags.standing(session, ids)

    def flag(self, flag_id: FlagId) -> FiledFlag:
        """The flag of this id.  Raises FlagNotFound."""
        with self._reading() as session:
            return bank_flags.get(session, flag_id)

    def decide_flag(self, flag_id: FlagId, state: FlagState, decision: Decision | None = None) -> FiledFlag:
        """Sets what a person thinks of the flag.  Raises FlagNotFound."""
        with self._writing() as session:
            return bank_flags.decide(session, flag_id, state, decision)

    def correct(self, wanted: Correction) -> tuple[FreeText, tuple[FiledFlag, ...]]:
        """Gives a reference the words of *wanted*: a new version, and the flags on it; the old one is kept.

        The flag that led to it is closed; what a person dismissed stays dismissed where its words stand.
        Ingesting the same document again keeps the correction.  Raises QuestionNotFound, FlagNotFound,
        BadInput when nothing would change, Conflict when the question or flag is no longer as it was seen.
        """
        with self._writing() as session:
            return bank_corrections.correct(session, wanted)
