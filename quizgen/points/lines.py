"""The lines of a reference, and what each looks like."""

import re
from dataclasses import dataclass
from enum import StrEnum, auto

from quizgen.points.markup import BLOCK, DROPPED, SOLID, Marked

STRIP = DROPPED + " "
"""What may stand before and after the words of a line."""

_HEADING = re.compile(r"[\x00 ]*(#{1,6})(?:[\x00 ]+(?=[^\x00 ])|(?<=##)(?=[^#\x00 \d]))")
_MARKER = re.compile(
    r"[\x00 ]*(?:[-*+](?=[\x00 ]*[ ])|[•●○▪◦·]|\d{1,3}(?:[.．](?!\d)|[)）、])|[（(]\d{1,2}[)）]|[①-⑳]"
    r"|[一二三四五六七八九十]{1,2}、|[a-h][.)](?= ))"
    r"[\x00 ]*(?:\[[ xX]\] )?"
)
_RULE = re.compile(r"(?:[-*_=~][\x00 ]*){2,}")
_TABLE_RULE = re.compile(r"[\x00 ]*\|?[\x00 ]*:?-+:?[\x00 ]*(?:\|[\x00 ]*:?-+:?[\x00 ]*)*\|?[\x00 ]*")
_EDGE_LEFT = re.compile(r"[\x00 ]*\|")
_EDGE_RIGHT = re.compile(r"\|[\x00 ]*$")
_ALL_BOLD = re.compile(
    r"[\s>]*(?:\*\*|__)(?P<in>[^*\n]{1,80}?)(?:\*\*|__)\s*[:：]?\s*|[\s>]*<(?:b"
    r"|strong)>[^<\n]{1,80}</(?:b|strong)>\s*[:：]?\s*"
)


class Shape(StrEnum):
    """What a line is, as far as it can be told from the line alone."""

    BLANK = auto()
    RULE = auto()
    CODE = auto()
    FORMULA = auto()
    HEADING = auto()
    BOLD = auto()
    ITEM = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its words begin at *start*, after the marker; *bold*: they are bold from end to end."""

    shape: Shape
    start: int
    end: int
    indent: int = 0
    level: int = 0
    bold: bool = False


def lines_of(marked: Marked) -> list[Line]:
    """Every line of a reference, blank ones too."""
    lines = []
    at = 0
    for row in marked.mask.split("\n"):
        lines.append(_line(marked, at, at + len(row)))
        at += len(row) + 1
    return lines


def _line(marked: Marked, start: int, end: int) -> Line:
    mask = marked.mask
    bare = mask[start:end].strip(STRIP)
    if not bare:
        return Line(Shape.BLANK, start, end)
    if bare[0] == BLOCK:
        return Line(Shape.CODE, start, end)
    if (
        not bare.strip(SOLID + "，,。.；;")
        and SOLID in bare
        and marked.text[start:end].strip(" >")[:1] in ("$", "\\")
    ):
        return Line(Shape.FORMULA, start, end)
    if _RULE.fullmatch(bare):
        return Line(Shape.RULE, start, end, level=1 if bare[0] == "=" else 2)
    if heading := _HEADING.match(mask, start, end):
        return Line(Shape.HEADING, heading.end(), end, level=len(heading[1]))
    return _item_or_text(marked, start, end)


def _item_or_text(marked: Marked, start: int, end: int) -> Line:
    mask = marked.mask
    at = start
    while at - start < 200 and (marker := _MARKER.match(mask, at, end)) and marker.end() < end:
        at = marker.end()
    shape = Shape.ITEM if at > start else Shape.TEXT
    if heading := _HEADING.match(mask, at, end):
        at = heading.end()
    undecorated = mask[start : start + 400].replace(DROPPED, "")
    indent = len(undecorated) - len(undecorated.lstrip(" "))
    bold = _ALL_BOLD.fullmatch(marked.text, at, end) is not None
    if bold and shape is Shape.TEXT and indent < 2:
        shape = Shape.BOLD
    return Line(shape, at, end, indent=min(indent, 200), bold=bold)


def has_cells(marked: Marked, line: Line) -> bool:
    """Whether the line may be a row of a table."""
    return "|" in marked.mask[line.start : line.end]


def draws_table(marked: Marked, line: Line) -> bool:
    """Whether the line is the rule between a table's headings and its rows."""
    drawn = marked.mask[line.start : line.end]
    return "-" in drawn and "|" in drawn and _TABLE_RULE.fullmatch(drawn) is not None


def cells(marked: Marked, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Where the cells of a table row stand."""
    row = marked.mask[start:end]
    left = _EDGE_LEFT.match(row)
    right = _EDGE_RIGHT.search(row)
    left_end, right_start = left.end() if left else 0, right.start() if right else len(row)
    found = []
    at = start + left_end
    for cell in row[left_end:right_start].split("|"):
        found.append((at, at + len(cell)))
        at += len(cell) + 1
    return tuple(found)
