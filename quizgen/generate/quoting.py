"""Words that are said to stand in a text, looked for there; width, case, space and emphasis do not matter."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_EMPHASIS = frozenset("*`")
_ALIKE = str.maketrans("“”„‟«»‘’‚–—−", '""""""\'\'\'---')
_DROPPED = frozenset(("Cc", "Cf", "Mn"))
_GAP = re.compile(r"\s*(?:…+|\.{3,}|\[…+\]|\[\.{3,}\])\s*")


@dataclass(frozen=True, slots=True)
class Folded:
    """*text* is the folded form of a text; its i-th character comes from the character ``at[i]`` there."""

    text: str
    at: tuple[int, ...]


@lru_cache(maxsize=8192)
def _folded(character: str) -> str:
    if character in _EMPHASIS:
        return ""
    # Taken apart, so that an accent on its letter is the same as one behind it.
    plain = unicodedata.normalize("NFKD", character).casefold().translate(_ALIKE)
    return "".join(c for c in plain if not c.isspace() and unicodedata.category(c) not in _DROPPED)


def folded(text: str) -> str:
    """*text* without case, width, space, accents, emphasis marks and invisible characters."""
    return "".join(map(_folded, text))


def fold(text: str) -> Folded:
    """*text* ready to be searched.  Linear in its length."""
    pieces = [_folded(character) for character in text]
    at = tuple(place for place, piece in enumerate(pieces) for _ in piece)
    return Folded("".join(pieces), at)


def find(quote: str, within: Folded) -> tuple[int, int] | None:
    """The offsets of *quote* in the text behind *within*; None when it does not stand there word for word.

    Of a quote that leaves something out, marked by an ellipsis, all parts must stand there, in their order.
    """
    parts = [part for part in (folded(part) for part in _GAP.split(quote)) if part]
    position, first = 0, -1
    for part in parts:
        found = within.text.find(part, position)
        if found < 0:
            return None
        first = found if first < 0 else first
        position = found + len(part)
    return (within.at[first], within.at[position - 1] + 1) if parts else None
