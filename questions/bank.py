"""The question bank: documents, questions with their versions, flags and attempts, kept in a database.

    bank = open_bank("sqlite:///quiz.db")
    bank.ingest(document, questions)

Every method is one transaction, short and synchronous; none calls a model.  Errors are those of
`questions.errors`; BankUnusable may come from any of them.  A bank may be shared by threads; another
process opens its own.  NUL and lone surrogates in what is kept become U+FFFD.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Self

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from questions import bank_attempts, bank_calibrations, bank_flags, bank_questions, migrations
from questions.bank_engine import foreign_errors, label, make_engine, migrate, writing
from questions.bank_ingest import IngestReport, ingest
from questions.bank_pages import Page, QuestionFilter
from questions.bank_rows import clean, scrub, to_document
from questions.calibrations import Calibration
from questions.errors import DocumentNotFound
from questions.records import (
    Attempt,
    AttemptId,
    Document,
    DocumentId,
    FiledFlag,
    Flag,
    FlagId,
    FlagState,
    FreeText,
    KeyPoint,
    Question,
    QuestionId,
    Severity,
    Status,
)
from questions.tables import DocumentRow

__all__ = ["IngestReport", "Page", "QuestionBank", "QuestionFilter", "open_bank"]

EVERYTHING = QuestionFilter()
PAGE = 50
"""How many items a page has when nobody says."""


class QuestionBank:
    """What is kept, by noun.  Made by `open_bank`; close it when done, or use it in a `with` block."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writer = writing(engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes every connection."""
        self._engine.dispose()

    # The database, for `doctor`.

    @property
    def url(self) -> str:
        """The SQLite file, or the URL without its password."""
        return label(self._engine)

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self._engine.dialect.name

    @property
    def head(self) -> str:
        """The newest migration of this release."""
        return migrations.REVISION

    @property
    def revision(self) -> str | None:
        """The migration that the database stands at."""
        with foreign_errors(self.url), self._engine.connect() as connection:
            return migrations.current(connection)

    @property
    def migrated(self) -> bool:
        """Whether the database has the tables of this release."""
        return self.revision == self.head

    # Documents.

    def ingest(
        self, document: Document, questions: Sequence[Question], *, dry_run: bool = False
    ) -> IngestReport:
        """Makes the bank hold what *document* holds now; with *dry_run* says only what would happen.

        A question with the same content keeps id, version, status and the key points a person wrote; its
        source follows the document.  Other content makes the next version; the old one is kept.  What is
        gone is retired, and takes its status again when it comes back; a generated draft without attempts
        is deleted.  Ingesting twice changes nothing.

        Raises Conflict when the bank holds another document of this name (another path, and most of its
        questions are not among *questions*), BadInput when two questions share an id.
        """
        with self._transaction(self._engine if dry_run else self._writer) as session:
            return ingest(session, document, questions, dry_run=dry_run)

    def documents(self) -> tuple[Document, ...]:
        """All documents, by name."""
        with self._reading() as session:
            rows = session.scalars(select(DocumentRow).order_by(DocumentRow.name))
            return tuple(to_document(row) for row in rows)

    def document(self, document_id: DocumentId) -> Document:
        """The document of this id.  Raises DocumentNotFound."""
        with self._reading() as session:
            row = session.get(DocumentRow, scrub(document_id))
            if row is None:
                raise DocumentNotFound(f"no document {scrub(document_id)!r} in the bank; ingest it first")
            return to_document(row)

    # Questions.

    def get(self, question_id: QuestionId, version: int | None = None) -> Question:
        """A question as it stands, or as it stood in *version*.  Raises QuestionNotFound."""
        with self._reading() as session:
            return bank_questions.get(session, question_id, version)

    def get_many(self, ids: Iterable[QuestionId]) -> dict[QuestionId, Question]:
        """Those of *ids* that the bank holds; for a batch that names unknown ones by itself."""
        with self._reading() as session:
            return bank_questions.get_many(session, ids)

    def questions(
        self, wanted: QuestionFilter = EVERYTHING, cursor: str | None = None, limit: int = PAGE
    ) -> Page[Question]:
        """The questions that *wanted* lets through, by document and line.

        Raises BadInput for a cursor of another list, or a limit out of 1..1000.
        """
        with self._reading() as session:
            return bank_questions.page(session, wanted, cursor, limit)

    def count(self, wanted: QuestionFilter = EVERYTHING) -> int:
        """How many questions *wanted* lets through."""
        with self._reading() as session:
            return bank_questions.count(session, wanted)

    def sample(self, wanted: QuestionFilter, count: int, seed: int) -> tuple[Question, ...]:
        """*count* questions that *wanted* lets through, or all when there are fewer, shuffled by *seed*."""
        with self._reading() as session:
            return bank_questions.sample(session, wanted, count, seed)

    def set_status(self, question_id: QuestionId, status: Status) -> Question:
        """Sets whether learners meet the question; a person's choice, which re-reading keeps."""
        with self._writing() as session:
            return bank_questions.set_status(session, question_id, status)

    def replace_key_points(self, question_id: QuestionId, key_points: Sequence[KeyPoint]) -> FreeText:
        """Gives a question a person's key points: a new version, kept until its words change.

        Raises BadInput for a question that is not free text, ids that repeat, a span outside the reference.
        """
        with self._writing() as session:
            return bank_questions.replace_key_points(session, question_id, key_points)

    # Flags.

    def file_flags(self, question_id: QuestionId, flags: Sequence[Flag]) -> tuple[FiledFlag, ...]:
        """Makes *flags* the findings on the question's present words, by place; open ones are replaced.

        What a person confirmed or dismissed stays so while the words stand.  Raises QuestionNotFound.
        """
        with self._writing() as session:
            return bank_flags.file(session, bank_questions.locked_row(session, question_id), flags)

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

    def decide_flag(self, flag_id: FlagId, state: FlagState) -> FiledFlag:
        """Sets what a person thinks of the flag.  Raises FlagNotFound."""
        with self._writing() as session:
            return bank_flags.decide(session, flag_id, state)

    # Calibrations.

    def set_calibration(self, question_id: QuestionId, calibration: Calibration | None) -> None:
        """Keeps *calibration* for the question's present words, or (None) forgets it.

        Raises QuestionNotFound.
        """
        with self._writing() as session:
            bank_calibrations.put(session, question_id, calibration)

    def calibration(self, question_id: QuestionId) -> Calibration | None:
        """That of the question, unless it was made on other words.  Raises QuestionNotFound."""
        with self._reading() as session:
            question = bank_questions.get(session, question_id, None)
            return bank_calibrations.standing(session, [question.id]).get(question.id)

    def calibrations(self, ids: Iterable[QuestionId]) -> dict[QuestionId, Calibration]:
        """For grading: those of *ids* that have one for their present words."""
        with self._reading() as session:
            return bank_calibrations.standing(session, ids)

    # Attempts.

    def record(self, attempt: Attempt) -> Attempt:
        """Keeps *attempt*; the same id again gives the one that is kept, whose grade and time stand.

        Raises QuestionNotFound, or Conflict when the kept one has another question, answer or learner.
        """
        with self._writing() as session:
            return bank_attempts.record(session, clean(attempt))

    def attempts(
        self,
        question_id: QuestionId | None = None,
        learner: str | None = None,
        cursor: str | None = None,
        limit: int = PAGE,
    ) -> Page[Attempt]:
        """Attempts, the newest first."""
        with self._reading() as session:
            return bank_attempts.page(session, question_id, learner, cursor, limit)

    def attempt(self, attempt_id: AttemptId) -> Attempt:
        """The attempt of this id.  Raises NotFound."""
        with self._reading() as session:
            return bank_attempts.get(session, attempt_id)

    def _reading(self) -> AbstractContextManager[Session]:
        return self._transaction(self._engine)

    def _writing(self) -> AbstractContextManager[Session]:
        return self._transaction(self._writer)

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Session]:
        with foreign_errors(self.url), Session(engine) as session, session.begin():
            yield session


def open_bank(url: str) -> QuestionBank:
    """The bank at *url* (sqlite:///FILE, a plain path, or postgresql://…), made and migrated as needed.

    Several processes may open the same bank at once.  Raises BankUnusable when the database cannot be
    opened, is another program's or newer than this release; MissingExtra without psycopg.
    """
    engine = make_engine(url)
    try:
        migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return QuestionBank(engine)
