"""List items and numbered lines that ask."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quizgen.extract.evidence import Asks, asks
from quizgen.extract.marks import Mark, before_title, stretches, textual, unit_of
from quizgen.extract.substance import is_furniture, is_questions, why_empty
from quizgen.extract.unit import Unit
from quizgen.outline import Outline
from quizgen.outline.inline import is_only_links, plain
from quizgen.outline.lines import Item
from quizgen.outline.numbers import split_number

_ASKS_AND_ANSWERS = re.compile(r"(.{4,200}?[?？])\s*(.*)$")
_BULLET = "bullet"
_SHARE = 0.6
_EVEN_SHARE = 0.5
_MARKED_SHARE = 0.3
_ANSWERED_SHARE = 0.5
_LEAST = 2
_LEAST_UNANSWERED = 3
_LEAST_INLINE = 8
_LEAST_ALONE = 3
_ALONE_SHARE = 0.8


def item_units(outline: Outline, taken: Sequence[Unit]) -> list[Unit]:
    """List items and numbered lines that ask, where their siblings do too.

    They have answers where nearly all of a list have, or most of those of all lists: otherwise what hangs
    below them is the outline of a list of questions.
    """
    groups: list[tuple[list[Mark], int]] = []
    for start, end in stretches(outline, taken):
        groups.extend(_item_groups(outline, start, end))
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    candidates: list[tuple[Unit, str]] = []
    units: list[Unit] = []
    for group, end in groups:
        style, own = group[0].style, _Tally()
        asking = list(_asking_items(outline, group, end))
        for unit in asking:
            own.count(answers=_is_answered(outline, unit))
        if own.asked >= _LEAST_ALONE and own.answered >= _ALONE_SHARE * own.asked:
            units.extend(asking)
            continue
        tallies[style].add(own, bare=not any(_hangs(outline, unit) for unit in asking[:-1]))
        candidates.extend((unit, style) for unit in asking)
    for unit, style in candidates:
        if not tallies[style].answers_mostly:
            unit.end, unit.inline = unit.body, ""
            if tallies[style].asked < _LEAST_UNANSWERED:
                continue
        units.append(unit)
    return units


@dataclass(slots=True)
class _Tally:
    """How many items of one style ask, how many of those are answered below, how many are in bare lists."""

    asked: int = 0
    answered: int = 0
    bare: int = 0

    def count(self, *, answers: bool) -> None:
        self.asked += 1
        self.answered += answers

    def add(self, other: "_Tally", *, bare: bool) -> None:
        self.asked += other.asked
        self.answered += other.answered
        self.bare += other.asked if bare and not other.answered else 0

    @property
    def answers_mostly(self) -> bool:
        return self.answered >= _ANSWERED_SHARE * (self.asked - self.bare)


def _asking_items(outline: Outline, group: Sequence[Mark], end: int) -> Iterator[Unit]:
    strengths = [asks(mark.text) for mark in group]
    asking = [strength >= Asks.WORDS for strength in strengths]
    marked = sum(strength is Asks.MARK for strength in strengths)
    if len(group) < _LEAST or marked < _MARKED_SHARE * len(group):
        return
    # Among as many statements, a question needs its number and its mark.
    even = marked == sum(asking) and group[0].style != _BULLET
    if sum(asking) < (_EVEN_SHARE if even else _SHARE) * len(group):
        return
    ends = [*(before_title(outline, mark.line) for mark in group[1:]), end]
    for mark, stop, asked in zip(group, ends, asking, strict=True):
        if asked:
            yield unit_of(mark, stop)


def _hangs(outline: Outline, unit: Unit) -> bool:
    """Whether anything stands below an item, be it an answer or an outline of topics."""
    return bool(unit.inline) or any(not is_furniture(outline.lines[i]) for i in unit.rows())


def _is_answered(outline: Outline, unit: Unit) -> bool:
    lines = [outline.lines[i] for i in unit.rows()]
    if unit.inline:
        lines.insert(0, unit.inline)
    said = [line for line in lines if line.strip()]
    if not said:
        return False
    return why_empty(lines, unit.number) is None and not is_questions(said, unit.number)


def _item_groups(outline: Outline, start: int, end: int) -> Iterator[tuple[list[Mark], int]]:
    """Items of one stretch that are marked alike at one indentation, and where their last one ends: a shallower
    item parts them, and a count that begins anew.
    """
    groups: dict[tuple[int, str], list[Mark]] = {}
    for i in textual(outline, start, end):
        item = outline.items.get(i)
        if item is None or not item.text:
            continue
        mark = _mark(item, i)
        key = (item.indent, mark.style)
        over = [other for other in groups if other[0] > item.indent or (other == key and _begins(mark))]
        for other in over:
            yield groups.pop(other), before_title(outline, i)
        groups.setdefault(key, []).append(mark)
    for group in groups.values():
        yield group, end


def _mark(item: Item, i: int) -> Mark:
    number, words = split_number(plain(item.text))
    own = split_number(f"{item.marker}x")[0] if item.ordered else number
    style = f"ordered:{own.style if own else ''}" if item.ordered else _BULLET
    text, inline = (words, "") if is_only_links(item.text) else _split_asking(words)
    return Mark(i, i + 1, item.indent, text, own or number, inline, style)


def _begins(mark: Mark) -> bool:
    return mark.style != _BULLET and mark.number is not None and mark.number.parts[-1:] == (1,)


def _split_asking(words: str) -> tuple[str, str]:
    """A line that asks and answers: "什么是 X？X 是……"."""
    found = _ASKS_AND_ANSWERS.match(words)
    if found is None or len(found.group(2)) <= _LEAST_INLINE or asks(found.group(2)) is Asks.MARK:
        return words, ""
    return found.group(1), found.group(2)
