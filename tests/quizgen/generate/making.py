"""Notes for the tests of the rules, and what a rule makes of them."""

from collections.abc import Sequence

from quizgen.generate.candidate import Candidate
from quizgen.generate.offline import Maker
from quizgen.generate.statements import Notes, read_notes
from quizgen.generate.terms import terms_of
from quizgen.readers import SourceText, source_text
from tests.quizgen.documents import CASES

SUBJECTS = ("alignment.zh", "cells.zh", "contracts.en", "kitchen.zh")


def subject(name: str) -> SourceText:
    """One of our notes: machine learning, biology, law or cooking."""
    return source_text((CASES / "making" / f"{name}.md").read_text("utf-8"), f"{name}.md")


def notes(markdown: str) -> Notes:
    """*markdown* read for its statements."""
    return read_notes(source_text(markdown, "notes.md"))


def made(maker: Maker, markdown: str, kind: str | None = None) -> list[Candidate]:
    """What *maker* makes of *markdown*, of one *kind* where that is said."""
    read = notes(markdown)
    return [each for each in maker(read, terms_of(read), 7) if kind in (None, each.kind)]


def right(each: Candidate) -> Sequence[str]:
    """The right options of a choice."""
    return [each.options[place] for place in each.correct]


def wrong(each: Candidate) -> Sequence[str]:
    """The other options of a choice."""
    return [option for place, option in enumerate(each.options) if place not in each.correct]
