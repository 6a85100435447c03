"""Documents that are one question: the title in the front matter asks, and nothing below it does."""

import re
from collections.abc import Sequence

from quizgen.extract.evidence import Asks, asks
from quizgen.extract.unit import Unit
from quizgen.outline import Kind, Outline
from quizgen.outline.inline import plain
from quizgen.outline.numbers import split_number
from quizgen.outline.toc import letters

_TITLE = re.compile(r"(?:title|question|标题|题目)\s*[:：]\s*(\S.*)$", re.IGNORECASE)
_FEW = 3


def title_unit(outline: Outline, others: Sequence[Unit]) -> Unit | None:
    """The title of the whole document where it asks; the text below the front matter answers.

    A part of that text may be put as a question, too, but none has a question mark.
    """
    if not outline.kinds or outline.kinds[0] is not Kind.FRONT:
        return None
    end = next((i for i, kind in enumerate(outline.kinds) if kind is not Kind.FRONT), len(outline.lines))
    for i in range(end):
        found = _TITLE.match(outline.lines[i])
        number, text = split_number(plain(found.group(1).strip(" \t\"'"))) if found else (None, "")
        if asks(text) >= (Asks.MARK if others else Asks.WORDS):
            parts = len(others) < _FEW and all(asks(unit.text) < Asks.MARK for unit in others)
            return Unit(text, number, i, _below(outline, end, text), len(outline.lines)) if parts else None
    return None


def _below(outline: Outline, start: int, title: str) -> int:
    """The line behind the front matter, and behind a heading there that says the title again."""
    for heading in outline.headings[:1]:
        between = (outline.lines[i] for i in range(start, heading.start))
        if letters(heading.text) == letters(title) and not any(map(str.strip, between)):
            return heading.end
    return start
