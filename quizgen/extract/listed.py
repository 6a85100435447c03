"""Lists: which items belong together, and which of those ask."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from quizgen.extract.evidence import Asks, asks
from quizgen.extract.marks import Mark, before_title, counts_on, textual, unit_of
from quizgen.extract.substance import is_statement
from quizgen.extract.told import ask_before_colons, split_asking, split_at_colon
from quizgen.extract.unit import Unit
from quizgen.outline import Outline
from quizgen.outline.inline import is_only_links, plain
from quizgen.outline.lines import Item, indent_of
from quizgen.outline.numbers import split_number

_BULLET = "bullet"
_SHARE = 0.6
_EVEN_SHARE = 0.5
_MARKED_SHARE = 0.3
_LEAST = 2
_LEAST_HOLDING = 3


def item_groups(outline: Outline, start: int, end: int) -> Iterator[tuple[list[Mark], int]]:
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
        # A count that goes on ends the lists that stood between its items.
        later = list(groups)[list(groups).index(key) + 1 :] if key in groups else []
        over = [other for other in groups if other[0] > item.indent or (other == key and _begins(mark))]
        for other in dict.fromkeys((*over, *(other for other in later if other[0] == item.indent))):
            yield groups.pop(other), before_title(outline, i)
        groups.setdefault(key, []).append(mark)
    for group in groups.values():
        yield group, end


def asking_items(outline: Outline, group: Sequence[Mark], end: int) -> Iterator[Unit]:
    """Those items of a list that ask, where enough of its items do; *end* is where the list ends."""
    if ask_before_colons([mark.text for mark in group]):
        group = [_at_colon(mark) for mark in group]
    asking = _asking(group) or _holding(outline, group)
    if not asking:
        return
    ends = [*(before_title(outline, mark.line) for mark in group[1:]), end]
    for mark, stop, asked in zip(group, ends, asking, strict=True):
        if asked:
            yield unit_of(mark, stop)


def _asking(group: Sequence[Mark]) -> list[bool]:
    """Which items ask; empty where too few do."""
    strengths = [asks(mark.text) for mark in group]
    asking = [strength >= Asks.WORDS for strength in strengths]
    marked = sum(
        strength is Asks.MARK or bool(mark.inline) for mark, strength in zip(group, strengths, strict=True)
    )
    if len(group) < _LEAST or marked < _MARKED_SHARE * len(group):
        return []
    # Among as many statements, a question needs its number and its mark.
    even = marked == sum(asking) and group[0].style != _BULLET
    if sum(asking) < (_EVEN_SHARE if even else _SHARE) * len(group):
        return []
    return [asked or _is_counted(group, i, asking) for i, asked in enumerate(asking)]


def _holding(outline: Outline, group: Sequence[Mark]) -> list[bool]:
    """Which items ask where nobody types question marks: those with text inside, if most such items do."""
    if len(group) < _LEAST_HOLDING:
        return []
    strengths = [asks(mark.text) if _holds(outline, mark) else Asks.NO for mark in group]
    sure = sum(strength >= Asks.WORDS for strength in strengths)
    holding = sum(_holds(outline, mark) for mark in group)
    if sure < _LEAST_HOLDING or sure < _SHARE * holding:
        return []
    asking = [strength >= Asks.PERHAPS for strength in strengths]
    return [asked or _is_counted(group, i, asking) for i, asked in enumerate(asking)]


def _holds(outline: Outline, mark: Mark) -> bool:
    """Whether the line below an item is indented deeper than it."""
    below = mark.line + 1
    if below >= len(outline.lines) or not outline.lines[below].strip():
        return False
    return indent_of(outline.lines[below]) > mark.indent


def _is_counted(group: Sequence[Mark], i: int, asking: Sequence[bool]) -> bool:
    """Whether an item that does not ask in words counts between two that do, and says nothing: "5. X vs Y".

    One that hints at a question may as well be the first or the last.
    """
    if is_statement(group[i].text):
        return False
    after_one = i > 0 and asking[i - 1] and counts_on(group[i - 1].number, group[i].number)
    before_one = i + 1 < len(group) and asking[i + 1] and counts_on(group[i].number, group[i + 1].number)
    if asks(group[i].text) is Asks.PERHAPS:
        return after_one or before_one
    return after_one and before_one


def _mark(item: Item, i: int) -> Mark:
    number, words = split_number(plain(item.text.lstrip("> ")))
    own = split_number(f"{item.marker}x")[0] if item.ordered else number
    style = f"ordered:{own.style if own else ''}" if item.ordered else _BULLET
    text, inline = (words, "") if is_only_links(item.text) else split_asking(words)
    return Mark(i, i + 1, item.indent, text, own or number, inline, style)


def _at_colon(mark: Mark) -> Mark:
    text, inline = split_at_colon(mark.text)
    return replace(mark, text=text, inline=inline) if inline else mark


def _begins(mark: Mark) -> bool:
    return mark.style != _BULLET and mark.number is not None and mark.number.parts[-1:] == (1,)
