"""A round of practice: which questions, and what it came to."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.services import Services
from questions.bank import QuestionFilter
from questions.errors import BadInput
from questions.records import Attempt, FreeText, Question, Status

WEAK_BELOW = 0.6


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
) -> tuple[FreeText, ...]:
    """Up to *count* active questions that can be graded; the same *seed* chooses the same ones.

    Raises BadInput when there is none.
    """
    wanted = QuestionFilter(topic=topic, document=document, status=Status.ACTIVE, kind="free_text")
    drawn = count
    while True:
        every = services.bank().sample(wanted, drawn, seed)
        fit = [question for question in every if isinstance(question, FreeText) and question.reference]
        if len(fit) >= count or len(every) < drawn:
            break
        drawn *= 4  # some that were drawn have no reference
    if not fit:
        raise BadInput(
            "no active question with a reference answer fits; see quizgen questions list, "
            "ingest a document, or approve drafts"
        )
    return tuple(fit[:count])


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
