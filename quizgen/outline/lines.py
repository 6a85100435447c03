"""What each line of a document is, found in one pass."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from quizgen.outline.fences import opaque
from quizgen.outline.inline import plain
from quizgen.outline.numbers import split_number


class Kind(StrEnum):
    """What a line is."""

    BLANK = "blank"
    TEXT = "text"
    HEADING = "heading"
    ITEM = "item"
    QUOTE = "quote"
    TABLE = "table"
    CODE = "code"
    MATH = "math"
    HTML = "html"
    RULE = "rule"
    COMMENT = "comment"
    FRONT = "front"


@dataclass(frozen=True, slots=True)
class Heading:
    """Lines *start* up to *end* (from 0) are a heading; *text* is its words, numbering included.

    *marker* is the list marker before a heading inside a list item, else empty.
    """

    start: int
    end: int
    level: int
    text: str
    raw: str
    marker: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A list item's first line: the column of its marker, the marker, and what follows it."""

    indent: int
    marker: str
    text: str

    @property
    def ordered(self) -> bool:
        """Whether the marker counts."""
        return self.marker not in _BULLETS


_BULLETS = frozenset("-*+•·")
_BULLET = re.compile(r"([ \t]*)([-*+•·])(?:[ \t]+(?=\S)|[ \t]*$)")
_ATX = re.compile(r"(#{1,6})(?:[ \t\u3000]+|$|(?=[^\s#]))")
_RULE = re.compile(r"([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_UNDERLINE = re.compile(r"(?:=+|-{2,})[ \t]*$")
_HTML = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:[\s/>]|$)")
_HTML_HEADING = re.compile(r"(?:<(?:div|p|center|a)\b[^<>]*>\s*)*<h([1-6])\b[^<>]*>", re.IGNORECASE)
_ENDS_SENTENCE = ("。", "；", "，", ".", ";", ",", "：", ":")
_HTML_HEADING_LINES = 6
_SETEXT_LENGTH = 160
_LEAST_DRAWN = 12
_OF_STRETCH = {"code": Kind.CODE, "math": Kind.MATH, "comment": Kind.COMMENT, "front": Kind.FRONT}


def indent_of(line: str) -> int:
    """The column at which *line* begins; a tab counts four."""
    margin = len(line) - len(line.lstrip(" \t"))
    return margin if "\t" not in line[:margin] else len(line[:margin].replace("\t", "    "))


def item_of(line: str) -> Item | None:
    """The list item that begins on *line*: a bullet, or numbering of any style with words after it."""
    bullet = _BULLET.match(line)
    if bullet:
        return Item(indent_of(line), bullet.group(2), line[bullet.end() :])
    number, rest = split_number(line)
    if number is None or not rest:
        return None
    return Item(indent_of(line), number.text, rest)


@dataclass(frozen=True, slots=True)
class Scan:
    """The kind of every line, the headings in order, the list items by line."""

    kinds: tuple[Kind, ...]
    headings: tuple[Heading, ...]
    items: Mapping[int, Item]


@dataclass(slots=True)
class _Pass:
    """The pass itself: what was found so far, and whether a list is open."""

    lines: Sequence[str]
    kinds: list[Kind]
    headings: list[Heading] = field(default_factory=list)
    items: dict[int, Item] = field(default_factory=dict)
    in_list: bool = False

    def run(self) -> None:
        i = 0
        while i < len(self.lines):
            i = i + 1 if self.kinds[i] is not Kind.TEXT else self.step(i)

    def step(self, i: int) -> int:
        """Give line *i* its kind; the next line to look at."""
        line = self.lines[i]
        words = line.strip()
        if not words:
            self.kinds[i] = Kind.BLANK
            return i + 1
        look = _BY_FIRST.get(words[0])
        kind = look(self, i, words) if look else None
        if kind is None:
            kind = self.other(i)
        if kind is Kind.HEADING:
            return self.headings[-1].end
        self.kinds[i] = kind
        if kind is Kind.ITEM:
            self.in_list = True
        elif kind is Kind.TEXT and not line[0].isspace():
            self.in_list = self.in_list and self.kinds[i - 1] is not Kind.BLANK
        return i + 1

    def other(self, i: int) -> Kind:
        item = item_of(self.lines[i])
        if item is None:
            return Kind.TEXT
        if item.text.startswith("#") and self.atx(i, item.text, item.marker):
            return Kind.HEADING
        self.items[i] = item
        return Kind.ITEM

    def hash(self, i: int, words: str) -> Kind | None:
        if indent_of(self.lines[i]) > 3 and not self.in_list:
            return None
        return Kind.HEADING if self.atx(i, words, "") else None

    def atx(self, i: int, words: str, marker: str) -> bool:
        found = _ATX.match(words)
        if found is None:
            return False
        raw = _unclosed(words[found.end() :])
        if found.end() == len(found.group(1)) < len(words) and not _glued(len(found.group(1)), raw):
            return False
        self.heading(i, i + 1, len(found.group(1)), raw, marker)
        return True

    def heading(self, start: int, end: int, level: int, raw: str, marker: str = "") -> None:
        self.headings.append(Heading(start, end, level, plain(raw), raw.strip(), marker))
        self.kinds[start:end] = [Kind.HEADING] * (end - start)

    def underline(self, i: int, words: str) -> Kind | None:
        if _UNDERLINE.match(words) and self.is_setext(i, words):
            self.heading(i - 1, i + 1, 1 if words[0] == "=" else 2, self.lines[i - 1])
            return Kind.HEADING
        if "|" in words and self.table(i, words):
            return Kind.TABLE
        return Kind.RULE if _RULE.match(words) else None

    def is_setext(self, i: int, words: str) -> bool:
        """Whether line *i* underlines a title.

        Stricter than CommonMark: notes type ``---`` right under a paragraph and mean a rule.
        """
        if i == 0 or self.kinds[i - 1] not in (Kind.TEXT, Kind.ITEM) or indent_of(self.lines[i]) > 3:
            return False
        if i > 1 and self.kinds[i - 2] in (Kind.TEXT, Kind.ITEM, Kind.QUOTE):
            return False
        above = self.lines[i - 1]
        if len(above) > _SETEXT_LENGTH or _BULLET.match(above) or (above[0].isspace() and self.in_list):
            return False
        if words[0] == "=":
            return True
        if self.kinds[i - 1] is Kind.ITEM:
            return not re.match(r"\s*\d+[.)][ \t]", above)
        # A line drawn to the length of the words above it is no rule.
        drawn = _LEAST_DRAWN <= len(above.rstrip()) == len(words)
        return drawn or not above.rstrip().endswith(_ENDS_SENTENCE)

    def table(self, i: int, words: str) -> bool:
        """Whether line *i* is the delimiter row of a table; then the row above it and all below are too."""
        if i == 0 or "|" not in words or not _is_delimiter(words) or "|" not in self.lines[i - 1]:
            return False
        if self.kinds[i - 1] in (Kind.TEXT, Kind.ITEM):
            self.kinds[i - 1] = Kind.TABLE
        for j in range(i, len(self.lines)):
            if "|" not in self.lines[j] or self.kinds[j] is not Kind.TEXT:
                break
            self.kinds[j] = Kind.TABLE
        return True

    def pipe(self, i: int, words: str) -> Kind | None:
        return Kind.TABLE if self.table(i, words) else None

    def html(self, i: int, words: str) -> Kind | None:
        if not _HTML.match(words):
            return None
        found = _HTML_HEADING.match(words)
        if found:
            closing = f"</h{found.group(1)}"
            for j in range(i, min(i + _HTML_HEADING_LINES, len(self.lines))):
                if closing in self.lines[j].lower():
                    raw = " ".join(line.strip() for line in self.lines[i : j + 1])
                    self.heading(i, j + 1, int(found.group(1)), raw)
                    return Kind.HEADING
        return Kind.HTML


def _rule(_: _Pass, __: int, words: str) -> Kind | None:
    return Kind.RULE if _RULE.match(words) else None


def _quote(_: _Pass, __: int, ___: str) -> Kind | None:
    return Kind.QUOTE


# What to try for a line by its first character.
_BY_FIRST: Mapping[str, Callable[[_Pass, int, str], Kind | None]] = {
    "#": _Pass.hash,
    "=": _Pass.underline,
    "-": _Pass.underline,
    "|": _Pass.pipe,
    ":": _Pass.pipe,
    "*": _rule,
    "_": _rule,
    ">": _quote,
    "<": _Pass.html,
}


def _glued(level: int, raw: str) -> bool:
    """Whether marks without a space still make a heading: ``##1.题目`` does, ``#tag`` and ``#!/bin/sh`` do not."""
    return (level > 1 and (raw[0].isalnum() or raw[0] in "*【《（([")) or split_number(raw)[0] is not None


def _unclosed(words: str) -> str:
    """The words of a heading without the marks that close it: ``Title ##``."""
    words = words.rstrip()
    open_end = words.rstrip("#")
    return open_end.rstrip() if not open_end or open_end[-1] in " \t" else words


def _is_delimiter(words: str) -> bool:
    """Whether *words* are the row of dashes under a table's header."""
    cells = words.strip("| \t").split("|")
    return all(set(cell.strip(": \t")) == {"-"} for cell in cells)


def classify(lines: Sequence[str]) -> Scan:
    """What every line is.  Linear in the length of the text."""
    kinds = [Kind.TEXT] * len(lines)
    for stretch in opaque(lines):
        kinds[stretch.start : stretch.end] = [_OF_STRETCH[stretch.kind]] * (stretch.end - stretch.start)
    scan = _Pass(lines, kinds)
    scan.run()
    items = {i: item for i, item in scan.items.items() if kinds[i] is Kind.ITEM}
    return Scan(tuple(kinds), tuple(scan.headings), items)
