"""How learners do beside each other, over the attempts in the bank."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from api.services import Services
from api.usecases.practice import WEAK_BELOW, topic_of
from questions.bank import QuestionFilter


@dataclass(frozen=True, slots=True)
class LearnerReport:
    """Of each learner the mean of their first scored attempts, and the topics in which it is low, the lowest first.

    None are the attempts under no name.
    """

    learner: str | None
    answered: int
    mean: float
    weak: tuple[str, ...]


def learners(services: Services, document: str | None, topic: str | None) -> tuple[LearnerReport, ...]:
    """Everyone who answered a question that fits, who does worst first."""
    bank = services.bank()
    topics = {
        one.id: topic_of(one) for one in bank.candidates(QuestionFilter(document=document, topic=topic))
    }
    scores: dict[str | None, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for one in bank.first_scores():
        if one.question_id in topics:
            scores[one.learner][topics[one.question_id]].append(one.score)
    found = [_report(learner, by_topic) for learner, by_topic in scores.items()]
    return tuple(sorted(found, key=lambda one: (one.mean, one.learner or "")))


def learners_json(found: Sequence[LearnerReport]) -> list[Mapping[str, object]]:
    """*found* for machines."""
    return [
        {"learner": one.learner, "answered": one.answered, "mean": round(one.mean, 4), "weak": list(one.weak)}
        for one in found
    ]


def _report(learner: str | None, by_topic: Mapping[str, Sequence[float]]) -> LearnerReport:
    every = [score for scores in by_topic.values() for score in scores]
    means = sorted((fmean(scores), topic) for topic, scores in by_topic.items())
    return LearnerReport(
        learner, len(every), fmean(every), tuple(topic for mean, topic in means if mean < WEAK_BELOW)
    )
