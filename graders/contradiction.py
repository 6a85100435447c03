"""Whether an answer says the opposite of a key point.

A key point and an answer are compared clause by clause.  Units are canonical (every value of an axis is
one unit), so a clause and its opposite agree in all units and differ in *flips*: another value on an
axis, a negation more or less, two values in the other order, arguments exchanged around a relation.
Another property of the same thing is a contradiction, and so is the same property of another thing; both
at once is the same claim said from the other side ("pre-norm is stable", "post-norm is unstable").  A differing number always is one.

Nearness to the wording of the reference is no fault: without a flip there is no contradiction.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from graders.alignment import exchanges
from graders.claims import Claim, Claims, is_bare, polarity
from graders.formula import formulas
from graders.quantity import Quantity
from graders.relations import arguments_exchanged
from graders.statement import Clause, Statement


class ClashKind(StrEnum):
    """What differs."""

    NEGATION = "negation"
    EXCHANGED = "exchanged"
    ORDER = "order"
    NUMBER = "number"
    TERM = "term"
    FORMULA = "formula"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Clash:
    """A clause of the answer that contradicts key point *point*.

    *match* (0..1) is the share of the clauses' units that agree, *kept* that of the claim's words: how surely
    they speak of one thing.
    *start* and *end* are offsets in the learner's original text.
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
    """From which agreement on two clauses speak of one thing, by how much a rival must be
    nearer, and from which share of its units on a claim that agrees absolves."""

    match: float = 0.5
    least_substance: float = 1.0
    rival: float = 0.08
    absolved: float = 0.8

    def __post_init__(self) -> None:
        if not 0 < self.match <= 1:
            raise ValueError(f"{self.match=} is not a share")


@dataclass(frozen=True, slots=True)
class _Pairing:
    point: int
    match: float
    kept: float
    common: frozenset[str]
    kind: ClashKind | None


def clashes(claims: Claims, answer: Statement, limits: Limits) -> tuple[Clash, ...]:
    """The clauses of *answer* that contradict one of *claims*, each named once, at its nearest claim."""
    answered = tuple(number for clause in answer.clauses for number in clause.numbers)
    found: list[Clash] = []
    for clause in answer.clauses:
        if clause.is_condition:
            continue  # "if we increase the speed" asserts nothing
        pairings = sorted(
            (
                _pairing(claim, clause, match, claims, answered)
                for claim in claims.claims
                if (match := _match(claim.clause, clause, limits))
            ),
            key=lambda pairing: (-pairing.match, pairing.kind is not None),
        )
        if pairings and (worst := _accusation(pairings, limits)):
            start, end = answer.folded.back(clause.start, clause.end)
            found.append(
                Clash(worst.point, worst.kind or ClashKind.TERM, worst.match, worst.kept, start, end)
            )
    return (*found, *_rival_formulas(claims, answer), *_opposite_answer(claims, answer))


def _pairing(
    claim: Claim, clause: Clause, match: float, claims: Claims, answered: Sequence[Quantity]
) -> _Pairing:
    return _Pairing(
        claim.point,
        match,
        _kept(claim.clause, clause),
        frozenset(claim.clause.units.keys() & clause.units.keys()),
        _difference(claim.clause, clause, claims, answered),
    )


def _rival_formulas(claims: Claims, answer: Statement) -> Iterator[Clash]:
    """A formula of the answer that means to be one of the reference's, and is not."""
    for other in formulas(answer.folded.text) if claims.formulas else ():
        rivals = [owner for owner, formula in claims.formulas if formula.rival(other)]
        if rivals and not any(formula.same(other) for _, formula in claims.formulas):
            start, end = answer.folded.back(other.start, other.end)
            yield Clash(rivals[0], ClashKind.FORMULA, 0.9, 0.7, start, end)


def _accusation(pairings: Sequence[_Pairing], limits: Limits) -> _Pairing | None:
    """The nearest claim that is contradicted, unless another says just this, about as nearly or of all it is about."""
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


def _match(claim: Clause, clause: Clause, limits: Limits) -> float:
    """The share of units in common, the claim's counting more; 0 when too little is in common.

    Directions and quantities alone ("faster", "all") do not make two clauses speak of one thing.
    """
    common = claim.units.keys() & clause.units.keys()
    if not common:
        return 0.0
    substance = sum(claim.units[unit] for unit in common if not unit.startswith("~"))
    if not substance or substance < min(limits.least_substance, 0.999 * claim.substance):
        return 0.0
    shared = sum(claim.units[unit] for unit in common)
    match = 0.7 * shared / claim.weight + 0.3 * shared / clause.weight
    return match if match >= limits.match else 0.0


def _difference(
    claim: Clause, clause: Clause, claims: Claims, answered: Sequence[Quantity]
) -> ClashKind | None:
    if _numbers_differ(claim, clause, claims, answered):
        return ClashKind.NUMBER
    things, properties = _axis_flips(claim, clause)
    if ClashKind.ORDER not in things:  # else the same exchange would be seen twice
        if arguments_exchanged(claim.text, clause.text):
            things.append(ClashKind.ORDER)
        elif _own_term_exchanged(claim, clause, claims.terms):
            things.append(ClashKind.EXCHANGED)
    if _negation_flips(claim, clause):
        things.append(ClashKind.NEGATION)
    if claim.softened != clause.softened:
        properties = []  # "not necessarily ordered" and "unordered" need not exclude each other
    if claim.weight < _PREDICATE and clause.weight > 2 * claim.weight:
        things = [thing for thing in things if thing is not ClashKind.NEGATION]
        properties = []  # a bare noun phrase, out of its list, claims too little to be denied
    if len(properties) > 1 and _kept(claim, clause) < _SAME:
        return None  # "removed last" and "inserted first": said otherwise, not said wrongly
    # "Pre-norm is stable" and "post-norm is unstable" agree; so do "is not slow" and "is fast".
    turned = len(things) % 2 == 1
    if turned != bool(properties):
        return (things or properties)[0]
    return None


def _axis_flips(claim: Clause, clause: Clause) -> tuple[list[ClashKind], list[ClashKind]]:
    """What is exchanged between the two, among the things they speak of, and among properties."""
    things: list[ClashKind] = []
    properties: list[ClashKind] = []
    mine, theirs = dict(claim.values), dict(clause.values)
    if claim.weight >= _PREDICATE:  # a bare noun phrase out of a list has no sure subject
        mine, theirs = {**claim.inherited, **mine}, {**clause.inherited, **theirs}
    counted: set[str] = set()
    near_copy = _kept(claim, clause) >= _NEAR_COPY
    for axis in sorted(mine.keys() & theirs.keys()):
        if any(axis in twins and twins & counted for twins in claim.twins | clause.twins):
            continue  # one word that sets two axes is one flip
        ours, others = set(mine[axis]), set(theirs[axis])
        into = things if axis in claim.entities or axis in claim.inherited else properties
        if not ours & others and (near_copy or axis not in claim.crowded):
            into.append(ClashKind.EXCHANGED)
            counted.add(axis)
        elif len(ours) > 1 and ours == others and mine[axis] != theirs[axis]:
            things.append(ClashKind.ORDER)
            counted.add(axis)
    return things, properties


def _negation_flips(claim: Clause, clause: Clause) -> bool:
    """Whether one of the two denies, an odd number of times, what the other affirms."""
    if claim.softened or clause.softened:
        return False
    mine = sum(bool(scope & clause.units.keys()) for scope in claim.denied)
    theirs = sum(bool(scope & claim.units.keys()) for scope in clause.denied)
    return (mine - theirs) % 2 == 1


def _numbers_differ(claim: Clause, clause: Clause, claims: Claims, answered: Sequence[Quantity]) -> bool:
    """Whether the answer gives a number otherwise that it gives rightly nowhere.

    A number that stands elsewhere in the reference is no rival: it may answer another part.
    """
    near_copy = _kept(claim, clause) >= _SAME
    for number in claim.numbers:
        rivals = [
            other
            for other in clause.numbers
            if (other.unit == number.unit or not other.unit or not number.unit)
            and not any(other.equals(known) or _inverse(other, known) for known in claims.numbers)
        ]
        if rivals and (near_copy or not any(number.equals(other) for other in answered)):
            return True
    return False


def _inverse(one: Quantity, other: Quantity) -> bool:
    """Whether "a tenth" answers "a factor of ten"."""
    return bool(one.value and other.value) and abs(one.value * other.value - 1) < 0.02


_SAME = 0.7
_SHORT_LEAD = 3  # words
_PREDICATE = 3.0  # units
_NEAR_COPY = 0.6  # share of a claim's words that is kept where an exchanged word is to mean anything


def _own_term_exchanged(claim: Clause, clause: Clause, terms: str) -> bool:
    """Whether a near copy has another name in a name's place, or another of the reference's own terms."""
    solid = terms.replace(" ", "")
    for exchange in exchanges(claim, clause, _NEAR_COPY):
        theirs, mine = exchange.theirs, exchange.mine
        if exchange.general or not exchange.is_short or theirs in mine or mine in theirs:
            continue
        if mine in claim.names and theirs in clause.names and not _abbreviates(mine, theirs):
            return True
        if f" {theirs} " in terms if theirs.isascii() else theirs in solid:
            return True
    return False


def _kept(claim: Clause, clause: Clause) -> float:
    """The share of the claim's words that the clause has too, 0..1."""
    words = set(clause.words)
    return sum(word in words for word in claim.words) / len(claim.words) if claim.words else 0.0


def _abbreviates(one: str, other: str) -> bool:
    """Whether one may be short for the other: its letters come in the other, in order, from the first on."""
    short, long = sorted((one, other), key=len)
    letters = iter(long)
    return short[0] == long[0] and all(letter in letters for letter in short)


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
    things, properties = _axis_flips(lead, first)
    return len(things) + len(properties) == 1
