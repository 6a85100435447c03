"""The parts of a document that say enough to be asked about, each small enough for one prompt."""

from collections.abc import Iterator
from dataclasses import dataclass

from quizgen.generate.passage import passage, weight
from quizgen.outline import Outline, outline
from quizgen.readers import SourceText

LONGEST = 6000
"""Characters of one stretch; a longer section is cut at a line, a longer line is cut."""

_AN_ITEM = 20  # how much must be said for one more question: ten words, or twenty Chinese characters
_MOST_ITEMS = 6


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines *start* up to *end* (from 0) of a document, below the headings *path*; *room* questions fit in."""

    path: tuple[str, ...]
    start: int
    end: int
    text: str
    room: int


def stretches(text: SourceText, topic: str | None = None) -> tuple[Stretch, ...]:
    """The stretches of *text* in their order; with *topic* those below a heading that holds it."""
    shape = outline(text)
    spans = [(0, shape.root.own_end), *((each.body, each.own_end) for each in shape.sections())]
    found = [stretch for start, end in spans for stretch in _within(shape, start, end)]
    wanted = topic.casefold() if topic else ""
    return tuple(each for each in found if any(wanted in head.casefold() for head in each.path) or not wanted)


def _within(shape: Outline, start: int, end: int) -> Iterator[Stretch]:
    said = passage(shape, start, end) if start < end else None
    if said is None:
        return
    path = shape.path(said.start)
    for first, last in _cut(shape.lines, said.start, said.end):
        words = "\n".join(shape.lines[first:last])[:LONGEST]
        if words.strip():
            room = min(_MOST_ITEMS, max(1, weight(words) // _AN_ITEM))
            yield Stretch(path, first, last, words, room)


def _cut(lines: tuple[str, ...], start: int, end: int) -> Iterator[tuple[int, int]]:
    first, length = start, 0
    for i in range(start, end):
        if length and length + len(lines[i]) > LONGEST:
            yield first, i
            first, length = i, 0
        length += len(lines[i]) + 1
    yield first, end
