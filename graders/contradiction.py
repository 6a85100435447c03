"""Whether an answer says the opposite of a key point.

A key point and an answer are compared clause by clause.  Units are canonical (every value of an axis is
one unit), so a clause and its opposite agree in all units and differ in *flips*: another value on an
axis, a negation more or less, two values in the other order, arguments exchanged around a relation.
Another property of the same thing is a contradiction, and so is the same property of another thing; both
at once is the same claim said from the other side.  A differing number always is one.

Nearness to the wording of the reference is no fault: without a flip there is no contradiction.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graders.claims import Claim, Claims, is_bare, polarity
from graders.copies import swap_in
from graders.difference import ClashKind, axis_flips, difference, kept
from graders.formula import formulas
from graders.quantity import Quantity
from graders.statement import Clause, Statement
from graders.text import tokens

_SHORT_LEAD = 3  # words
_CLAIM_SHARE = 0.7  # of the agreement of two clauses; the rest is the answer's side
_ALMOST_ALL = 0.999
_FORMULA_MATCH, _FORMULA_KEPT = 0.9, 0.7  # as sure as a clause that agrees in nearly all


_MOST_CLAUSES = 150  # of an answer; every one is laid beside every claim
_MOST_NUMBERS = 40
_FAINT = 0.42  # share of a claim's words
_BOTH_WAYS = 0.7  # share of what a clause has in common with a claim
# Who denies two claims, in a text that hardly does anything but deny, of what the reference affirms: all of it.
_DENIALS, _DENYING, _AFFIRMED, _SAME_THINGS = 2, 0.75, 0.34, 0.6


@dataclass(frozen=True, slots=True)
class Clash:
    """A clause of the answer that contradicts key point *point*.

    *match* (0..1) is the share of the clauses' units that agree, *kept* that of the claim's words: how
    surely they speak of one thing.  *start* and *end* are offsets in the learner's original text.
    """

    point: int
    kind: ClashKind
    match: float
    kept: float
    start: int
    end: int

    @property
    def strength(self) -> float:
        """How much of the credit it costs, 0..1: little where the two hardly speak of one thing."""
        return min(0.95, max(0.15, (self.kept - 0.35) / 0.45))


@dataclass(frozen=True, slots=True)
class Limits:
    """When two clauses speak of one thing, and when a claim that agrees absolves.

    They do from *match* on, with *least_substance* in common.  A claim that agrees absolves a clause of
    contradicting another when it is at most *rival* less near, or shares this part (*absolved*) of what
    the clause has in common with the other.
    """

    match: float = 0.5
    least_substance: float = 1.0
    rival: float = 0.08
    absolved: float = 0.8

    def __post_init__(self) -> None:
        if not 0 < self.match <= 1:
            raise ValueError(f"{self.match=} is not a share")


@dataclass(frozen=True, slots=True)
class _Pairing:
    """A clause beside a claim: how much agrees, which units, and what differs."""

    point: int
    match: float
    kept: float
    common: frozenset[str]
    kind: ClashKind | None


def clashes(claims: Claims, answer: Statement, limits: Limits) -> tuple[Clash, ...]:
    """The clauses of *answer* that contradict one of *claims*, each named once, at its nearest claim."""
    found = (*_denials(claims, answer, limits), *_rival_formulas(claims, answer))
    everything = _all_denied(claims, answer) if _denies_all(claims, answer, found) else ()
    return (*found, *everything, *_opposite_answer(claims, answer), *_swapped(claims, answer, found))


def _denials(claims: Claims, answer: Statement, limits: Limits) -> Iterator[Clash]:
    spoken = answer.clauses[:_MOST_CLAUSES]
    answered = tuple(number for clause in spoken for number in clause.numbers)[:_MOST_NUMBERS]
    for clause in spoken:
        if clause.is_condition:
            continue  # "if we increase the speed" asserts nothing
        pairings = [
            _pairing(claim, clause, match, claims, answered)
            for claim in claims.claims
            if (match := _match(claim.clause, clause, limits))
        ]
        pairings.sort(key=lambda pairing: (-pairing.match, pairing.kind is not None))
        worst = _accusation(pairings, limits)
        if worst and worst.kind and not _is_faint(worst) and not _said_both_ways(worst, claims):
            start, end = answer.folded.back(clause.start, clause.end)
            yield Clash(worst.point, worst.kind, worst.match, worst.kept, start, end)


def _pairing(
    claim: Claim, clause: Clause, match: float, claims: Claims, answered: Sequence[Quantity]
) -> _Pairing:
    return _Pairing(
        claim.point,
        match,
        kept(claim.clause, clause),
        frozenset(claim.clause.units.keys() & clause.units.keys()),
        difference(claim.clause, clause, claims, answered),
    )


def _accusation(pairings: Sequence[_Pairing], limits: Limits) -> _Pairing | None:
    """The nearest claim that is contradicted, unless another one absolves the clause (see Limits)."""
    accusing = next((pairing for pairing in pairings if pairing.kind is not None), None)
    if accusing is None:
        return None
    for pairing in pairings:
        if pairing.kind is None and (
            pairing.match >= accusing.match - limits.rival
            or len(pairing.common & accusing.common) >= limits.absolved * len(accusing.common)
        ):
            return None
    return accusing


def _is_faint(pairing: _Pairing) -> bool:
    """Whether too little of the claim is kept to tell a contradiction from another subject.

    On answers graded by people, such ones are no worse than the others; a number still tells, and so do
    exchanged arguments, which leave little in its place.
    """
    return pairing.kind not in (ClashKind.NUMBER, ClashKind.ORDER) and pairing.kept < _FAINT


def _said_both_ways(pairing: _Pairing, claims: Claims) -> bool:
    """Whether the reference affirms and denies what is denied: of two things, and which one is not sure."""
    if pairing.kind is not ClashKind.NEGATION:
        return False
    denials = {
        any(scope & pairing.common for scope in claim.clause.denied)
        for claim in claims.claims
        if len(pairing.common & claim.clause.units.keys()) >= _BOTH_WAYS * len(pairing.common)
    }
    return len(denials) > 1


def _match(claim: Clause, clause: Clause, limits: Limits) -> float:
    """The share of units in common, the claim's counting more; 0 when too little is in common.

    Directions and quantities alone ("faster", "all") do not make two clauses speak of one thing.
    """
    common = claim.units.keys() & clause.units.keys()
    if not common:
        return 0.0
    units = claim.units
    substance = sum([units[unit] for unit in common if unit[0] != "~"])
    if not substance or substance < min(limits.least_substance, _ALMOST_ALL * claim.substance):
        return 0.0
    shared = sum([units[unit] for unit in common])
    match = _CLAIM_SHARE * shared / claim.weight + (1 - _CLAIM_SHARE) * shared / clause.weight
    return match if match >= limits.match else 0.0


def _denies_all(claims: Claims, answer: Statement, found: Sequence[Clash]) -> bool:
    """Whether the answer denies one claim after another and says hardly anything else."""
    if sum(clash.kind is ClashKind.NEGATION for clash in found) < _DENIALS:
        return False
    known = [claim.clause for claim in claims.claims]
    if _denying(answer.clauses) < _DENYING or _denying(known) > _AFFIRMED:
        return False
    things = frozenset(unit for clause in known for unit in clause.units)
    said = [(unit, weight) for clause in answer.clauses for unit, weight in clause.units.items()]
    shared = sum([weight for unit, weight in said if unit in things])
    return shared >= _SAME_THINGS * sum([weight for _, weight in said])


def _denying(clauses: Sequence[Clause]) -> float:
    """The share of *clauses*, by weight, that deny something."""
    whole = sum([clause.weight for clause in clauses])
    return sum([clause.weight for clause in clauses if any(clause.denied)]) / whole if whole else 0.0


def _all_denied(claims: Claims, answer: Statement) -> Iterator[Clash]:
    """Every point, denied by the clause that shares most with it."""
    denials = [clause for clause in answer.clauses[:_MOST_CLAUSES] if any(clause.denied)]
    nearest: dict[int, tuple[float, Clause]] = {}
    for claim in claims.claims:
        shared = [(len(claim.clause.units.keys() & clause.units.keys()), clause) for clause in denials]
        best = max(shared, key=lambda pair: pair[0])
        if claim.point not in nearest or best[0] > nearest[claim.point][0]:
            nearest[claim.point] = best
    for point, (_, clause) in nearest.items():
        start, end = answer.folded.back(clause.start, clause.end)
        yield Clash(point, ClashKind.NEGATION, 1.0, 1.0, start, end)


def _rival_formulas(claims: Claims, answer: Statement) -> Iterator[Clash]:
    """A formula of the answer that means to be one of the reference's, and is not."""
    for other in formulas(answer.folded.text) if claims.formulas else ():
        rivals = [owner for owner, formula in claims.formulas if formula.rival(other)]
        if rivals and not any(formula.same(other) for _, formula in claims.formulas):
            start, end = answer.folded.back(other.start, other.end)
            yield Clash(rivals[0], ClashKind.FORMULA, _FORMULA_MATCH, _FORMULA_KEPT, start, end)


def _opposite_answer(claims: Claims, answer: Statement) -> Iterator[Clash]:
    """A reference that begins with yes or no, or with a bare name, and an answer that begins with another."""
    if not answer.clauses:
        return
    first = answer.clauses[0]
    theirs = polarity(answer.folded.text)
    opposite = bool(claims.polarity and theirs and claims.polarity != theirs)
    if opposite or (claims.lead is not None and _other_lead(claims.lead, first)):
        start, end = answer.folded.back(first.start, first.end)
        yield Clash(0, ClashKind.ANSWER, 1.0, 1.0, start, end)


def _other_lead(lead: Clause, first: Clause) -> bool:
    """Whether two bare names are different values of one axis."""
    if not is_bare(first) or len(first.words) > _SHORT_LEAD:
        return False
    flips = axis_flips(lead, first)
    return len(flips.things) + len(flips.properties) == 1


def _swapped(claims: Claims, answer: Statement, found: Sequence[Clash]) -> Iterator[Clash]:
    """A copy of the reference in which two words stand in each other's place, unless *found* there already."""
    spoken = tokens(answer.folded.text) if claims.words else ()
    swap = swap_in(claims.words, [token.text for token in spoken])
    if swap is None or not claims.claims:
        return
    places = [spoken[index].start for index in (swap.first, swap.second)]
    turned = [clause for clause in answer.clauses if any(clause.start <= at < clause.end for at in places)]
    spans = [answer.folded.back(clause.start, clause.end) for clause in turned]
    if not turned or any(clash.start < end and start < clash.end for clash in found for start, end in spans):
        return
    nearest = max(claims.claims, key=lambda claim: kept(claim.clause, turned[0]))
    yield Clash(nearest.point, ClashKind.ORDER, swap.kept, swap.kept, *spans[0])
