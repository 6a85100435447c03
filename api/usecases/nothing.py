"""What to say when no question fits what was asked for: why, and what to do."""

from collections.abc import Sequence
from difflib import get_close_matches

from api.services import Services
from api.text import one_line
from api.wiring import sqlite_file
from questions.bank import QuestionFilter
from questions.records import Question, Status

_NAMED = 6
_NEAR = 0.6


def nothing_fits(services: Services, topic: str | None, document: str | None) -> str:
    """Why no question can be asked under *topic* of *document*, and what to do."""
    if why := nothing_there(services, topic, document):
        return why
    fit = services.bank().candidates(QuestionFilter(document=document, topic=topic))
    drafts = sum(one.status is Status.DRAFT for one in fit)
    if drafts:
        return f"nothing but drafts ({drafts}); quizgen questions review shows and approves them"
    return "no active question with a reference answer; see quizgen questions list, or ingest a document"


def nothing_there(services: Services, topic: str | None, document: str | None) -> str | None:
    """What is wrong where the bank is empty, has no such *document*, or no heading with *topic*; else None."""
    every = services.bank().candidates(QuestionFilter())
    if not every:
        place = sqlite_file(services.settings.database_url)
        return f"the bank{f' {place}' if place else ''} is empty; quizgen ingest FILE puts questions into it"
    of_document = services.bank().candidates(QuestionFilter(document=document))
    if document is not None and not of_document:
        names = [one.name for one in services.bank().documents()]
        return f"no document {document!r} in the bank; {_instead(document, names)}"
    fit = services.bank().candidates(QuestionFilter(document=document, topic=topic))
    if topic is not None and not fit:
        names = list(dict.fromkeys(name for one in of_document for name in _headings(one)))
        return f"no heading holds {topic!r}; {_instead(topic, names)}"
    return None


def _instead(wanted: str, names: Sequence[str]) -> str:
    """What is near to *wanted* among *names*, or else some of them."""
    folded = {name.casefold(): name for name in names}
    words = {word: name for name in reversed(names) for word in name.casefold().split()}
    near = get_close_matches(wanted.casefold(), [*folded, *words], n=3, cutoff=_NEAR)
    if near:
        found = dict.fromkeys(folded.get(name) or words[name] for name in near)
        return "did you mean " + " or ".join(map(repr, found)) + "?"
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return "there are " + ", ".join(one_line(name, 40) for name in names[:_NAMED]) + more


def _headings(question: Question) -> tuple[str, ...]:
    return question.source.heading_path[::-1] if question.source else ()
