"""Questions as staff sees them."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.auth import Staff
from api.errors import responses
from api.routes.parts import Cursor, Given, Limit
from api.usecases import bank, quizzes, revising
from questions.bank import QuestionFilter
from questions.records import Difficulty, Origin, Question, QuestionId, Status
from quizgen.differences import Difference

router = APIRouter(prefix="/questions", tags=["questions"], dependencies=[Staff])

Words = Annotated[str | None, Query(max_length=200)]


class QuestionPage(BaseModel):
    """Some questions, how hard each is, and where the next page begins; null at the end."""

    questions: tuple[Question, ...]
    difficulties: dict[QuestionId, Difficulty]
    next_cursor: str | None


class Revision(BaseModel):
    """A question before and after: *newest* and *approved*, which are one when nothing waits (then null).

    *met_version* is the version that learners meet.  *diff* holds each field that differs in parts that
    stayed the same, were removed or were added.
    """

    newest: Question
    approved: Question | None
    met_version: int | None
    diff: tuple[Difference, ...]


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
    rate = quizzes.difficulties(services)
    hard = {question.id: rate(question) for question in page.items}
    return QuestionPage(questions=page.items, difficulties=hard, next_cursor=page.next_cursor)


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


@router.get(
    "/{question_id}/difficulty",
    summary="Get a question's difficulty",
    responses=responses(401, 404, 422, 503),
)
def get_difficulty(services: Given, question_id: QuestionId) -> Difficulty:
    """How hard it is: estimated from its words, or from attempts where 8 learners or more answered it."""
    question = services.bank().get(question_id)
    return quizzes.difficulties(services)(question)


@router.get(
    "/{question_id}/revision",
    summary="Compare a question with its approved version",
    responses=responses(401, 404, 422, 503),
)
def get_revision(services: Given, question_id: QuestionId) -> Revision:
    """The newest version of a question, and what differs from the last approved one, which learners meet.

    When a document changes, the new words wait for approval.  Without anything to compare, `approved` is null.
    """
    found = revising.revised(services, question_id)
    return Revision(
        newest=found.newest, approved=found.approved, met_version=found.met, diff=found.differences
    )


@router.post(
    "/{question_id}/approve",
    summary="Approve a draft",
    response_model=Question,
    responses=responses(401, 404, 422, 503),
)
def approve_question(services: Given, question_id: QuestionId) -> Question:
    """Learners meet it from now on; new words that waited take the place of the old ones."""
    (approved,) = bank.approve(services, [question_id])
    return approved


@router.post(
    "/{question_id}/retire",
    summary="Retire a question",
    response_model=Question,
    responses=responses(401, 404, 422, 503),
)
def retire_question(services: Given, question_id: QuestionId) -> Question:
    """Learners meet it no longer; its versions and attempts are kept."""
    return services.bank().set_status(question_id, Status.RETIRED)
