"""Whether an answer says a thing and its opposite: one of the two is right by chance.

Two clauses are compared together with what stands before them in their sentences.  An honest contrast names
another thing or condition there ("at a high temperature it is flat, at a low one it is sharp"), or speaks of
more; who contradicts himself says of the same the opposite.
"""

import re
from collections.abc import Mapping, Sequence, Set
from itertools import combinations, pairwise

from graders.alignment import near_copy
from graders.commitment import whole_sentences
from graders.context import Said, asserts, said_in, turned
from graders.copies import swap_in
from graders.statement import Clause, Statement
from graders.text import is_cjk, tokens

_MOST = 10  # clauses; in a longer answer the same words come back about another thing
_SHORTEST = 8  # words of a sentence that is said again with two of them exchanged
_ALIKE, _AT_LEAST = 0.6, 0.4  # how near a copy of each other two clauses must be, one way and the other
_SUBSTANCE = 1.0  # units in common
_BESIDE = 0.2  # share of its units that one of the two may have for itself
_SAME_START = 2.0  # words that say of what both speak
_CHARACTER = 0.5  # of a word
# What comes back and is denied: words in common, the share of the denial that they are, the share denied of them.
_COMMON, _NOTHING_NEW, _DENIED = 1.5, 0.74, 0.5
_RESTATED = 0.5  # share of the words of each that the other has where one begins with "but"
_ITEMS = re.compile(r"\n|:|(?:^|\s)(?:\(?\d[.)、]|[*•-]\s)")
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
# The same, where a second sentence may take back the first.
_TURN = (
    _OPENING
    | frozenset(
        (
            "nevertheless",
            "nonetheless",
            "yet",
            "still",
            "though",
            "although",
            "rather",
            "instead",
            "of course",
            "in fact",
        )
    )
    | frozenset(("不过", "然而", "可是", "当然", "却", "事实上", "实际上", "另外"))
)


def contradicts_itself(answer: Statement) -> bool:
    """Whether a short, unlisted *answer* says of the same thing the opposite of what it said before."""
    if not 1 < len(answer.clauses) <= _MOST or _ITEMS.search(answer.folded.text.strip()):
        return False
    said = said_in(answer)
    if not said or not said[-1].sentence:
        return False
    return any(_opposed(one, other) for one, other in combinations(said, 2)) or _exchanged(answer)


def _opposed(one: Said, other: Said) -> bool:
    # The quickest question first; few clauses come as far as the last.
    if not _both_assert(one, other):
        return False
    if _of_one_thing(one, other) and _turned_round(one, other) and _nearly_copies(one.clause, other.clause):
        return True
    return _takes_back(one, other)


def _both_assert(one: Said, other: Said) -> bool:
    """Whether two sentences assert something, the second one of what the first named."""
    if one.sentence == other.sentence or one.supposes or other.supposes:
        return False
    if one.clause.softened or other.clause.softened:
        return False
    return not (other.vague and other.sentence > one.sentence + 1)


def _takes_back(one: Said, other: Said) -> bool:
    """Whether the second adds nothing to the first and denies it, or says it after a "but" with other values."""
    mine, theirs = _content(one.clause), _content(other.clause)
    common = _weight(theirs, among=mine.keys())
    if common < _COMMON or not _begins_with_known(one, other):
        return False
    values = turned(one, other)
    if not values:
        denied = mine.keys() & (one.denied ^ other.denied)
        return common >= _NOTHING_NEW * _weight(theirs) and _weight(theirs, among=denied) >= _DENIED * common
    whole = one.clause.units, other.clause.units
    shared = _weight(whole[1], among=whole[0].keys())
    return (
        other.turns
        and shared >= _RESTATED * max(map(_weight, whole))
        and _same_start(one.clause, other.clause) >= _CHARACTER
    )


def _begins_with_known(one: Said, other: Said) -> bool:
    """Whether the second sentence begins with something that the first spoke of: else it may be another's."""
    opening = _opening(other.clause)
    first = next((unit for unit in other.units if _is_thing(unit) and unit not in opening), None)
    return other.vague or first in one.units


def _content(clause: Clause) -> Mapping[str, float]:
    """The things that *clause* speaks of."""
    opening = _opening(clause)
    return {unit: weight for unit, weight in clause.units.items() if _is_thing(unit) and unit not in opening}


def _opening(clause: Clause) -> frozenset[str]:
    """The words with which *clause* turns to the opposite, in canonical form."""
    pairs = zip(clause.words, clause.surface, strict=True)
    return frozenset(word for word, surface in pairs if surface in _TURN)


def _is_thing(unit: str) -> bool:
    return not unit.startswith("~") and not _is_stress(unit) and unit not in _TURN


def _of_one_thing(one: Said, other: Said) -> bool:
    if one.numbers and other.numbers and one.numbers != other.numbers:
        return False
    return _weight(one.clause.units, among=other.clause.units.keys()) >= _SUBSTANCE


def _nearly_copies(one: Clause, other: Clause) -> bool:
    near = near_copy(one, other), near_copy(other, one)
    return max(near) >= _ALIKE and min(near) >= _AT_LEAST


def _turned_round(one: Said, other: Said) -> bool:
    """Whether one of the two denies what the other says, or takes another value, and that is all."""
    values = turned(one, other)
    common = one.clause.units.keys() & other.clause.units.keys()
    flipped = common & (one.denied ^ other.denied)
    alike = _speak_alike(one.units, other.units)
    if (flipped or values) and alike and _same_start(one.clause, other.clause) >= _SAME_START:
        return True
    if flipped and not values:
        denying, affirming = (other, one) if flipped & other.denied else (one, other)
        return not _narrower(denying.units, affirming.units)
    if len(values) != 1 or flipped:
        return False
    spoken = {unit: weight for unit, weight in one.units.items() if unit[1:] != values[0]}
    return alike and _weight(spoken, among=other.units.keys()) >= _SUBSTANCE


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
    spoken = [[token.text for token in tokens(part)] for part in parts if asserts(part)]
    return any(len(one) >= _SHORTEST and swap_in(one, other) is not None for one, other in pairwise(spoken))
