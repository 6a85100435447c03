"""Lines under a label: "Q: …" and "A: …", "问题 3：…" and "答：…", nested or not."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from quizgen.extract.evidence import Asks, asks
from quizgen.extract.marks import TEXTUAL, Mark, before_title, stretches, textual, unit_of
from quizgen.extract.unit import Unit
from quizgen.outline import Kind, Outline
from quizgen.outline.inline import is_only_links, plain, unmarked
from quizgen.outline.labels import Label, Role
from quizgen.outline.lines import indent_of
from quizgen.outline.numbers import split_number

_LOOK_BACK = 40
_LEAST_PAIRS = 2
_LONGEST = 400
_TITLE_LENGTH = 40
_ENDS = ".。;；!！,，)）]"
_THERE = re.compile(
    r"(?:(?<=[?？.。!！*_])\s*|\s+)[*_]{0,2}(?:A|Ans|Answer|ANSWER|答案?|回答)[*_]{0,2}\s*[:：][*_]{0,2}\s*"
)


def labelled_units(outline: Outline, taken: Sequence[Unit]) -> list[Unit]:
    """Lines such as "Q: …" or "问题 3：…" that ask or are answered under a label."""
    units: list[Unit] = []
    for start, end in stretches(outline, taken):
        marks = sorted((*_labels(outline, start, end), *_left_open(outline, start, end)), key=_line)
        asked = [mark for mark in marks if _asks(mark)]
        accepted = _accepted(outline, asked, marks, end)
        found = _nested(outline, accepted, end)
        if accepted and _title_above(outline, accepted[0].line) is not None:
            for unit in found:
                title = _title_above(outline, unit.end)
                if title is not None and any(map(str.strip, outline.lines[unit.body : title])):
                    unit.end = title
        units.extend(found)
    return units


def _title_above(outline: Outline, i: int) -> int | None:
    """The line of a few words between blank lines above line *i* (from 0): the title of a part of plain text."""
    at = i - 1
    while at > 0 and outline.kinds[at] is Kind.BLANK:
        at -= 1
    alone = 0 <= at < i - 1 and outline.kinds[at] is Kind.TEXT
    if not alone or (at > 0 and outline.kinds[at - 1] is not Kind.BLANK):
        return None
    words = outline.lines[at].strip()
    short = len(words) <= _TITLE_LENGTH and words == plain(words) and words[-1] not in _ENDS
    return at if short and asks(words) is Asks.NO and any(map(str.isalpha, words)) else None


def follow_ups(outline: Outline, units: Sequence[Unit]) -> list[Unit]:
    """Labelled questions with labelled answers inside the answers of *units*; they become parts of those."""
    found: list[Unit] = []
    for unit in units:
        if unit.parts or unit.key is not None or unit.quoted:
            continue
        inside = [
            part for start, end in _between_headings(outline, unit) for part in _pairs(outline, start, end)
        ]
        if len(inside) >= _LEAST_PAIRS or any(asks(part.text) is Asks.MARK for part in inside):
            for part in inside:
                part.path = (unit.text, *part.path)
            unit.parts.extend(inside)
            found.extend(inside)
    return found


def _between_headings(outline: Outline, unit: Unit) -> Iterator[tuple[int, int]]:
    start = unit.body
    for i in range(unit.body, unit.end):
        if outline.kinds[i] is Kind.HEADING:
            yield start, i
            start = i + 1
    yield start, unit.end


def _pairs(outline: Outline, start: int, end: int) -> list[Unit]:
    """Labelled questions, each with its labelled answer before the next; none if one has no label or answer."""
    marks = [mark for mark in _labels(outline, start, end) if mark.label is not None]
    asked = [mark for mark in marks if _asks(mark)]
    answered = sum(_asks(mark) and not _asks(other) for mark, other in pairwise(marks))
    if answered < len(asked) or not all(mark.label and mark.label.words for mark in asked):
        return []
    return _nested(outline, _accepted(outline, asked, marks, end), end)


def _asks(mark: Mark) -> bool:
    return mark.label is not None and mark.label.role is Role.QUESTION


def _labels(outline: Outline, start: int, end: int) -> Iterator[Mark]:
    asked: Mark | None = None
    since = start
    for i in textual(outline, start, end):
        label = outline.label(i)
        line = outline.lines[i]
        if label is None or label.role not in (Role.QUESTION, Role.ANSWER) or is_only_links(line):
            continue
        if label.role is Role.ANSWER and (_repeats_below(outline, i, end) or outline.is_step(i)):
            continue
        asks_here = label.role is Role.QUESTION
        text, inline = _answered_there(label.rest) if asks_here else (label.rest, "")
        mark = Mark(
            i, i + 1, indent_of(line), text, label.number, inline, label=label, style=label.words.lower()
        )
        if label.role is Role.QUESTION:
            asked = mark
        else:
            if asked is None:
                before = _asked_before(outline, since, i)
                if before is not None:
                    yield before
            asked, since = None, i + 1
        yield mark


def _line(mark: Mark) -> int:
    return mark.line


def _left_open(outline: Outline, start: int, end: int) -> Iterator[Mark]:
    """Items that ask and have no answer, among items like them that are answered under a label each."""
    answered = [mark for mark in _labels(outline, start, end) if mark.label and not mark.label.words]
    makes = {
        (mark.indent, outline.items[mark.line].ordered) for mark in answered if mark.line in outline.items
    }
    known = {mark.line for mark in answered}
    for i in textual(outline, start, end) if len(answered) >= _LEAST_PAIRS else ():
        item = outline.items.get(i)
        if item is None or i in known or (item.indent, item.ordered) not in makes:
            continue
        number, text = split_number(plain(unmarked(outline.lines[i])))
        if asks(text) is Asks.MARK and outline.label(i) is None:
            yield Mark(i, i + 1, item.indent, text, number, label=Label(Role.QUESTION, "", number, text))


def _repeats_below(outline: Outline, i: int, end: int) -> bool:
    """Whether the line below a lone "Answers:" is a numbered question: the list comes again, answered."""
    label = outline.label(i)
    if label is not None and label.rest:
        return False
    below = next((j for j in range(i + 1, min(end, i + 4)) if outline.kinds[j] is not Kind.BLANK), i)
    item = outline.items.get(below)
    return item is not None and item.ordered and asks(plain(item.text)) is Asks.MARK


def _answered_there(words: str) -> tuple[str, str]:
    """A question and the answer behind it under a label on the same line: "What is X? A: It is …"."""
    found = _THERE.search(words)
    if found is None or not words[: found.start()].strip():
        return words, ""
    return words[: found.start()].rstrip(" *_"), words[found.end() :].strip()


def _asked_before(outline: Outline, start: int, end: int) -> Mark | None:
    """The line that an answer without a labelled question answers: the nearest above that is numbered or asks."""
    for i in range(end - 1, max(start, end - _LOOK_BACK) - 1, -1):
        if outline.kinds[i] not in TEXTUAL or i in outline.toc:
            continue
        line = outline.lines[i]
        number, text = split_number(plain(unmarked(line)))
        if text and (number is not None or asks(text) >= Asks.WORDS) and len(text) < _LONGEST:
            label = Label(Role.QUESTION, "", number, text)
            return Mark(i, i + 1, indent_of(line), text, number, label=label)
    return None


def _accepted(outline: Outline, asked: Sequence[Mark], marks: Sequence[Mark], end: int) -> list[Mark]:
    """Labelled questions that are answered under a label, or ask; if half of them are, all are."""
    roles = {mark.line: mark.label.role for mark in marks if mark.label}
    order = [mark.line for mark in marks]
    followed = {
        a
        for a, b in pairwise([*order, -1])
        if b >= 0 and roles[a] is Role.QUESTION and roles[b] is Role.ANSWER
    }
    sure = [m for m in asked if m.line in followed or asks(m.text) >= Asks.WORDS]
    if not sure:
        return []
    accepted = list(asked) if 2 * len(sure) >= len(asked) and len(asked) > 1 else sure
    return [_with_text(outline, mark, end) for mark in accepted if mark.text or mark.line in followed]


def _with_text(outline: Outline, mark: Mark, end: int) -> Mark:
    """A label alone on its line asks what stands on the next one."""
    if mark.text:
        return mark
    for i in range(mark.line + 1, min(end, mark.line + 4)):
        words = plain(unmarked(outline.lines[i]))
        if words:
            return replace(mark, text=words, body=i + 1)
    return mark


def _nested(outline: Outline, marks: Sequence[Mark], end: int) -> list[Unit]:
    """Units of labelled lines; one that is indented deeper is a part of the one above."""
    units: list[Unit] = []
    open_units: list[tuple[Mark, Unit]] = []
    for mark in marks:
        while open_units and open_units[-1][0].indent >= mark.indent:
            last = open_units.pop()[1]
            last.end = min(last.end, before_title(outline, mark.line))
        unit = unit_of(mark, min(end, outline.left.get(mark.line, end)))
        if open_units:
            open_units[-1][1].parts.append(unit)
            unit.path = tuple(u.text for _, u in open_units)
        units.append(unit)
        open_units.append((mark, unit))
    return [unit for unit in units if any(map(str.isalnum, unit.text))]
