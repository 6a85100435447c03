"""The attempts at a question, graded again."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from api.auth import Staff
from api.errors import responses
from api.routes.parts import Given, Thinker
from api.usecases import regrading
from questions.records import AttemptId, QuestionId, Unit, Verdict

router = APIRouter(prefix="/questions", tags=["questions"], dependencies=[Staff])


class Regrade(BaseModel):
    """Whether to say only what would change, and whether to grade offline what a chat model has graded."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"dry_run": True}]})

    dry_run: bool = False
    replace_judged: bool = False


class RegradedAttempt(BaseModel):
    """An attempt before and after."""

    attempt_id: AttemptId
    question_id: QuestionId
    learner: str | None
    outcome: regrading.Outcome
    score_before: Unit | None
    score: Unit | None
    verdict_before: Verdict | None
    verdict: Verdict | None


class RegradeSummary(BaseModel):
    """How many attempts have which outcome, and by how much the changed scores changed on average."""

    changed: int
    unchanged: int
    locked: int
    reworded: int
    too_long: int
    judged: int
    mean_change: float | None
    dry_run: bool


class RegradedQuestion(BaseModel):
    """The attempts that are not unchanged, and the summary."""

    attempts: tuple[RegradedAttempt, ...]
    summary: RegradeSummary


@router.post(
    "/{question_id}/regrade", summary="Regrade a question", responses=responses(401, 404, 413, 422, 503)
)
async def regrade(
    services: Given, think: Thinker, question_id: QuestionId, body: Regrade
) -> RegradedQuestion:
    """Grade the attempts at a question again, against what it says now.

    Grades are added, none is overwritten; one that a person gave is locked and goes on to count.  One that
    a chat model gave is left alone unless `replace_judged`.
    """
    done = await think(
        lambda: regrading.regrade(
            services, question_id, dry_run=body.dry_run, replace_judged=body.replace_judged
        )
    )
    return RegradedQuestion.model_validate(done.as_json())
