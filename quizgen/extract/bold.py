"""Lines in bold that ask."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from quizgen.extract.evidence import Asks, asks
from quizgen.extract.marks import Mark, before_title, number_above, stretches, textual, unit_of
from quizgen.extract.unit import Unit
from quizgen.outline import Kind, Number, Outline
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


def bold_units(outline: Outline, taken: Sequence[Unit]) -> list[Unit]:
    """Whole lines in bold that ask, where most such lines of the document do."""
    marks: list[tuple[Mark, int]] = []
    for start, end in stretches(outline, taken):
        bold = list(_bold(outline, start, end))
        bold = sorted([*bold, *_plain_siblings(outline, bold, start, end)], key=lambda mark: mark.line)
        marks.extend((mark, end) for mark in _counted(bold))
    asking = [(mark, end) for mark, end in marks if asks(mark.text) >= Asks.WORDS]
    if not asking or len(asking) < _SHARE * len(marks):
        return []
    if len(asking) == 1 and asks(asking[0][0].text) is not Asks.MARK:
        return []
    alike = [mark for mark, _ in asking]
    chosen: list[tuple[Mark, int]] = []
    for mark, end in marks:
        last = chosen[-1][0] if chosen else None
        strong = asks(mark.text) >= Asks.WORDS or _numbered_alike(mark, alike, last)
        if strong or _adorned_alike(mark, alike) or _listed_alike(outline, mark, alike):
            chosen.append((mark, end))
    units: list[Unit] = []
    for i, (mark, end) in enumerate(chosen):
        following = chosen[i + 1][0].line if i + 1 < len(chosen) else end
        units.append(unit_of(mark, before_title(outline, following) if following <= end else end))
    return units


def _counted(marks: Sequence[Mark]) -> Sequence[Mark]:
    """*marks* of one stretch without those between questions that count 1, 2, 3 …: they are parts of answers."""
    numbered = [m for m in marks if m.number is not None and asks(m.text) >= Asks.WORDS]
    counts = all(a.number and b.number and _next(a.number, b.number) for a, b in pairwise(numbered))
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
        if said and asks(words) is not Asks.MARK:
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


def _adorned_alike(mark: Mark, asking: Sequence[Mark]) -> bool:
    """Whether a line bears a pictograph as nearly all that ask do: a sign of difficulty, say."""
    adorned = sum(m.style == _ADORNED for m in asking)
    return mark.style == _ADORNED and adorned >= _ADORNED_SHARE * len(asking)


def _listed_alike(outline: Outline, mark: Mark, asking: Sequence[Mark]) -> bool:
    """Whether an item hints at a question where nearly all that ask are items at its indentation."""
    if mark.line not in outline.items or asks(mark.text) is Asks.NO:
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
    counts_on = last is not None and last.number is not None and _next(last.number, mark.number)
    return counts_on or bool(asks(mark.text))


def _next(number: Number, other: Number) -> bool:
    return other.parts[:-1] == number.parts[:-1] and other.parts[-1:] == (number.parts[-1] + 1,)
