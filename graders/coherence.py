"""Whether an answer makes sentences of its words.

A list of the reference's terms and the reference shuffled hold all its words; what they lack is order and
the small words that join terms into claims.  Both are measured against the reference itself, so that a
reference that is a list may be answered by a list.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from graders.text import clauses, fold, tokens
from graders.wordlists import word_list

_LIST = re.compile(
    r"哪些|哪几|哪两|哪三|几种|几类|几个|列举|列出|包括什么|有什么|\b(?:list|name|enumerate|which|what (?:are|were|kinds|types))\b"
)
_SMALL = frozenset((*word_list("stopwords")["zh"], *word_list("stopwords")["en"]))
_FEW = 8  # tokens; a shorter answer is a phrase, and phrases need no grammar
_PAIRS = 12  # neighbours that both stand in the reference; fewer say nothing about order
_JOINED = 0.08  # share of small words from which a reference is written in sentences


@dataclass(frozen=True, slots=True)
class Wording:
    """The order and the small words of a text: what its claims are made with.

    *small* is the share of small words in all, *typical* the median over clauses: 0 where most are items of
    a list.
    """

    words: tuple[str, ...]
    pairs: frozenset[tuple[str, str]]
    small: float
    typical: float


def wording_of(text: str) -> Wording:
    """The wording of *text*."""
    folded = fold(text).text
    words = tuple(token.text for token in tokens(folded))
    shares = [
        share for start, end in clauses(folded) if (share := _small_share(folded[start:end])) is not None
    ]
    count = sum(word in _SMALL for word in words)
    return Wording(
        words,
        frozenset(pairwise(words)),
        count / len(words) if words else 0.0,
        median(shares) if shares else 0.0,
    )


def _small_share(clause: str) -> float | None:
    found = tokens(clause)
    return sum(token.text in _SMALL for token in found) / len(found) if found else None


def asks_for_list(question: str) -> bool:
    """Whether bare terms answer the *question*: "which ...", 有哪些."""
    return bool(_LIST.search(fold(question).text))


def coherence(answer: Wording, reference: Wording, *, list_asked: bool) -> float:
    """0..1: 1 for sentences, near 0 for shuffled words, and for a list of terms where no list was asked for."""
    if len(answer.words) < _FEW:
        return 1.0
    order = _in_order(answer, reference)
    return order if list_asked else min(order, _joined(answer, reference))


def _joined(answer: Wording, reference: Wording) -> float:
    """Small words against those of the reference: half as many are enough."""
    written = min(reference.small, reference.typical)
    return min(1.0, answer.small / (0.5 * written)) if written >= _JOINED else 1.0


def _in_order(answer: Wording, reference: Wording) -> float:
    """Of neighbours that are both words of the reference, the share that are neighbours there, too."""
    known = frozenset(reference.words)
    shared = [pair for pair in pairwise(answer.words) if pair[0] in known and pair[1] in known]
    if len(shared) < _PAIRS or len(shared) < 0.5 * len(answer.words):
        return 1.0
    kept = sum(pair in reference.pairs for pair in shared) / len(shared)
    # The characters of a Chinese word stay together when words are shuffled.
    chinese = sum(word >= "\u3400" for pair in shared for word in pair) / (2 * len(shared))
    lost = 0.05 + 0.25 * chinese
    return min(1.0, max(0.0, kept - lost) / 0.3)
