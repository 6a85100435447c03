"""The rows of the bank, private to it.

A row holds the whole record as JSON (`body`, written in the format `body_version`) and, beside it, only
what is searched, sorted or joined on.  `questions.bank_rows` is the one place that writes both.
"""

from typing import Any

from sqlalchemy import JSON, BigInteger, Double, ForeignKey, Index, MetaData, Text, UniqueConstraint, false
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Body = dict[str, Any]

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """All tables; constraints have fixed names, so that migrations can speak of them."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {str: Text, float: Double, Body: JSON}  # noqa: RUF012 - SQLAlchemy reads it so


class DocumentRow(Base):
    """A document that was ingested."""

    __tablename__ = "documents"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    body_version: Mapped[int]
    body: Mapped[Body]


class QuestionRow(Base):
    """The present version of a question.

    `text` and `headings` are folded for search.  `words_hash` is the content hash without the key points.
    `in_document` turns false when the document no longer holds the question; `resume_status` is then the
    status it takes again when it comes back, unless a person set another one meanwhile.  `document_words` is
    the words hash of what the document says, where a person corrected the reference.
    """

    __tablename__ = "questions"
    __table_args__ = (Index(None, "document", "line_start", "id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    document: Mapped[str]
    line_start: Mapped[int]
    kind: Mapped[str]
    status: Mapped[str]
    origin: Mapped[str]
    language: Mapped[str]
    text: Mapped[str]
    headings: Mapped[str]
    version: Mapped[int]
    words_hash: Mapped[str]
    key_points_edited: Mapped[bool]
    in_document: Mapped[bool]
    resume_status: Mapped[str | None]
    document_words: Mapped[str | None]
    body_version: Mapped[int]
    body: Mapped[Body]


class QuestionVersionRow(Base):
    """A version of a question that another one has replaced."""

    __tablename__ = "question_versions"

    question_id: Mapped[str] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body_version: Mapped[int]
    body: Mapped[Body]


class FlagRow(Base):
    """A flag on the words that had `words_hash`.  `rank` sorts the queue: the gravest and surest first."""

    __tablename__ = "flags"
    __table_args__ = (Index(None, "rank", "id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    question_id: Mapped[str] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"), index=True)
    question_version: Mapped[int]
    words_hash: Mapped[str]
    state: Mapped[str]
    severity: Mapped[str]
    rank: Mapped[float]
    decision: Mapped[Body | None] = mapped_column(JSON(none_as_null=True))
    body_version: Mapped[int]
    body: Mapped[Body]


class AttemptRow(Base):
    """An answer with the grade that counts.  `at_us` is in microseconds since 1970, UTC.

    No cascade: a question with attempts cannot be deleted.
    """

    __tablename__ = "attempts"
    __table_args__ = (
        Index(None, "at_us", "id"),
        Index(None, "question_id", "at_us"),
        Index(None, "learner", "at_us"),
        Index(None, "by_person", "needs_review", "confidence", "at_us", "id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    question_id: Mapped[str] = mapped_column(ForeignKey("questions.id"))
    question_version: Mapped[int]
    learner: Mapped[str | None]
    at_us: Mapped[int] = mapped_column(BigInteger)
    score: Mapped[float | None]
    needs_review: Mapped[bool]
    confidence: Mapped[float] = mapped_column(server_default="0")
    by_person: Mapped[bool] = mapped_column(server_default=false())
    body_version: Mapped[int]
    body: Mapped[Body]


class GradeRow(Base):
    """One of the grades of an attempt, the *number*-th; rows are added, never changed."""

    __tablename__ = "grades"
    __table_args__ = (UniqueConstraint("attempt_id", "number"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    attempt_id: Mapped[str] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"))
    number: Mapped[int]
    occasion: Mapped[str]
    at_us: Mapped[int] = mapped_column(BigInteger)
    body_version: Mapped[int]
    body: Mapped[Body]


class CalibrationRow(Base):
    """How scores become what people give, for the words of a question that had `words_hash`."""

    __tablename__ = "calibrations"

    question_id: Mapped[str] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True)
    words_hash: Mapped[str]
    body_version: Mapped[int]
    body: Mapped[Body]


class QuizRow(Base):
    """A quiz with its blueprint.  `at_us` is in microseconds since 1970, UTC."""

    __tablename__ = "quizzes"
    __table_args__ = (Index(None, "at_us", "id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    at_us: Mapped[int] = mapped_column(BigInteger)
    body_version: Mapped[int]
    body: Mapped[Body]


class ReplyRow(Base):
    """What a chat model replied, under the hash of what it was asked."""

    __tablename__ = "replies"

    key: Mapped[str] = mapped_column(primary_key=True)
    at_us: Mapped[int] = mapped_column(BigInteger)
    model: Mapped[str]
    body_version: Mapped[int]
    body: Mapped[Body]


class CallRow(Base):
    """A call of a chat model that was answered, in the accounts; null is what the provider did not say."""

    __tablename__ = "calls"

    id: Mapped[str] = mapped_column(primary_key=True)
    at_us: Mapped[int] = mapped_column(BigInteger, index=True)
    batch: Mapped[str] = mapped_column(index=True)
    purpose: Mapped[str]
    model: Mapped[str]
    finish: Mapped[str]
    prompt_tokens: Mapped[int | None]
    completion_tokens: Mapped[int | None]
    cost: Mapped[float | None]
