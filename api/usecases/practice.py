"""A round of practice: which questions, and what it came to."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from api.services import Services
from api.usecases import quizzes
from api.usecases.nothing import nothing_fits
from questions.bank import QuestionFilter
from questions.errors import BadInput
from questions.records import Attempt, FreeText, Question, QuizId, Status

WEAK_BELOW = 0.6
_ALL = 100_000
USUAL = 5
"""How many questions a round has when nobody says."""


@dataclass(frozen=True, slots=True)
class TopicScore:
    """How a topic went: the mean over the *scored* answers of it."""

    topic: str
    scored: int
    mean: float


@dataclass(frozen=True, slots=True)
class Summary:
    """What a round came to.  *mean* is over the scored answers, and None without any."""

    answered: int
    scored: int
    mean: float | None
    weak: tuple[TopicScore, ...]


def choose(
    services: Services, count: int, *, topic: str | None, document: str | None, seed: int
) -> tuple[Question, ...]:
    """Up to *count* active questions that can be graded; the same *seed* chooses the same ones.

    Raises BadInput when there is none.
    """
    wanted = QuestionFilter(topic=topic, document=document, status=Status.ACTIVE)
    drawn = count
    while True:
        every = services.bank().sample(wanted, drawn, seed)
        fit = [question for question in every if not isinstance(question, FreeText) or question.reference]
        if len(fit) >= count or len(every) < drawn:
            break
        drawn *= 4  # some that were drawn have no reference
    if not fit:
        raise BadInput(nothing_fits(services, topic, document))
    return tuple(fit[:count])


def drawn(
    services: Services, count: int | None, *, topic: str | None, document: str | None, seed: int | None
) -> tuple[tuple[Question, ...], int]:
    """What `choose` chooses, and the seed of it; by chance where none is given."""
    chance = secrets.randbits(31) if seed is None else seed
    return choose(services, count or USUAL, topic=topic, document=document, seed=chance), chance


def weakest(
    services: Services, count: int | None, *, learner: str | None, topic: str | None, document: str | None,
    seed: int | None,
) -> tuple[tuple[Question, ...], int]:  # fmt: skip
    """What *learner* should meet next, and the seed of it: what went worst, then what they have not met.

    The latest score of each question counts; what went well comes last.  Raises BadInput when there is nothing.
    """
    chance = secrets.randbits(31) if seed is None else seed
    every = choose(services, _ALL, topic=topic, document=document, seed=chance)
    latest = {one.question_id: one.score for one in services.bank().scores_of(learner)}
    # Not met counts as just well enough, so that it comes behind what was missed; the draw settles the rest.
    ranked = sorted(every, key=lambda one: latest.get(one.id, WEAK_BELOW))
    return tuple(ranked[: count or USUAL]), chance


def of_quiz(services: Services, quiz_id: str) -> tuple[tuple[Question, ...], int, str | None]:
    """The questions of a quiz that are still asked, as they stand; its seed and its learner.

    Raises QuizNotFound, BadInput when there is no question.
    """
    quiz = services.bank().quiz(QuizId(quiz_id))
    asked = quizzes.as_asked(services, quiz)
    if not asked:
        raise BadInput(f"no question of {quiz.id} is asked any more; make another one: quizgen quiz new")
    return asked, quiz.blueprint.seed, quiz.blueprint.learner


def topic_of(question: Question) -> str:
    """The heading nearest above the question, or else its document."""
    if question.source is None:
        return ""
    return question.source.heading_path[-1] if question.source.heading_path else question.source.document


def sum_up(round_: Sequence[tuple[Question, Attempt]]) -> Summary:
    """What a round came to; an answer without a score is in no average."""
    by_topic: dict[str, list[float]] = {}
    for question, attempt in round_:
        if attempt.grade.score is not None:
            by_topic.setdefault(topic_of(question), []).append(attempt.grade.score)
    scores = [score for each in by_topic.values() for score in each]
    topics = [TopicScore(topic, len(each), sum(each) / len(each)) for topic, each in by_topic.items()]
    weak = sorted((t for t in topics if t.mean < WEAK_BELOW), key=lambda t: (t.mean, t.topic))
    return Summary(
        answered=len(round_),
        scored=len(scores),
        mean=sum(scores) / len(scores) if scores else None,
        weak=tuple(weak),
    )
