"""Attempts graded again, against what their questions say now: who gains, who loses, who is locked."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from api.services import Services
from api.usecases.grading import Asked, Rubrics, grade
from graders.judge.deciding import UNAVAILABLE
from questions.errors import QuestionNotFound
from questions.gradebook import PERSON, GivenGrade, GivenGradeId, Occasion
from questions.records import Attempt, AttemptId, Grade, QuestionId, Verdict

Advance = Callable[[int], None]


class Outcome(StrEnum):
    """What became of an attempt."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    LOCKED = "locked"
    REWORDED = "reworded"
    TOO_LONG = "too_long"
    JUDGED = "judged"


@dataclass(frozen=True, slots=True)
class Regraded:
    """An attempt before and after.  A person's grade is *locked*: it is the same in both.

    An answer to a question that asks something else now, or one that is too long today, is left alone; and so is one that
    a chat model *judged*, where none is there to judge it again.
    """

    attempt_id: AttemptId
    question_id: QuestionId
    learner: str | None
    outcome: Outcome
    score_before: float | None
    score: float | None
    verdict_before: Verdict | None
    verdict: Verdict | None

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {
            "attempt_id": self.attempt_id,
            "question_id": self.question_id,
            "learner": self.learner,
            "outcome": self.outcome.value,
            "score_before": self.score_before,
            "score": self.score,
            "verdict_before": self.verdict_before,
            "verdict": self.verdict,
        }


@dataclass(frozen=True, slots=True)
class Regrading:
    """What came of it: the *rows* that are not unchanged, and how many attempts have which outcome."""

    rows: tuple[Regraded, ...]
    counts: dict[Outcome, int]
    dry_run: bool

    @property
    def mean_change(self) -> float | None:
        """Of the scores of changed attempts that had one before and have one now."""
        changes = [
            row.score - row.score_before
            for row in self.rows
            if row.outcome is Outcome.CHANGED and row.score is not None and row.score_before is not None
        ]
        return sum(changes) / len(changes) if changes else None

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        counts = {outcome.value: self.counts.get(outcome, 0) for outcome in Outcome}
        return {
            "attempts": [row.as_json() for row in self.rows],
            "summary": counts | {"mean_change": self.mean_change, "dry_run": self.dry_run},
        }


def named(question_id: str | None) -> QuestionId | None:
    """The question called so; None for all."""
    return None if question_id is None else QuestionId(question_id)


def regrade(
    services: Services,
    question_id: str | None,
    *,
    dry_run: bool,
    replace_judged: bool = False,
    advance: Advance = lambda _: None,
) -> Regrading:
    """Grades the attempts at one question, or all, again; with *dry_run* nothing is stored.

    A chat model's grade stays unless *replace_judged*, and in any case where the model gives no verdict today.

    New grades are added to those that the attempts have; a second run finds nothing to change.  Raises
    QuestionNotFound, ServiceUnavailable.
    """
    wanted = named(question_id)
    if wanted is not None:
        services.bank().get(wanted)
    again = _Again(services, Rubrics(services), dry_run=dry_run, replace_judged=replace_judged)
    rows: list[Regraded] = []
    counts: Counter[Outcome] = Counter()
    for chunk in _chunks(services, wanted):
        done = again(chunk)
        counts.update(row.outcome for row in done)
        rows += [row for row in done if row.outcome is not Outcome.UNCHANGED]
        advance(len(chunk))
    return Regrading(tuple(rows), dict(counts), dry_run)


def _chunks(services: Services, wanted: QuestionId | None) -> Iterator[Sequence[Attempt]]:
    cursor = None
    while True:
        page = services.bank().attempts(wanted, cursor=cursor, limit=min(services.settings.chunk_rows, 1000))
        yield page.items
        cursor = page.next_cursor
        if cursor is None:
            return


class _Again:
    """Grades chunks of attempts again, and stores what differs unless it is a *dry_run*."""

    def __init__(self, services: Services, rubrics: Rubrics, *, dry_run: bool, replace_judged: bool) -> None:
        self._services = services
        self._rubrics = rubrics
        self._dry_run = dry_run
        self._replace_judged = replace_judged
        self._asked_then = lru_cache(maxsize=1024)(self._text)

    def __call__(self, attempts: Sequence[Attempt]) -> list[Regraded]:
        """What becomes of *attempts*, in their order."""
        asked = {one.id: self._rubrics.of_bank(one.question_id) for one in attempts}
        why_not = {one.id: self._why_not(one, asked[one.id]) for one in attempts}
        open_ones = [one for one in attempts if why_not[one.id] is None]
        grades = grade(self._services, [(asked[one.id], one.answer) for one in open_ones])
        after = {one.id: given for one, given in zip(open_ones, grades, strict=True)}
        for one in [one for one in open_ones if _is_judged(one.grade) and _is_undecided(after[one.id])]:
            why_not[one.id] = Outcome.JUDGED
            after[one.id] = one.grade
        different = [one for one in open_ones if after[one.id] != one.grade]
        if not self._dry_run:
            after |= self._stored(different, asked, after)
        return [_row(one, after.get(one.id), why_not[one.id]) for one in attempts]

    def _why_not(self, attempt: Attempt, asked: Asked) -> Outcome | None:
        if attempt.grade.decided_by == PERSON:
            return Outcome.LOCKED
        if len(attempt.answer) > self._services.settings.max_answer_chars:
            return Outcome.TOO_LONG
        if _is_judged(attempt.grade) and not self._replace_judged:
            return Outcome.JUDGED
        then = self._asked_then(attempt.question_id, attempt.question_version)
        return None if then is None or then == asked.question.text else Outcome.REWORDED

    def _text(self, question_id: QuestionId, version: int) -> str | None:
        try:
            return self._services.bank().get(question_id, version).text
        except QuestionNotFound:  # a version that was never kept: nothing says that it asked something else
            return None

    def _stored(
        self, attempts: Sequence[Attempt], asked: dict[AttemptId, Asked], after: dict[AttemptId, Grade]
    ) -> dict[AttemptId, Grade]:
        """The grades that count once those of *after* are added; a person may have been quicker."""
        given = [
            GivenGrade(
                id=GivenGradeId("g-" + self._services.new_id()),
                attempt_id=one.id,
                question_version=asked[one.id].question.version,
                at=self._services.now(),
                occasion=Occasion.REGRADED,
                grade=after[one.id],
            )
            for one in attempts
        ]
        return {one.id: one.grade for one in self._services.bank().give_grades(given)}


def _is_judged(grade: Grade) -> bool:
    """Whether a chat model decided it, with a question's own scale upon it or without."""
    return "judge/" in grade.decided_by


def _is_undecided(grade: Grade) -> bool:
    """Whether a chat model was to decide it, and gave no verdict."""
    return UNAVAILABLE in grade.review_reasons


def _row(attempt: Attempt, after: Grade | None, why_not: Outcome | None) -> Regraded:
    before = attempt.grade
    now = after or before
    same = (before.score, before.verdict) == (now.score, now.verdict)
    by_now = Outcome.LOCKED if now.decided_by == PERSON else Outcome.UNCHANGED if same else Outcome.CHANGED
    return Regraded(
        attempt_id=attempt.id,
        question_id=attempt.question_id,
        learner=attempt.learner,
        outcome=why_not or by_now,
        score_before=before.score,
        score=now.score,
        verdict_before=before.verdict,
        verdict=now.verdict,
    )
