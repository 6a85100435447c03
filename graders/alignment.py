"""Two clauses laid side by side: which words stand in each other's place."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from graders.content import joined
from graders.statement import Clause
from graders.text import is_cjk

_ROOM = 0.1  # how much longer than the claim a clause may be for nothing
_FAR = 0.3
_LONG = 8  # times; a clause that is so much longer than the claim is no copy of it


@dataclass(frozen=True, slots=True)
class Exchange:
    """*theirs* stands in the answer where *mine* stands in the claim.

    *general* says that one of them is a property or a word of everyday use, which no term can replace.
    """

    mine: str
    theirs: str
    general: bool


def exchanges(claim: Clause, clause: Clause, least: float) -> tuple[Exchange, ...]:
    """The words exchanged between two near copies; none when less than *least* (0..1) of the claim is kept."""
    enough = least * len(claim.words)
    said = set(clause.words)
    # Laying the two side by side takes time, and cannot keep more words than they share.
    if not claim.words or sum([word in said for word in claim.words]) < enough:
        return ()
    blocks = SequenceMatcher(None, claim.words, clause.words, autojunk=False).get_opcodes()
    if sum(end - start for tag, start, end, _, _ in blocks if tag == "equal") < enough:
        return ()
    return tuple(
        exchange
        for tag, start, end, their_start, their_end in blocks
        if tag == "replace"
        for exchange in _exchanged(claim, clause, slice(start, end), slice(their_start, their_end))
    )


def near_copy(claim: Clause, clause: Clause) -> float:
    """How much of *claim* stands in *clause* in the same order, 0..1; a long clause around it counts against it."""
    if not claim.words or not clause.words or len(clause.words) > _LONG * len(claim.words) + _LONG:
        return 0.0
    return _near_copy(claim.words, clause.words)


# Several signals lay the same two clauses side by side.
@lru_cache(maxsize=4096)
def _near_copy(claim: tuple[str, ...], clause: tuple[str, ...]) -> float:
    said = set(clause)
    if 2 * sum([word in said for word in claim]) < len(claim):
        return _FAR  # laying the two side by side could only find less
    matcher = SequenceMatcher(None, claim, clause, autojunk=False)
    same = sum([block.size for block in matcher.get_matching_blocks()])
    return min(same / len(claim), _ROOM + 2 * same / (len(claim) + len(clause)))


def _exchanged(claim: Clause, clause: Clause, mine: slice, theirs: slice) -> Iterator[Exchange]:
    yield Exchange(
        joined(claim.surface[mine]),
        joined(clause.surface[theirs]),
        general=any(_is_general(words) for words in (claim.words[mine], clause.words[theirs])),
    )
    if mine.stop - mine.start == 1 and theirs.stop - theirs.start == 1:
        yield from _as_words(claim.words, clause.words, mine.start, theirs.start)


def _as_words(claim: tuple[str, ...], clause: tuple[str, ...], mine: int, theirs: int) -> Iterator[Exchange]:
    """One Chinese character for another is half a word: with the one after it, and with the one before."""
    if not (_is_character(claim[mine]) and _is_character(clause[theirs])):
        return
    for step in (1, -1):
        if 0 <= mine + step < len(claim) and 0 <= theirs + step < len(clause):
            beside, their_beside = claim[mine + step], clause[theirs + step]
            if beside == their_beside and is_cjk(beside[0]):
                pair = slice(None, None, step)
                yield Exchange(
                    "".join((claim[mine], beside)[pair]),
                    "".join((clause[theirs], beside)[pair]),
                    general=False,
                )


def _is_character(word: str) -> bool:
    return len(word) == 1 and is_cjk(word)


def _is_general(words: tuple[str, ...]) -> bool:
    return len(words) == 1 and words[0].startswith(("~", "=synonym"))
