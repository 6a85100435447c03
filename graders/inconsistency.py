"""Whether an answer says a thing and its opposite: one of the two is right by chance.

A reference that itself sets two things against each other (pre-norm is stable, post-norm is not) is answered
by clauses that differ in the same way, so that a contrast which the reference makes, too, is none.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from graders.alignment import near_copy
from graders.claims import Claims
from graders.difference import axis_flips, negation_flips
from graders.statement import Clause, Statement

_ALIKE = 0.5  # how near a copy of each other two clauses must be to speak of one thing
_ASKED = 0.3  # how near a copy of a claim one of them must be, where only a negation differs
_BOTH_WAYS = 0.7  # share of what the two have in common from which a claim speaks of it
_SUBSTANCE = 1.0  # units in common
_MOST = 12  # clauses; in a longer answer the same words come back about another thing
_ITEMS = re.compile(r"\n|(?:^|\s)\(?\d[.)、]")


def contradicts_itself(answer: Statement, claims: Claims) -> bool:
    """Whether two clauses of a short, unlisted *answer* exclude each other in what *claims* speak of."""
    if len(answer.clauses) > _MOST or _ITEMS.search(answer.folded.text.strip()):
        return False
    spoken = [clause for clause in answer.clauses if not clause.is_condition]
    known = [claim.clause for claim in claims.claims]
    return any(_exclude(one, other, known) for one, other in combinations(spoken, 2))


def _exclude(one: Clause, other: Clause, known: Sequence[Clause]) -> bool:
    common = one.units.keys() & other.units.keys()
    if sum(one.units[unit] for unit in common if not unit.startswith("~")) < _SUBSTANCE:
        return False
    if min(near_copy(one, other), near_copy(other, one)) < _ALIKE:
        return False
    flips = axis_flips(one, other)
    denied = negation_flips(one, other)
    if flips.things or len(flips.properties) + denied != 1:
        return False
    return _denied_once(one, other, known) if denied else _valued_once(one, other, known)


def _denied_once(one: Clause, other: Clause, known: Sequence[Clause]) -> bool:
    """Whether the claims speak of what is denied, and in one way only."""
    if not any(max(near_copy(claim, one), near_copy(claim, other)) >= _ASKED for claim in known):
        return False
    common = one.units.keys() & other.units.keys()
    ways = {
        any(scope & common for scope in claim.denied)
        for claim in known
        if len(common & claim.units.keys()) >= _BOTH_WAYS * len(common)
    }
    return len(ways) <= 1


def _valued_once(one: Clause, other: Clause, known: Sequence[Clause]) -> bool:
    """Whether the claims take one of the two values on the axis that differs, and not the other."""
    held = _held(known)
    return any(
        bool(mine & held.get(axis, frozenset())) != bool(theirs & held.get(axis, frozenset()))
        for axis, mine, theirs in _apart(one, other)
    )


def _apart(one: Clause, other: Clause) -> Iterator[tuple[str, frozenset[int], frozenset[int]]]:
    for axis in one.axes.values.keys() & other.axes.values.keys():
        mine, theirs = frozenset(one.axes.values[axis]), frozenset(other.axes.values[axis])
        if not mine & theirs:
            yield axis, mine, theirs


def _held(known: Sequence[Clause]) -> Mapping[str, frozenset[int]]:
    held: dict[str, frozenset[int]] = {}
    for clause in known:
        for axis, values in clause.axes.values.items():
            held[axis] = held.get(axis, frozenset()) | frozenset(values)
    return held
