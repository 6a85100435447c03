"""What a reference holds to be true, clause by clause."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graders.formula import Formula, formulas
from graders.quantity import Quantity
from graders.statement import Clause, Statement
from graders.text import tokens

BARE = 2.0  # units; up to this a clause names something and claims nothing

_POSITIVE = re.compile(
    r"(?:是的?|对的?|能|会|可以|正确|有的?|需要|成立|yes|yeah|yep|true|correct|right)(?=$|[\s,。.;!:、])|(?:是|对|能|会|可以|正确)$"
)
_NEGATIVE = re.compile(
    r"(?:不是|不对|不能|不会|不可以|不正确|不需要|不成立|不行|不一定|否|错误|错|没有|no|nope|not|false|incorrect|wrong)(?=$|[\s,。.;!:、])"
)


_MOST_CLAIMS = 150  # of a reference; a longer one is compared by its first claims
_MOST_NUMBERS = 40


@dataclass(frozen=True, slots=True)
class Claim:
    """A clause that is held to be true, and the key point that it belongs to."""

    point: int
    clause: Clause


@dataclass(frozen=True, slots=True)
class Claims:
    """All that a reference holds to be true, ready to be compared with answers.

    *terms* are the words of the reference and the question, in order; a term that stands in another
    term's place is exchanged only if it is one of these.  *words* are those of the reference, in order; none
    where a part of it is disputed.
    """

    claims: tuple[Claim, ...]
    terms: str
    numbers: tuple[Quantity, ...]
    formulas: tuple[tuple[int, Formula], ...]
    polarity: int
    lead: Clause | None
    words: tuple[str, ...] = ()

    def mentions(self, term: str) -> bool:
        """Whether the folded *term* stands in the reference or the question."""
        return f" {term} " in self.terms if term.isascii() else term in self.terms.replace(" ", "")


def claims_of(
    points: Sequence[Statement],
    reference: Statement,
    question: Statement,
    disputed: frozenset[int] = frozenset(),
    silent: frozenset[int] = frozenset(),
) -> Claims:
    """The claims of *points* and of the whole *reference*, whose clauses belong to the point nearest to them.

    A clause of the reference that belongs to a *disputed* or *silent* point is no claim: it may be wrong.
    Of a disputed point the correction stands among *points*; a silent one has none.
    """
    claims = [
        Claim(p, clause)
        for p, point in enumerate(points)
        for clause in point.clauses
        if _claims_something(clause) and p not in silent
    ]
    if not claims:
        claims = [Claim(p, clause) for p, point in enumerate(points) for clause in point.clauses]
    seen = {claim.clause.text for claim in claims}
    for clause in reference.clauses:
        owner = _owner(clause, points)
        if _claims_something(clause) and clause.text not in seen and owner not in disputed | silent:
            claims.append(Claim(owner, clause))
    unsure = disputed | silent
    everywhere = [*reference.clauses, *question.clauses, *(claim.clause for claim in claims)]
    written = [
        (owner, formula) for owner, point in enumerate(points) for formula in formulas(point.folded.text)
    ]
    if not disputed:
        written += [(0, formula) for formula in formulas(reference.folded.text)]
    return Claims(
        claims=tuple(claims[:_MOST_CLAIMS]),
        terms=" " + " \n ".join(" ".join(clause.surface) for clause in everywhere) + " ",
        numbers=tuple(number for clause in everywhere for number in clause.numbers)[:_MOST_NUMBERS],
        formulas=tuple(written),
        polarity=0 if 0 in disputed else polarity(reference.folded.text),
        lead=next(
            (clause for clause in reference.clauses[:1] if is_bare(clause) and 0 not in disputed), None
        ),
        words=() if unsure else tuple([token.text for token in tokens(reference.folded.text)]),
    )


def _claims_something(clause: Clause) -> bool:
    """Whether it is more than a label or a topic ("for convex functions, ...")."""
    return not clause.is_label and clause.weight >= BARE


def _owner(clause: Clause, points: Sequence[Statement]) -> int:
    shares = [
        sum(
            weight
            for unit, weight in clause.units.items()
            if any(unit in other.units for other in point.clauses)
        )
        for point in points
    ]
    return shares.index(max(shares)) if shares else 0


def is_bare(clause: Clause) -> bool:
    """Whether *clause* is a name and no more."""
    return 0 < clause.weight <= BARE and clause.is_closed and bool(clause.axes.values) and not clause.denied


def polarity(text: str) -> int:
    """1 for a folded text that begins with yes, -1 with no, else 0."""
    head = text.strip()[:24]
    if _NEGATIVE.match(head):
        return -1
    return 1 if _POSITIVE.match(head) else 0
