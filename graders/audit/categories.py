"""The detector of things listed among things of another sort: a training framework among language models.

A list is of models when its question or lead says so and at least two of its items are models; an item that is
a member of a rival category, and not of the list's own, does not belong.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from graders.audit.blocks import Block
from graders.audit.reading import Reading
from graders.facts import Category, FactBase
from questions.records import Flag, FlagVerdict, Severity

DETECTOR = "categories/1"
_SURE = 0.8
_ITEMS = ("numbered", "bullet")
_NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class _Item:
    """A list item: its block, and the categories of the first term it names."""

    block: Block
    start: int
    end: int
    categories: frozenset[str]


def detect(readings: Sequence[Reading]) -> tuple[tuple[Flag, ...], ...]:
    """For each reading, the flags of list items that are of another sort than the list."""
    return tuple(tuple(_checked(reading)) for reading in readings)


def _checked(reading: Reading) -> Iterator[Flag]:
    members = _members(reading.base)
    for leads, blocks in groupby(_item_blocks(reading), key=lambda block: (block.kind, block.leads)):
        said = " ".join((reading.question, *(reading.place(place)[0] for place in leads[1])))
        items = [item for block in blocks if (item := _item(reading, block, members))]
        for name, category in reading.base.categories.items():
            if not reading.base.pattern(category.listed).search(said):
                continue
            if sum(name in item.categories for item in items) > 1:
                yield from _strangers(reading, items, name, category)


def _strangers(reading: Reading, items: Sequence[_Item], name: str, category: Category) -> Iterator[Flag]:
    for item in items:
        rivals = [rival for rival in category.rivals if rival in item.categories]
        if rivals and name not in item.categories:
            yield _flag(reading, item, category, reading.base.categories[rivals[0]])


def _item_blocks(reading: Reading) -> Iterator[Block]:
    return (block for block in reading.blocks if block.kind in _ITEMS)


def _members(base: FactBase) -> dict[str, frozenset[str]]:
    """The categories of each term."""
    found: dict[str, set[str]] = {}
    for name, category in base.categories.items():
        for term in category.members:
            found.setdefault(term, set()).add(name)
    return {term: frozenset(names) for term, names in found.items()}


def _item(reading: Reading, block: Block, members: dict[str, frozenset[str]]) -> _Item | None:
    """The item, when it starts with a name (in brackets or after one word at most) that has a category."""
    place = block.label or (block.start, min(block.end, block.start + _NAME_LENGTH))
    words, mentions = reading.place(place)
    if not mentions or len(words[: mentions[0].start].strip()) > 2 or mentions[0].term not in members:
        return None
    text = reading.answer[place[0] : place[1]]
    start = place[0] + len(text) - len(text.lstrip())
    end = place[0] + len(text.rstrip().rstrip(":：*_ "))
    return _Item(block, start, end, members[mentions[0].term])


def _flag(reading: Reading, item: _Item, category: Category, other: Category) -> Flag:
    quote = reading.answer[item.start : item.end]
    corrections = {
        "zh": f"{quote} 属于{other.zh}，不是{category.zh}，不应与{category.zh}并列。",
        "en": f"{quote} is one of the {other.en}, not of the {category.en}, and does not belong in this list.",
    }
    return Flag(
        quote=quote,
        start=item.start,
        end=item.end,
        verdict=FlagVerdict.CONTRADICTED,
        severity=Severity.MEDIUM,
        correction=corrections[reading.language],
        corrections=corrections,
        evidence=(*other.sources, *category.sources),
        detector=DETECTOR,
        confidence=_SURE,
    )
