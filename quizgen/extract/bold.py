"""Lines in bold that ask."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from quizgen.extract.evidence import Asks, asks
from quizgen.extract.marks import Mark, before_title, counts_on, number_above, stretches, textual, unit_of
from quizgen.extract.unit import Unit
from quizgen.outline import Kind, Outline
from quizgen.outline.inline import plain, strip_emoji
from quizgen.outline.labels import Role, label_of
from quizgen.outline.lines import indent_of
from quizgen.outline.numbers import split_number

_LINE = re.compile(
    r"[ \t]*(?:>[ \t]?)?(?:(?:[-*+]|\d{1,4}[.)、])[ \t]*)?(?:\*\*|__|<b>|<strong>)"
    r"(?P<words>.{2,400}?)(?:\*\*|__|</b>|</strong>)(?P<rest>.*)$"
)
# How hard it is, or what it is about, beside the question: `easy`, *(medium)*, [networks].
_TAGS = re.compile(r"(?:[\s|·–-]*(?:`[^`]{1,30}`|\*[^*]{1,40}\*|[\[(（【][^\])）】]{1,30}[\])）】]))+\s*")
_SHARE = 0.5
_ADORNED = "adorned"
_ADORNED_SHARE = 0.8
_LEAST_COUNTED = 3
_LEAST_TOLD = 2
_WEIGHTS = {Asks.NO: 0.0, Asks.PERHAPS: 0.3, Asks.WORDS: 1.0, Asks.MARK: 1.0}
_COUNT_SHARE = 0.4


def bold_units(outline: Outline, taken: Sequence[Unit]) -> list[Unit]:
    """Whole lines in bold that ask, where most such lines of the document do."""
    marks: list[tuple[Mark, int]] = []
    for start, end in stretches(outline, taken):
        bold = list(_bold(outline, start, end))
        bold = sorted([*bold, *_plain_siblings(outline, bold, start, end)], key=lambda mark: mark.line)
        marks.extend((mark, end) for mark in _counted(bold))
    marks = _told_alike(marks)
    chosen = _asking(outline, marks) or _one_count(marks)
    units: list[Unit] = []
    for i, (mark, end) in enumerate(chosen):
        following = chosen[i + 1][0].line if i + 1 < len(chosen) else end
        units.append(unit_of(mark, before_title(outline, following) if following <= end else end))
    return units


def _asking(outline: Outline, marks: Sequence[tuple[Mark, int]]) -> list[tuple[Mark, int]]:
    """Those that ask, and those that are like them; none where most do not ask."""
    alike = [mark for mark, _ in marks if asks(mark.text) >= Asks.WORDS]
    if not alike or len(alike) < _SHARE * len(marks):
        return []
    if len(alike) == 1 and asks(alike[0].text) is not Asks.MARK:
        return []
    chosen: list[tuple[Mark, int]] = []
    for mark, end in marks:
        last = chosen[-1][0] if chosen else None
        strong = asks(mark.text) >= Asks.WORDS or _numbered_alike(mark, alike, last)
        if strong or _adorned_alike(mark, alike) or _listed_alike(outline, mark, alike):
            chosen.append((mark, end))
    return chosen


def _one_count(marks: Sequence[tuple[Mark, int]]) -> list[tuple[Mark, int]]:
    """Lines at the margin that count through the document and ask as often as numbered headings must."""
    count = [(mark, end) for mark, end in marks if mark.number and not mark.indent and not mark.inline]
    numbers = [mark.number for mark, _ in count]
    goes_on = all(counts_on(a, b) or (b and b.parts == (1,)) for a, b in pairwise(numbers))
    strengths = [asks(mark.text) for mark, _ in count]
    weight = sum(_WEIGHTS[strength] for strength in strengths)
    asked = bool(strengths) and max(strengths) >= Asks.WORDS
    return (
        count
        if asked and goes_on and len(count) > _LEAST_COUNTED and weight >= _COUNT_SHARE * len(count)
        else []
    )


def _counted(marks: Sequence[Mark]) -> Sequence[Mark]:
    """*marks* of one stretch without those between questions that count 1, 2, 3 …: they are parts of answers."""
    numbered = [m for m in marks if m.number is not None and asks(m.text) >= Asks.WORDS]
    counts = all(counts_on(a.number, b.number) for a, b in pairwise(numbered))
    if len(numbered) < _LEAST_COUNTED or not counts:
        return marks
    first = numbered[0].line
    return [m for m in marks if m.number is not None or m.line < first]


def _is_in_link(outline: Outline, i: int) -> bool:
    """Whether line *i* (from 0) is part of the words of a link that began on a line above: a banner."""
    above = outline.lines[i - 1].lower() if i > 0 and outline.kinds[i] is Kind.HTML else ""
    return "<a " in above and "</a>" not in above


def _bold(outline: Outline, start: int, end: int) -> Iterator[Mark]:
    for i in textual(outline, start, end):
        line = outline.lines[i]
        if "**" not in line and "__" not in line and "<" not in line:
            continue
        found = _LINE.match(line)
        if found is None or _is_in_link(outline, i):
            continue
        words, rest = plain(found.group("words")), found.group("rest").strip()
        rest = "" if _TAGS.fullmatch(rest) else rest
        said = strip_emoji(rest).strip(" :：*_.()（）") if rest else ""
        if said and asks(words) < (Asks.WORDS if _is_item(outline, i) else Asks.MARK):
            continue
        number, text = split_number(words)
        if number is None:
            number = split_number(line.lstrip(" \t>*_"))[0] or number_above(outline, i)
        label = label_of(words)
        heads_a_part = not said and words.endswith((":", "：")) and label is None
        if not text or heads_a_part or (label is not None and label.role is not Role.QUESTION):
            continue
        bearing = found.group("words") + rest
        style = _ADORNED if strip_emoji(bearing) != bearing else ""
        yield Mark(i, i + 1, indent_of(line), text, number, rest.lstrip(" :：") if said else "", style)


def _is_item(outline: Outline, i: int) -> bool:
    return i in outline.items


def _told_alike(marks: list[tuple[Mark, int]]) -> list[tuple[Mark, int]]:
    """*marks* without those that are answered behind their words and have no question mark, unless as many
    like them that are answered so have one: "3. **Explain X.** It is …" among "1. **What is Y?** It is …".
    """
    told: dict[tuple[int, bool], list[bool]] = defaultdict(list)
    for mark, _ in marks:
        if mark.inline:
            told[_make(mark)].append(asks(mark.text) is Asks.MARK)
    sure = {make for make, asking in told.items() if sum(asking) >= max(_LEAST_TOLD, len(asking) / 2)}
    return [
        (mark, end)
        for mark, end in marks
        if not mark.inline or asks(mark.text) is Asks.MARK or _make(mark) in sure
    ]


def _make(mark: Mark) -> tuple[int, bool]:
    return mark.indent, mark.number is not None


def _adorned_alike(mark: Mark, asking: Sequence[Mark]) -> bool:
    """Whether a line bears a pictograph as nearly all that ask do: a sign of difficulty, say."""
    adorned = sum(m.style == _ADORNED for m in asking)
    return mark.style == _ADORNED and adorned >= _ADORNED_SHARE * len(asking)


def _listed_alike(outline: Outline, mark: Mark, asking: Sequence[Mark]) -> bool:
    """Whether an item hints at a question where nearly all that ask are items at its indentation.

    Where all of them are numbered 1, as some people type lists, one that is need not even hint.
    """
    lazy = (
        mark.number is not None
        and not mark.inline
        and {m.number and m.number.parts for m in asking} == {(1,)}
    )
    if mark.line not in outline.items or (asks(mark.text) is Asks.NO and not lazy):
        return False
    listed = sum(m.line in outline.items and m.indent == mark.indent for m in asking)
    return len(asking) >= _LEAST_COUNTED and listed >= _ADORNED_SHARE * len(asking)


def _plain_siblings(outline: Outline, marks: Sequence[Mark], start: int, end: int) -> Iterator[Mark]:
    """Items without emphasis among items in bold at the same indentation, where they end with a question mark."""
    levels = {mark.indent for mark in marks if mark.line in outline.items and asks(mark.text) >= Asks.WORDS}
    bold = {mark.line for mark in marks}
    for i in textual(outline, start, end) if levels else ():
        item = outline.items.get(i)
        if item is None or item.ordered or item.indent not in levels or i in bold:
            continue
        if item.text.rstrip().endswith(("?", "？")):
            yield Mark(i, i + 1, item.indent, plain(item.text), None)


def _numbered_alike(mark: Mark, asking: Sequence[Mark], last: Mark | None) -> bool:
    """Whether a line goes on with the count of the lines that ask."""
    numbered = sum(m.number is not None for m in asking)
    if mark.number is None or 2 * numbered <= len(asking):
        return False
    return (last is not None and counts_on(last.number, mark.number)) or bool(asks(mark.text))
