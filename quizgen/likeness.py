"""How like two texts are, by the character n-grams they share; and which of many a text is like.

Case, width, white space and the signs of emphasis do not count; other signs do, since code is made of them.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray

Grams = NDArray[np.uint64]
"""The distinct n-grams of a text, sorted; each is its characters, so no two different ones are equal."""

SIZE = 3
"""Characters an n-gram has.  Over 136,000 pairs of different questions of one document, the answers share
at most 0.55 (by Dice) in all but one of ten thousand with three characters, 0.80 with two."""

_BITS = 21  # what a code point needs
_MIX = np.uint64(0x9E37_79B9_7F4A_7C15)  # odd, so that it loses nothing
_NOT_COUNTED = re.compile(r"[\s*_`]+")
_LOOKED_UP = 48
"""How many n-grams of a text are looked up: the rarest say most."""
_CROWD = 64
"""How many texts may have an n-gram that tells one of them."""
_LAST_RESORT = 4
"""How many n-grams are looked up where all are in a crowd, each for the first of them."""


def grams(text: str) -> Grams:
    """The n-grams of *text*; that of a text shorter than one is the text."""
    codes = _codes(text)
    size = min(SIZE, len(codes))
    if not size:
        return codes
    return np.unique(_windows(codes, size))


def rare_grams(text: str) -> Grams:
    """Digests of stretches of twice that length: seldom in two texts of a template, so made to find one by."""
    codes = _codes(text)
    if len(codes) < 2 * SIZE:
        return np.empty(0, dtype=np.uint64)
    windows = _windows(codes, SIZE)
    return np.unique(windows[:-SIZE] * _MIX ^ windows[SIZE:])


def _codes(text: str) -> Grams:
    letters = _NOT_COUNTED.sub("", unicodedata.normalize("NFKC", text).casefold())
    return np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)


def _windows(codes: Grams, size: int) -> Grams:
    whole = np.zeros(len(codes) - size + 1, dtype=np.uint64)
    for place in range(size):
        whole = (whole << np.uint64(_BITS)) | codes[place : place + len(whole)]
    return whole


def merged(*every: Grams) -> Grams:
    """Those of several texts."""
    return np.unique(np.concatenate(every))


def likeness(one: Grams, other: Grams) -> float:
    """The share of n-grams that both have (Dice): 1 for the same text, also for two empty ones."""
    if not len(one) or not len(other):
        return float(len(one) == len(other))
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return 2 * shared / (len(one) + len(other))


class Neighbours:
    """Finds those of *texts*, by their n-grams, that share rare n-grams with a text.

    A look-up costs about the same however many texts there are.
    """

    def __init__(self, texts: Sequence[Grams]) -> None:
        sizes = [len(text) for text in texts]
        every = np.concatenate([*texts, np.empty(0, dtype=np.uint64)])
        owners = np.repeat(np.arange(len(texts)), sizes)
        order = np.argsort(every, kind="stable")
        self._owners = owners[order]
        self._known, self._starts, self._counts = np.unique(
            every[order], return_index=True, return_counts=True
        )

    def of(self, text: Grams, most: int) -> tuple[int, ...]:
        """The places of up to *most* texts, those that share the most rare n-grams first."""
        if not len(self._known):
            return ()
        at = np.minimum(np.searchsorted(self._known, text), len(self._known) - 1)
        at = at[self._known[at] == text]
        rare = at[np.argsort(self._counts[at], kind="stable")[:_LOOKED_UP]]
        telling = rare[self._counts[rare] <= _CROWD]
        rare = telling if len(telling) else rare[:_LAST_RESORT]
        hits = [
            self._owners[start : start + min(count, _CROWD)]
            for start, count in zip(self._starts[rare], self._counts[rare], strict=True)
        ]
        if not hits:
            return ()
        places, times = np.unique(np.concatenate(hits), return_counts=True)
        best = np.lexsort((places, -times))[:most]
        return cast("tuple[int, ...]", tuple(places[best].tolist()))
