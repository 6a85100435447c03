"""What a learner may see and do.  No type here has a reference, a key point's words or a flag."""

from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.errors import responses
from api.routes.grades import BankAnswer, IdempotencyKey
from api.routes.parts import Cursor, Given, Limit, Thinker
from api.services import Services
from api.usecases import grading, quizzes
from questions.bank import QuestionFilter
from questions.errors import QuestionNotFound
from questions.records import AttemptId, Question, QuestionId, QuizId, Status
from questions.views import LearnerGrade, LearnerQuestion, LearnerQuiz, learner_grade, learner_view

router = APIRouter(prefix="/learner", tags=["learner"])


class LearnerPage(BaseModel):
    """Some questions, and where the next page begins; null at the end."""

    questions: tuple[LearnerQuestion, ...]
    next_cursor: str | None


class LearnerGraded(BaseModel):
    """What a learner is told about an answer."""

    attempt_id: AttemptId
    question_id: QuestionId
    grade: LearnerGrade


@router.get("/questions", summary="List questions to practise", responses=responses(422, 503))
def list_questions(
    services: Given,
    document: Annotated[
        str | None, Query(max_length=200, description="Of the document of this name.")
    ] = None,
    topic: Annotated[
        str | None, Query(max_length=200, description="Under a heading that holds this.")
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> LearnerPage:
    """Active questions, by document and line."""
    wanted = QuestionFilter(document=document, topic=topic, status=Status.ACTIVE)
    page = services.bank().questions(wanted, cursor=cursor, limit=limit)
    return LearnerPage(
        questions=tuple(learner_view(question) for question in page.items), next_cursor=page.next_cursor
    )


@router.get(
    "/questions/{question_id}", summary="Get a question to practise", responses=responses(404, 422, 503)
)
def get_question(services: Given, question_id: QuestionId) -> LearnerQuestion:
    """One active question."""
    return learner_view(_active(services, question_id))


@router.get("/quizzes/{quiz_id}", summary="Get a quiz to practise", responses=responses(404, 422, 503))
def get_quiz(services: Given, quiz_id: QuizId) -> LearnerQuiz:
    """The questions of a quiz that are still asked, as they stand; answer them at `/v1/learner/grades`.

    Options come in the order of the quiz: name them by their ids, several parted by commas.
    """
    return quizzes.learner_quiz(services, quiz_id)


@router.post("/grades", summary="Answer a question", responses=responses(404, 409, 413, 422, 503))
async def answer(
    services: Given, think: Thinker, body: BankAnswer, idempotency_key: IdempotencyKey = None
) -> LearnerGraded:
    """Grade an answer to an active question; the attempt is stored."""
    return await think(lambda: _answer(services, body, idempotency_key))


@router.get(
    "/attempts/{attempt_id}", summary="See how an answer is graded now", responses=responses(404, 422, 503)
)
def get_attempt(services: Given, attempt_id: AttemptId) -> LearnerGraded:
    """The grade that counts: a person may have looked at the answer since.  Whoever has the id may ask."""
    attempt = services.bank().attempt(attempt_id)
    return LearnerGraded(
        attempt_id=attempt.id, question_id=attempt.question_id, grade=learner_grade(attempt.grade)
    )


def _active(services: Services, question_id: QuestionId) -> Question:
    """The question; a draft is not told apart from none at all."""
    with suppress(QuestionNotFound):
        question = services.bank().get(question_id)
        if question.status is Status.ACTIVE:
            return question
    raise QuestionNotFound(f"no question {question_id!r} to practise; list them at /v1/learner/questions")


def _answer(services: Services, body: BankAnswer, key: str | None) -> LearnerGraded:
    _active(services, body.question_id)
    done = grading.answer(services, grading.BankAnswer(body.question_id, body.answer, body.learner), key)
    return LearnerGraded(attempt_id=done.id, question_id=done.question_id, grade=learner_grade(done.grade))
