"""How people grade a question: learnt from a few human grades, used for every later one."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.auth import Staff
from api.errors import responses
from api.routes.parts import Given, Thinker
from api.usecases import calibrating
from graders.calibration import FEWEST
from questions.calibrations import Calibration
from questions.records import QuestionId, Unit

router = APIRouter(prefix="/questions", tags=["questions"], dependencies=[Staff])

MOST = 100


class HumanGrade(BaseModel):
    """An answer and what a person gave it, 0 to 1."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"answer": "All query heads share one K and V.", "score": 0.8}]},
    )

    answer: str
    score: Unit


class HumanGrades(BaseModel):
    """Five grades at least; twenty are plenty."""

    model_config = ConfigDict(extra="forbid")

    grades: Annotated[tuple[HumanGrade, ...], Field(min_length=FEWEST, max_length=MOST)]


class QuestionCalibration(BaseModel):
    """The calibration of a question; null when it has none for its present words."""

    question_id: QuestionId
    calibration: Calibration | None


_PATH = "/{question_id}/calibration"


@router.get(_PATH, summary="Get a calibration", responses=responses(401, 404, 422, 503))
def get_calibration(services: Given, question_id: QuestionId) -> QuestionCalibration:
    """The map from offline scores to what people give, and what it gains on grades held back."""
    return QuestionCalibration(question_id=question_id, calibration=services.bank().calibration(question_id))


@router.put(_PATH, summary="Calibrate a question", responses=responses(401, 404, 413, 422, 503))
async def put_calibration(
    services: Given, think: Thinker, question_id: QuestionId, body: HumanGrades
) -> QuestionCalibration:
    """Learn from human grades how people grade this question; what was learnt before is replaced.

    Where the grades show no way of their own, scores stay as they are.
    """
    graded = [(item.answer, item.score) for item in body.grades]
    made = await think(lambda: calibrating.calibrate_question(services, question_id, graded))
    return QuestionCalibration(question_id=question_id, calibration=made)


@router.delete(_PATH, summary="Forget a calibration", responses=responses(401, 404, 422, 503))
def delete_calibration(services: Given, question_id: QuestionId) -> QuestionCalibration:
    """Scores of this question are offline scores again."""
    services.bank().set_calibration(question_id, None)
    return QuestionCalibration(question_id=question_id, calibration=None)
