"""How questions and learners do, over the attempts in the bank."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

import numpy as np

from api.services import Services
from api.usecases.practice import topic_of
from api.usecases.quizzes import difficulties
from graders.agreement.items import ItemFigures, codes, item_figures
from graders.agreement.measures import Figure
from questions.bank import QuestionFilter
from questions.bank_quizzes import ScoredAnswer
from questions.records import Difficulty, FreeText, Question, QuestionId, Status


@dataclass(frozen=True, slots=True)
class ItemReport:
    """A question with its figures, over the first scored attempt of each learner."""

    question: Question
    difficulty: Difficulty
    figures: ItemFigures

    @property
    def remark(self) -> str:
        """What a person should know of it; empty for nothing."""
        told = self.figures.discrimination
        if told.high < 0:
            return "strong learners miss it: look at its answer"
        if math.isnan(self.figures.facility.value):
            return "too few learners"
        if math.isnan(told.value):
            return "too few learners, or all alike, to tell strong from weak"
        return "tells little" if told.high < 0.2 else ""


@dataclass(frozen=True, slots=True)
class TopicProgress:
    """A topic of a learner: of so many *questions* they *answered* some; means over those.

    *first* and *latest* are of the first and the latest scored attempt at each question.
    """

    topic: str
    questions: int
    answered: int
    first: float
    latest: float
    last: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """A learner's topics, the weakest first, and how many topics they have not met yet."""

    learner: str | None
    attempts: int
    topics: tuple[TopicProgress, ...]
    untouched: int


def figures_of(services: Services) -> Mapping[QuestionId, ItemFigures]:
    """The figures of every question that learners have answered."""
    scores = services.bank().first_scores()
    names, question = codes([one.question_id for one in scores])
    _, learner = codes([one.learner or "" for one in scores])
    figures = item_figures(question, learner, np.array([one.score for one in scores]))
    return dict(zip((QuestionId(name) for name in names), figures, strict=True))


def items(services: Services, *, document: str | None, topic: str | None) -> tuple[ItemReport, ...]:
    """Every answered question that fits: what should be looked at first, then the hardest first."""
    bank = services.bank()
    of = figures_of(services)
    fit = bank.candidates(QuestionFilter(document=document, topic=topic))
    rate = difficulties(services)
    found = [ItemReport(each, rate(each), of[each.id]) for each in fit if each.id in of]
    return tuple(sorted(found, key=_urgency))


def progress(services: Services, learner: str | None) -> Progress:
    """How *learner* does, topic by topic; None are the attempts under no name."""
    bank = services.bank()
    scores = bank.scores_of(learner)
    active = bank.candidates(QuestionFilter(status=Status.ACTIVE))
    by_topic: dict[str, list[QuestionId]] = defaultdict(list)
    for question in active:
        if not isinstance(question, FreeText) or question.reference:
            by_topic[topic_of(question)].append(question.id)
    mine: dict[QuestionId, list[ScoredAnswer]] = defaultdict(list)
    for score in scores:
        mine[score.question_id].append(score)
    topics = [
        _topic(topic, ids, [mine[name] for name in ids if name in mine])
        for topic, ids in by_topic.items()
        if any(name in mine for name in ids)
    ]
    topics.sort(key=lambda each: (each.latest, each.topic))
    return Progress(learner, len(scores), tuple(topics), len(by_topic) - len(topics))


def items_json(found: Sequence[ItemReport]) -> list[Mapping[str, object]]:
    """*found* for machines; a figure that is not known is null."""
    return [
        {
            "question_id": one.question.id,
            "question": one.question.text,
            "learners": one.figures.learners,
            "facility": _figure_json(one.figures.facility),
            "discrimination": _figure_json(one.figures.discrimination),
            "difficulty": one.difficulty.model_dump(mode="json"),
            "remark": one.remark,
        }
        for one in found
    ]


def progress_json(found: Progress) -> Mapping[str, object]:
    """*found* for machines."""
    return {
        "learner": found.learner,
        "attempts": found.attempts,
        "untouched_topics": found.untouched,
        "topics": [
            {
                "topic": one.topic,
                "questions": one.questions,
                "answered": one.answered,
                "first": round(one.first, 4),
                "latest": round(one.latest, 4),
                "last": one.last.isoformat(),
            }
            for one in found.topics
        ],
    }


def _topic(topic: str, ids: Sequence[QuestionId], met: Sequence[Sequence[ScoredAnswer]]) -> TopicProgress:
    return TopicProgress(
        topic=topic,
        questions=len(ids),
        answered=len(met),
        first=fmean(scores[0].score for scores in met),
        latest=fmean(scores[-1].score for scores in met),
        last=max(scores[-1].at for scores in met),
    )


def _urgency(one: ItemReport) -> tuple[bool, float, str]:
    known = one.figures.facility.value
    return not one.figures.discrimination.high < 0, 2.0 if math.isnan(known) else known, one.question.id


def _figure_json(figure: Figure) -> Mapping[str, float | None] | None:
    if math.isnan(figure.value):
        return None
    parts = {"value": figure.value, "low": figure.low, "high": figure.high}
    return {name: None if math.isnan(value) else round(value, 4) for name, value in parts.items()}
