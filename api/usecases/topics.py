"""The topics of the bank."""

from collections import Counter
from dataclasses import dataclass

from api.services import Services
from api.usecases.practice import topic_of
from questions.bank import QuestionFilter
from questions.records import FreeText, Question, Status


@dataclass(frozen=True, slots=True)
class Topic:
    """The nearest heading above some questions, or else their document, and how many there are.

    *active* are those that can be asked, *drafts* wait for approval.
    """

    topic: str
    document: str | None
    active: int
    drafts: int


def topics(services: Services, *, active: bool = False) -> tuple[Topic, ...]:
    """All topics in the order of documents and headings; *active*: only those with a question to ask."""
    asked: Counter[tuple[str | None, str]] = Counter()
    waiting: Counter[tuple[str | None, str]] = Counter()
    order: dict[tuple[str | None, str], None] = {}
    for one in sorted(services.bank().candidates(QuestionFilter()), key=_place):
        key = (one.source.document if one.source else None, topic_of(one))
        if one.status is Status.ACTIVE and _can_be_asked(one):
            asked[key] += 1
            order.setdefault(key)
        elif one.status is Status.DRAFT:
            waiting[key] += 1
            order.setdefault(key)
    found = [
        Topic(name, document, asked[document, name], waiting[document, name]) for document, name in order
    ]
    return tuple(one for one in found if one.active or not active)


def _can_be_asked(question: Question) -> bool:
    return not isinstance(question, FreeText) or question.reference is not None


def _place(question: Question) -> tuple[str, int, str]:
    source = question.source
    return (source.document, source.line_start, question.id) if source else ("", 0, question.id)
