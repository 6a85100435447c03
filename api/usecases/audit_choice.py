"""Which detectors an audit runs, and those that need more than the words of the references."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from api.lazy import Lazy
from api.services import AuditAll, Services
from api.usecases.statistics import figures_of
from graders.audit import Auditor, Reference
from graders.audit.detectors import chosen
from graders.audit.statistics import Statistics
from questions.errors import BadInput
from questions.records import Flag

STATISTICS = "statistics"


def parted(names: str | None) -> tuple[str, ...]:
    """The names in a list with commas: ``facts, typos``."""
    return tuple(part for name in (names or "").split(",") if (part := name.strip()))


def with_detectors(services: Services, only: Collection[str], without: Collection[str]) -> Services:
    """*services* whose audit runs *only* these detectors, or all *without* those.  Raises BadInput."""
    if not only and not without:
        return services
    names = frozenset(chosen(only, without))
    build = services.audit

    def built() -> AuditAll:
        audit = build()
        if not isinstance(audit, Auditor):
            return audit
        return replace(
            audit, detectors={name: audit.detectors[name] for name in audit.detectors if name in names}
        )

    return replace(services, audit=Lazy(built), detectors=names)


def check_models(services: Services, *, judge: bool, consensus: bool) -> None:
    """That what is on by name and what is on by option agree.  Raises BadInput."""
    on = services.detectors
    if on is None:
        return
    if judge and "judge" not in on:
        raise BadInput("the detector judge is switched off; leave --model away, or switch it on")
    if consensus and "consensus" not in on:
        raise BadInput("the detector consensus is switched off; leave --consensus away, or switch it on")
    if on <= {"judge", "consensus"} and not judge:
        raise BadInput("the detectors judge and consensus ask a chat model; name one with --model")


def statistics(services: Services, references: Sequence[Reference]) -> tuple[tuple[Flag, ...], ...]:
    """For each of *references*, what live attempts in the bank say of it; nothing when that is switched off."""
    if services.detectors is not None and STATISTICS not in services.detectors:
        return tuple(() for _ in references)
    return Statistics({str(id_): found for id_, found in figures_of(services).items()})(references)
