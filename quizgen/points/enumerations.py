"""Enumerations: "X, Y and Z", as single items where the question asks for a list."""

import re
from collections.abc import Sequence

from quizgen.points import wording
from quizgen.points.labels import size

_MARK = re.compile(r"、")
_COMMA = re.compile(r"[，,](?:[ \x00]+(?:and|or)\b)?")
_LAST = re.compile(r"以及|和|与|及(?!其)|[ \x00](?:and|or|&)[ \x00]")
_COUNTS_UP = re.compile(
    r"(?:包括|包含|分为|分成|分别[是为有]|includes?|namely|comprises?)[：:]?[\s\x00]*", re.IGNORECASE
)
_REST = re.compile(r"(?:等+(?![价级于式号待]).*|[两二三四五六七八九\d]+[大种个类项].*|\betc\b.*)$")
_LONGEST_ITEM = 16

Span = tuple[int, int]


def items(mask: str, start: int, end: int, *, labelled: bool) -> tuple[Span, tuple[Span, ...]] | None:
    """The words before the items, and each item; None when this is no enumeration of short names.

    *labelled*: a label stands before *start*, which announces the items as well as a verb does.
    """
    first = _announcement(mask, start, end)
    region = mask[first:end]
    parts = _split(region, first, _MARK if "、" in region else _COMMA)
    head, parts[0] = (start, first), parts[0]
    if first == start:
        head, parts[0] = _head(mask, parts[0])
    found = (*parts[:-1], *_last(mask, parts[-1]))
    counted = _COUNTS_UP.search(mask, max(0, start - 12), head[1]) is not None
    if not _is_enumeration(
        [mask[slice(*item)] for item in found],
        announced=labelled or head[0] < head[1],
        counted=counted,
        marked="、" in region,
    ):
        return None
    return head, tuple(_bare(mask, item) for item in found)


def _is_enumeration(words: Sequence[str], *, announced: bool, counted: bool, marked: bool) -> bool:
    if len(words) < 2 or not all(_is_name(item) for item in words):
        return False
    if marked:
        return announced or all(size(item) <= 8 for item in words)
    # Commas and "and" also join clauses: only names that were announced as a list are one.
    several = announced and len(words) > 2
    if any(wording.PREDICATE.search(item) for item in words):
        return several and all(size(item) <= 6 for item in words)
    return several or (announced and counted)


def _announcement(mask: str, start: int, end: int) -> int:
    """Where the items begin after the last "包括" or "include" before the first mark; *start* without one."""
    mark = _MARK.search(mask, start, end)
    first = start
    for found in _COUNTS_UP.finditer(mask, start, mark.start() if mark else end):
        first = found.end()
    return first if first < end else start


def _split(region: str, offset: int, mark: re.Pattern[str]) -> list[Span]:
    parts = []
    at = 0
    for found in mark.finditer(region):
        parts.append((offset + at, offset + found.start()))
        at = found.end()
    parts.append((offset + at, offset + len(region)))
    return parts


def _head(mask: str, part: Span) -> tuple[Span, Span]:
    """The first part cut in two: what announces the items, and the first of them."""
    cut = part[0]
    for found in wording.LIST_HEAD.finditer(mask, *part):
        if found.end() < part[1]:
            cut = found.end()
    return (part[0], cut), (cut, part[1])


def _last(mask: str, part: Span) -> tuple[Span, ...]:
    """The last part, which may hold two items ("Y 和 Z") and words that round the list off."""
    rest = _REST.search(mask, *part)
    end = rest.start() if rest and rest.start() > part[0] else part[1]
    joint = _LAST.search(mask, part[0] + 1, end)
    if joint is None or joint.end() >= end:
        return ((part[0], end),)
    return (part[0], joint.start()), (joint.end(), end)


def _is_name(words: str) -> bool:
    return 1 <= size(words) <= _LONGEST_ITEM and len(words) <= 80 and not wording.VERB.search(words)


def _bare(mask: str, item: Span) -> Span:
    start, end = item
    while start < end and mask[start] in " \x00\n":
        start += 1
    while end > start and mask[end - 1] in " \x00\n。.；;，,":
        end -= 1
    return start, end
