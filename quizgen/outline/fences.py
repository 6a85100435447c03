"""Stretches of lines in which nothing is a heading: code, formulas, comments, front matter."""

import re
from collections import deque
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

_FENCE = re.compile(r"(?:[ \t]|>|(?:[-*+]|\d{1,4}[.)])[ \t])*(`{3,}|~{3,})([^`]*)$")
# A heading that a programmer would hardly type as a comment: two marks or more, or one and a number.
_BREAK = re.compile(r"#{2,6}\s+\S|#\s+(?:Q\d|\d+\s*[.、．])")
_MATH = re.compile(r"[ \t>]*\$\$")
_FRONT_LIMIT = 100
_MATH_LIMIT = 200
_COMMENT_LIMIT = 2000
_REPAIRS = 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines *start* up to but not including *end* (from 0), opaque for a reason (*kind*)."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Mark:
    """One line of three or more backticks or tildes."""

    line: int
    sign: str
    length: int
    info: bool

    def closes(self, opener: "_Mark") -> bool:
        return not self.info and self.sign == opener.sign and self.length >= opener.length


def opaque(lines: Sequence[str]) -> list[Stretch]:
    """The opaque stretches of a document, in order, none overlapping."""
    found: list[Stretch] = []
    front = front_matter(lines)
    if front:
        found.append(Stretch("front", 0, front))
    fences = [f for f in _code(lines, front) if f.start >= front]
    for start, end in _between(fences, front, len(lines)):
        found.extend(_math_and_comments(lines, start, end))
    return sorted((*found, *fences), key=lambda stretch: stretch.start)


def front_matter(lines: Sequence[str]) -> int:
    """How many lines the YAML block at the top takes; 0 where there is none."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    for i in range(1, min(len(lines), _FRONT_LIMIT)):
        line = lines[i].rstrip()
        if line in ("---", "..."):
            return i + 1 if i > 1 else 0
        if line and not re.match(r"[\w.-]+\s*:|\s+|-\s|#", line):
            return 0
    return 0


def _between(stretches: Sequence[Stretch], start: int, end: int) -> Iterator[tuple[int, int]]:
    for stretch in stretches:
        if stretch.start > start:
            yield start, stretch.start
        start = max(start, stretch.end)
    if start < end:
        yield start, end


def _code(lines: Sequence[str], start: int) -> list[Stretch]:
    """Fenced code.  Where the fences of a document do not pair up, the odd one ends at the next heading."""
    marks = [mark for i, line in enumerate(lines) if i >= start and (mark := _mark(i, line))]
    suspects: set[int] = set()
    pairs, odd = _pair(marks, lines, suspects)
    for _ in range(_REPAIRS):
        if odd is None:
            break
        suspects.add(_suspect(pairs, odd, lines, suspects))
        pairs, odd = _pair(marks, lines, suspects)
    return pairs


def _mark(i: int, line: str) -> _Mark | None:
    if "```" not in line and "~~~" not in line:
        return None
    found = _FENCE.match(line)
    if found is None:
        return None
    sign = found.group(1)
    return _Mark(i, sign[0], len(sign), bool(found.group(2).strip()))


def _pair(
    marks: Sequence[_Mark], lines: Sequence[str], suspects: Set[int]
) -> tuple[list[Stretch], int | None]:
    """The code stretches, and the line of the first fence that nothing closes.

    *suspects* are lines of fences known not to be closed: each ends before the next heading.
    """
    end = len(lines)
    stretches: list[Stretch] = []
    odd: int | None = None
    i = 0
    while i < len(marks):
        opener = marks[i]
        following = marks[i + 1].line if i + 1 < len(marks) else end
        if opener.line in suspects:
            stretches.append(Stretch("code", opener.line, _heading_within(lines, opener.line, following)))
            i += 1
            continue
        j = i + 1
        while j < len(marks) and not marks[j].closes(opener) and not _reopens(marks[j], opener):
            j += 1
        if j < len(marks) and marks[j].closes(opener):
            stretches.append(Stretch("code", opener.line, marks[j].line + 1))
            i = j + 1
        else:
            odd = opener.line if odd is None else odd
            stop = marks[j].line if j < len(marks) else end
            stretches.append(Stretch("code", opener.line, stop))
            i = j
    return stretches, odd


def _reopens(mark: _Mark, opener: _Mark) -> bool:
    """A fence of the same make with a language, inside another: the other was never closed."""
    return mark.info and mark.sign == opener.sign and mark.length == opener.length


def _suspect(pairs: Sequence[Stretch], odd: int, lines: Sequence[str], known: Set[int]) -> int:
    """The fence that was left open: the first that holds a heading, up to the one without an end."""
    for stretch in pairs:
        if stretch.start > odd:
            break
        if stretch.start not in known and _heading_within(lines, stretch.start, stretch.end) < stretch.end:
            return stretch.start
    return odd


def _heading_within(lines: Sequence[str], start: int, end: int) -> int:
    """The first heading after a blank line in ``lines[start + 1:end]``; *end* where there is none."""
    for i in range(start + 2, end):
        if lines[i].startswith("#") and not lines[i - 1].strip() and _BREAK.match(lines[i]):
            return i
    return end


def _math_and_comments(lines: Sequence[str], start: int, end: int) -> Iterator[Stretch]:
    dollars = deque(i for i in range(start, end) if "$$" in lines[i] and _MATH.match(lines[i]))
    closers = deque(i for i in range(start, end) if "-->" in lines[i])
    i = start
    while i < end:
        while dollars and dollars[0] < i:
            dollars.popleft()
        while closers and closers[0] < i:
            closers.popleft()
        kind, stop = "", i
        if lines[i].lstrip().startswith("<!--"):
            kind, stop = "comment", _comment_end(lines, i, closers)
        elif dollars and dollars[0] == i and lines[i].count("$$") == 1 and len(dollars) > 1:
            kind, stop = "math", _math_end(lines, i, dollars[1])
        if stop > i:
            yield Stretch(kind, i, stop)
        i = max(stop, i + 1)


def _comment_end(lines: Sequence[str], i: int, closers: Sequence[int]) -> int:
    """Where the comment that opens on line *i* ends; *i* itself if other text stands there or it never ends."""
    if not closers or closers[0] - i > _COMMENT_LIMIT:
        return i
    if closers[0] == i and not lines[i].rstrip().endswith("-->"):
        return i
    return closers[0] + 1


def _math_end(lines: Sequence[str], i: int, closing: int) -> int:
    """Where a formula ends that opens on line *i*; *i* itself if its end is too far or past a heading."""
    if closing - i > _MATH_LIMIT or any(lines[j].startswith("#") for j in range(i + 1, closing)):
        return i
    return closing + 1
