"""Whether an answer makes sentences of its words.

A list of the reference's terms and the reference shuffled hold all its words; what they lack is order and
the small words that join terms into claims.  Both are measured against the reference itself, so that a
reference that is a list may be answered by a list.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from statistics import median

from graders.text import clauses, fold, is_cjk, stem, tokens
from graders.wordlists import word_list

_LIST = re.compile(
    r"哪些|哪几|哪两|哪三|几种|几类|几个|列举|列出|包括什么|有什么(?!区别|不同|差异|差别|关系)|\b(?:list|name|enumerate|which|what (?:are|were|kinds|types))\b"
)
_SMALL = frozenset((*word_list("stopwords")["zh"], *map(stem, word_list("stopwords")["en"])))
_FEW = 8  # tokens; a shorter answer is a phrase, and phrases need no grammar
_GRAMS = 12  # runs of words that all stand in the reference; fewer say nothing about order
_KNOWN = 0.8  # share of an answer's words that must be the reference's before their order is looked at
# Shares of kept runs for no credit and for all of it.  The characters of a Chinese word stay together
# when words are shuffled, so that runs of three are looked at there.
_LOST = {2: (0.15, 0.28), 3: (0.08, 0.2)}
# Small words follow each other by chance in a long reference, and the parts of a long word stay together: of a
# text in nothing but the reference's words, runs that are longer by one word are looked at too.
_ALL_KNOWN, _LONG = 0.95, 20
_LOST_LONGER = (0.06, 0.1)

_ITEMS, _ITEM, _LONGER = 5, 3.0, 1.5  # a list: so many items of at most so many words, the reference's longer
_BARE, _SMALL_SHARE = 0.8, 0.06  # share of items without a small word; of small words in all
# A row of as many and shorter items on one line may hold some more of them.
_MANY, _SHORT_ITEM, _LONGEST_ITEM = 6, 2.5, 4.0
_SOME_BARE, _SPACED_BARE, _SOME_SMALL = 0.7, 0.6, 0.17
_STOPS = re.compile(r"[,、;。.!?]|(?<=[㐀-鿿])\s|\s(?=[㐀-鿿])")
_ONE_LINE = re.compile(r"[^\n:]*")
_ENGLISH = 0.15  # share of small words from which a reference is in sentences that need them
_SPACED = 3  # spaces between Chinese characters from which on a space parts items
_SPACE = re.compile(r"(?<=[㐀-鿿])\s+(?=[㐀-鿿\w])|(?<=\w)\s+(?=[㐀-鿿])")
_INNER_SPACE = re.compile(r"(?<=[㐀-鿿])\s(?=[㐀-鿿])")
_CODE = re.compile(r"[{}=]|\);")


@dataclass(frozen=True, slots=True)
class Wording:
    """The order and the small words of a text: what its claims are made with.

    *runs* are all twos, threes and fours of its *words*, with signs and without; *item* is the median length of its clauses in words (a
    Chinese character is half a word), *small* the share of small words.
    """

    words: frozenset[str]
    runs: frozenset[tuple[str, ...]]
    item: float
    small: float


def wording_of(text: str) -> Wording:
    """The wording of *text*."""
    folded = fold(text).text
    words = tuple([token.text for token in tokens(folded)])
    spoken = {words, _plain(words)}
    runs = frozenset(chain.from_iterable([_runs(each, size) for each in spoken for size in (2, 3, 4)]))
    return Wording(frozenset(words), runs, _item(_items(folded)), _small(words))


def _plain(words: Sequence[str]) -> tuple[str, ...]:
    """*words* without signs."""
    return tuple([word for word in words if word[0].isalnum()])


def _item(items: Sequence[Sequence[str]]) -> float:
    return median(map(_length, items)) if items else 0.0


def _small(words: Sequence[str]) -> float:
    """The share of small words."""
    return sum([word in _SMALL for word in words]) / len(words) if words else 0.0


def _items(folded: str) -> tuple[tuple[str, ...], ...]:
    """The words of each clause; where Chinese words are set apart by spaces, of each of these."""
    spaced = _is_spaced(folded)
    parts = (
        part
        for start, end in clauses(folded)
        for part in (_SPACE.split(folded[start:end]) if spaced else (folded[start:end],))
    )
    return tuple(words for part in parts if (words := tuple(token.text for token in tokens(part))))


def _is_spaced(folded: str) -> bool:
    return len(_INNER_SPACE.findall(folded)) >= _SPACED


def _length(item: Sequence[str]) -> float:
    return sum(0.5 if is_cjk(word[0]) else 1.0 for word in item)


def _runs(words: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    return zip(*[words[start:] for start in range(size)], strict=False)


def asks_for_list(question: str) -> bool:
    """Whether bare terms answer the *question*: "which ...", 有哪些."""
    return bool(_LIST.search(fold(question).text))


def coherence(answer: str, reference: Wording, *, list_asked: bool) -> float:
    """0..1: 1 for sentences, near 0 for shuffled words, and for a list of terms where no list was asked for."""
    folded = fold(answer).text
    words = tuple([token.text for token in tokens(folded)])
    if len(words) < _FEW:
        return 1.0
    if _is_row(folded, words, reference, list_asked=list_asked):
        return 0.0
    return 0.0 if not list_asked and _is_list(folded, words, reference) else _in_order(words, reference)


def _is_row(folded: str, words: Sequence[str], reference: Wording, *, list_asked: bool) -> bool:
    """Whether the answer is many short terms on one line where the reference has clauses.

    Between spaces no sentence stands, also where the question asks for a list.
    """
    # Few answers have so many stops and spaces that they may be one.
    stops = len(_STOPS.findall(folded))
    if stops + 1 < _MANY or len(words) > 2 * _LONGEST_ITEM * (stops + 1) or reference.small < _SMALL_SHARE:
        return False
    if not _ONE_LINE.fullmatch(folded.strip()) or _CODE.search(folded):
        return False
    items = _items(folded)
    item = _item(items)
    if len(items) < _MANY or item > _SHORT_ITEM or reference.item < _LONGER * item:
        return False
    longer = sum(_length(each) > _LONGEST_ITEM for each in items)
    bare = sum([_SMALL.isdisjoint(each) for each in items]) / len(items)
    if longer > len(items) // 10:
        return False
    if _is_spaced(folded):
        return bare >= _SPACED_BARE
    return not list_asked and bare >= _SOME_BARE and _small(words) <= _SOME_SMALL


def _is_list(folded: str, words: Sequence[str], reference: Wording) -> bool:
    """Whether the answer is bare terms, one after another, where the reference has clauses."""
    small = _small(words)
    if small >= _SMALL_SHARE or _CODE.search(folded):
        return False
    if small == 0 and reference.small >= _ENGLISH and not any(is_cjk(word[0]) for word in words):
        return True
    items = _items(folded)
    item = _item(items)
    if len(items) < _ITEMS or item > _ITEM or reference.item < _LONGER * item:
        return False
    return sum(_SMALL.isdisjoint(each) for each in items) / len(items) >= _BARE


def _in_order(words: Sequence[str], reference: Wording) -> float:
    """By the share of runs that stand in the reference, of all whose words do."""
    known = reference.words
    if sum([word in known for word in words]) < _KNOWN * len(words):
        return 1.0
    chinese = 2 * sum([is_cjk(word[0]) for word in words]) > len(words)
    size = 3 if chinese else 2
    shared = [run for run in _runs(words, size) if known.issuperset(run)]
    if len(shared) < _GRAMS:
        return 1.0
    return min(_kept(shared, reference, _LOST[size]), _kept_longer(words, reference, size + 1))


def _kept_longer(words: Sequence[str], reference: Wording, size: int) -> float:
    """The same by longer runs, where a long text has nothing but the reference's words."""
    if len(words) < _LONG or sum([word in reference.words for word in words]) < _ALL_KNOWN * len(words):
        return 1.0
    plain = _plain(words)
    return 1.0 if len(plain) < _LONG else _kept(tuple(_runs(plain, size)), reference, _LOST_LONGER)


def _kept(runs: Sequence[tuple[str, ...]], reference: Wording, lost: tuple[float, float]) -> float:
    none, whole = lost
    kept = sum([run in reference.runs for run in runs]) / len(runs)
    return min(1.0, max(0.0, kept - none) / (whole - none))
