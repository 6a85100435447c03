"""Questions in quotes amid prose: a paragraph of a quote asks, those below it answer."""

from collections.abc import Iterator, Sequence

from quizgen.extract.evidence import Asks, asks
from quizgen.extract.marks import free_lines
from quizgen.extract.unit import Unit
from quizgen.outline import Kind, Outline
from quizgen.outline.inline import plain, unmarked

_LEAST = 2
_LONGEST = 120


def quote_units(outline: Outline, taken: Sequence[Unit]) -> list[Unit]:
    """Lines of quotes that ask, stand alone and are answered in the same quote; one in a document is rhetoric."""
    free = free_lines(outline, taken)
    units = [unit for run in _runs(outline, free) for unit in _asked(outline, run)]
    return units if len(units) >= _LEAST else []


def _runs(outline: Outline, free: set[int]) -> Iterator[range]:
    """Stretches of quoted lines."""
    start = -1
    for i, kind in enumerate((*outline.kinds, Kind.BLANK)):
        inside = kind is Kind.QUOTE and i in free
        if inside and start < 0:
            start = i
        elif not inside and start >= 0:
            yield range(start, i)
            start = -1


def _asked(outline: Outline, run: range) -> Iterator[Unit]:
    words = {i: plain(unmarked(outline.lines[i])).rstrip(" :：") for i in run}
    alone = [i for i in run if words[i] and not words.get(i - 1) and not words.get(i + 1)]
    asking = [i for i in alone if len(words[i]) <= _LONGEST and asks(words[i]) is Asks.MARK]
    for i, end in zip(asking, [*asking, run.stop][1:], strict=True):
        if any(words[j] for j in range(i + 1, end)):
            yield Unit(words[i], None, i, i + 1, end, quoted=True)
