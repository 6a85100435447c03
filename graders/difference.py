"""In what a clause of an answer differs from a claim, where both speak of one thing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from graders.alignment import exchanges, near_copy
from graders.axes import Values
from graders.claims import Claims
from graders.quantity import Quantity
from graders.relations import arguments_exchanged
from graders.statement import Clause
from graders.text import is_cjk

_SAME = 0.7  # share of a claim's words from which a clause says it, with or without a change
_NEAR_COPY = 0.6  # share of a claim's words that is kept where an exchanged word is to mean anything
_PREDICATE = 3.0  # units; a clause with less is a bare noun phrase out of a list
_INVERSE = 0.02
_SEVERAL = 2


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
class Flips:
    """What is exchanged between two clauses: among the *things* they speak of, and among *properties*.

    "Pre-norm is stable" and "post-norm is unstable" agree, and so do "is not slow" and "is fast": only one
    of the two turned, or one thing of two, makes a difference.
    """

    things: tuple[ClashKind, ...]
    properties: tuple[ClashKind, ...]

    @property
    def kind(self) -> ClashKind | None:
        """What makes them say the opposite of each other; None if they do not."""
        turned = len(self.things) % 2 == 1
        return (self.things or self.properties)[0] if turned != bool(self.properties) else None


def difference(
    claim: Clause, clause: Clause, claims: Claims, answered: Sequence[Quantity]
) -> ClashKind | None:
    """In what *clause* contradicts *claim*, which is one of *claims*; None if it does not.

    *answered* are all numbers of the answer.
    """
    if _numbers_differ(claim, clause, claims, answered):
        return ClashKind.NUMBER
    flips = _flips(claim, clause, claims)
    if len(flips.properties) > 1 and kept(claim, clause) < _SAME:
        return None  # "removed last" and "inserted first": said otherwise, not said wrongly
    other_subject = set(flips.things) == {ClashKind.EXCHANGED} and not flips.properties
    if other_subject and kept(claim, clause) < _SAME:
        return None  # the reference need not say the same of everything that it speaks of
    return flips.kind


def kept(claim: Clause, clause: Clause) -> float:
    """How much of a near copy of the claim the clause is, 0..1."""
    return near_copy(claim, clause)


def _flips(claim: Clause, clause: Clause, claims: Claims) -> Flips:
    flips = axis_flips(claim, clause)
    things, properties = list(flips.things), flips.properties
    if ClashKind.ORDER not in things:  # else the same exchange would be seen twice
        if arguments_exchanged(claim.text, clause.text):
            things.append(ClashKind.ORDER)
        elif _own_term_exchanged(claim, clause, claims):
            things.append(ClashKind.EXCHANGED)
    # A bare noun phrase, out of its list, claims too little to be denied.
    bare = claim.weight < _PREDICATE and clause.weight > 2 * claim.weight
    if not bare and negation_flips(claim, clause):
        things.append(ClashKind.NEGATION)
    if bare or claim.softened != clause.softened:
        properties = ()  # "not necessarily ordered" and "unordered" need not exclude each other
    return Flips(tuple(things), properties)


def axis_flips(claim: Clause, clause: Clause) -> Flips:
    """The axes on which the two take other values, or the same ones in another order."""
    things: list[ClashKind] = []
    properties: list[ClashKind] = []
    mine, theirs = _values(claim, claim), _values(clause, claim)
    alike = kept(claim, clause) >= _NEAR_COPY
    twins = claim.axes.twins | clause.axes.twins
    counted: set[str] = set()
    for axis in sorted(mine.keys() & theirs.keys()):
        tied = {twin for axes in twins if axis in axes for twin in axes}
        if tied & counted or any(twin in mine and mine.get(twin) == theirs.get(twin) for twin in tied):
            continue  # one word that sets two axes is one flip, and none where they agree on either
        kind = _flip(mine[axis], theirs[axis])
        if kind is None and alike and _one_of_several_differs(axis, claim, clause):
            kind = ClashKind.EXCHANGED
        if kind is None or (kind is ClashKind.EXCHANGED and axis in claim.axes.crowded and not alike):
            continue
        is_thing = axis in claim.axes.entities or axis in claim.axes.inherited
        (things if is_thing or kind is ClashKind.ORDER else properties).append(kind)
        counted.add(axis)
    return Flips(tuple(things), tuple(properties))


def _flip(mine: tuple[int, ...], theirs: tuple[int, ...]) -> ClashKind | None:
    """What differs between the values that two clauses take on one axis."""
    if not set(mine) & set(theirs):
        return ClashKind.EXCHANGED
    is_turned = len(set(mine)) > 1 and set(mine) == set(theirs) and mine != theirs
    return ClashKind.ORDER if is_turned else None


def _one_of_several_differs(axis: str, claim: Clause, clause: Clause) -> bool:
    """Whether both speak of an axis equally often and differ once: "as it *rises*, the rate *rises*"."""
    mine, theirs = claim.axes.mentioned.get(axis, ()), clause.axes.mentioned.get(axis, ())
    if len(mine) != len(theirs) or len(mine) < _SEVERAL or set(mine) == set(theirs):
        return False
    return sum(one != other for one, other in zip(mine, theirs, strict=True)) == 1


def _values(clause: Clause, claim: Clause) -> Values:
    """The values of *clause*, with those of its subject unless the *claim* has no sure one."""
    own: Mapping[str, tuple[int, ...]] = clause.axes.values
    return {**clause.axes.inherited, **own} if claim.weight >= _PREDICATE else own


def negation_flips(claim: Clause, clause: Clause) -> bool:
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
    alike = kept(claim, clause) >= _SAME
    for number in claim.numbers:
        rivals = [
            other
            for other in clause.numbers
            if (other.unit == number.unit or not other.unit or not number.unit)
            and not any(other.equals(known) or _inverse(other, known) for known in claims.numbers)
        ]
        if rivals and (alike or not any(number.equals(other) for other in answered)):
            return True
    return False


def _inverse(one: Quantity, other: Quantity) -> bool:
    """Whether "a tenth" answers "a factor of ten"."""
    return bool(one.value and other.value) and abs(one.value * other.value - 1) < _INVERSE


def _own_term_exchanged(claim: Clause, clause: Clause, claims: Claims) -> bool:
    """Whether a near copy has another name in a name's place, or another of the reference's own terms."""
    for exchange in exchanges(claim, clause, _NEAR_COPY):
        theirs, mine = exchange.theirs, exchange.mine
        if exchange.general or theirs in mine or mine in theirs or _is_half_a_word(theirs):
            continue
        if mine in claim.names and theirs in clause.names and not _abbreviates(mine, theirs):
            return True
        if claims.mentions(theirs):
            return True
    return False


def _is_half_a_word(term: str) -> bool:
    return len(term) == 1 and is_cjk(term)


def _abbreviates(one: str, other: str) -> bool:
    """Whether one may be short for the other: its letters come in the other, in order, from the first on."""
    short, long = sorted((one, other), key=len)
    letters = iter(long)
    return short[0] == long[0] and all(letter in letters for letter in short)
