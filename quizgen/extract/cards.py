"""Cards for spaced repetition among notes: "front::back", a line "?" between two paragraphs, "#card"."""

import re
from collections.abc import Iterator, Sequence

from quizgen.extract.evidence import Asks, asks
from quizgen.extract.marks import free_lines
from quizgen.extract.unit import Unit
from quizgen.outline import Kind, Outline
from quizgen.outline.inline import plain, unmarked

_SIDES = re.compile(r"(?P<front>[^:`]{2,300}?)\s*:{2,3}(?![:\w]*\()\s*(?P<back>[^:].*)$")
_TURN = frozenset({"?", "??"})
_TAG = re.compile(r"#(?:flash)?cards?\b[\w/-]*", re.IGNORECASE)
_SIGN = re.compile(r"#flashcards?\b|<!--SR:|tags:.{0,80}\bflashcards?\b", re.IGNORECASE)
_FACES = frozenset({Kind.TEXT, Kind.ITEM})
_BETWEEN = frozenset({Kind.BLANK, Kind.HEADING, Kind.COMMENT})
_LEAST = 2


def card_units(outline: Outline, taken: Sequence[Unit]) -> list[Unit]:
    """The cards on lines that no unit covers.

    Two colons part a question from its answer where the notes say that they hold cards, or where the
    words before them ask; one such line alone may be anything.
    """
    free = free_lines(outline, taken)
    said = any(_SIGN.search(line) for line in outline.lines)
    sided = [unit for unit in _sided(outline, free) if said or asks(unit.text) >= Asks.WORDS]
    units = sided if said or len(sided) >= _LEAST else []
    units += _turned(outline, free)
    units += _tagged(outline, free) if said or units else []
    kept: list[Unit] = []
    for unit in sorted(units, key=lambda unit: unit.start):
        if not kept or unit.start >= kept[-1].end:
            kept.append(unit)
    return kept


def _sided(outline: Outline, free: set[int]) -> Iterator[Unit]:
    for i in sorted(free):
        line = outline.lines[i]
        if "::" not in line or outline.kinds[i] not in _FACES:
            continue
        found = _SIDES.match(unmarked(line))
        if found is not None and plain(found.group("front")):
            yield Unit(plain(found.group("front")), None, i, i + 1, i + 1, found.group("back").strip())


def _turned(outline: Outline, free: set[int]) -> Iterator[Unit]:
    """Cards of several lines: what stands up to the blank line above a lone "?" asks, what follows answers."""
    for i in sorted(free):
        if outline.lines[i].strip() not in _TURN or outline.kinds[i] is Kind.CODE:
            continue
        start = i
        while (
            start > 0
            and start - 1 in free
            and outline.kinds[start - 1] in _FACES
            and not _ends(outline, start - 1)
        ):
            start -= 1
        end = _paragraph_end(outline, i + 1)
        words = " ".join(plain(unmarked(outline.lines[j])) for j in range(start, i))
        if words and end > i + 1:
            yield Unit(words, None, start, i + 1, end)


def _tagged(outline: Outline, free: set[int]) -> Iterator[Unit]:
    """Lines that bear the tag of a card: the paragraph below answers."""
    for i in sorted(free):
        words = plain(unmarked(outline.lines[i])) if "#" in outline.lines[i] else ""
        text = _TAG.sub("", words).strip()
        if text and text != words and outline.kinds[i] is not Kind.CODE:
            start = i + 1
            while start < len(outline.lines) and outline.kinds[start] is Kind.BLANK:
                start += 1
            yield Unit(text, None, i, i + 1, _paragraph_end(outline, start))


def _paragraph_end(outline: Outline, i: int) -> int:
    while i < len(outline.lines) and outline.kinds[i] not in _BETWEEN and not _ends(outline, i):
        i += 1
    return i


def _ends(outline: Outline, i: int) -> bool:
    """Whether line *i* belongs to another card."""
    line = outline.lines[i]
    return line.strip() in _TURN or ("#" in line and _TAG.search(line) is not None)
