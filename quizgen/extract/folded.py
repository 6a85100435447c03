"""Folded blocks whose summary asks."""

from collections import defaultdict
from collections.abc import Sequence

from quizgen.extract.evidence import Asks, asks, is_devoted
from quizgen.extract.marks import free_lines
from quizgen.extract.unit import Unit
from quizgen.outline import Fold, Outline
from quizgen.outline.labels import Role, label_of
from quizgen.outline.numbers import split_number

_NEARLY_ALL = 0.7


def summary_units(outline: Outline, taken: Sequence[Unit]) -> list[Unit]:
    """Folded blocks whose summary asks; the fold is the answer."""
    free = free_lines(outline, taken)
    makes: dict[str, list[Fold]] = defaultdict(list)
    for fold in outline.folds:
        if not fold.cover and fold.start in free and fold.summary:
            makes[fold.make].append(fold)
    asking = sorted((fold for make in makes.values() for fold in _asking(outline, make)), key=_place)
    units: list[Unit] = []
    for fold in asking:
        if units and fold.start < units[-1].end:
            continue
        label = label_of(fold.summary, whole=True)
        number, text = split_number(fold.summary)
        if label is not None and label.role is Role.QUESTION and label.rest:
            number, text = label.number, label.rest
        units.append(Unit(text, number, fold.start, fold.content, fold.end, fold.rest, quoted=fold.quoted))
    return units


def _place(fold: Fold) -> tuple[int, int]:
    return fold.start, -fold.end


def _asking(outline: Outline, blocks: Sequence[Fold]) -> Sequence[Fold]:
    """Those of *blocks* that ask; all of them where half hint at it, in a document of questions
    or where only blocks of one name are at hand.
    """
    asking = [fold for fold in blocks if fold.asks or asks(fold.summary) >= Asks.WORDS]
    hinting = sum(fold.asks or asks(fold.summary) >= Asks.PERHAPS for fold in blocks)
    devoted = blocks[0].make != "details" or any(is_devoted(heading.text) for heading in outline.headings[:1])
    devoted = devoted or len(asking) >= _NEARLY_ALL * len(blocks)
    if devoted and asking and 2 * hinting >= len(blocks):
        ends = [*(fold.start for fold in blocks[1:]), len(outline.lines)]
        sure = {fold.start for fold in asking}
        return [f for f, after in zip(blocks, ends, strict=True) if f.start in sure or f.end <= after]
    return asking if 2 * len(asking) >= len(blocks) else []
