"""Questions that were made of a document and outlive its edits."""

from collections.abc import Iterator

from api.services import Services
from questions.bank import QuestionFilter
from questions.records import Origin, Question, Status
from quizgen.generate.written import PREFIX, still_standing
from quizgen.readers import SourceText

_PAGE = 1000
EVERYTHING = QuestionFilter()


def kept(services: Services, text: SourceText) -> tuple[Question, ...]:
    """The questions that `quizgen generate` made of an earlier state of *text* and that still rest on its words."""
    of_document = QuestionFilter(document=text.name, origin=Origin.GENERATED)
    made = (each for each in questions(services, of_document) if each.id.startswith(PREFIX))
    return still_standing(text, [each for each in made if each.status is not Status.RETIRED])


def questions(services: Services, wanted: QuestionFilter = EVERYTHING) -> Iterator[Question]:
    """All questions of the bank that are *wanted*, whatever their number."""
    cursor = None
    while True:
        page = services.bank().questions(wanted, cursor=cursor, limit=_PAGE)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return
