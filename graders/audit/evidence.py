"""What a judge is shown beside the claims: facts about what they name, and what else the same notes say."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from graders.audit.reading import Reading
from graders.facts import Fact
from graders.overlap import recall, words_of

_MOST_FACTS = 12
_MOST_PASSAGES = 3
_COMMON = 60  # answers that name a term; what more of them name connects nothing
_LONGEST = 500  # characters of a passage


@dataclass(frozen=True, slots=True)
class Passage:
    """What another answer of the same notes says; *locator* is its question."""

    source: str
    locator: str
    text: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Facts and passages, the nearest first."""

    facts: tuple[Fact, ...]
    passages: tuple[Passage, ...]


def gather(readings: Sequence[Reading]) -> tuple[Evidence, ...]:
    """The evidence for each of *readings*.  Linear in their number."""
    by_term: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, reading in enumerate(readings):
        for term in reading.named if reading.reference.group else ():
            by_term[reading.reference.group, term].append(place)
    return tuple(
        Evidence(_facts(reading), _passages(place, readings, by_term))
        for place, reading in enumerate(readings)
    )


def _facts(reading: Reading) -> tuple[Fact, ...]:
    said = words_of(f"{reading.question}\n{reading.text}")
    near = {
        fact.id: (recall(words_of(_statement(fact, reading.language)), said), fact)
        for fact in reading.base.about(reading.named)
    }
    ranked = sorted(near.values(), key=lambda pair: (-pair[0], pair[1].id))
    return tuple(fact for share, fact in ranked[:_MOST_FACTS] if share)


def _statement(fact: Fact, language: str) -> str:
    return fact.zh if language == "zh" else fact.en


def _passages(
    place: int, readings: Sequence[Reading], by_term: dict[tuple[str, str], list[int]]
) -> tuple[Passage, ...]:
    reading = readings[place]
    shared: Counter[int] = Counter()
    for term in sorted(reading.named):
        near = by_term.get((reading.reference.group, term), [])
        if len(near) <= _COMMON:
            shared.update(near)
    del shared[place]
    best = sorted(shared, key=lambda other: (-shared[other], other))[:_MOST_PASSAGES]
    return tuple(
        Passage(
            readings[other].reference.group,
            readings[other].reference.question,
            readings[other].answer[:_LONGEST],
        )
        for other in best
        if readings[other].answer.strip()
    )
