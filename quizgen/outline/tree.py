"""Headings into a tree of sections."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from quizgen.outline.lines import Heading
from quizgen.outline.numbers import Number, split_number

_SPACED = re.compile(r"(\d{1,3})[ \t\u3000]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it.  Lines count from 0 and ends are not included.

    ``lines[start:body]`` is the heading, ``lines[body:own_end]`` its own text up to the first section inside
    it, ``lines[start:end]`` everything.  The root has no heading and level 0.
    """

    heading: Heading | None
    title: str
    number: Number | None
    level: int
    start: int
    body: int
    own_end: int
    end: int
    children: tuple["Section", ...] = ()


@dataclass(slots=True)
class _Open:
    """A section that is still growing."""

    heading: Heading | None
    title: str
    number: Number | None
    level: int
    start: int
    body: int
    children: list[Section]
    leaf: bool

    def close(self, end: int) -> Section:
        own_end = self.children[0].start if self.children else end
        return Section(
            self.heading,
            self.title,
            self.number,
            self.level,
            self.start,
            self.body,
            own_end,
            end,
            tuple(self.children),
        )


def tree(headings: Sequence[Heading], line_count: int, leaves: Container[Heading] = ()) -> Section:
    """The root section over *headings*; *leaves* are those that never hold another.

    Headings of one level nest by their numbers: 2.1 lies inside 2 even where both are typed the same.
    """
    stack = [_Open(None, "", None, 0, 0, 0, [], leaf=False)]
    for heading, (number, title) in zip(headings, _numbered(headings), strict=True):
        while not _holds(stack[-1], heading.level, number):
            _close_last(stack, heading.start)
        stack.append(
            _Open(
                heading,
                title or heading.text,
                number,
                heading.level,
                heading.start,
                heading.end,
                [],
                heading in leaves,
            )
        )
    while len(stack) > 1:
        _close_last(stack, line_count)
    return stack[0].close(line_count)


def _numbered(headings: Sequence[Heading]) -> list[tuple[Number | None, str]]:
    """The number and the title of each heading.

    "2 Threads" may be anything; it is numbered where the heading of its level before or after it is "1 …" or "3 …".
    """
    read = [_number_of(heading) for heading in headings]
    last: dict[int, tuple[int, int]] = {}
    for i, heading in enumerate(headings):
        count = _count(headings[i], read[i][0])
        before, last_count = last.get(heading.level, (-1, -1))
        if count is not None and count == last_count + 1:
            for j, value in ((before, last_count), (i, count)):
                if read[j][0] is None:
                    read[j] = (
                        Number(str(value), (value,), "spaced"),
                        _SPACED.sub("", headings[j].text, count=1),
                    )
        last[heading.level] = (i, -1 if count is None else count)
    return read


def _number_of(heading: Heading) -> tuple[Number | None, str]:
    number, title = split_number(heading.text)
    if number is None and heading.marker:
        number = split_number(f"{heading.marker} x")[0]
    return number, title


def _count(heading: Heading, number: Number | None) -> int | None:
    """What a heading counts, also where only a space parts the number from the words."""
    if number is not None:
        return number.parts[-1] if number.depth == 1 else None
    spaced = _SPACED.match(heading.text)
    return int(spaced.group(1)) if spaced else None


def _holds(section: _Open, level: int, number: Number | None) -> bool:
    if section.leaf or section.level != level:
        return section.level < level and not section.leaf
    return number is not None and section.number is not None and number.continues(section.number)


def _close_last(stack: list[_Open], end: int) -> None:
    closed = stack.pop().close(end)
    stack[-1].children.append(closed)
