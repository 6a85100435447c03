"""Papers: numbered questions whose answers stand together at the end, in a key."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from quizgen.extract.choices import options_of
from quizgen.extract.evidence import Asks, asks
from quizgen.extract.keys import Entry, entries, is_key_title, is_part
from quizgen.extract.unit import Unit
from quizgen.outline import Heading, Kind, Number, Outline
from quizgen.outline.inline import plain, unmarked
from quizgen.outline.labels import Role
from quizgen.outline.lines import indent_of
from quizgen.outline.numbers import split_number

_LEAST = 3
_MATCHED = 0.6
_MARGIN = 3
_LONGEST = 200
_TITLE = 40
_ENDS = ".。;；!！?？,，"
_TITLED = frozenset({Kind.HEADING, Kind.TEXT, Kind.ITEM, Kind.HTML})
_MAY_BE_KEY = re.compile("答案|answer|key|solution", re.IGNORECASE)
_BLANK = re.compile(r"_{3,}|[(（]\s*[)）]|\.{4,}|…{2,}")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A numbered line of the paper: the part it is in (from 0), its number, its words, its line (from 0)."""

    part: int
    number: Number
    words: str
    line: int


def keyed_units(outline: Outline) -> list[Unit]:
    """The questions of the papers in a document that have a key, and what the key says to each."""
    units: list[Unit] = []
    start = 0
    titles = _titles(outline)
    lines = _counting(outline) if titles else []
    for title, following in pairwise([*titles, len(outline.lines)]):
        asked = list(_asked(outline, lines[bisect_left(lines, start) : bisect_left(lines, title)]))
        end = _before_paper(outline, title, _key_end(outline, title, following))
        # Where this is no key, it is most likely the label of one answer: a later paper begins behind it.
        start = title
        if len(asked) < _LEAST:
            continue
        answers = entries(outline, title + 1, end)
        paired = {} if _repeats(outline, asked, answers) else _paired(asked, answers)
        matched = len(paired) >= _MATCHED * max(len(asked), len(answers))
        if matched and _are_questions(outline, asked, title):
            units.extend(_units(outline, asked, paired, title))
            start = end
    return units


def _titles(outline: Outline) -> list[int]:
    """The lines (from 0) that may be titles of a key."""
    return [
        i
        for i, kind in enumerate(outline.kinds)
        if kind in _TITLED
        and len(outline.lines[i]) < _LONGEST
        and _MAY_BE_KEY.search(outline.lines[i])
        and is_key_title(split_number(plain(unmarked(outline.lines[i])))[1])
    ]


def _key_end(outline: Outline, title: int, following: int) -> int:
    """Where the key under *title* ends: before a heading as high as its own, or the next title."""
    level = outline.levels.get(title)
    if level is None:
        return following
    at = bisect_left(outline.headings, title + 1, key=_start)
    for heading in outline.headings[at : bisect_left(outline.headings, following, at, key=_start)]:
        if heading.level <= level:
            return heading.start
    return following


def _before_paper(outline: Outline, title: int, end: int) -> int:
    """Where the key under *title* ends at the latest: before another paper, whose first question counts 1 again."""
    counts = [i for i in range(title + 1, end) if _counts_one(outline, i)]
    asking = [i for i in counts[1:] if asks(plain(outline.items[i].text)) is Asks.MARK]
    if not asking or asks(plain(outline.items[counts[0]].text)) is Asks.MARK:
        return end
    stop = asking[0]
    for i in range(stop - 1, title, -1):
        words = outline.lines[i].strip()
        if words and (outline.kinds[i] is not Kind.TEXT or len(words) > _TITLE or words[-1] in _ENDS):
            break
        stop = i
    return stop


def _counts_one(outline: Outline, i: int) -> bool:
    item = outline.items.get(i)
    number = split_number(f"{item.marker}x")[0] if item is not None and item.ordered else None
    return number is not None and number.parts == (1,)


def _start(heading: Heading) -> int:
    return heading.start


def _counting(outline: Outline) -> list[int]:
    """The lines (from 0) that may count questions or name a part, in order."""
    lines = {i for i, item in outline.items.items() if item.ordered}
    lines.update(heading.start for heading in outline.headings)
    lines.update(i for i in outline.maybe_labels if outline.kinds[i] is Kind.TEXT)
    return sorted(i for i in lines if i not in outline.toc and indent_of(outline.lines[i]) <= _MARGIN)


def _asked(outline: Outline, lines: Sequence[int]) -> Iterator[_Asked]:
    """Those of *lines* that count 1, 2, 3 …; a count that begins anew, or a title, begins a part."""
    part, last = 0, 0
    for i in lines:
        words = plain(unmarked(outline.lines[i]))
        if is_part(words):
            part, last = (part + 1 if last else part), 0
            continue
        number, rest = _numbered(outline, i, words)
        if number is None or number.depth != 1 or not rest:
            continue
        count = number.parts[0]
        if count == 1 and last > 0:
            part, last = part + 1, 0
        if last in (0, count - 1):
            last = count
            yield _Asked(part, number, rest, i)


def _numbered(outline: Outline, i: int, words: str) -> tuple[Number | None, str]:
    label = outline.label(i, whole=outline.kinds[i] is Kind.HEADING)
    if label is not None and label.role is Role.QUESTION and label.number is not None:
        return label.number, label.rest
    item = outline.items.get(i)
    if item is not None and item.ordered:
        return split_number(f"{item.marker}x")[0], plain(item.text)
    return split_number(words)


def _are_questions(outline: Outline, asked: Sequence[_Asked], end: int) -> bool:
    """Whether most of *asked* do ask: in words, with a blank to fill, or with options."""
    ends = [*(one.line for one in asked[1:]), end]
    sure = sum(
        asks(one.words) >= Asks.WORDS
        or _BLANK.search(one.words) is not None
        or options_of(outline.lines[one.line + 1 : stop])[1] > 0
        for one, stop in zip(asked, ends, strict=True)
    )
    return sure >= _MATCHED * len(asked)


def _repeats(outline: Outline, asked: Sequence[_Asked], answers: Sequence[Entry]) -> bool:
    """Whether the questions come back with their answers: that is a second copy, not a key."""
    repeated = {one.words for one in asked}
    again = 0
    for answer in answers:
        rows = (plain(unmarked(outline.lines[i])) for i in answer.rows)
        first = answer.first or next(filter(None, rows), "")
        again += first in repeated or asks(first) is Asks.MARK
    return 2 * again > len(answers)


def _paired(asked: Sequence[_Asked], answers: Sequence[Entry]) -> dict[int, Entry]:
    """The answer to each question, by the question's line: by parts where both have as many, else by number."""
    by_place: dict[tuple[int, int], Entry] = {}
    by_number: dict[int, list[Entry]] = defaultdict(list)
    for answer in answers:
        by_place.setdefault((answer.part, answer.number), answer)
        by_number[answer.number].append(answer)
    parts = sorted({one.part for one in asked})
    same_parts = len(parts) == len({answer.part for answer in answers})
    paired: dict[int, Entry] = {}
    for one in asked:
        entry = by_place.get((parts.index(one.part), one.number.parts[0])) if same_parts else None
        if entry is None and len(by_number[one.number.parts[0]]) == 1:
            # Once: two questions of one number do not share an answer.
            entry = by_number[one.number.parts[0]].pop()
        if entry is not None:
            paired[one.line] = entry
    return paired


def _units(outline: Outline, asked: Sequence[_Asked], paired: dict[int, Entry], title: int) -> Iterator[Unit]:
    ends = [*(one.line for one in asked[1:]), title]
    for one, stop in zip(asked, ends, strict=True):
        entry = paired.get(one.line)
        first = entry.first if entry else ""
        rows = entry.rows if entry else []
        key = "\n".join([first, *(outline.lines[i] for i in rows)]).strip()
        end = _before_part(outline, one.line + 1, stop)
        yield Unit(one.words, one.number, one.line, one.line + 1, end, key=key)


def _before_part(outline: Outline, start: int, end: int) -> int:
    """Where the lines of a question end: before a heading or the title of a part."""
    for i in range(start, end):
        if outline.kinds[i] in (Kind.HEADING, Kind.RULE) or is_part(plain(unmarked(outline.lines[i]))):
            return i
    return end
