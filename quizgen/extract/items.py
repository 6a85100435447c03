"""List items and numbered lines that ask."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from quizgen.extract.evidence import Asks, asks
from quizgen.extract.listed import asking_items, item_groups
from quizgen.extract.marks import Mark, stretches, unit_of
from quizgen.extract.substance import is_furniture, is_questions, why_empty
from quizgen.extract.unit import Unit
from quizgen.outline import Outline
from quizgen.outline.lines import indent_of

_ANSWERED_SHARE = 0.5
_LEAST_UNANSWERED = 3
_LEAST_ALONE = 3
_ALONE_SHARE = 0.8


def item_units(outline: Outline, taken: Sequence[Unit]) -> list[Unit]:
    """List items and numbered lines that ask, where their siblings do too.

    They have answers where nearly all of a list have, or most of those of all lists: otherwise what hangs
    below them is the outline of a list of questions.
    """
    groups = [group for start, end in stretches(outline, taken) for group in item_groups(outline, start, end)]
    lists = [_List(group[0].style, _asked(outline, group, end)) for group, end in groups]
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    for one in lists:
        one.judge(outline)
        if not one.answers_itself:
            tallies[one.style].add(one.tally, bare=one.bare)
    units = [unit for one in lists for unit in _kept(one, tallies[one.style])]
    answered = sum(_is_answered(outline, unit) for unit in units)
    if answered == 1 and not taken:
        # One item of a whole document is part of its text.
        return [unit for unit in units if not _is_answered(outline, unit)]
    if answered >= max(_LEAST_ALONE, _ANSWERED_SHARE * len(units)):
        units.extend(_only_ones(outline, groups))
    return units


def _asked(outline: Outline, group: Sequence[Mark], end: int) -> list[Unit]:
    asking = list(asking_items(outline, group, end))
    bare = not any(_hangs(outline, unit) for unit in asking[:-1])
    if bare and len(asking) > 1 and not _indents(outline, asking[-1]):
        # What follows a list without answers is no answer to its last item.
        asking[-1].end = asking[-1].body
    return asking


def _kept(one: "_List", tally: "_Tally") -> Iterator[Unit]:
    """The questions of a list; without their answers where lists of this style have none."""
    for unit in one.asking:
        if not one.answers_itself and not tally.answers_mostly:
            unit.end, unit.inline = unit.body, ""
            if tally.asked < _LEAST_UNANSWERED:
                continue
        yield unit


def _only_ones(outline: Outline, groups: Sequence[tuple[list[Mark], int]]) -> Iterator[Unit]:
    """Items that are the only one of their part, ask and are answered: the other parts say what items are here."""
    for group, end in groups:
        if len(group) == 1 and group[0].indent == 0 and asks(group[0].text) is Asks.MARK:
            unit = unit_of(group[0], end)
            if _is_answered(outline, unit):
                yield unit


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


@dataclass(slots=True)
class _List:
    """A list: the style of its items, those that ask, how many of these are answered."""

    style: str
    asking: list[Unit]
    tally: _Tally = field(default_factory=_Tally)
    bare: bool = False

    def judge(self, outline: Outline) -> None:
        self.bare = not any(_hangs(outline, unit) for unit in self.asking[:-1])
        for unit in self.asking:
            self.tally.count(answers=_is_answered(outline, unit))

    @property
    def answers_itself(self) -> bool:
        """Whether nearly all of it is answered."""
        return self.tally.asked >= _LEAST_ALONE and self.tally.answered >= _ALONE_SHARE * self.tally.asked


def _hangs(outline: Outline, unit: Unit) -> bool:
    """Whether anything stands below an item, be it an answer or an outline of topics."""
    return bool(unit.inline) or any(not is_furniture(outline.lines[i]) for i in unit.rows())


def _indents(outline: Outline, unit: Unit) -> bool:
    """Whether what stands below an item is indented as its own text is, or follows at once."""
    for i in unit.rows():
        if outline.lines[i].strip():
            return i == unit.body or indent_of(outline.lines[i]) > indent_of(outline.lines[unit.start])
    return False


def _is_answered(outline: Outline, unit: Unit) -> bool:
    lines = [outline.lines[i] for i in unit.rows()]
    if unit.inline:
        lines.insert(0, unit.inline)
    said = [line for line in lines if line.strip()]
    if not said:
        return False
    return why_empty(lines, unit.number) is None and not is_questions(said, unit.number)
