"""Whether the lines under a heading hold questions of their own."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from quizgen.extract.evidence import Asks, asks
from quizgen.extract.substance import is_furniture, is_pointer, is_questions
from quizgen.extract.tables import asks_in_table
from quizgen.extract.told import ask_before_colons
from quizgen.outline import Fold, Kind, Outline, Section
from quizgen.outline.inline import plain, unmarked
from quizgen.outline.labels import Label, Role
from quizgen.outline.toc import letters

_SPOKEN = frozenset({Kind.TEXT, Kind.ITEM, Kind.HTML})
_SILENT = frozenset({Kind.CODE, Kind.BLANK})
_BOLD = re.compile(
    r"\s*(?:[-*+]\s+)?(?:\*\*|__|<b>|<strong>)(?P<words>.{2,300}?)(?:\*\*|__|</b>|</strong>)\s*$"
)
_LEAST_LISTED = 2
_BESIDE = 3


def asks_by_label(outline: Outline, i: int, title: str = "") -> bool:
    """Whether line *i* (from 0) says "Question", and does not only say the *title* above it again."""
    label = outline.label(i)
    if label is None or label.role is not Role.QUESTION:
        return False
    return not title or not label.rest or letters(label.rest) != letters(title)


def answers_others(outline: Outline, start: int, end: int, title: str) -> bool:
    """Whether the answers in lines *start* up to *end* (from 0) are those of questions there, not of *title*,
    the heading above them: one says "Question", the same label comes again behind another line that asks,
    or, where the title does not ask itself, questions stand before the first answer.
    """
    seen: set[str] = set()
    at = start
    for i, label in _labels(outline, start, end):
        if label.role is Role.QUESTION:
            if asks_by_label(outline, i, title):
                return True
            continue
        if label.words in seen and any(_may_ask(outline, j) for j in range(at, i)):
            return True
        if not seen and asks(title) < Asks.WORDS and _questions_before(outline, start, i):
            return True
        seen.add(label.words)
        at = i + 1
    return False


def _labels(outline: Outline, start: int, end: int) -> Iterator[tuple[int, Label]]:
    """The lines that say "Question" or "Answer"."""
    for i in range(start, end):
        label = outline.label(i) if i in outline.maybe_labels else None
        if label is not None and label.role in (Role.QUESTION, Role.ANSWER):
            yield i, label


def _may_ask(outline: Outline, i: int) -> bool:
    """Whether a line counts or ends with a question mark."""
    if outline.kinds[i] not in _SPOKEN:
        return False
    item = outline.items.get(i)
    if item is not None and item.ordered:
        return True
    line = outline.lines[i]
    return ("?" in line or "？" in line) and asks(plain(unmarked(line))) is Asks.MARK


def _questions_before(outline: Outline, start: int, end: int) -> bool:
    """Whether lines *start* up to *end* (from 0) hold a question in bold, a numbered one, or a list of some."""
    listed = 0
    for i in range(start, end):
        if outline.kinds[i] not in _SPOKEN:
            continue
        item = outline.items.get(i)
        found = _BOLD.match(outline.lines[i])
        if found is not None and asks(plain(found.group("words"))) >= Asks.WORDS:
            return True
        strength = asks(plain(item.text)) if item is not None and item.ordered else Asks.NO
        if strength is Asks.MARK and end - i <= _BESIDE:
            return True
        listed += strength >= Asks.WORDS
    return listed >= _LEAST_LISTED


def gathers(outline: Outline, section: Section) -> bool:
    """Whether the own lines of *section* are a list of questions, labelled questions or folds that ask."""
    rows = range(section.body, section.own_end)
    lines = outline.lines
    spoken = [i for i in rows if outline.kinds[i] not in _SILENT and i not in outline.toc]
    said = [i for i in spoken if not is_furniture(lines[i]) and not is_pointer(lines[i])]
    if asks_in_table(outline, rows) or (said and is_questions([lines[i] for i in said])):
        return True
    if asks(section.title) is not Asks.MARK and _all_told(outline, said):
        return True
    asking = [f for f in _folds_within(outline, rows) if not f.cover and asks(f.summary)]
    labels = [i for i in said if asks_by_label(outline, i, section.title)]
    return len(asking) > 1 or len(labels) > 1


def _all_told(outline: Outline, rows: Sequence[int]) -> bool:
    """Whether *rows* are items that ask before a colon and answer behind it."""
    items = [plain(outline.items[i].text) for i in rows if i in outline.items]
    return len(items) == len(rows) and ask_before_colons(items)


def _folds_within(outline: Outline, rows: range) -> Sequence[Fold]:
    """The folds that begin on *rows*."""
    folds = outline.folds
    low = bisect_left(folds, rows.start, key=_start)
    return folds[low : bisect_left(folds, rows.stop, low, key=_start)]


def _start(fold: Fold) -> int:
    return fold.start
