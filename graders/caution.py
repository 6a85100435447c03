"""What keeps an answer with a high score from being called correct before a person has looked.

A contradiction costs credit and must be sure.  A doubt costs little but the word "correct", so it may be
looser: something in the answer stands where the reference has something else, and no list of synonyms
explains it.  Answers in the learner's own words raise few doubts; copies with one word exchanged raise them.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from graders.alignment import exchanges
from graders.axes import Values
from graders.claims import Claims
from graders.difference import kept
from graders.exchanged import exchanged_terms
from graders.formula import formulas
from graders.inconsistency import contradicts_itself
from graders.lexicon import Lexicon
from graders.statement import Clause, Statement
from graders.text import is_cjk, tokens

_COPY = 0.8  # share of a claim's words from which any new word beside them is to be explained
_MUTUAL = 0.5  # share of the clause's own words that must be the claim's then: "in 1969" copies no "1969"
_NEAR_COPY = 0.6  # share of a claim's words from which a word in another's place is to be explained
_SHORT = 6  # claims; answers to a longer reference differ from it somewhere in any case
_ALTERED_KEEPS = 0.5
_EXCHANGED_KEEPS, _EACH_KEEPS = (
    0.65,
    0.75,
)  # with a term exchanged in a copy of a long reference, and with each more
QUANTIFIERS = frozenset(("all-some", "always-sometimes", "both-either", "each-some", "only-not-only"))


class Doubt(StrEnum):
    """Why an answer is not called correct; the value is the reason given for a review."""

    ALTERED_WORDING = "altered_wording"
    OTHER_VALUE = "other_value"
    ADDED_QUANTIFIER = "added_quantifier"
    LOST_NEGATION = "lost_negation"
    UNKNOWN_FORMULA = "unknown_formula"
    CONTRADICTS_ITSELF = "contradicts_itself"
    MIXED_LANGUAGES = "mixed_languages"


def doubts(claims: Claims, answer: Statement) -> tuple[Doubt, ...]:
    """The doubts about *answer*, in the order of their kinds; empty for one that says only what is held."""
    return tuple(doubt for doubt, holds in _SIGNS.items() if holds(claims, answer))


def costs(
    claims: Claims, answer: Statement, lexicon: Lexicon, *, same_language: bool = True
) -> Mapping[Doubt, float]:
    """The doubts that cost credit whatever the score, each with what it leaves of it, 0..1.

    In answers graded by people, those that drop the denial of the reference have half the others' grade;
    nobody can say which half of a self-contradiction was meant; and a short reference copied with other
    words in it and another value, quantifier or formula besides is more often turned round than said anew.  A
    long one copied with another term in the place of one has that fact wrong.
    Across languages, wording says nothing, and only an answer without any negation has dropped one.
    """
    lasting = {doubt: kept for doubt, kept in _KEEPS.items() if _SIGNS[doubt](claims, answer)}
    if not same_language and any(clause.denied or clause.softened for clause in answer.clauses):
        lasting.pop(Doubt.LOST_NEGATION, None)
    if same_language and len(claims.claims) <= _SHORT and _altered_wording(claims, answer):
        beside = (_other_value, _added_quantifier, _unknown_formula)
        if any(sign(claims, answer) for sign in beside):
            lasting[Doubt.ALTERED_WORDING] = _ALTERED_KEEPS
    if same_language and (exchanged := _exchanged(claims, answer, lexicon)):
        left = _EXCHANGED_KEEPS * _EACH_KEEPS ** (exchanged - 1)
        lasting[Doubt.ALTERED_WORDING] = min(left, lasting.get(Doubt.ALTERED_WORDING, 1.0))
    return lasting


def _exchanged(claims: Claims, answer: Statement, lexicon: Lexicon) -> int:
    if not claims.words:
        return 0
    return exchanged_terms(claims.words, [token.text for token in tokens(answer.folded.text)], lexicon)


def _altered_wording(claims: Claims, answer: Statement) -> bool:
    """Whether a near copy of a claim has a word that stands nowhere in the reference."""
    held = frozenset(word for claim in claims.claims for word in (*claim.clause.words, *claim.clause.units))
    return any(_is_altered(nearest, clause, claims, held) for nearest, clause in _beside(claims, answer))


def _is_altered(claim: Clause, clause: Clause, claims: Claims, held: frozenset[str]) -> bool:
    is_copy = kept(claim, clause) >= _COPY and kept(clause, claim) >= _MUTUAL
    if is_copy and _has_new_word(clause.words, held):
        return True
    return any(not claims.mentions(exchange.theirs) for exchange in exchanges(claim, clause, _NEAR_COPY))


def _has_new_word(words: Sequence[str], held: frozenset[str]) -> bool:
    """Whether a word is not *held*; a lone Chinese character is half a word, or a mere particle."""
    is_new = [word not in held for word in words]
    lone = [
        is_cjk(word[0])
        and len(word) == 1
        and not any(is_new[max(0, place - 1) : place] + is_new[place + 1 : place + 2])
        for place, word in enumerate(words)
    ]
    return any(new and not alone for new, alone in zip(is_new, lone, strict=True))


def _beside(claims: Claims, answer: Statement) -> Sequence[tuple[Clause, Clause]]:
    """Each clause of the answer with the claim whose words it keeps best; all that keep enough."""
    known = [claim.clause for claim in claims.claims]
    pairs = [(_nearest(known, clause), clause) for clause in answer.clauses] if known else []
    return [(claim, clause) for claim, clause in pairs if kept(claim, clause) >= _NEAR_COPY]


def _nearest(known: Sequence[Clause], clause: Clause) -> Clause:
    return max(known, key=lambda other: kept(other, clause))


def _other_value(claims: Claims, answer: Statement) -> bool:
    """Whether the answer takes, on an axis of the reference, only values that the reference does not."""
    clauses = [claim.clause for claim in claims.claims]
    crowded = frozenset(axis for clause in (*clauses, *answer.clauses) for axis in clause.axes.crowded)
    mine, theirs = _taken(clauses), _taken(answer.clauses)
    return any(not mine[axis] & theirs[axis] for axis in (mine.keys() & theirs.keys()) - crowded)


def _added_quantifier(claims: Claims, answer: Statement) -> bool:
    """Whether the answer says all, only, always... where the reference says nothing of the kind."""
    mine, theirs = _taken([claim.clause for claim in claims.claims]), _taken(answer.clauses)
    return bool((theirs.keys() - mine.keys()) & QUANTIFIERS)


def _taken(clauses: Sequence[Clause]) -> Mapping[str, frozenset[int]]:
    """All values that *clauses* take, by axis."""
    taken: dict[str, frozenset[int]] = {}
    for clause in clauses:
        values: Values = clause.axes.values
        for axis, found in values.items():
            taken[axis] = taken.get(axis, frozenset()) | frozenset(found)
    return taken


def _lost_negation(claims: Claims, answer: Statement) -> bool:
    """Whether the reference denies something and no clause about the same things denies anything.

    "Do not deduct points" denies nothing that was asked.
    """
    known = [claim.clause for claim in claims.claims]
    if not any(clause.denied for clause in known):
        return False
    spoken = frozenset(unit for clause in known for unit in clause.units)
    return not any(
        (clause.denied or clause.softened) and clause.units.keys() & spoken for clause in answer.clauses
    )


def _contradicts_itself(_claims: Claims, answer: Statement) -> bool:
    return contradicts_itself(answer)


def _unknown_formula(claims: Claims, answer: Statement) -> bool:
    """Whether the answer gives formulas, and none that stands in the reference."""
    given = formulas(answer.folded.text)
    return bool(given) and not any(known.same(other) for other in given for _, known in claims.formulas)


_SIGNS: Mapping[Doubt, Callable[[Claims, Statement], bool]] = {
    Doubt.ALTERED_WORDING: _altered_wording,
    Doubt.OTHER_VALUE: _other_value,
    Doubt.ADDED_QUANTIFIER: _added_quantifier,
    Doubt.LOST_NEGATION: _lost_negation,
    Doubt.UNKNOWN_FORMULA: _unknown_formula,
    Doubt.CONTRADICTS_ITSELF: _contradicts_itself,
}
_KEEPS: Mapping[Doubt, float] = {
    Doubt.LOST_NEGATION: 0.6,
    Doubt.CONTRADICTS_ITSELF: 0.4,
}
