"""Which reference answers are shaky: detectors, their flags, and one risk for each answer.

Every flag is evidence for a person to decide on: the words, a correction, a source with its locator.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graders.audit.detectors import OFFLINE as DETECTORS
from graders.audit.detectors import Detect
from graders.audit.reading import Reference, read_all
from graders.audit.risk import risk
from graders.facts import FactBase
from questions.records import Flag, Severity, Unit

__all__ = ["DETECTORS", "Audited", "Auditor", "Detect", "Reference", "with_more"]

_ORDER = {Severity.HIGH: 0, Severity.MEDIUM: 1, Severity.LOW: 2}


@dataclass(frozen=True, slots=True)
class Audited:
    """What was found in one answer: flags by severity and confidence, and the risk they add up to."""

    id: str
    risk: Unit
    flags: tuple[Flag, ...]


@dataclass(frozen=True)
class Auditor:
    """Runs the *detectors* over references; leave one out of the table to switch it off."""

    facts: FactBase
    detectors: Mapping[str, Detect] = field(default_factory=lambda: DETECTORS)

    def __call__(self, items: Sequence[Reference]) -> tuple[Audited, ...]:
        """One result an item, in their order.  Answers of one group are compared with each other."""
        readings = read_all(items, self.facts)
        found = [detect(readings) for detect in self.detectors.values()]
        return tuple(
            _audited(item.id, [flag for flags in found for flag in flags[number]])
            for number, item in enumerate(items)
        )


def with_more(found: Audited, flags: Sequence[Flag]) -> Audited:
    """*found* with more *flags*, those of detectors that must wait for a chat model."""
    return _audited(found.id, (*found.flags, *flags)) if flags else found


def _audited(name: str, flags: Sequence[Flag]) -> Audited:
    ordered = sorted(flags, key=lambda flag: (_ORDER[flag.severity], -flag.confidence, flag.start, flag.end))
    kept: list[Flag] = []
    for flag in ordered:
        # Two detectors that rest on one fact have found one thing; the surer one says it.
        if not any(_same_finding(flag, other) for other in kept):
            kept.append(flag)
    return Audited(name, risk(kept), tuple(kept))


def _same_finding(one: Flag, other: Flag) -> bool:
    return (
        one.detector != other.detector
        and one.corrections == other.corrections
        and bool(one.corrections)
        and one.start < other.end
        and other.start < one.end
    )
