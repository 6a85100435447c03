"""Attempts as staff sees them: what waits for review, every grade, and grades that people give."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.auth import Staff
from api.errors import responses
from api.routes.grades import IdempotencyKey
from api.routes.parts import Cursor, Given, Limit, Name, Note, Thinker
from api.usecases import attempts
from questions.calibrations import Calibration
from questions.gradebook import GivenGrade
from questions.records import Attempt, AttemptId, KeyPointId, PointState, QuestionId, Unit, Verdict

router = APIRouter(prefix="/attempts", tags=["attempts"], dependencies=[Staff])


class AttemptPage(BaseModel):
    """Some attempts with the grades that count, and where the next page begins; null at the end."""

    attempts: tuple[Attempt, ...]
    next_cursor: str | None


class AttemptGrades(BaseModel):
    """An attempt with the grade that counts, and every grade that it ever got, the first one first."""

    attempt: Attempt
    grades: tuple[GivenGrade, ...]


class PersonsGrade(BaseModel):
    """What a person gives an answer.  The verdict follows from the score where none is given."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"score": 0.7, "by": "ann", "note": "names no cost", "points": {"k-1": "covered"}}]
        },
    )

    score: Unit
    by: Name
    note: Note = ""
    verdict: Verdict | None = None
    points: Annotated[
        dict[KeyPointId, PointState], Field(max_length=100, description="Key points by id.")
    ] = {}
    apply_to_group: Annotated[bool, Field(description="Give near-identical answers the same grade.")] = False


class GradeGiven(BaseModel):
    """The attempt as it is graded now, and what came of it.

    *group* got the same grade, *locked* kept a person's own.  *calibration* is what the question has
    learnt from people's grades, with its error on grades held back; null when nothing was learnt.
    """

    attempt: Attempt
    group: tuple[AttemptId, ...]
    locked: tuple[AttemptId, ...]
    calibration: Calibration | None
    not_learnt: str | None


@router.get("", summary="List attempts", responses=responses(401, 422, 503))
def list_attempts(
    services: Given,
    question_id: Annotated[QuestionId | None, Query(max_length=200)] = None,
    learner: Annotated[str | None, Query(max_length=200)] = None,
    review: Annotated[
        bool, Query(description="Those that wait for a person, the least sure first; else the newest first.")
    ] = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> AttemptPage:
    """Attempts with the grades that count."""
    page = attempts.queue(services, question_id, learner, cursor, limit, review=review)
    return AttemptPage(attempts=page.items, next_cursor=page.next_cursor)


@router.get("/{attempt_id}", summary="Get an attempt", responses=responses(401, 404, 422, 503))
def get_attempt(services: Given, attempt_id: AttemptId) -> AttemptGrades:
    """One attempt with every grade that it ever got."""
    attempt, _, history = attempts.seen(services, attempt_id)
    return AttemptGrades(attempt=attempt, grades=history)


@router.post(
    "/{attempt_id}/grades", summary="Grade an attempt", responses=responses(401, 404, 409, 413, 422, 503)
)
async def give_grade(
    services: Given,
    think: Thinker,
    attempt_id: AttemptId,
    body: PersonsGrade,
    idempotency_key: IdempotencyKey = None,
) -> GradeGiven:
    """Give an attempt a person's grade: it counts from then on, and no machine displaces it.

    All grades are kept.  From five people's grades on, the question learns from them.
    """
    judged = attempts.Judgement(body.score, body.by, body.note, body.verdict, body.points)
    done = await think(
        lambda: attempts.give(services, attempt_id, judged, idempotency_key, to_group=body.apply_to_group)
    )
    return GradeGiven(
        attempt=done.attempt,
        group=tuple(one.id for one in done.group),
        locked=done.locked,
        calibration=done.learnt,
        not_learnt=done.not_learnt,
    )
