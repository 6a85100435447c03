"""Whether an answer says a thing and its opposite: one of the two is right by chance.

Two clauses are compared together with what stands before them in their sentences.  An honest contrast names
another thing or condition there ("at a high temperature it is flat, at a low one it is sharp"), or speaks of
more; who contradicts himself says of the same the opposite.
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import combinations, pairwise

from graders.alignment import near_copy
from graders.commitment import whole_sentences
from graders.copies import swap_in
from graders.statement import Clause, Statement
from graders.text import is_cjk, tokens

_MOST = 10  # clauses; in a longer answer the same words come back about another thing
_TWO = 2
_SHORTEST = 8  # words of a sentence that is said again with two of them exchanged
_ALIKE, _AT_LEAST = 0.6, 0.4  # how near a copy of each other two clauses must be, one way and the other
_SUBSTANCE = 1.0  # units in common
_BESIDE = 0.2  # share of its units that one of the two may have for itself
_SAME_START = 2.0  # words that say of what both speak
_CHARACTER = 0.5  # of a word
_ITEMS = re.compile(r"\n|:|(?:^|\s)(?:\(?\d[.)、]|[*•-]\s)")
_BUT = r"(?:but|yet|however|though|although|nevertheless|nonetheless|但是?|不过|然而|可是)"
_SMALL_TALK = re.compile(
    rf"\W*(?:(?:{_BUT}|and|so|also|still|actually|in fact|indeed|of course|then again|that said|having said that"
    r"|on the other hand|on the contrary|at the same time|to be (?:precise|exact|fair|honest)|in truth|in reality"
    r"|conversely|furthermore|moreover|besides|rather|strictly speaking)(?![a-z])"
    r"|却|同时|当然|其实|事实上|实际上|另一方面|反过来(?:说)?|此外|另外|而且|并且|准确地说|严格来说|与此同时|话虽如此)+\W*"
)
_BUT_FIRST = re.compile(rf"\W*{_BUT}(?![a-z])")
_PRONOUN = re.compile(
    r"\W*(?:it|they|this|that|these|those|he|she|both|the (?:former|latter)|它们?|他们?|她们?|其|这|那|前者|后者|两者)(?![a-z])"
)
_COMPARED = r"the (?:\w+er|more|less)"
_IF = re.compile(
    rf"\b(?:if|when|unless|while|until|whenever|{_COMPARED} (?:the|an?)|{_COMPARED}\b.*\b{_COMPARED})\b"
    r"|如果|当|除非|只要|时候|若"
)
# Units that stress what is said, and words that a second sentence begins with.
_STRESS = frozenset(
    (
        "any",
        "all",
        "anyth",
        "noth",
        "alway",
        "ever",
        "still",
        "also",
        "truli",
        "realli",
        "actual",
        "仍然",
        "完全",
    )
)
# Pairs of Chinese characters with one of these are half of a word, and half stress or denial.
_PARTICLES = frozenset("不没未非也都还会仍是并")
_HOW_MANY = frozenset(("all-some", "each-some", "always-sometimes", "only-not-only"))
_OPENING = frozenset(("actual", "also", "howev", "however", "but", "indeed", "同时", "但", "但是", "其实"))

Values = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class _Said:
    """A *clause* with all that its sentence says up to it: units with their weights, values in their order.

    *denied* are the units that the clause denies an odd number of times; *vague* says that a pronoun stands
    for what the sentence is about.
    """

    clause: Clause
    sentence: int
    units: Mapping[str, float]
    values: Values
    denied: frozenset[str]
    numbers: tuple[float, ...]
    vague: bool
    supposes: bool


def contradicts_itself(answer: Statement) -> bool:
    """Whether a short, unlisted *answer* says of the same thing the opposite of what it said before."""
    if not 1 < len(answer.clauses) <= _MOST or _ITEMS.search(answer.folded.text.strip()):
        return False
    parts = tuple(_sentences(answer))
    if len(parts) < _TWO:
        return False
    said = [each for number, part in enumerate(parts) for each in _contexts(part, number)]
    return any(_opposed(one, other) for one, other in combinations(said, 2)) or _exchanged(answer)


def _sentences(answer: Statement) -> Iterator[Sequence[Clause]]:
    """The clauses of each sentence, and of what stands after a "but" in it."""
    for start, end in whole_sentences(answer.folded.text):
        part: list[Clause] = []
        for clause in answer.clauses:
            if start <= clause.start < end and not _SMALL_TALK.fullmatch(clause.text):
                if part and _BUT_FIRST.match(clause.text):
                    yield part
                    part = []
                part.append(clause)
        if part:
            yield part


def _contexts(clauses: Sequence[Clause], sentence: int) -> Iterator[_Said]:
    units: dict[str, float] = {}
    values: dict[str, tuple[int, ...]] = {}
    numbers: tuple[float, ...] = ()
    opening = _SMALL_TALK.match(clauses[0].text)
    vague = bool(_PRONOUN.match(clauses[0].text, opening.end() if opening else 0))
    supposes = False
    for clause in clauses:
        units = {**units, **clause.units}
        values = {
            **values,
            **{axis: (*values.get(axis, ()), *own) for axis, own in clause.axes.values.items()},
        }
        numbers = (*numbers, *(number.value for number in clause.numbers))
        supposes = supposes or clause.is_condition or bool(_IF.search(clause.text))
        yield _Said(clause, sentence, units, values, _denied(clause), numbers, vague, supposes)


def _denied(clause: Clause) -> frozenset[str]:
    odd: frozenset[str] = frozenset()
    for scope in clause.denied:
        odd ^= scope
    return odd


def _opposed(one: _Said, other: _Said) -> bool:
    # The quickest question first; few clauses come as far as the last.
    return (
        _of_one_thing(one, other) and _turned_round(one, other) and _nearly_copies(one.clause, other.clause)
    )


def _of_one_thing(one: _Said, other: _Said) -> bool:
    """Whether two sentences assert something of the same."""
    if one.sentence == other.sentence or one.supposes or other.supposes:
        return False
    if one.clause.softened or other.clause.softened or (other.vague and other.sentence > one.sentence + 1):
        return False
    if one.numbers and other.numbers and one.numbers != other.numbers:
        return False
    return _weight(one.clause.units, among=other.clause.units.keys()) >= _SUBSTANCE


def _nearly_copies(one: Clause, other: Clause) -> bool:
    near = near_copy(one, other), near_copy(other, one)
    return max(near) >= _ALIKE and min(near) >= _AT_LEAST


def _turned_round(one: _Said, other: _Said) -> bool:
    """Whether one of the two denies what the other says, or takes another value, and that is all."""
    turned = _turned(one, other)
    common = one.clause.units.keys() & other.clause.units.keys()
    flipped = common & (one.denied ^ other.denied)
    alike = _speak_alike(one.units, other.units)
    if (flipped or turned) and alike and _same_start(one.clause, other.clause) >= _SAME_START:
        return True
    if flipped and not turned:
        denying, affirming = (other, one) if flipped & other.denied else (one, other)
        return not _narrower(denying.units, affirming.units)
    if len(turned) != 1 or flipped:
        return False
    spoken = {unit: weight for unit, weight in one.units.items() if unit[1:] != turned[0]}
    return alike and _weight(spoken, among=other.units.keys()) >= _SUBSTANCE


def _turned(one: _Said, other: _Said) -> Sequence[str]:
    """The axes on which the two take other values or the same in other order; twice where they name other things.

    Of axes that one word sets at once, the first.
    """
    twins = one.clause.axes.twins | other.clause.axes.twins
    turned: list[str] = []
    for axis in sorted(one.values.keys() & other.values.keys()):
        mine, theirs = one.values[axis], other.values[axis]
        if any({axis, known} <= tied for known in turned for tied in twins):
            continue
        if not set(mine) & set(theirs):
            turned += [axis, axis] if axis in one.clause.axes.entities else [axis]
        elif len(set(mine)) > 1 and set(mine) == set(theirs) and mine != theirs:
            turned.append(axis)
    return turned


def _speak_alike(one: Mapping[str, float], other: Mapping[str, float]) -> bool:
    """Whether the two speak of the same; one of them may have a little more, not both."""
    mine, theirs = _beside(one, other), _beside(other, one)
    return not (mine and theirs) and mine <= _BESIDE * _weight(one) and theirs <= _BESIDE * _weight(other)


def _beside(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The weight of the units that *one* has for itself; directions and stress say of what neither speaks."""
    return sum(
        weight
        for unit, weight in one.items()
        if unit not in other and not unit.startswith("~") and not _is_stress(unit)
    )


def _is_stress(unit: str) -> bool:
    return unit in _STRESS or (is_cjk(unit[0]) and not _PARTICLES.isdisjoint(unit))


def _narrower(denying: Mapping[str, float], affirming: Mapping[str, float]) -> bool:
    """Whether a denial speaks of less than what is affirmed: "it does not stop in winter"."""
    return any(
        unit not in affirming and not _is_stress(unit) and unit[1:] not in _HOW_MANY for unit in denying
    )


def _weight(units: Mapping[str, float], among: Set[str] | None = None) -> float:
    return sum(weight for unit, weight in units.items() if among is None or unit in among)


def _same_start(one: Clause, other: Clause) -> float:
    """How many words both begin with, up to the first that is another."""
    count = 0.0
    for (mine, was), (theirs, now) in zip(_spoken(one), _spoken(other), strict=False):
        if mine != theirs or (mine[0] in "~=" and was != now):
            break
        count += 0.0 if mine.startswith("~") else _CHARACTER if is_cjk(mine[0]) else 1.0
    return count


def _spoken(clause: Clause) -> Sequence[tuple[str, str]]:
    pairs = zip(clause.words, clause.surface, strict=True)
    return [(word, surface) for word, surface in pairs if surface not in _OPENING]


def _exchanged(answer: Statement) -> bool:
    """Whether a sentence comes back with two of its words in each other's place."""
    text = answer.folded.text
    parts = [text[start:end] for start, end in whole_sentences(text)]
    spoken = [[token.text for token in tokens(part)] for part in parts if not _IF.search(part)]
    return any(len(one) >= _SHORTEST and swap_in(one, other) is not None for one, other in pairwise(spoken))
