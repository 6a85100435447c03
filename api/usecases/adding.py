"""Answers that were collected into attempts of the bank, with the marks that people gave them."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from api.services import Services
from api.usecases import attempts
from api.usecases.collecting import LeftOut, OutRow
from api.usecases.grading import Asked, Rubrics, check_length, grade
from graders.agreement import CLOSE, Floats, Scale, pearson, quadratic_weighted_kappa
from questions.errors import AnswerTooLong, NotFound
from questions.gradebook import PERSON
from questions.records import Attempt, AttemptId, Grade, QuestionId, digest


@dataclass(frozen=True, slots=True)
class Agreement:
    """How near the offline scores come to people's marks, both 0..1; a figure that is not defined is nan.

    *far* are the places where they are half of the scale or more apart.
    """

    marks: int
    r: float
    qwk: float
    off: float
    far: tuple[str, ...]


@dataclass(slots=True)
class Added:
    """What was done: attempts now in the bank, how many of them were there, and what was left out."""

    attempts: list[Attempt] = field(default_factory=list)
    before: int = 0
    left_out: list[LeftOut] = field(default_factory=list)
    agreement: Agreement | None = None

    @property
    def unscored(self) -> int:
        """How many attempts have no score."""
        return sum(one.grade.score is None for one in self.attempts)

    @property
    def waiting(self) -> int:
        """How many attempts wait for a person."""
        return sum(one.grade.needs_review for one in self.attempts)


@dataclass(frozen=True, slots=True)
class _Item:
    id: AttemptId
    row: OutRow
    answer: str
    learner: str | None


def add(
    services: Services,
    rows: Sequence[OutRow],
    by: str | None,
    advance: Callable[[int], None] = lambda _: None,
) -> Added:
    """Grade the answers in *rows* and keep them as attempts.

    The same answer of the same learner to the same question is there once, however often it is added; so
    a run that was killed is simply run again.  With *by*, the marks in *rows* are kept as that person's
    grades.  Raises ServiceUnavailable.
    """
    done = Added()
    rubrics = Rubrics(services)
    places: dict[AttemptId, OutRow] = {}
    for chunk in _chunks(list(_items(rows, done)), services.settings.chunk_rows):
        done.attempts += _chunk(services, rubrics, chunk, done)
        places.update((item.id, item.row) for item in chunk)
        advance(len(chunk))
    if by is not None:
        _marked(services, by, done, places)
    return done


def _items(rows: Sequence[OutRow], done: Added) -> Iterator[_Item]:
    seen: Counter[tuple[object, ...]] = Counter()
    for row in rows:
        answer, learner = str(row["answer"]), row["learner"]
        if row["question_id"] is None:
            done.left_out.append(
                LeftOut(str(row["id"]), "the bank does not hold its question; ingest it first")
            )
            continue
        key = (learner or "", row["question_id"], answer)
        words = ("collected", *map(str, key), str(seen[key]))
        seen[key] += 1
        yield _Item(AttemptId("a-" + digest(*words)[:32]), row, answer, str(learner) if learner else None)


def _chunks(items: Sequence[_Item], size: int) -> Iterator[Sequence[_Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _chunk(services: Services, rubrics: Rubrics, chunk: Sequence[_Item], done: Added) -> list[Attempt]:
    """The attempts of *chunk*; only those that the bank does not hold yet are graded."""
    kept = {item.id: _kept(services, item.id) for item in chunk}
    asked: dict[AttemptId, tuple[Asked, str]] = {}
    for item in chunk:
        if kept[item.id] is None:
            try:
                check_length(services, item.answer)
            except AnswerTooLong as error:
                done.left_out.append(LeftOut(str(item.row["id"]), str(error)))
            else:
                asked[item.id] = (rubrics.of_bank(QuestionId(str(item.row["question_id"]))), item.answer)
    fresh = dict(zip(asked, grade(services, list(asked.values())), strict=True))
    found: list[Attempt] = []
    for item in chunk:
        attempt = kept[item.id]
        if attempt is not None:
            done.before += 1
            found.append(attempt)
        elif item.id in fresh:
            found.append(_record(services, item, asked[item.id][0], fresh[item.id]))
    return found


def _kept(services: Services, id_: AttemptId) -> Attempt | None:
    try:
        return services.bank().attempt(id_)
    except NotFound:
        return None


def _record(services: Services, item: _Item, asked: Asked, given: Grade) -> Attempt:
    return services.bank().record(
        Attempt(
            id=item.id,
            question_id=asked.question.id,
            question_version=asked.question.version,
            answer=item.answer,
            grade=given,
            at=services.now(),
            learner=item.learner,
        )
    )


def _marked(services: Services, by: str, done: Added, rows: dict[AttemptId, OutRow]) -> None:
    """Gives the marks to the attempts, and says how near the offline scores are."""
    by_question: dict[QuestionId, list[tuple[AttemptId, attempts.Judgement]]] = defaultdict(list)
    offline: list[float] = []
    human: list[float] = []
    far: list[str] = []
    for attempt in done.attempts:
        mark = _mark(rows[attempt.id])
        if mark is None:
            continue
        by_question[attempt.question_id].append((attempt.id, attempts.Judgement(score=mark, by=by)))
        machine = _machine_score(services, attempt)
        if machine is not None:
            offline.append(machine)
            human.append(mark)
            if abs(machine - mark) >= CLOSE:
                far.append(str(rows[attempt.id]["id"]))
    given = {
        one.id: one
        for question_id, judged in by_question.items()
        for one in attempts.give_many(services, question_id, judged)
    }
    done.attempts = [given.get(one.id, one) for one in done.attempts]
    if by_question:
        done.agreement = _agreement(np.array(offline), np.array(human), tuple(far))


def _mark(row: OutRow) -> float | None:
    score, most = row["score"], row["max_score"]
    return score / most if isinstance(score, int | float) and isinstance(most, int | float) else None


def _machine_score(services: Services, attempt: Attempt) -> float | None:
    """The score before any person looked."""
    if attempt.grade.decided_by != PERSON:
        return attempt.grade.score
    machines = [one for one in services.bank().grades_of(attempt.id) if one.by is None]
    return machines[-1].grade.score if machines else None


def _agreement(offline: Floats, human: Floats, far: tuple[str, ...]) -> Agreement:
    if not len(human):
        return Agreement(0, math.nan, math.nan, math.nan, far)
    return Agreement(
        marks=len(human),
        r=pearson(offline, human),
        qwk=quadratic_weighted_kappa(offline, human, Scale.of(human.tolist())),
        off=float(np.mean(np.abs(offline - human))),
        far=far,
    )
