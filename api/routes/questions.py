"""Questions as staff sees them."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.auth import Staff
from api.errors import responses
from api.routes.parts import Cursor, Given, Limit
from questions.bank import QuestionFilter
from questions.records import Origin, Question, QuestionId, Status

router = APIRouter(prefix="/questions", tags=["questions"], dependencies=[Staff])

Words = Annotated[str | None, Query(max_length=200)]


class QuestionPage(BaseModel):
    """Some questions, and where the next page begins; null at the end."""

    questions: tuple[Question, ...]
    next_cursor: str | None


@router.get("", summary="List questions", responses=responses(401, 422, 503))
def list_questions(
    services: Given,
    document: Annotated[
        str | None, Query(max_length=200, description="Of the document of this name.")
    ] = None,
    topic: Annotated[
        str | None, Query(max_length=200, description="Under a heading that holds this.")
    ] = None,
    text: Annotated[str | None, Query(max_length=200, description="Whose question holds this.")] = None,
    kind: Annotated[str | None, Query(max_length=40, examples=["free_text"])] = None,
    language: Annotated[str | None, Query(max_length=10, examples=["zh", "en"])] = None,
    status: Status | None = None,
    origin: Origin | None = None,
    flagged: Annotated[
        bool | None, Query(description="With a flag that nobody dismissed, or without.")
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> QuestionPage:
    """The questions that fit all filters, by document and line, with references and key points."""
    wanted = QuestionFilter(
        document=document,
        topic=topic,
        text=text,
        kind=kind,
        language=language,
        status=status,
        origin=origin,
        flagged=flagged,
    )
    page = services.bank().questions(wanted, cursor=cursor, limit=limit)
    return QuestionPage(questions=page.items, next_cursor=page.next_cursor)


@router.get(
    "/{question_id}",
    summary="Get a question",
    response_model=Question,
    responses=responses(401, 404, 422, 503),
)
def get_question(
    services: Given,
    question_id: QuestionId,
    version: Annotated[int | None, Query(ge=1, description="As it stood then; else as it stands.")] = None,
) -> Question:
    """One question with its reference and key points."""
    return services.bank().get(question_id, version)
