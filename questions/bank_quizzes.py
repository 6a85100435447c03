"""Quizzes in the bank, and what attempts tell about questions and learners."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError
from sqlalchemy import Select, Subquery, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session

from questions.bank_engine import insert_if_absent
from questions.bank_pages import Page, QuestionFilter, conditions, decode, fetch_page
from questions.bank_rows import BODY_VERSION, clean, key, scrub, to_question, upgraded
from questions.bank_session import PAGE, Sessions
from questions.errors import BankUnusable, QuizNotFound
from questions.records import Facility, Question, QuestionId, Quiz, QuizId
from questions.tables import AttemptRow, GradeRow, QuestionRow, QuizRow

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CURSOR: TypeAdapter[tuple[Literal["z"], int, str]] = TypeAdapter(
    tuple[Literal["z"], Annotated[int, Field(strict=True, ge=-(2**63), lt=2**63)], str]
)


@dataclass(frozen=True, slots=True)
class ScoredAnswer:
    """The score of an attempt at the present version of a question."""

    question_id: QuestionId
    learner: str | None
    score: float
    at: datetime


class QuizShelf(Sessions):
    """Quizzes, and the history that quizzes are made from.

    A score here is the one that counts, of an attempt at the present version of its question, or graded
    again by it: what was graded by other words or key points says nothing about it.  Attempts under no name are
    taken for those of one learner, since nobody can tell how many they were.
    """

    def save_quiz(self, quiz: Quiz) -> Quiz:
        """Keeps *quiz*; one with the same id (so, the same blueprint and items) is kept as it is."""
        with self._writing() as session:
            insert_if_absent(session, QuizRow, _values(clean(quiz)))
            return _get(session, quiz.id)

    def quiz(self, quiz_id: QuizId) -> Quiz:
        """The quiz of this id.  Raises QuizNotFound."""
        with self._reading() as session:
            return _get(session, quiz_id)

    def quizzes(self, cursor: str | None = None, limit: int = PAGE) -> Page[Quiz]:
        """Quizzes, the newest first."""
        query = select(QuizRow).order_by(QuizRow.at_us.desc(), QuizRow.id.desc())
        if cursor is not None:
            _, at_us, quiz_id = decode(cursor, _CURSOR)
            query = query.where(tuple_(QuizRow.at_us, QuizRow.id) < tuple_(at_us, scrub(quiz_id)))
        with self._reading() as session:
            return fetch_page(session, query, limit, record=_quiz, key=lambda row: ("z", row.at_us, row.id))

    def candidates(self, wanted: QuestionFilter) -> tuple[Question, ...]:
        """All questions that *wanted* lets through, in no order."""
        with self._reading() as session:
            rows = session.scalars(select(QuestionRow).where(*conditions(wanted)))
            return tuple(to_question(row) for row in rows)

    def answered_since(self, learner: str, since: datetime) -> frozenset[QuestionId]:
        """The questions that *learner* gave an answer to at *since* or later, scored or not."""
        query = select(AttemptRow.question_id).where(
            AttemptRow.learner == scrub(learner), AttemptRow.at_us >= _microseconds(since)
        )
        with self._reading() as session:
            return frozenset(QuestionId(name) for name in session.scalars(query))

    def facilities(self) -> dict[QuestionId, Facility]:
        """How learners did at each question that was scored: the first scored attempt of each learner."""
        first = _scored("nth")
        mean = func.avg(first.c.score)
        query = (
            select(first.c.question_id, func.count(), mean, func.avg(first.c.score * first.c.score))
            .where(first.c.nth == 1)
            .group_by(first.c.question_id)
        )
        with self._reading() as session:
            return {
                QuestionId(name): _facility(count, mean, square)
                for name, count, mean, square in session.execute(query)
            }

    def first_scores(self) -> tuple[ScoredAnswer, ...]:
        """The first scored attempt of each learner at each question."""
        first = _scored("nth")
        return self._answers(select(first).where(first.c.nth == 1))

    def scores_of(self, learner: str | None) -> tuple[ScoredAnswer, ...]:
        """All scored attempts of *learner*, the first one first; None are those under no name."""
        found = _scored("nth")
        mine = found.c.learner.is_(None) if learner is None else found.c.learner == scrub(learner)
        return self._answers(select(found).where(mine))

    def _answers(self, query: Select[Any]) -> tuple[ScoredAnswer, ...]:
        ordered = query.order_by("at_us", "id")
        with self._reading() as session:
            return tuple(
                ScoredAnswer(
                    QuestionId(row.question_id),
                    row.learner,
                    row.score,
                    _EPOCH + timedelta(microseconds=row.at_us),
                )
                for row in session.execute(ordered)
            )


def _scored(nth: str) -> Subquery:
    """Scored attempts at present versions; the column *nth* numbers those of a learner at a question."""
    number = func.row_number().over(
        partition_by=(AttemptRow.question_id, func.coalesce(AttemptRow.learner, "")),
        order_by=(AttemptRow.at_us, AttemptRow.id),
    )
    graded_again = exists().where(
        GradeRow.attempt_id == AttemptRow.id,
        GradeRow.body["question_version"].as_integer() == QuestionRow.version,
    )
    return (
        select(
            AttemptRow.id,
            AttemptRow.question_id,
            AttemptRow.learner,
            AttemptRow.score,
            AttemptRow.at_us,
            number.label(nth),
        )
        .join(QuestionRow, QuestionRow.id == AttemptRow.question_id)
        .where(
            AttemptRow.score.is_not(None),
            or_(AttemptRow.question_version == QuestionRow.version, graded_again),
        )
        .subquery()
    )


def _facility(count: int, mean: float, square: float) -> Facility:
    inside = min(1.0, max(0.0, mean))  # sums of floats may end a little outside
    return Facility(attempts=count, mean=inside, variance=min(0.25, max(0.0, square - inside * inside)))


def _values(quiz: Quiz) -> dict[str, Any]:
    return {
        "id": key(quiz.id, "the quiz's id"),
        "at_us": _microseconds(quiz.at),
        "body_version": BODY_VERSION,
        "body": quiz.model_dump(mode="json"),
    }


def _get(session: Session, quiz_id: str) -> Quiz:
    row = session.get(QuizRow, scrub(quiz_id))
    if row is None:
        raise QuizNotFound(f"no quiz {scrub(quiz_id)!r} in the bank; quizgen quiz list names them")
    return _quiz(row)


def _quiz(row: QuizRow) -> Quiz:
    try:
        return Quiz.model_validate(upgraded("quizzes", row.body, row.body_version))
    except ValidationError as error:
        raise BankUnusable(f"the quiz {row.id} in the database cannot be read; restore a backup") from error


def _microseconds(at: datetime) -> int:
    known = at if at.tzinfo else at.replace(tzinfo=UTC)
    return (known - _EPOCH) // timedelta(microseconds=1)
