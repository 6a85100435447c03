"""Attempts as staff sees them: the queue for review, and grades that people give."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from api.services import Services
from api.text import storable
from api.usecases.calibrating import learn
from api.usecases.grouping import all_attempts
from graders.groups import groups
from graders.lexicon import load as load_lexicon
from graders.verdicts import verdict_of
from questions.bank import Page
from questions.calibrations import Calibration
from questions.errors import BadInput, ServiceUnavailable
from questions.gradebook import PERSON, GivenGrade, GivenGradeId, Occasion
from questions.records import (
    Attempt,
    AttemptId,
    Flag,
    FreeText,
    KeyPointId,
    PointResult,
    PointState,
    Question,
    QuestionId,
    Scored,
    Verdict,
    digest,
)

_CREDIT = {
    PointState.COVERED: 1.0,
    PointState.PARTIAL: 0.5,
    PointState.MISSING: 0.0,
    PointState.CONTRADICTED: 0.0,
}
_LONGEST_NAME, _LONGEST_NOTE = 200, 2000


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person thinks of an answer: a score of 0..1; the verdict follows from it where none is given.

    *points*: what became of key points, by id; *note* is for staff, learners do not see it.
    """

    score: float
    by: str
    note: str = ""
    verdict: Verdict | None = None
    points: Mapping[KeyPointId, PointState] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Given:
    """What came of a person's grade: the attempt, those of its group that got the same one, what was learnt.

    *locked* are those of the group that a person had graded by looking at them.  *not_learnt* says why
    nothing could be learnt, where that is an outage.
    """

    attempt: Attempt
    group: tuple[Attempt, ...] = ()
    locked: tuple[AttemptId, ...] = ()
    learnt: Calibration | None = None
    not_learnt: str | None = None


def queue(
    services: Services,
    question_id: str | None = None,
    learner: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
    *,
    review: bool = False,
) -> Page[Attempt]:
    """Attempts, the newest first; for *review* those that wait for a person, the least sure first."""
    return services.bank().attempts(
        QuestionId(question_id) if question_id is not None else None,
        learner,
        cursor,
        limit,
        needs_review=True if review else None,
        by_person=False if review else None,
        least_sure_first=review,
    )


def seen(services: Services, attempt_id: str) -> tuple[Attempt, Question, tuple[GivenGrade, ...]]:
    """An attempt, its question as it stands now, and every grade it got.  Raises AttemptNotFound."""
    bank = services.bank()
    attempt = bank.attempt(AttemptId(attempt_id))
    return attempt, bank.get(attempt.question_id), bank.grades_of(attempt.id)


def flags_on(services: Services, question: Question) -> tuple[Flag, ...]:
    """What stands against the reference of *question*."""
    return services.bank().standing_flags([question.id]).get(question.id, ())


def give(
    services: Services, attempt_id: str, judged: Judgement, key: str | None = None, *, to_group: bool = False
) -> Given:
    """Adds a person's grade to those of an attempt; it counts from now on, and no machine displaces it.

    With *to_group*, near-identical answers to the question get it too, but for those that a person graded
    by looking at them.  From five people's grades on, the question learns from them.  The same *key*
    again changes nothing.  Raises AttemptNotFound, BadInput, and Conflict for another grade under a used key.
    """
    bank = services.bank()
    _refuse_bad(judged)
    attempt = bank.attempt(AttemptId(attempt_id))
    question = bank.get(attempt.question_id)
    like, locked = _alike(services, attempt) if to_group else ((), ())
    grades = [
        _given(services, one, question, judged, key, group_of=attempt.id if one is not attempt else None)
        for one in (attempt, *like)
    ]
    first, *others = bank.give_grades(grades)
    try:
        learnt = learn(services, question.id)
    except ServiceUnavailable as outage:  # the grade stands; the map can be learnt with the next one
        return Given(first, tuple(others), locked, None, str(outage))
    return Given(first, tuple(others), locked, learnt)


def give_many(
    services: Services, question_id: QuestionId, judged: Sequence[tuple[AttemptId, Judgement]]
) -> tuple[Attempt, ...]:
    """Adds people's grades to attempts at one question, all or none, and learns from them once.

    A grade that stands already is not given again.  The attempts that got one.  Raises NotFound, BadInput.
    """
    bank = services.bank()
    question = bank.get(question_id)
    grades = []
    for name, one in judged:
        _refuse_bad(one)
        attempt = bank.attempt(name)
        if not _stands(services, attempt, one):
            grades.append(_given(services, attempt, question, one, None, group_of=None))
    done = bank.give_grades(grades)
    if done:
        with suppress(ServiceUnavailable):  # the grades stand; the map can be learnt with the next one
            learn(services, question_id)
    return done


def point_states(question: Question, told: Mapping[str, str]) -> dict[KeyPointId, PointState]:
    """*told*, states by the number (1, 2, …) or id of a key point.  Raises BadInput."""
    points = question.key_points if isinstance(question, FreeText) else ()
    names = {str(number): point.id for number, point in enumerate(points, start=1)}
    names.update((point.id, point.id) for point in points)
    found = {}
    for name, state in told.items():
        if name not in names:
            count = len(points)
            raise BadInput(
                f"no key point {name!r}; the question has " + (f"1 to {count}" if count else "none")
            )
        try:
            found[names[name]] = PointState(state)
        except ValueError:
            raise BadInput(f"{state!r} is no state; choose one of {', '.join(PointState)}") from None
    return found


def _refuse_bad(judged: Judgement) -> None:
    """Raises BadInput for a judgement that cannot be kept."""
    if not 0 <= judged.score <= 1:
        raise BadInput(f"a score lies between 0 and 1, {judged.score:g} does not")
    if not judged.by.strip() or len(judged.by) > _LONGEST_NAME:
        raise BadInput(f"say who gives the grade, in at most {_LONGEST_NAME} characters")
    if len(judged.note) > _LONGEST_NOTE:
        raise BadInput(f"the note has {len(judged.note)} characters; at most {_LONGEST_NOTE} are kept")


def _alike(services: Services, attempt: Attempt) -> tuple[tuple[Attempt, ...], tuple[AttemptId, ...]]:
    """Attempts whose answers say the same as that of *attempt*, and those of them that are locked."""
    everyone = all_attempts(services, attempt.question_id)
    texts = [one.answer for one in everyone]
    place = next(number for number, one in enumerate(everyone) if one.id == attempt.id)
    found = groups(texts, services.encode(), load_lexicon())
    members = next(group.members for group in found if place in group.members)
    others = [everyone[number] for number in members if number != place]
    locked = tuple(one.id for one in others if _looked_at(services, one))
    return tuple(one for one in others if one.id not in locked), locked


def _looked_at(services: Services, attempt: Attempt) -> bool:
    """Whether the grade that counts was given by a person who looked at this answer."""
    if attempt.grade.decided_by != PERSON:
        return False
    people = [given for given in services.bank().grades_of(attempt.id) if given.by is not None]
    return people[-1].occasion is Occasion.PERSON


def _stands(services: Services, attempt: Attempt, judged: Judgement) -> bool:
    """Whether the grade that counts is the same one, by the same person."""
    if attempt.grade.decided_by != PERSON or attempt.grade.score != judged.score:
        return False
    people = [given for given in services.bank().grades_of(attempt.id) if given.by is not None]
    return people[-1].by == storable(judged.by.strip())


def _given(
    services: Services,
    attempt: Attempt,
    question: Question,
    judged: Judgement,
    key: str | None,
    group_of: AttemptId | None,
) -> GivenGrade:
    name = digest("given", attempt.id, key)[:32] if key else services.new_id()
    return GivenGrade(
        id=GivenGradeId(f"g-{name}"),
        attempt_id=attempt.id,
        question_version=question.version,
        at=services.now(),
        occasion=Occasion.GROUP if group_of else Occasion.PERSON,
        grade=Scored(
            score=judged.score,
            verdict=judged.verdict or verdict_of(judged.score, (), doubtful=False),
            confidence=1.0,
            needs_review=False,
            decided_by=PERSON,
            key_points=_points(attempt, question, judged.points) if judged.points else (),
            feedback="",
            language=attempt.grade.language,
        ),
        by=storable(judged.by.strip()),
        note=storable(judged.note),
        group_of=group_of,
    )


def _points(
    attempt: Attempt, question: Question, states: Mapping[KeyPointId, PointState]
) -> tuple[PointResult, ...]:
    """What became of every key point: as the person says, or else as the grade before had it."""
    points: Sequence[tuple[KeyPointId, str]] = (
        [(point.id, point.text) for point in question.key_points] if isinstance(question, FreeText) else []
    )
    unknown = set(states) - {name for name, _ in points}
    if unknown:
        raise BadInput(f"no key point {min(unknown)!r} in question {question.id}")
    before = {point.id: point for point in attempt.grade.key_points}
    return tuple(
        _point(name, text, states[name], before.get(name))
        if name in states
        else before.get(name) or _point(name, text, PointState.MISSING, None)
        for name, text in points
    )


def _point(name: KeyPointId, text: str, state: PointState, before: PointResult | None) -> PointResult:
    same = before is not None and before.state is state
    evidence = before.evidence if same and before else None
    return PointResult(id=name, text=text, state=state, credit=_CREDIT[state], evidence=evidence)
