"""Two clauses laid side by side: which words stand in each other's place."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from graders.statement import Clause, joined
from graders.text import is_cjk

_LONG_TERM = 8
_WORDS = 3


@dataclass(frozen=True, slots=True)
class Exchange:
    """*theirs* stands in the answer where *mine* stands in the claim; *general* if a mere property does.

    *is_short* says that both are one term each: two to eight Chinese characters, or one to three words.
    """

    mine: str
    theirs: str
    general: bool
    is_short: bool = True


def exchanges(claim: Clause, clause: Clause, least: float) -> tuple[Exchange, ...]:
    """The words exchanged between two near copies; none when less than *least* (0..1) of the claim is kept."""
    matcher = SequenceMatcher(None, claim.words, clause.words, autojunk=False)
    blocks = matcher.get_opcodes()
    kept = sum(end - start for tag, start, end, _, _ in blocks if tag == "equal")
    if not claim.words or kept < least * len(claim.words):
        return ()
    return tuple(
        exchange
        for tag, start, end, their_start, their_end in blocks
        if tag == "replace"
        for exchange in _exchanged(claim, clause, slice(start, end), slice(their_start, their_end))
    )


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
    if not (is_cjk(claim[mine][0]) and is_cjk(clause[theirs][0])):
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


def _is_term(words: tuple[str, ...]) -> bool:
    letters = sum(len(word) for word in words)
    if any(is_cjk(letter) for word in words for letter in word):
        return 2 <= letters <= _LONG_TERM
    return letters > 1 and len(words) <= _WORDS


def _is_general(words: tuple[str, ...]) -> bool:
    """Whether it is a property or a word of everyday use, which no term can stand in place of."""
    return len(words) == 1 and words[0].startswith(("~", "=synonym"))
