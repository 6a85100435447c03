"""The printed lines of a PDF file: words, size, weight, place."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTFigure, LTImage, LTPage, LTTextContainer, LTTextLine

_BOLD = re.compile(r"bold|black|heavy|semibold|demi|-bd\b|heiti|simhei", re.IGNORECASE)
_TYPEWRITER = re.compile(r"mono|courier|consol|menlo|code\b|typewriter|cmtt", re.IGNORECASE)
_SHARE = 0.8
# Bullets as symbol fonts have them.
_BULLETS = re.compile("[\x7f\uf0a7\uf0b7\uf0d8\uf06c\uf06e]|\\(cid:127\\)")
_UNPRINTED = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|\\(cid:\\d+\\)")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its page (from 1), words, size in points, place on the page from the lower left.

    *block* numbers the group of lines that stand close together.
    """

    page: int
    block: int
    words: str
    size: float
    bold: bool
    typewriter: bool
    left: float
    right: float
    bottom: float
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Printed:
    """All lines of a file in reading order, the number of its pages, and whether it shows pictures."""

    lines: tuple[Line, ...]
    pages: int
    pictures: bool


def printed(data: bytes) -> Printed:
    """The lines of *data*.  Raises whatever pdfminer raises."""
    lines: list[Line] = []
    pages, block, pictures = 0, 0, False
    for page in extract_pages(io.BytesIO(data), laparams=LAParams(boxes_flow=0.5, char_margin=2.5)):
        pages += 1
        for element in page:
            block += 1
            if isinstance(element, LTTextContainer):
                lines.extend(_lines(element, page, pages, block))
            elif isinstance(element, LTFigure | LTImage):
                pictures = True
    return Printed(tuple(lines), pages, pictures)


def _lines(box: "LTTextContainer[LTTextLine]", page: LTPage, number: int, block: int) -> Iterator[Line]:
    for line in box:
        if not isinstance(line, LTTextLine):
            continue
        words = _UNPRINTED.sub("", _BULLETS.sub("•", line.get_text())).rstrip()
        letters = [char for char in line if isinstance(char, LTChar) and char.get_text().strip()]
        if not words.strip() or not letters:
            continue
        sizes = Counter(round(char.size * 2) / 2 for char in letters)
        yield Line(
            page=number,
            block=block,
            words=words,
            size=sizes.most_common(1)[0][0],
            bold=_most(letters, _BOLD),
            typewriter=_most(letters, _TYPEWRITER),
            left=line.x0,
            right=line.x1,
            bottom=line.y0,
            top=line.y1,
            height=page.height,
        )


def _most(letters: list[LTChar], font: re.Pattern[str]) -> bool:
    return sum(font.search(char.fontname) is not None for char in letters) >= _SHARE * len(letters)
