"""Grades as staff sees them: one answer, or up to 100."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Header
from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from api.auth import Staff
from api.errors import responses
from api.routes.parts import Given, Judges, Thinker
from api.services import GradeAll
from api.usecases import grading, judging
from questions.errors import BadInput
from questions.records import AttemptId, Grade, NonBlank, QuestionId

router = APIRouter(prefix="/grades", tags=["grades"], dependencies=[Staff])

MOST = 100
IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="Sent again with the same answers, it gives the attempts that are stored already.",
    ),
]
Learner = Annotated[
    str | None, Field(min_length=1, max_length=200, description="Who answers, in your own terms.")
]


Judge = Annotated[
    bool | Annotated[str, Field(max_length=100)],
    Field(
        description="Let the chat model of QUIZGEN_JUDGE_MODEL decide: true for QUIZGEN_JUDGE_MODE, or a mode: "
        "always, never, cascade, commit-first, panel:N, logprobs; joined as in cascade+panel:3."
    ),
]


class BankAnswer(BaseModel):
    """An answer to a question of the bank; the attempt is stored."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"question_id": "q-0123456789abcdef", "answer": "All query heads share one K and V."}
            ]
        },
    )

    question_id: Annotated[QuestionId, Field(min_length=1, max_length=200)]
    answer: str
    learner: Learner = None


class InlineAnswer(BaseModel):
    """An answer to a question that comes with its own reference; nothing is stored."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "question": "What does MQA share?",
                    "reference": "All query heads share one group of keys and values.",
                    "answer": "Every head uses the same keys and values.",
                }
            ]
        },
    )

    question: str = ""
    reference: NonBlank
    answer: str


def _where_the_question_is(body: object) -> str:
    """Which of two bodies is meant, so that what is said to be wrong with it is about that one."""
    named = body if isinstance(body, dict) else vars(body) if isinstance(body, BaseModel) else {}
    return "kind:bank" if "question_id" in named else "kind:inline"


_WHERE = Discriminator(_where_the_question_is)
Answer = Annotated[
    Annotated[BankAnswer, Tag("kind:bank")] | Annotated[InlineAnswer, Tag("kind:inline")], _WHERE
]


class OneBankAnswer(BankAnswer):
    """As `BankAnswer`, with a word about the judge."""

    judge: Judge = False


class OneInlineAnswer(InlineAnswer):
    """As `InlineAnswer`, with a word about the judge."""

    judge: Judge = False


OneAnswer = Annotated[
    Annotated[OneBankAnswer, Tag("kind:bank")] | Annotated[OneInlineAnswer, Tag("kind:inline")], _WHERE
]


class Answers(BaseModel):
    """Up to 100 answers, graded together."""

    model_config = ConfigDict(extra="forbid")

    judge: Judge = False
    answers: Annotated[tuple[Answer, ...], Field(min_length=1, max_length=MOST)]


class Graded(BaseModel):
    """A grade; with the attempt that holds it, where the question is of the bank."""

    attempt_id: AttemptId | None
    question_id: QuestionId | None
    grade: Grade


class GradedAnswers(BaseModel):
    """A grade for each answer, in their order."""

    grades: tuple[Graded, ...]


_PROBLEMS = responses(401, 404, 409, 413, 422, 501, 503)


@router.post("", summary="Grade one answer", responses=_PROBLEMS)
async def grade(
    services: Given,
    think: Thinker,
    judges: Judges,
    body: OneAnswer,
    idempotency_key: IdempotencyKey = None,
) -> Graded:
    """Grade one answer: score, verdict, what became of each key point, and the words that earned it.

    "Cannot tell" is `unscored` with a reason, never a zero.
    """
    (graded,) = await _grade(services, think, judges, [body], body.judge, idempotency_key)
    return graded


@router.post("/batch", summary="Grade up to 100 answers", responses=_PROBLEMS)
async def grade_many(
    services: Given, think: Thinker, judges: Judges, body: Answers, idempotency_key: IdempotencyKey = None
) -> GradedAnswers:
    """Grade up to 100 answers.  When one of them cannot be accepted, none is graded."""
    done = await _grade(services, think, judges, body.answers, body.judge, idempotency_key)
    return GradedAnswers(grades=done)


async def _grade(
    services: Given,
    think: Thinker,
    judges: Judges,
    answers: Sequence[Answer],
    judge: bool | str,
    key: str | None,
) -> tuple[Graded, ...]:
    if not judge:
        return await think(lambda: _submit(services, answers, key))
    if not services.settings.judge_model:
        raise BadInput("this server has no judge; leave judge away, or set QUIZGEN_JUDGE_MODEL")
    mode = judging.mode_of(services, None if judge is True else judge)

    def offline() -> GradeAll:
        return lambda items: judges.think(lambda: services.grade()(items))

    judged = judging.with_judge(services, mode, offline=offline)
    return await judges(partial(_submit, judged, answers, key))


def _submit(services: Given, answers: Sequence[Answer], key: str | None) -> tuple[Graded, ...]:
    items = [
        grading.BankAnswer(item.question_id, item.answer, item.learner)
        if isinstance(item, BankAnswer)
        else grading.InlineAnswer(item.question, item.reference, item.answer)
        for item in answers
    ]
    return tuple(_graded(done) for done in grading.submit(services, items, key))


def _graded(done: grading.Graded) -> Graded:
    attempt = done.attempt
    return Graded(
        attempt_id=attempt.id if attempt else None,
        question_id=attempt.question_id if attempt else None,
        grade=done.grade,
    )
