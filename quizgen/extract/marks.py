"""Lines that may ask, and where the lines are on which they may."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from quizgen.extract.unit import Unit, free_stretches
from quizgen.outline import Kind, Number, Outline
from quizgen.outline.inline import plain
from quizgen.outline.labels import Label
from quizgen.outline.numbers import split_number

TEXTUAL = frozenset({Kind.TEXT, Kind.ITEM, Kind.QUOTE, Kind.HTML})
_TITLE_LENGTH = 30
_ALONE = re.compile(r"\s*(\d{1,3}[.、．)）])\s*")
_NUMBER_LENGTH = 12
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A line (from 0) that may ask: its words, where it is indented, what answers it on the same line."""

    line: int
    body: int
    indent: int
    text: str
    number: Number | None
    inline: str = ""
    style: str = ""
    label: Label | None = None


def before_title(outline: Outline, end: int) -> int:
    """Where an answer ends that a question on line *end* follows: before a title such as "二、简答题", and
    before a number that stands alone above the question.
    """
    last = end - 1
    while last > 0 and outline.kinds[last] is Kind.BLANK:
        last -= 1
    if last > 0 and number_above(outline, end) is not None:
        return last
    if last < 1 or outline.kinds[last] is not Kind.ITEM or outline.kinds[last - 1] is not Kind.BLANK:
        return end
    number, text = split_number(plain(outline.lines[last]))
    titled = number is not None and number.style in ("chinese", "ordinal")
    short = len(text) < _TITLE_LENGTH and not text.endswith(("。", "；", ".", "："))
    return last if titled and short else end


def number_above(outline: Outline, i: int) -> Number | None:
    """The number that stands alone on the line above line *i* (from 0), blank lines aside."""
    above = i - 1
    while above > 0 and outline.kinds[above] is Kind.BLANK and i - above < _NEAR:
        above -= 1
    found = _ALONE.fullmatch(outline.lines[above][:_NUMBER_LENGTH]) if above >= 0 else None
    return split_number(f"{found.group(1)}x")[0] if found else None


def counts_on(number: Number | None, other: Number | None) -> bool:
    """Whether *other* is the number after *number*."""
    if number is None or other is None or not number.parts:
        return False
    return other.parts[:-1] == number.parts[:-1] and other.parts[-1:] == (number.parts[-1] + 1,)


def stretches(outline: Outline, taken: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """Free lines between headings."""
    edges = sorted({edge for heading in outline.headings for edge in (heading.start, heading.end)})
    for start, end in free_stretches(taken, len(outline.lines)):
        at = start
        for edge in _inside(edges, start, end):
            if edge > at and outline.kinds[at] is not Kind.HEADING:
                yield at, edge
            at = edge
        if at < end and outline.kinds[at] is not Kind.HEADING:
            yield at, end


def _inside(edges: Sequence[int], start: int, end: int) -> Iterable[int]:
    return edges[bisect_right(edges, start - 1) : bisect_left(edges, end)]


def free_lines(outline: Outline, taken: Sequence[Unit]) -> set[int]:
    """The lines (from 0) that no unit covers."""
    lines: set[int] = set()
    for start, end in free_stretches(taken, len(outline.lines)):
        lines.update(range(start, end))
    return lines


def textual(outline: Outline, start: int, end: int) -> Iterator[int]:
    """The lines from *start* up to *end* on which a question may be written."""
    for i in range(start, end):
        if outline.kinds[i] in TEXTUAL and i not in outline.toc:
            yield i


def unit_of(mark: Mark, end: int) -> Unit:
    """The question of *mark*, answered up to line *end*."""
    return Unit(mark.text, mark.number, mark.line, mark.body, max(end, mark.body), mark.inline)
