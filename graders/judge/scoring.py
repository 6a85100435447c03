"""From findings to a score.  The judge names verdicts; what they are worth is reckoned here, and only here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graders.contradiction import Clash
from graders.difference import ClashKind
from graders.judge.asked import ANY, Asked
from graders.judge.reading import Finding, Findings, sure
from graders.rubric import RubricPoint
from graders.verdicts import COVERED, PARTLY, total
from questions.records import Evidence, PointResult, PointState, Scored

_HALF = 0.5  # the credit for a part of a point
_LIKELY = 0.5  # the chance from which on a contradiction costs more than its own point
# `Clash.strength` is (kept - _LEAST) / _RANGE.
_LEAST, _RANGE = 0.35, 0.45


@dataclass(frozen=True, slots=True)
class Marks:
    """A score, 0..1, and what became of each key point."""

    score: float
    results: tuple[PointResult, ...]


def marks(asked: Asked, found: Findings, offline: Scored) -> Marks:
    """What *found* comes to.  A point without a verdict has the one of the *offline* grade."""
    given = [one or _offline(index, offline) for index, one in enumerate(found.points)]
    if asked.needed:
        return _of_choices(asked, given, len(found.claims))
    points = asked.points
    against = tuple(_clashes(points, given))
    struck = {clash.point for clash in against}
    earned = [_credit(point, one) for point, one in zip(points, given, strict=True)]
    held = sum(point.weight * earned[index] for index, point in enumerate(points) if index not in struck)
    # `total` takes a contradicted point out of a credit that holds it: offline, what turns it round is near it.
    # To contradict a point is never better than to leave it out.
    with_struck = min(1.0, held + sum(points[index].weight for index in struck))
    false = len(_others(found, given))
    score = min(total(with_struck, points, against, false), total(held, points, (), false))
    results = tuple(
        _result(point, one, struck=index in struck)
        for index, (point, one) in enumerate(zip(points, given, strict=True))
    )
    return Marks(score, results)


def _credit(point: RubricPoint, one: Finding) -> float:
    # Words in dispute earn little until a person has looked, whoever says them.
    part = PARTLY if point.disputed else _HALF
    return min(1.0, one.covered + part * one.partial)


def _clashes(points: Sequence[RubricPoint], given: Sequence[Finding]) -> Iterator[Clash]:
    for index, (point, one) in enumerate(zip(points, given, strict=True)):
        if one.contradicted >= _LIKELY and not point.follows_disputed:
            start, end = (one.evidence.start, one.evidence.end) if one.evidence else (0, 0)
            kept = _LEAST + _RANGE * one.contradicted
            yield Clash(index, ClashKind.NEGATION, 1.0, kept, start, end)


def _result(point: RubricPoint, one: Finding, *, struck: bool) -> PointResult:
    state = one.state
    if state is PointState.CONTRADICTED and not struck:
        state = PointState.MISSING
    credit = 0.0 if struck else round(_credit(point, one), 4)
    evidence = None if state is PointState.MISSING else one.evidence
    return PointResult(id=point.id, text=point.text, state=state, credit=credit, evidence=evidence)


def _of_choices(asked: Asked, given: Sequence[Finding], false: int) -> Marks:
    """The best of the points, as many as are needed; another one of them is no wrong answer."""
    ranked = sorted(given, key=lambda one: one.covered + _HALF * one.partial, reverse=True)[: asked.needed]
    credit = sum(one.covered + _HALF * one.partial for one in ranked) / asked.needed
    state = (
        PointState.COVERED
        if credit >= COVERED
        else PointState.PARTIAL
        if credit >= PARTLY
        else PointState.MISSING
    )
    evidence = None if state is PointState.MISSING else ranked[0].evidence
    result = PointResult(
        id=ANY, text=asked.reference, state=state, credit=round(credit, 4), evidence=evidence
    )
    return Marks(total(credit, asked.points, (), false), (result,))


def _offline(index: int, offline: Scored) -> Finding:
    """What the offline grade says of the point; nothing where its points are others."""
    if index >= len(offline.key_points) or offline.key_points[0].id == ANY:
        return sure(PointState.MISSING)
    result = offline.key_points[index]
    if result.state is PointState.CONTRADICTED:
        return Finding(result.state, contradicted=_LIKELY, evidence=result.evidence)
    return Finding(result.state, covered=result.credit, evidence=result.evidence)


def _others(found: Findings, given: Sequence[Finding]) -> list[Evidence]:
    """The claims that are not the words of a contradicted point: no mistake is paid for twice."""
    paid = [one.evidence for one in given if one.state is PointState.CONTRADICTED and one.evidence]
    return [
        claim
        for claim in found.claims
        if not any(claim.start < other.end and other.start < claim.end for other in paid)
    ]
