"""What was found in a document into the records that the bank keeps."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from questions.records import (
    Document,
    DocumentId,
    FreeText,
    MultipleChoice,
    Option,
    OptionId,
    Origin,
    Question,
    QuestionId,
    SingleChoice,
    Status,
    digest,
)
from quizgen.extract import Found
from quizgen.keypoints import key_points
from quizgen.language import language_of
from quizgen.outline.numbers import split_number
from quizgen.readers import SourceText

_LIST_MARK = re.compile(r"^\s*(?:[-*+•]|\d{1,4}[.)、])\s+", re.MULTILINE)
_SPACES = re.compile(r"\s+")
_ID_LENGTH = 16
_SAMPLE = 2000


def to_document(text: SourceText) -> Document:
    """The record of a document; its id follows from its name alone."""
    return Document(
        id=DocumentId("doc-" + digest(text.name)[:_ID_LENGTH]),
        name=text.name,
        path=text.path,
        encoding=text.encoding,
        line_count=text.line_count,
        content_hash=text.content_hash,
        assets=text.assets,
    )


def to_questions(text: SourceText, found: Sequence[Found]) -> tuple[Question, ...]:
    """The records of *found*, in its order.

    An id follows from the document's name, the words of the question and its place among questions of the
    same words: moving, renumbering or reformatting a question does not change it.
    """
    seen: Counter[str] = Counter()
    questions: list[Question] = []
    for item in found:
        words = normal_form("\n".join((item.question, *item.options)))
        key = digest(text.name, words, str(seen[words]))
        seen[words] += 1
        questions.append(_question(QuestionId("q-" + key[:_ID_LENGTH]), item))
    return tuple(questions)


def normal_form(question: str) -> str:
    """*question* as its id sees it: folded, without whitespace, list markers and numbering."""
    folded = unicodedata.normalize("NFKC", question).casefold()
    lines = [_LIST_MARK.sub("", line) for line in folded.split("\n")]
    return _SPACES.sub("", "\n".join([split_number(lines[0])[1], *lines[1:]]))


def _question(key: QuestionId, found: Found) -> Question:
    status = Status.DRAFT if found.origin is Origin.GENERATED else Status.ACTIVE
    language = language_of(f"{found.question.partition(chr(10))[0]}\n{(found.answer or '')[:_SAMPLE]}")
    if found.kind in ("single_choice", "multiple_choice"):
        return _choice(key, found, language, status)
    return FreeText(
        id=key,
        text=found.question,
        language=language,
        source=found.source,
        origin=found.origin,
        status=status,
        reference=found.answer,
        key_points=key_points(found.answer, found.question) if found.answer else (),
        unanswered_because=found.reason,
    )


def _choice(key: QuestionId, found: Found, language: str, status: Status) -> Question:
    options = tuple(
        Option(id=OptionId(chr(ord("A") + place)), text=option) for place, option in enumerate(found.options)
    )
    correct = [options[place].id for place in found.correct]
    if found.kind == "single_choice":
        return SingleChoice(
            id=key,
            text=found.question,
            language=language,
            source=found.source,
            origin=found.origin,
            status=status,
            options=options,
            correct=correct[0],
            explanation=found.answer,
        )
    return MultipleChoice(
        id=key,
        text=found.question,
        language=language,
        source=found.source,
        origin=found.origin,
        status=status,
        options=options,
        correct=frozenset(correct),
        explanation=found.answer,
    )
