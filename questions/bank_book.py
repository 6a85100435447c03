"""The part of the bank that holds attempts and their grades."""

from collections.abc import Sequence

from questions import bank_attempts, bank_grades
from questions.bank_attempts import AttemptFilter
from questions.bank_pages import Page
from questions.bank_rows import clean
from questions.bank_session import PAGE, Sessions
from questions.gradebook import GivenGrade
from questions.records import Attempt, AttemptId, QuestionId


class GradeBook(Sessions):
    """Attempts, each with every grade that it ever got."""

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
        *,
        needs_review: bool | None = None,
        by_person: bool | None = None,
        least_sure_first: bool = False,
    ) -> Page[Attempt]:
        """Attempts with the grades that count, the newest first, or else the least sure first.

        *by_person*: whether a person gave that grade.
        """
        wanted = AttemptFilter(question_id, learner, needs_review, by_person)
        with self._reading() as session:
            return bank_attempts.page(session, wanted, cursor, limit, least_sure_first=least_sure_first)

    def attempt(self, attempt_id: AttemptId) -> Attempt:
        """The attempt of this id, with the grade that counts.  Raises NotFound."""
        with self._reading() as session:
            return bank_attempts.get(session, attempt_id)

    def count_attempts(
        self,
        question_id: QuestionId | None = None,
        *,
        needs_review: bool | None = None,
        by_person: bool | None = None,
    ) -> int:
        """How many attempts there are."""
        wanted = AttemptFilter(question_id, None, needs_review, by_person)
        with self._reading() as session:
            return bank_attempts.count(session, wanted)

    def give_grades(self, grades: Sequence[GivenGrade]) -> tuple[Attempt, ...]:
        """Adds *grades* to those that their attempts have; the attempts as they are graded then.

        All or none.  The same id again changes nothing.  A grader's grade is kept but does not count where
        a person has given one.  Raises NotFound for an unknown attempt, Conflict when an id is in the bank
        with another grade.
        """
        with self._writing() as session:
            return bank_grades.give(session, [clean(given) for given in grades])

    def grades_of(self, attempt_id: AttemptId) -> tuple[GivenGrade, ...]:
        """Every grade of an attempt, the first one first.  Raises NotFound."""
        with self._reading() as session:
            return bank_grades.history(session, attempt_id)

    def graded_by_people(self, question_id: QuestionId, limit: int) -> tuple[tuple[Attempt, GivenGrade], ...]:
        """The attempts of a question that a person graded by looking at them, with the grade that counts.

        Of grades given for the question's present words, the latest *limit*.  Raises QuestionNotFound.
        """
        with self._reading() as session:
            return bank_grades.by_people(session, question_id, limit)
