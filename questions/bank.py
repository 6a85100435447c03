"""The question bank: documents, questions with their versions, flags and attempts, kept in a database.

    bank = open_bank("sqlite:///quiz.db")
    bank.ingest(document, questions)

Every method is one transaction, short and synchronous; none calls a model.  Errors are those of
`questions.errors`; BankUnusable may come from any of them.  A bank may be shared by threads; another
process opens its own.  NUL and lone surrogates in what is kept become U+FFFD.
"""

from collections.abc import Iterable, Sequence
from typing import Self

from sqlalchemy import select

from questions import bank_added, bank_calibrations, bank_questions, bank_rewrites, migrations
from questions.bank_book import GradeBook
from questions.bank_corrections import Correction
from questions.bank_desk import FlagDesk
from questions.bank_engine import foreign_errors, make_engine, migrate
from questions.bank_pages import Page, QuestionFilter
from questions.bank_quizzes import QuizShelf
from questions.bank_readings import ReadingDesk
from questions.bank_replies import ReplyShelf
from questions.bank_rows import scrub, to_document
from questions.bank_session import PAGE
from questions.calibrations import Calibration
from questions.changes import IngestReport
from questions.errors import DocumentNotFound
from questions.records import (
    Document,
    DocumentId,
    FreeText,
    KeyPoint,
    Question,
    QuestionId,
    Status,
)
from questions.tables import DocumentRow

__all__ = ["PAGE", "Correction", "IngestReport", "Page", "QuestionBank", "QuestionFilter", "open_bank"]

EVERYTHING = QuestionFilter()


class QuestionBank(ReadingDesk, GradeBook, FlagDesk, QuizShelf, ReplyShelf):
    """What is kept, by noun.  Made by `open_bank`; close it when done, or use it in a `with` block."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes every connection."""
        self._engine.dispose()

    # The database, for `doctor`.

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

    def add(self, document: Document, questions: Sequence[Question]) -> tuple[QuestionId, ...]:
        """Puts *questions* made of *document* beside those that were read out of it; the ids of the new ones.

        What the bank holds already stays as it is.  Raises Conflict for an id of another document.
        """
        with self._writing() as session:
            return bank_added.add(session, document, questions)

    def get(self, question_id: QuestionId, version: int | None = None) -> Question:
        """A question as learners meet it, or as it is in *version*.  Raises QuestionNotFound."""
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

        Among drafts are the versions that wait for approval beside what learners meet.

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
        """Sets whether learners meet the question; a person's choice, which re-reading keeps.

        A version that waits becomes the present one, unless the question is retired.
        """
        with self._writing() as session:
            return bank_questions.set_status(session, question_id, status)

    def rewrite(self, question_id: QuestionId, of_version: int, wanted: Question) -> Question:
        """Gives a question the words, key points and status of *wanted*: the next version, by a person.

        *of_version* is the one that the person saw, the one that waits for approval where there is one; it
        is kept among the older ones.  Ingesting the same document again changes nothing.  Open flags on
        other words fall.  Raises QuestionNotFound, BadInput when no word would change, Conflict when the
        question was changed meanwhile.
        """
        with self._writing() as session:
            return bank_rewrites.rewrite(session, question_id, of_version, wanted)

    def replace_key_points(self, question_id: QuestionId, key_points: Sequence[KeyPoint]) -> FreeText:
        """Gives a question a person's key points: a new version, kept until its words change.

        Where a version waits for approval, the key points are given to that one, which goes on waiting.

        Raises BadInput for a question that is not free text, ids that repeat, a span outside the reference.
        """
        with self._writing() as session:
            return bank_questions.replace_key_points(session, question_id, key_points)

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
