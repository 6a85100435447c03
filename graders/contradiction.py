"""Whether an answer says the opposite of a key point.

A key point and an answer are compared clause by clause.  Units are canonical (every value of an axis is
one unit), so a clause and its opposite agree in all units and differ in *flips*: another value on an
axis, a negation more or less, two values in the other order, arguments exchanged around a relation.
Another property of the same thing is a contradiction, and so is the same property of another thing; both
at once is the same claim said from the other side ("pre-norm is stable", "post-norm is unstable").  A differing number always is one.

Nearness to the wording of the reference is no fault: without a flip there is no contradiction.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from graders.alignment import exchanges
from graders.formula import Formula, formulas
from graders.quantity import Quantity
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

    *match* (0..1) is the share of the clauses' units that agree: how surely they speak of one thing.
    *start* and *end* are offsets in the learner's original text.
    """

    point: int
    kind: ClashKind
    match: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Limits:
    """From which agreement on two clauses speak of one thing, and by how much a rival must be nearer."""

    match: float = 0.5
    least_substance: float = 1.0
    rival: float = 0.08

    def __post_init__(self) -> None:
        if not 0 < self.match <= 1:
            raise ValueError(f"{self.match=} is not a share")


@dataclass(frozen=True, slots=True)
class _Pairing:
    point: int
    match: float
    kind: ClashKind | None


_POSITIVE = re.compile(r"(?:是的?|对的?|能|会|可以|正确|有的?|需要|成立|yes|yeah|yep|true|correct|right)(?=$|[\s,。.;!:、])|(?:是|对|能|会|可以|正确)$")
_NEGATIVE = re.compile(
    r"(?:不是|不对|不能|不会|不可以|不正确|不需要|不成立|不行|不一定|否|错误|错|没有|no|nope|not|false|incorrect|wrong)(?=$|[\s,。.;!:、])"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A clause that is held to be true, and the key point that it belongs to."""

    point: int
    clause: Clause


@dataclass(frozen=True, slots=True)
class Claims:
    """All that a reference holds to be true, ready to be compared with answers.

    *terms* are the words of the reference and the question, in order; a term that stands in another
    term's place is exchanged only if it is one of these.
    """

    claims: tuple[Claim, ...]
    terms: str
    numbers: tuple[Quantity, ...]
    formulas: tuple[tuple[int, Formula], ...]
    polarity: int


def claims_of(points: Sequence[Statement], reference: Statement, question: Statement, disputed: frozenset[int]) -> Claims:
    """The claims of *points* and of the whole *reference*, whose clauses belong to the point nearest to them.

    A clause that belongs to a *disputed* point is no claim: it may be wrong.
    """
    claims = [Claim(p, clause) for p, point in enumerate(points) for clause in point.clauses if not clause.is_label]
    seen = {claim.clause.text for claim in claims}
    for clause in reference.clauses:
        owner = _owner(clause, points)
        if not clause.is_label and clause.text not in seen and owner not in disputed:
            claims.append(Claim(owner, clause))
    everywhere = [*reference.clauses, *question.clauses, *(claim.clause for claim in claims)]
    written = [(owner, formula) for owner, point in enumerate(points) for formula in formulas(point.folded.text)]
    if not disputed:
        written += [(0, formula) for formula in formulas(reference.folded.text)]
    return Claims(
        claims=tuple(claims),
        terms=" " + " \n ".join(" ".join(clause.words) for clause in everywhere) + " ",
        numbers=tuple(number for clause in everywhere for number in clause.numbers),
        formulas=tuple(written),
        polarity=0 if 0 in disputed else _polarity(reference.folded.text),
    )


def _owner(clause: Clause, points: Sequence[Statement]) -> int:
    shares = [
        sum(weight for unit, weight in clause.units.items() if any(unit in other.units for other in point.clauses))
        for point in points
    ]
    return shares.index(max(shares)) if shares else 0


def clashes(claims: Claims, answer: Statement, limits: Limits) -> tuple[Clash, ...]:
    """The clauses of *answer* that contradict one of *claims*, each named once, at its nearest claim."""
    answered = tuple(number for clause in answer.clauses for number in clause.numbers)
    found: list[Clash] = []
    for clause in answer.clauses:
        pairings = sorted(
            (
                _Pairing(claim.point, match, _difference(claim.clause, clause, claims, answered))
                for claim in claims.claims
                if (match := _match(claim.clause, clause, limits))
            ),
            key=lambda pairing: (-pairing.match, pairing.kind is not None),
        )
        if pairings and (worst := _accusation(pairings, limits)):
            start, end = answer.folded.back(clause.start, clause.end)
            found.append(Clash(worst.point, worst.kind or ClashKind.TERM, worst.match, start, end))
    return (*found, *_rival_formulas(claims, answer), *_opposite_answer(claims, answer))


def _rival_formulas(claims: Claims, answer: Statement) -> Iterator[Clash]:
    """A formula of the answer that means to be one of the reference's, and is not."""
    for other in formulas(answer.folded.text) if claims.formulas else ():
        rivals = [owner for owner, formula in claims.formulas if formula.rival(other)]
        if rivals and not any(formula.same(other) for _, formula in claims.formulas):
            start, end = answer.folded.back(other.start, other.end)
            yield Clash(rivals[0], ClashKind.FORMULA, 0.9, start, end)


def _accusation(pairings: Sequence[_Pairing], limits: Limits) -> _Pairing | None:
    """The nearest claim that is contradicted, unless one about as near says just this."""
    agreeing = max((pairing.match for pairing in pairings if pairing.kind is None), default=0.0)
    accusing = next((pairing for pairing in pairings if pairing.kind is not None), None)
    if accusing is None or agreeing >= accusing.match - limits.rival:
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
    if claim.names - clause.names and clause.names - claim.names and len(claim.names) == len(clause.names):
        return ClashKind.TERM
    things, properties = _axis_flips(claim, clause)
    if _arguments_exchanged(claim.text, clause.text):
        things.append(ClashKind.ORDER)
    elif _own_term_exchanged(claim, clause, claims.terms):
        things.append(ClashKind.EXCHANGED)
    if _negation_flips(claim, clause):
        things.append(ClashKind.NEGATION)
    # "Pre-norm is stable" and "post-norm is unstable" agree; so do "is not slow" and "is fast".
    turned = len(things) % 2 == 1
    if turned != bool(properties):
        return (things or properties)[0]
    return None


def _axis_flips(claim: Clause, clause: Clause) -> tuple[list[ClashKind], list[ClashKind]]:
    """What is exchanged between the two, among the things they speak of, and among properties."""
    things: list[ClashKind] = []
    properties: list[ClashKind] = []
    mine, theirs = {**claim.inherited, **claim.values}, {**clause.inherited, **clause.values}
    for axis in sorted(mine.keys() & theirs.keys()):
        ours, others = set(mine[axis]), set(theirs[axis])
        into = things if axis in claim.entities or axis in claim.inherited else properties
        if not ours & others:
            into.append(ClashKind.EXCHANGED)
        elif len(ours) > 1 and ours == others and mine[axis] != theirs[axis]:
            things.append(ClashKind.ORDER)
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
    for number in claim.numbers:
        rivals = [
            other
            for other in clause.numbers
            if (other.unit == number.unit or not other.unit or not number.unit)
            and not any(other.equals(known) for known in claims.numbers)
        ]
        if rivals and not any(number.equals(other) for other in answered):
            return True
    return False


_NEAR_COPY = 0.6  # share of a claim's words that is kept where an exchanged word is to mean anything


def _own_term_exchanged(claim: Clause, clause: Clause, terms: str) -> bool:
    """Whether a near copy of the claim has another of the reference's own terms in a term's place."""
    solid = terms.replace(" ", "")
    for exchange in exchanges(claim.words, clause.words, _NEAR_COPY):
        theirs, mine = exchange.theirs, exchange.mine
        if min(len(theirs), len(mine)) < 2 or theirs in mine or mine in theirs:
            continue
        if f" {theirs} " in terms if theirs.isascii() else theirs in solid:
            return True
    return False


_RELATIONS: Mapping[str, tuple[re.Pattern[str], ...]] = {
    "order": (
        re.compile(r"(?P<a>.+?)在(?P<b>.+?)(?:之前|以前|之后|以后|前面|后面)"),
        re.compile(r"(?P<a>.+?)\b(?:before|after|precedes?|follows?)\b(?P<b>.+)"),
        re.compile(r"先(?P<a>.+?)(?:再|后|然后)(?P<b>.+)"),
    ),
    "than": (
        re.compile(r"(?P<a>.+?)比(?P<b>.+?)(?:更|要|还|大|小|快|慢|高|低|多|少|好|差|长|短|强|弱|容易|难)"),
        re.compile(r"(?P<a>.+?)\bthan\b(?P<b>.+)"),
        re.compile(r"(?P<a>.+?)(?:优于|劣于|大于|小于|高于|低于|多于|少于|快于|慢于|早于|晚于|不如)(?P<b>.+)"),
    ),
    "cause": (
        re.compile(r"(?P<a>.+?)(?:导致|引起|造成|使得|决定|产生)(?P<b>.+)"),
        re.compile(r"(?P<a>.+?)\b(?:causes?|leads? to|results? in|produces?|determines?)\b(?P<b>.+)"),
    ),
    "depend": (
        re.compile(r"(?P<a>.+?)(?:依赖于?|取决于|来自于?|源于|属于|继承自?|调用)(?P<b>.+)"),
        re.compile(r"(?P<a>.+?)\b(?:depends? on|comes? from|belongs? to|inherits? from|calls?|extends?)\b(?P<b>.+)"),
    ),
    "into": (
        re.compile(r"(?P<a>.+?)(?:转化为|转换为|转换成|变成|变为|映射到|映射成|编码成|编码为)(?P<b>.+)"),
        re.compile(r"(?P<a>.+?)\b(?:into|maps? to|turns? to|becomes?)\b(?P<b>.+)"),
        re.compile(r"(?:从|由|from)(?P<a>.+?)(?:到|向|变|\bto\b)(?P<b>.+)"),
    ),
    "contain": (
        re.compile(r"(?P<a>.+?)(?:包含|包括|由.{0,2}组成|拥有)(?P<b>.+)"),
        re.compile(r"(?P<a>.+?)\b(?:contains?|includes?|consists? of|has|have)\b(?P<b>.+)"),
    ),
}


def _arguments_exchanged(claim: str, clause: str) -> bool:
    """Whether both put the same two things around the same relation, the other way round."""
    for patterns in _RELATIONS.values():
        mine = next((found for pattern in patterns if (found := pattern.match(claim))), None)
        theirs = next((found for pattern in patterns if (found := pattern.match(clause))), None)
        if mine and theirs:
            straight = _alike(mine["a"], theirs["a"]) + _alike(mine["b"], theirs["b"])
            crossed = _alike(mine["a"], theirs["b"]) + _alike(mine["b"], theirs["a"])
            return crossed >= straight + 0.5
    return False


def _alike(one: str, other: str) -> float:
    """Dice coefficient of the character pairs, 0..1."""
    first = {one[i : i + 2] for i in range(len(one) - 1)}
    second = {other[i : i + 2] for i in range(len(other) - 1)}
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def _opposite_answer(claims: Claims, answer: Statement) -> Iterator[Clash]:
    """A reference that begins with yes or no, and an answer that begins with the other."""
    theirs = _polarity(answer.folded.text)
    if claims.polarity and theirs and claims.polarity != theirs and answer.clauses:
        first = answer.clauses[0]
        start, end = answer.folded.back(first.start, first.end)
        yield Clash(0, ClashKind.ANSWER, 1.0, start, end)


def _polarity(text: str) -> int:
    head = text.strip()[:24]
    if _NEGATIVE.match(head):
        return -1
    return 1 if _POSITIVE.match(head) else 0
