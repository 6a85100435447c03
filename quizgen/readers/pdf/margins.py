"""Which printed lines are the same on every page: running titles and page numbers."""

import re
from collections import defaultdict
from collections.abc import Sequence

from quizgen.readers.pdf.print import Line

_EDGE = 0.1
_SHARE = 0.5
_LEAST = 3
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:page|第)?\s*\d{1,4}\s*页?(?:\s*(?:/|of|共)\s*\d{1,4}\s*页?)?[-–—\s]*", re.IGNORECASE
)


def without_margins(lines: Sequence[Line], pages: int) -> list[Line]:
    """*lines* without what is printed at the edge of most pages, and without page numbers there."""
    seen: dict[str, set[int]] = defaultdict(set)
    for line in lines:
        if _at_edge(line):
            seen[_key(line)].add(line.page)
    running = {key for key, on in seen.items() if len(on) >= max(_LEAST, _SHARE * pages)}
    return [
        line
        for line in lines
        if not _at_edge(line) or (_key(line) not in running and not _PAGE_NUMBER.fullmatch(line.words))
    ]


def _at_edge(line: Line) -> bool:
    return line.top > line.height * (1 - _EDGE) or line.bottom < line.height * _EDGE


def _key(line: Line) -> str:
    return _DIGITS.sub("#", line.words.strip())
