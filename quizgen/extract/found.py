"""What extraction and generation give."""

from dataclasses import dataclass
from enum import StrEnum

from questions.records import Origin, Source


class NoAnswer(StrEnum):
    """Why a question of the document has no reference answer there."""

    EMPTY = "empty"
    PLACEHOLDER = "placeholder"
    LINK_ONLY = "link_only"
    IMAGE_ONLY = "image_only"
    CROSS_REFERENCE = "cross_reference"
    QUESTIONS_ONLY = "questions_only"


@dataclass(frozen=True, slots=True)
class Found:
    """A question of a document.

    *question* has no numbering and no markup around it; code that belongs to it follows after a blank line.
    *answer* is Markdown as the document has it, or None and then *reason* says why.
    For a choice *options* are the offered texts in order and *correct* the positions of the right ones.
    *source* spans question and answer; its first line is the question's own.
    """

    question: str
    answer: str | None
    reason: str | None
    kind: str
    source: Source
    origin: Origin = Origin.EXTRACTED
    options: tuple[str, ...] = ()
    correct: tuple[int, ...] = ()
