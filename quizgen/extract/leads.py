"""Lines of plain text that ask: without number, label or emphasis, above what answers them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quizgen.extract.evidence import Asks, asks
from quizgen.extract.marks import stretches
from quizgen.extract.substance import is_furniture
from quizgen.extract.unit import Unit
from quizgen.outline import Kind, Outline
from quizgen.outline.inline import plain

_SHORTEST, _LONGEST = 4, 120
_LEAST = 3
_OPENING_SHARE = 0.5
_BEFORE = frozenset({Kind.BLANK, Kind.HEADING, Kind.RULE})


@dataclass(frozen=True, slots=True)
class _Lead:
    """A line of text (from 0) that begins a paragraph or stands above a list: whether it asks."""

    line: int
    text: str
    asks: bool


def lead_units(outline: Outline, taken: Sequence[Unit]) -> list[Unit]:
    """Plain lines that ask, where most parts of the document begin with such a line.

    A question within prose is no question of the document, so its place decides: first under a heading.
    """
    groups = [(list(_leads(outline, start, end)), end) for start, end in stretches(outline, taken)]
    groups = [(leads, end) for leads, end in groups if leads]
    opening = sum(leads[0].asks for leads, _ in groups)
    asking = sum(lead.asks for leads, _ in groups for lead in leads)
    if asking < _LEAST or opening < _OPENING_SHARE * len(groups) or taken:
        return []
    return [unit for leads, end in groups if leads[0].asks for unit in _units(leads, end)]


def _units(leads: Sequence[_Lead], end: int) -> Iterator[Unit]:
    stops = [*(lead.line for lead in leads[1:]), end]
    for lead, stop in zip(leads, stops, strict=True):
        if lead.asks:
            yield Unit(lead.text, None, lead.line, lead.line + 1, max(stop, lead.line + 1))


def _leads(outline: Outline, start: int, end: int) -> Iterator[_Lead]:
    """The leads among lines *start* up to *end*: those that ask, those that announce, and the first line."""
    first = True
    for i in range(start, end):
        line = outline.lines[i]
        if outline.kinds[i] is not Kind.TEXT or i in outline.toc or line[:1].isspace() or is_furniture(line):
            first = first and outline.kinds[i] in _BEFORE
            continue
        words = plain(line)
        marked = _SHORTEST <= len(words) <= _LONGEST and asks(words) is Asks.MARK
        announces = words.endswith((":", "：")) and (i == 0 or outline.kinds[i - 1] in _BEFORE)
        if marked or announces or first:
            bare = words.rstrip(" :：")
            yield _Lead(i, bare, marked or (announces and asks(bare) is not Asks.NO))
        first = False
