"""The detector of claims that go against a fact in words that nobody foresaw.

Where `facts` looks for wordings that a fact lists, this one takes a reference apart into claims and compares each
with the facts about its subject: what slot does it fill, and with which value; what does it count; what formula does it write; what rises with what; which of two is
the faster one.
"""

from collections.abc import Iterator, Sequence

from graders.audit.cited import fact_flag
from graders.audit.formulae import rival_formulas
from graders.audit.orders import against_orders
from graders.audit.reading import Reading
from graders.audit.slots import fillings
from graders.audit.trends import against_trends
from questions.records import Flag

DETECTOR = "claims/1"
_SURE = 0.85


def detect(readings: Sequence[Reading]) -> tuple[tuple[Flag, ...], ...]:
    """For each reading, the flags of claims that a fact about their subject denies."""
    return tuple(tuple(_flags(reading)) for reading in readings)


def _flags(reading: Reading) -> Iterator[Flag]:
    seen: set[tuple[str, int, int]] = set()
    found_all = (
        *fillings(reading),
        *rival_formulas(reading),
        *against_trends(reading),
        *against_orders(reading),
    )
    for found in sorted(found_all, key=lambda each: (each.start, each.end)):
        start, end = reading.clause(found.start, found.end, found.sentence)
        if (found.what, start, end) not in seen:
            seen.add((found.what, start, end))
            yield fact_flag(
                reading, found.fact, (start, end), detector=DETECTOR, confidence=_SURE * found.sure
            )
