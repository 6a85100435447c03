"""The blocks of a reference: what stands where, and under which subject."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum, auto

from quizgen.points.labels import Label, leading_label, named, size, under
from quizgen.points.lines import STRIP, Line, Shape, cells, draws_table, has_cells, lines_of
from quizgen.points.markup import Marked
from quizgen.points.subjects import announced_subject


class Kind(StrEnum):
    """What a passage is made of."""

    TEXT = auto()
    NAME = auto()
    CODE = auto()
    FORMULA = auto()
    ROW = auto()


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a reference.

    *subject* is what it stands under.  A *firm* one (a label, a bold line) holds for every clause; one
    that is not firm (a heading) only for clauses that name none.  *columns* are a table row's headings.
    A NAME is a list item (firm) or a bold line (not firm) with nothing under it.
    """

    kind: Kind
    start: int
    end: int
    subject: str = ""
    firm: bool = False
    columns: tuple[str, ...] = ()


@dataclass(slots=True)
class _Level:
    rank: int
    label: str
    firm: bool
    used: bool = False


@dataclass(slots=True)
class _State:
    """Where the walk over the lines stands: open levels, what was found, what the last line was."""

    levels: list[_Level] = field(default_factory=list)
    found: list[tuple[Passage, _Level | None]] = field(default_factory=list)
    gap: bool = True
    listed: bool = False
    open_text: bool = False


_SENTENCES = re.compile(r"[。；;！!？?]|\.\s")
_PICTURE = re.compile(r"!\[|<img\b", re.IGNORECASE)
_BOLD_LINE, _LABEL_LINE, _LABEL, _ITEM = 7, 8, 9, 10
_UNFINISHED = re.compile(
    r"(?:[,，、(（]|\b(?:the|a|an|of|in|to|and|or|with|for|by|is|are|as|that|which|from|on|at|its|like"
    r"|than|be|into|not))$",
    re.IGNORECASE,
)
_FINISHED = re.compile(r"[。！？!?.;；:：…][”’」)）]?$")


def _item_rank(indent: int) -> int:
    """Deeper items stand under shallower ones; a label line inside an item stands just above its own list."""
    return _ITEM + 2 * indent


def passages(marked: Marked) -> tuple[Passage, ...]:
    """The passages of a reference in its order; images, rules and blank lines give none."""
    state = _State()
    lines = lines_of(marked)
    at = 0
    while at < len(lines):
        at = _table(marked, state, lines, at) or _step(marked, state, lines, at)
    return tuple(passage for passage, level in state.found if level is None or not level.used)


def _step(marked: Marked, state: _State, lines: Sequence[Line], at: int) -> int:
    line = lines[at]
    if line.shape is Shape.TEXT and _underlined(marked, state, lines, at):
        _close(state, lines[at + 1].level)
        _open(state, lines[at + 1].level, named(marked.words(line.start, line.end)), firm=False)
        state.gap = True
        return at + 2
    match line.shape:
        case Shape.BLANK | Shape.RULE:
            state.gap, state.open_text = True, False
            # A picture is what the line above announced; the text below it is something else.
            state.listed = state.listed or bool(_PICTURE.search(marked.text, line.start, line.end))
            return at + 1
        case Shape.HEADING:
            _close(state, line.level)
            _open(state, line.level, named(marked.words(line.start, line.end)), firm=False)
        case Shape.BOLD:
            _close(state, _BOLD_LINE)
            _named(marked, state, line, _BOLD_LINE)
        case Shape.ITEM:
            _item(marked, state, line)
        case Shape.CODE | Shape.FORMULA:
            kind = Kind.CODE if line.shape is Shape.CODE else Kind.FORMULA
            _emit(state, Passage(kind, line.start, line.end))
            state.listed = True
        case _:
            _text(marked, state, line)
    state.gap = False
    state.open_text = bool(state.found) and state.found[-1][0].end == line.end
    state.open_text = state.open_text and state.found[-1][0].kind is Kind.TEXT
    return at + 1


def _underlined(marked: Marked, state: _State, lines: Sequence[Line], at: int) -> bool:
    """Whether the line is a heading by the rule drawn under it."""
    if at + 1 >= len(lines) or lines[at + 1].shape is not Shape.RULE or not state.gap:
        return False
    words = marked.words(lines[at].start, lines[at].end)
    return size(words) <= 40 and not _FINISHED.search(words)


def _close(state: _State, rank: int) -> None:
    while state.levels and state.levels[-1].rank >= rank:
        state.levels.pop()


def _open(state: _State, rank: int, label: str, *, firm: bool) -> _Level:
    level = _Level(rank, label, firm)
    state.levels.append(level)
    return level


def _subject(levels: Sequence[_Level]) -> tuple[str, bool]:
    """The innermost subject, with the one outside it where it cannot stand alone."""
    subject, firm = "", False
    for level in levels[-8:]:
        if level.label:
            subject, firm = under(subject, level.label), level.firm
    return (subject, firm) if size(subject) <= 60 else (subject[:60], firm)


def _emit(state: _State, passage: Passage, name: _Level | None = None) -> None:
    for level in state.levels[-8:]:
        level.used = level.used or level is not name
    subject, firm = _subject(state.levels if name is None else state.levels[:-1])
    firm = firm if name is None else name.rank > _BOLD_LINE
    state.found.append((replace(passage, subject=subject, firm=firm), name))


def _named(marked: Marked, state: _State, line: Line, rank: int) -> None:
    """A line that is nothing but a name: the subject of what follows, or, if nothing does, a point itself."""
    level = _open(state, rank, named(marked.words(line.start, line.end)), firm=True)
    if level.label:
        _emit(state, Passage(Kind.NAME, line.start, line.end), level)


def _item(marked: Marked, state: _State, line: Line) -> None:
    rank = _item_rank(line.indent)
    _close(state, rank)
    state.listed = True
    if line.bold or _announces(marked, line):
        _named(marked, state, line, rank)
        return
    label = leading_label(marked, line.start, line.end)
    _open(state, rank, label.text if label else "", firm=True)
    _emit(state, Passage(Kind.TEXT, label.end if label else line.start, line.end))


def _announces(marked: Marked, line: Line) -> bool:
    """Whether the line ends in a colon: what it says is about what follows."""
    tail = marked.mask[max(line.start, line.end - 40) : line.end].rstrip(STRIP)
    return tail.endswith((":", "："))


def _text(marked: Marked, state: _State, line: Line) -> None:
    if state.open_text and not state.gap and _continues(marked, state, line):
        passage, level = state.found[-1]
        state.found[-1] = (replace(passage, end=line.end), level)
        return
    if state.gap:
        outside = _LABEL_LINE if state.listed else _LABEL
        _close(state, _item_rank(line.indent) - 1 if line.indent else outside)
    label = leading_label(marked, line.start, line.end)
    in_item = bool(state.levels) and state.levels[-1].rank >= _ITEM
    if in_item and not (state.gap or line.indent or label or state.levels[-1].label):
        _close(state, _LABEL_LINE)
    if _announces(marked, line):
        _label_line(marked, state, line)
        return
    if label and (line.indent or (in_item and not state.gap)):
        _emit_labelled(state, line, label)
        return
    if label:
        _close(state, _LABEL)
        _open(state, _LABEL, label.text, firm=True)
    _emit(state, Passage(Kind.TEXT, label.end if label else line.start, line.end))


def _emit_labelled(state: _State, line: Line, label: Label) -> None:
    """A labelled paragraph inside a list item: the label holds for this paragraph alone."""
    level = _open(state, _item_rank(line.indent), label.text, firm=True)
    _emit(state, Passage(Kind.TEXT, label.end, line.end))
    state.levels.remove(level)


def _label_line(marked: Marked, state: _State, line: Line) -> None:
    words = marked.words(line.start, line.end)
    rank = _LABEL_LINE if line.indent < 2 else _item_rank(line.indent) - 1
    _close(state, rank)
    state.listed = state.listed and rank != _LABEL_LINE
    *before, last = _SENTENCES.split(words.rstrip(":： "))
    label = named(last)
    level = _open(state, rank, label or announced_subject(last), firm=bool(label))
    if before or (not label and size(words) > 24):
        state.levels.pop()  # the line is not about itself
        _emit(state, Passage(Kind.TEXT, line.start, line.end))
        state.levels.append(level)


def _continues(marked: Marked, state: _State, line: Line) -> bool:
    """Whether the line goes on with the sentence of the line before, which was only wrapped."""
    passage = state.found[-1][0]
    last = marked.mask.rfind("\n", passage.start, passage.end) + 1
    before = marked.words(max(last, passage.start), passage.end)
    if not before or _FINISHED.search(before) or leading_label(marked, line.start, line.end):
        return False
    first = marked.words(line.start, min(line.end, line.start + 40))[:1]
    if first.islower() or _UNFINISHED.search(before):
        return len(before) >= 30
    return first > "\u2e80" and size(before) >= 24


def _table(marked: Marked, state: _State, lines: Sequence[Line], at: int) -> int | None:
    """The rows of the table that starts in line *at*, each a passage; the line after it, or None."""
    if at + 1 >= len(lines) or not (has_cells(marked, lines[at]) and draws_table(marked, lines[at + 1])):
        return None
    columns = tuple(marked.words(*cell) for cell in cells(marked, lines[at].start, lines[at].end))
    at += 2
    while at < len(lines) and has_cells(marked, lines[at]):
        _emit(state, Passage(Kind.ROW, lines[at].start, lines[at].end, columns=columns))
        at += 1
    state.gap = True
    return at
