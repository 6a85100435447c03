"""How questions and learners do, and which answers say the same."""

import math
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.auth import Staff
from api.errors import responses
from api.routes.parts import Given, Thinker
from api.services import Services
from api.usecases import grouping, learners, statistics
from graders.agreement.measures import Figure
from questions.records import AttemptId, Difficulty, QuestionId

router = APIRouter(tags=["statistics"], dependencies=[Staff])

OfDocument = Annotated[str | None, Query(max_length=200, description="Only questions of this document.")]
OfTopic = Annotated[str | None, Query(max_length=200, description="Only under a heading that holds this.")]


class Interval(BaseModel):
    """A figure with its 95 % interval."""

    value: float
    low: float | None = Field(description="Null where there is too little for an interval.")
    high: float | None = Field(description="Null where there is too little for an interval.")


class QuestionStatistics(BaseModel):
    """How a question does, over the first scored attempt of each learner at its present version."""

    question_id: QuestionId
    question: str = Field(description="Its words.")
    learners: int = Field(description="How many learners have answered it.")
    facility: Interval | None = Field(description="The mean score; null below 8 learners.")
    discrimination: Interval | None = Field(
        description="How well it tells strong learners from weak, -1 to 1; null below 20 learners."
    )
    difficulty: Difficulty
    remark: str = Field(description="What a person should know of it; empty for nothing.")


class QuestionStatisticsList(BaseModel):
    """Every question with answers: what should be looked at first, then the hardest first."""

    questions: tuple[QuestionStatistics, ...]


class LearnerStatistics(BaseModel):
    """How a learner does, over the first scored attempt at each question."""

    learner: str | None = Field(description="Null for attempts under no name.")
    answered: int = Field(description="How many questions have a score.")
    mean: float = Field(description="The mean of those scores, 0 to 1.")
    weak: tuple[str, ...] = Field(description="Topics in which the mean is below 0.6, the lowest first.")


class LearnerStatisticsList(BaseModel):
    """Everyone who answered, who does worst first."""

    learners: tuple[LearnerStatistics, ...]


class TopicProgress(BaseModel):
    """How a learner comes along in a topic."""

    topic: str
    questions: int = Field(description="How many questions it has.")
    answered: int = Field(description="How many of them the learner has answered.")
    first: float = Field(description="The mean of the first scores, 0 to 1.")
    latest: float = Field(description="The mean of the latest scores, 0 to 1.")
    last: str = Field(description="When the learner last answered one, in ISO 8601.")


class LearnerProgress(BaseModel):
    """A learner's topics, the weakest first."""

    learner: str | None
    attempts: int = Field(description="How many attempts have a score; 0 for a name that never answered.")
    untouched_topics: int = Field(description="How many topics the learner has not met.")
    topics: tuple[TopicProgress, ...]


class AnswerGroup(BaseModel):
    """Answers that say the same."""

    group: str = Field(description="Its name, the same as long as its answers are.")
    speaker: AttemptId = Field(
        description="The attempt whose answer speaks for all; grade it with apply_to_group."
    )
    says: str = Field(description="The words of that answer.")
    attempts: tuple[AttemptId, ...] = Field(description="All attempts of the group.")
    identical: bool = Field(description="Whether the words are the same but for case, marks and white space.")
    score: float | None = Field(description="What a person gave them, 0 to 1; null for nobody yet.")


class AnswerGroups(BaseModel):
    """The groups of a question's answers, the largest first."""

    groups: tuple[AnswerGroup, ...]


@router.get("/statistics/questions", summary="See how questions do", responses=responses(401, 422, 503))
async def question_statistics(
    services: Given, think: Thinker, document: OfDocument = None, topic: OfTopic = None
) -> QuestionStatisticsList:
    """How hard each answered question is, and whether it tells strong learners from weak."""
    found = await think(lambda: statistics.items(services, document=document, topic=topic))
    return QuestionStatisticsList(
        questions=tuple(
            QuestionStatistics(
                question_id=one.question.id,
                question=one.question.text,
                learners=one.figures.learners,
                facility=_interval(one.figures.facility),
                discrimination=_interval(one.figures.discrimination),
                difficulty=one.difficulty,
                remark=one.remark,
            )
            for one in found
        )
    )


@router.get("/statistics/learners", summary="See how learners do", responses=responses(401, 422, 503))
def learner_statistics(
    services: Given, document: OfDocument = None, topic: OfTopic = None
) -> LearnerStatisticsList:
    """Everyone who answered, with the mean of their first scores and the topics they are weak in."""
    found = learners.learners(services, document, topic)
    return LearnerStatisticsList.model_validate({"learners": learners.learners_json(found)})


@router.get(
    "/statistics/progress", summary="See how a learner comes along", responses=responses(401, 422, 503)
)
def learner_progress(
    services: Given,
    learner: Annotated[
        str | None, Query(max_length=200, description="The learner; none for attempts under no name.")
    ] = None,
) -> LearnerProgress:
    """First and latest scores, topic by topic, the weakest first."""
    return LearnerProgress.model_validate(statistics.progress_json(statistics.progress(services, learner)))


@router.get(
    "/questions/{question_id}/groups", summary="See which answers say the same",
    responses=responses(401, 404, 422, 503),
)  # fmt: skip
async def answer_groups(services: Given, think: Thinker, question_id: QuestionId) -> AnswerGroups:
    """The attempts at a question, put together by what they say, so that one grade serves a whole group."""
    return await think(lambda: _groups(services, question_id))


def _groups(services: Services, question_id: QuestionId) -> AnswerGroups:
    found = grouping.group_attempts(services, question_id, {}, lambda _: None, lambda _: None)
    members: dict[str, list[grouping.OutRow]] = {}
    for row in found.rows:
        if row["group"]:
            members.setdefault(row["group"], []).append(row)
    made = [
        AnswerGroup(
            group=name,
            speaker=rows[0]["speaker"],
            says=found.spoken[name],
            attempts=tuple(row["id"] for row in rows),
            identical=rows[0]["identical"],
            score=rows[0]["score"] if len({row["score"] for row in rows}) == 1 else None,
        )
        for name, rows in members.items()
    ]
    return AnswerGroups(groups=tuple(sorted(made, key=lambda one: (-len(one.attempts), one.group))))


def _interval(figure: Figure) -> Interval | None:
    if math.isnan(figure.value):
        return None
    low, high = (None if math.isnan(bound) else bound for bound in (figure.low, figure.high))
    return Interval(value=figure.value, low=low, high=high)
