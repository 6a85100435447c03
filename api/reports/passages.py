"""Flagged words in the paragraph that they stand in."""

import re
from dataclasses import dataclass

_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_AROUND = 400
"""How many characters of a long paragraph stand on either side of the words."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The words, and what stands around them in their paragraph; a long one is cut, which … shows."""

    before: str
    quote: str
    after: str


def passage(text: str, start: int, end: int) -> Passage:
    """Characters *start* up to *end* of *text* in their paragraph."""
    start, end = min(start, len(text)), min(max(start, end), len(text))
    first = max((found.end() for found in _PARAGRAPH.finditer(text, 0, start)), default=0)
    found = _PARAGRAPH.search(text, end)
    before = text[first:start].lstrip("\n")
    after = text[end : found.start() if found else len(text)].rstrip("\n")
    return Passage(
        before=before if len(before) <= _AROUND else "…" + before[-_AROUND:],
        quote=text[start:end],
        after=after if len(after) <= _AROUND else after[:_AROUND] + "…",
    )
