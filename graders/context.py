"""What a clause says together with what stands before it in its sentence."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graders.commitment import whole_sentences
from graders.statement import Clause, Statement

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
_IF = re.compile(
    r"\b(?:if|when|unless|while|until|whenever|the (?:\w+er|more|less) (?:the|an?))\b|如果|当|除非|只要|时候|若"
)
_TURNING = re.compile(
    rf"\W*(?:{_BUT}|still|actually|in (?:fact|truth|reality)|that said|having said that|then again|of course"
    r"|on the (?:contrary|other hand)|at the same time"
    r"|其实|事实上|实际上|当然|话虽如此|反过来|同时)(?![a-z])"
)

Values = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Said:
    """A *clause* with all that its sentence says up to it: units with their weights, values in their order.

    *denied* are the units that the clause denies an odd number of times; *vague* says that a pronoun stands
    for what the sentence is about, *turns* that the sentence begins with "but", "actually" or the like.
    """

    clause: Clause
    sentence: int
    units: Mapping[str, float]
    values: Values
    denied: frozenset[str]
    numbers: tuple[float, ...]
    vague: bool
    turns: bool
    supposes: bool


def said_in(answer: Statement) -> tuple[Said, ...]:
    """The clauses of *answer*, each in its sentence."""
    parts = enumerate(_sentences(answer))
    return tuple(each for number, (start, part) in parts for each in _contexts(answer, start, part, number))


def asserts(text: str) -> bool:
    """Whether folded *text* supposes nothing."""
    return not _IF.search(text)


def _sentences(answer: Statement) -> Iterator[tuple[int, Sequence[Clause]]]:
    """Where each sentence begins, with its clauses; what stands after a "but" in it is another."""
    for start, end in whole_sentences(answer.folded.text):
        begins, part = start, list[Clause]()
        for clause in answer.clauses:
            if start <= clause.start < end and not _SMALL_TALK.fullmatch(clause.text):
                if part and _BUT_FIRST.match(clause.text):
                    yield begins, part
                    begins, part = clause.start, []
                part.append(clause)
        if part:
            yield begins, part


def _contexts(answer: Statement, start: int, clauses: Sequence[Clause], sentence: int) -> Iterator[Said]:
    units: dict[str, float] = {}
    values: dict[str, tuple[int, ...]] = {}
    numbers: tuple[float, ...] = ()
    opening = _SMALL_TALK.match(clauses[0].text)
    vague = bool(_PRONOUN.match(clauses[0].text, opening.end() if opening else 0))
    turns = bool(_TURNING.match(answer.folded.text, start))
    supposes = False
    for clause in clauses:
        units = {**units, **clause.units}
        values = {
            **values,
            **{axis: (*values.get(axis, ()), *own) for axis, own in clause.axes.values.items()},
        }
        numbers = (*numbers, *(number.value for number in clause.numbers))
        supposes = supposes or clause.is_condition or not asserts(clause.text)
        yield Said(clause, sentence, units, values, _denied(clause), numbers, vague, turns, supposes)


def _denied(clause: Clause) -> frozenset[str]:
    odd: frozenset[str] = frozenset()
    for scope in clause.denied:
        odd ^= scope
    return odd


def turned(one: Said, other: Said) -> Sequence[str]:
    """The axes on which the two take other values or the same in other order; twice where they name other things.

    Of axes that one word sets at once, the first.
    """
    twins = one.clause.axes.twins | other.clause.axes.twins
    found: list[str] = []
    for axis in sorted(one.values.keys() & other.values.keys()):
        mine, theirs = one.values[axis], other.values[axis]
        if any({axis, known} <= tied for known in found for tied in twins):
            continue
        if not set(mine) & set(theirs):
            found += [axis, axis] if axis in one.clause.axes.entities else [axis]
        elif len(set(mine)) > 1 and set(mine) == set(theirs) and mine != theirs:
            found.append(axis)
    return found
