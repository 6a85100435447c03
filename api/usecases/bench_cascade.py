"""What a cascade would gain: the least sure answers go to a judge that thinks as the people do who graded them.

No model is called.  The judge's verdicts are made of the human grade, and go through our own reading and
reckoning, so that what these lose is lost here, too.
"""

import asyncio
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from api.rowfiles.graded import HumanGrade
from api.services import Services
from api.usecases.grading import Asked, Rubrics, grade
from api.usecases.judging import LESSON_ROWS
from api.usecases.quality import GradedSet
from api.usecases.teaching import lesson
from graders.agreement import Floats, Ints, pearson, rmse
from graders.chat.types import ChatRequest, Reply
from graders.grader import Submission
from graders.judge import Guard, Heard, Judge, Mode, Sends, decide, taught
from graders.judge.judge import asked_in
from graders.rubric import RubricPoint
from questions.errors import BadInput
from questions.records import PointState, Scored

SHARES = (0.0, 0.1, 0.2, 0.3, 0.5, 1.0)
_PARTLY, _WHOLE = 0.25, 0.75  # shares of a point's weight from which on half of it, and all of it, is given


@dataclass(frozen=True, slots=True)
class Step:
    """How well scores agree with people when a *share* of the answers is judged."""

    share: float
    sent: int
    r: float
    rmse: float


@dataclass(frozen=True, slots=True)
class Cascade:
    """The steps of one set when the least sure answers are sent first, and when the worst graded ones are.

    Nobody can know the worst ones beforehand: those are the steps that no order can exceed by much.  *taught*
    are those of the mode teach:N, where the answers that are not sent are moved by what the judge said.
    """

    name: str
    answers: int
    steps: tuple[Step, ...]
    at_best: tuple[Step, ...]
    taught: tuple[Step, ...]

    def gain(self, share: float, steps: Sequence[Step] = ()) -> float:
        """The part of the gain in r of sending all that sending *share* has; nan where there is none."""
        by_share = {step.share: step.r for step in self.steps}
        whole = by_share[1.0] - by_share[0.0]
        reached = next(step.r for step in steps or self.steps if step.share == share)
        return (reached - by_share[0.0]) / whole if whole > 0 else math.nan


@dataclass(frozen=True, slots=True)
class _Oracle:
    """Replies as a judge whose verdicts come to the score *human*, as nearly as verdicts can."""

    points: Sequence[RubricPoint]
    answer: str
    human: float

    async def __call__(self, request: ChatRequest, /) -> Reply:
        """Verdicts, each with the whole answer for its quote."""
        _ = request
        entries = [
            {"point": number, "quote": "" if state is PointState.MISSING else self.answer, "verdict": state}
            for number, state in enumerate(self._states(), start=1)
        ]
        return Reply(json.dumps({"points": entries, "claims": []}), "human")

    def _states(self) -> list[PointState]:
        left, states = self.human, []
        for point in self.points:
            share = left / point.weight
            state = PointState.MISSING
            if share >= _PARTLY:
                state = PointState.COVERED if share >= _WHOLE else PointState.PARTIAL
                left -= point.weight * (1.0 if state is PointState.COVERED else 0.5)
            states.append(state)
        return states


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer: what a person gave it, what we gave it offline, and what the judge would."""

    human: float
    item: Submission
    offline: Scored
    score: float
    judged: float
    trust: float


def cascade(services: Services, given: GradedSet, advance: Callable[[int], None]) -> Cascade:
    """The steps of *given*; answers without an offline score are left out.  Raises ServiceUnavailable."""
    found = seen(services, given, advance)
    human, offline, judged = (
        np.array([getattr(one, name) for one in found]) for name in ("human", "score", "judged")
    )
    by_confidence = np.argsort([one.offline.confidence for one in found], kind="stable")
    by_error = np.argsort(-np.abs(human - offline), kind="stable")
    return Cascade(
        given.name,
        len(human),
        _steps(human, offline, judged, by_confidence),
        _steps(human, offline, judged, by_error),
        tuple(_taught(services, found, human, share) for share in SHARES),
    )


def seen(services: Services, given: GradedSet, advance: Callable[[int], None]) -> list[Seen]:
    """The answers of *given* that have an offline score, with both scores."""
    rubrics, guard, found = Rubrics(services), Guard(), list[Seen]()
    size = services.settings.chunk_rows
    for start in range(0, len(given.rows), size):
        rows = given.rows[start : start + size]
        asked = [_asked(rubrics, row) for row in rows]
        ready = [(one, row) for one, row in zip(asked, rows, strict=True) if one is not None]
        grades = grade(services, [(one, row.answer) for one, row in ready])
        for (one, row), offline in zip(ready, grades, strict=True):
            if isinstance(offline, Scored):
                item = Submission(one.question, row.answer, one.flags)
                (trust,) = guard([item])
                judged = _judged(item, offline, row.human, trust)
                found.append(Seen(row.human, item, offline, offline.score, judged, trust))
        advance(len(rows))
    return found


def _taught(services: Services, found: Sequence[Seen], human: Floats, share: float) -> Step:
    """The step in which *share* of the answers teach about the others, in such parts as files are graded in."""
    sent, scores = 0, list[float]()
    for start in range(0, len(found), LESSON_ROWS):
        part = found[start : start + LESSON_ROWS]
        about = lesson(services.encode(), [one.item for one in part], [one.offline for one in part])
        telling = about.batch.most_telling(round(share * len(about.places)))
        moved = about.batch.carried({number: part[about.places[number]].judged for number in telling})
        after = [one.score for one in part]
        for number, place in enumerate(about.places):
            one = part[place]
            given = taught(one.offline, float(moved[number]), one.trust) if telling else one.offline
            after[place] = one.judged if number in telling else given.score
        sent += len(telling)
        scores += after
    reached = np.array(scores)
    return Step(share, sent, pearson(reached, human), rmse(reached, human))


def _judged(item: Submission, offline: Scored, human: float, trust: float) -> float:
    """The score of an answer that the judge was asked about; the offline one where it was of no use."""
    mode = Mode(Sends.CASCADE)
    oracle = _Oracle(asked_in(item).points, item.answer, human)
    judge = Judge(oracle, ("human",), mode)
    outcomes = asyncio.run(judge(item, offline))
    score = decide(offline, Heard(judge.id, outcomes, trust), mode).score
    return offline.score if score is None else score


def _asked(rubrics: Rubrics, row: HumanGrade) -> Asked | None:
    try:
        return rubrics.inline(row.question, row.reference or "")
    except BadInput:  # too long to be graded
        return None


def _steps(human: Floats, offline: Floats, judged: Floats, order: Ints) -> tuple[Step, ...]:
    steps = []
    for share in SHARES:
        sent = order[: round(share * len(human))]
        scores = offline.copy()
        scores[sent] = judged[sent]
        steps.append(Step(share, len(sent), pearson(scores, human), rmse(scores, human)))
    return tuple(steps)
