"""What a cascade would gain: the least sure answers go to a judge that thinks as the people do who graded them.

No model is called.  The judge's verdicts are made of the human grade, and go through our own reading and
reckoning, so that what these lose is lost here, too.
"""

import asyncio
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from api.rowfiles.graded import HumanGrade
from api.services import Services
from api.usecases.grading import Asked, Rubrics, grade
from api.usecases.quality import GradedSet
from graders.agreement import Floats, Ints, pearson, rmse
from graders.chat.types import ChatRequest, Reply
from graders.grader import Submission
from graders.judge import Guard, Heard, Judge, Mode, Sends, decide
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

    Nobody can know the worst ones beforehand: those are the steps that no order can exceed by much.
    """

    name: str
    answers: int
    steps: tuple[Step, ...]
    at_best: tuple[Step, ...]

    def gain(self, share: float, steps: Sequence[Step] = ()) -> float:
        """The part of the gain in r of sending all that sending *share* has; nan where there is none."""
        by_share = {step.share: step.r for step in steps or self.steps}
        whole = by_share[1.0] - by_share[0.0]
        return (by_share[share] - by_share[0.0]) / whole if whole > 0 else math.nan


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


@dataclass(slots=True)
class _Scores:
    """Arrays in the making: human, offline and judged scores, and the offline confidence."""

    human: list[float] = field(default_factory=list)
    offline: list[float] = field(default_factory=list)
    judged: list[float] = field(default_factory=list)
    confidence: list[float] = field(default_factory=list)


def cascade(services: Services, given: GradedSet, advance: Callable[[int], None]) -> Cascade:
    """The steps of *given*; answers without an offline score are left out.  Raises ServiceUnavailable."""
    rubrics, found, guard = Rubrics(services), _Scores(), Guard()
    size = services.settings.chunk_rows
    for start in range(0, len(given.rows), size):
        rows = given.rows[start : start + size]
        asked = [_asked(rubrics, row) for row in rows]
        ready = [(one, row) for one, row in zip(asked, rows, strict=True) if one is not None]
        grades = grade(services, [(one, row.answer) for one, row in ready])
        for (one, row), offline in zip(ready, grades, strict=True):
            if isinstance(offline, Scored):
                found.human.append(row.human)
                found.offline.append(offline.score)
                found.judged.append(
                    _judged(Submission(one.question, row.answer, one.flags), offline, row, guard)
                )
                found.confidence.append(offline.confidence)
        advance(len(rows))
    human, offline_scores, judged = (np.array(each) for each in (found.human, found.offline, found.judged))
    by_confidence = np.argsort(np.array(found.confidence), kind="stable")
    by_error = np.argsort(-np.abs(human - offline_scores), kind="stable")
    return Cascade(
        given.name,
        len(human),
        _steps(human, offline_scores, judged, by_confidence),
        _steps(human, offline_scores, judged, by_error),
    )


def _judged(item: Submission, offline: Scored, row: HumanGrade, guard: Guard) -> float:
    """The score of an answer that the judge was asked about; the offline one where it was of no use."""
    mode = Mode(Sends.CASCADE)
    oracle = _Oracle(asked_in(item).points, row.answer, row.human)
    judge = Judge(oracle, ("human",), mode)
    outcomes = asyncio.run(judge(item, offline))
    score = decide(offline, Heard(judge.id, outcomes, guard([item])[0]), mode).score
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
