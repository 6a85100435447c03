"""An answer's Markdown cut into blocks that say something, each under the labels it stands below.

Code, rules, images and bare addresses say nothing.  A heading, a list item and a line that ends with a
colon lead what follows them, until one of the same rank takes over.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

Place = tuple[int, int]

_FENCE = re.compile(r"^\s*(?:>\s*)*(```|~~~)")
_HEADING = re.compile(r"^\s{0,3}(?P<marks>#{1,6})\s+(?P<words>.*?)\s*#*\s*$")
_NUMBERED = re.compile(r"^\s*(?:>\s*)*(?:\*\*)?(?:\d{1,2}\\?[.、)）](?!\d)|[（(]\d{1,2}[)）]|[①-⑳])\s*(?=\S)")
_BULLET = re.compile(r"^\s*(?:>\s*)*[-*+•·]\s+")
_QUOTE = re.compile(r"^\s*(?:>\s*)+")
_RULE = re.compile(r"^[-*_=\s]*[-*_=][-*_=\s]*$")
_ROW = re.compile(r"^\s*(?:>\s*)*\|")
_TABLE_RULE = re.compile(r"^[|\s:]*-[-|\s:]*$")
_LABEL = re.compile(r"^[\s*_`~]*[^。!！?？;；,，:：\n]{1,60}?[\s*_`~]*[:：](?!//|\d)")
_BOLD_LINE = re.compile(r"^\s*(?:>\s*)*(?:\*\*|__)[^*\n]{1,60}(?:\*\*|__)\s*[:：]?\s*$")
_OPEN_END = re.compile(r"[:：][\s*_`~]*$")
_LEAD_LENGTH = 48
_LONGEST_FORMULA = 2000
_RANKS = {"heading": 0, "numbered": 10, "line": 30, "bullet": 40}


@dataclass(frozen=True, slots=True)
class Block:
    """Characters *start* up to *end* of the answer; *label* is how it names itself, *leads* what leads it, nearest last."""

    start: int
    end: int
    kind: str
    label: Place | None
    leads: tuple[Place, ...]


@dataclass(slots=True)
class _Stack:
    """The leads in force, by rank."""

    held: list[tuple[int, Place]] = field(default_factory=list)

    def push(self, rank: int, place: Place) -> None:
        self.drop(rank)
        self.held.append((rank, place))

    def drop(self, rank: int) -> None:
        while self.held and self.held[-1][0] >= rank:
            self.held.pop()

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(place for _, place in self.held)


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of *text* in order.  Linear."""
    return tuple(_blocks(text))


def _blocks(text: str) -> Iterator[Block]:
    stack = _Stack()
    header: tuple[Place, ...] = ()
    for start, end in _paragraphs(text):
        line = text[start:end]
        if _ROW.match(line) and line.count("|") > 1:
            cells = _cells(line, start)
            if _TABLE_RULE.match(_QUOTE.sub("", line)):
                continue
            if header:
                yield from _row(cells, header, stack.places)
            header = header or cells
            continue
        header = ()
        yield from _one(text, start, end, stack)


def _one(text: str, start: int, end: int, stack: _Stack) -> Iterator[Block]:
    line = text[start:end]
    if not line[:1].isalpha() and (_TABLE_RULE.match(line) or _RULE.match(line)):
        return
    kind, skip = _shape(line)
    indent = len(line) - len(line.lstrip(" \t"))
    rank = _RANKS[kind] + (skip if kind == "heading" else min(indent, 9))
    body = start + skip
    if kind == "heading":
        stack.push(rank, (body, end))
        yield Block(body, end, kind, None, stack.places[:-1])
        return
    label = _label(text, body, end)
    alone = (
        bool(_OPEN_END.search(text[body:end]) or _BOLD_LINE.match(line)) and end - body <= 3 * _LEAD_LENGTH
    )
    if kind != "line":
        stack.drop(rank)
    yield Block(body, end, kind, label, stack.places)
    if alone or kind != "line":
        stack.push(rank, label or (body, min(end, body + _LEAD_LENGTH)))


def _shape(line: str) -> tuple[str, int]:
    """What the line is, and how many characters of it are marks."""
    if line[:1].isalpha():
        return "line", 0  # all marks begin otherwise
    heading = _HEADING.match(line)
    if heading:
        return "heading", heading.start("words")
    for kind, shape in (("numbered", _NUMBERED), ("bullet", _BULLET)):
        found = shape.match(line)
        if found:
            return kind, found.end()
    quote = _QUOTE.match(line)
    return "line", quote.end() if quote else 0


def _label(text: str, start: int, end: int) -> Place | None:
    found = _LABEL.match(text[start : min(end, start + 2 * _LEAD_LENGTH)])
    return (start, start + found.end()) if found else None


def _paragraphs(text: str) -> Iterator[Place]:
    """Lines, with wrapped English lines joined and code left out."""
    fence, held, position = "", None, 0
    for line in text.splitlines(keepends=True):
        start, position = position, position + len(line)
        end = start + len(line.rstrip("\r\n"))
        mark = _FENCE.match(line)
        if mark:
            fence = "" if fence else mark[1]
        if mark or fence or not line.strip():
            if held:
                yield held
            held = None
        elif held and _goes_on(text, held, line):
            held = (held[0], end)
        else:
            if held:
                yield held
            held = (start, end)
    if held:
        yield held


def _goes_on(text: str, held: Place, line: str) -> bool:
    """Whether *line* goes on in the sentence, or in the formula, of the lines *held* before it."""
    before = text[max(held[0], held[1] - _LONGEST_FORMULA) : held[1]]
    if before.count("$$") % 2:
        return True
    if not before[-1].isascii() or _shape(line)[1] or text.startswith("#", held[0]) or "|" in line[:2]:
        return False
    first = line.lstrip()[:1]
    return before.rstrip()[-1:] not in ".!?:;。" and first.isascii() and (first.islower() or first in "($")


def _cells(line: str, start: int) -> tuple[Place, ...]:
    """The cells between the bars, the empty ones too."""
    bars = [start + bar.start() for bar in re.finditer(r"\|", line)]
    edges = [*bars, start + len(line)] if line.rstrip()[-1:] != "|" else bars
    return tuple((left + 1, right) for left, right in pairwise(edges))


def _row(cells: tuple[Place, ...], header: tuple[Place, ...], leads: tuple[Place, ...]) -> Iterator[Block]:
    """The cells of a table row: each is about its row's first cell, under its column's head."""
    for column, (start, end) in enumerate(cells[1:], start=1):
        over = (header[column],) if column < len(header) else ()
        yield Block(start, end, "cell", None, (*leads, *over, cells[0]))
