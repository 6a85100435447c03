"""Folded blocks whose summary asks."""

from collections.abc import Sequence

from quizgen.extract.evidence import Asks, asks
from quizgen.extract.marks import free_lines
from quizgen.extract.unit import Unit
from quizgen.outline import Outline
from quizgen.outline.labels import Role, label_of
from quizgen.outline.numbers import split_number


def summary_units(outline: Outline, taken: Sequence[Unit]) -> list[Unit]:
    """Folded blocks whose summary asks; the fold is the answer."""
    free = free_lines(outline, taken)
    blocks = [fold for fold in outline.folds if not fold.cover and fold.start in free and fold.summary]
    asking = [fold for fold in blocks if fold.asks or asks(fold.summary) >= Asks.WORDS]
    if not asking or 2 * len(asking) < len(blocks):
        return []
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
