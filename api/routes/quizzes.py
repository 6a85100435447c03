"""Quizzes as staff sees them."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Body
from pydantic import BaseModel

from api.auth import Staff
from api.errors import responses
from api.routes.parts import Cursor, Given, Limit, Thinker
from api.usecases import quizzes
from questions.records import Blueprint, Quiz, QuizId

router = APIRouter(prefix="/quizzes", tags=["quizzes"], dependencies=[Staff])

_EXAMPLE = {"topics": [{"topic": "attention", "count": 3}, {"topic": "*", "count": 2}], "seed": 7}


class QuizPage(BaseModel):
    """Some quizzes, and where the next page begins; null at the end."""

    quizzes: tuple[Quiz, ...]
    next_cursor: str | None


@router.post(
    "", summary="Put a quiz together", status_code=HTTPStatus.CREATED, responses=responses(401, 413, 422, 503)
)
async def post_quiz(
    services: Given, think: Thinker, body: Annotated[Blueprint, Body(examples=[_EXAMPLE])]
) -> Quiz:
    """A quiz of active questions, kept; what a topic lacks stands in `shortfalls`.

    The same bank, blueprint and seed give the same quiz, under the same id.
    """
    return await think(lambda: quizzes.make(services, body))


@router.get("", summary="List quizzes", responses=responses(401, 422, 503))
def list_quizzes(services: Given, cursor: Cursor = None, limit: Limit = 50) -> QuizPage:
    """Quizzes, the newest first."""
    page = services.bank().quizzes(cursor=cursor, limit=limit)
    return QuizPage(quizzes=page.items, next_cursor=page.next_cursor)


@router.get("/{quiz_id}", summary="Get a quiz", responses=responses(401, 404, 422, 503))
def get_quiz(services: Given, quiz_id: QuizId) -> Quiz:
    """A quiz with its blueprint, the ids and versions of its items, and its shortfalls."""
    return services.bank().quiz(quiz_id)
