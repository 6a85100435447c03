"""Whether a text copies another with two of its words in each other's place.

"Pre-norm is stable, post-norm is not" against "post-norm is stable, pre-norm is not": every word is there, and
so is nearly every pair of words.  Only copies are looked at, since in other words an order means little.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from graders.text import stem
from graders.wordlists import word_list

_SMALL = frozenset((*word_list("stopwords")["zh"], *map(stem, word_list("stopwords")["en"])))
_LONGEST = 400  # words; laying two texts side by side takes the square of that
COPY = 0.75
"""The share of the words that a copy keeps in order."""
_TERM = 6  # words, or Chinese characters

Block = tuple[str, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Swap:
    """Two places of a copy where each has what the other has in the original, and the share that was *kept*.

    *first* and *second* are indices of words of the copy.
    """

    first: int
    second: int
    kept: float


@dataclass(frozen=True, slots=True)
class Change:
    """What the original has at one place, and the copy in its stead: indices, and the words that mean something."""

    mine: slice
    theirs: slice
    was: tuple[str, ...]
    now: tuple[str, ...]


def swap_in(original: Sequence[str], copy: Sequence[str]) -> Swap | None:
    """The first swap by which the words of *copy* differ from those of the *original*; None if it is no copy."""
    blocks, kept = _laid_beside(tuple(original), tuple(copy))
    if kept < COPY:
        return None
    changes = tuple(_changes(original, copy, blocks))
    # With nothing between the two they are items of a list: "A and B" may be "B and A".
    swaps = (
        Swap(one.theirs.start, other.theirs.start, kept)
        for one, other in pairwise(changes)
        if _exchanged(one, other) and _means(original[one.mine.stop : other.mine.start])
    )
    return next(swaps, None)


def changes_in(original: Sequence[str], copy: Sequence[str], least: float) -> tuple[Change, ...]:
    """Where *copy* differs from the *original*; nothing if it keeps less than *least*, at least `COPY`, of it."""
    blocks, kept = _laid_beside(tuple(original), tuple(copy))
    return tuple(_changes(original, copy, blocks)) if kept >= least else ()


# Two signals lay the same answer beside the same reference.
@lru_cache(maxsize=64)
def _laid_beside(original: tuple[str, ...], copy: tuple[str, ...]) -> tuple[Sequence[Block], float]:
    """The two side by side, and the share of the *original* that is kept in order; none of what is no copy."""
    said = frozenset(copy)
    # Laying the two side by side takes time, and cannot keep more words than they share.
    if not original or max(len(original), len(copy)) > _LONGEST:
        return (), 0.0
    if sum([word in said for word in original]) < COPY * len(original):
        return (), 0.0
    blocks = SequenceMatcher(None, original, copy, autojunk=False).get_opcodes()
    kept = sum(end - start for tag, start, end, _, _ in blocks if tag == "equal")
    return blocks, kept / len(original)


def _changes(original: Sequence[str], copy: Sequence[str], blocks: Sequence[Block]) -> Iterator[Change]:
    """Where the two differ in more than signs."""
    for tag, start, end, other_start, other_end in blocks:
        was, now = original[start:end], copy[other_start:other_end]
        if tag != "equal" and any(word[0].isalnum() for word in (*was, *now)):
            yield Change(slice(start, end), slice(other_start, other_end), _means(was), _means(now))


def _means(words: Sequence[str]) -> tuple[str, ...]:
    return tuple([word for word in words if word[0].isalnum() and word not in _SMALL])


def _exchanged(one: Change, other: Change) -> bool:
    """Whether what went at one place came at the other, both ways."""
    if not (one.was and one.now and other.was and other.now) or one.was == one.now:
        return False
    if max(map(len, (one.was, one.now, other.was, other.now))) > _TERM:
        return False
    return (_in(one.was, other.now) and one.now == other.was) or (
        one.was == other.now and _in(other.was, one.now)
    )


def _in(short: Sequence[str], long: Sequence[str]) -> bool:
    return any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))
