"""Claims that put two things in the wrong order: that the slower is the faster, the smaller the larger."""

import re
from collections.abc import Iterator
from itertools import pairwise

from graders.audit.reading import Reading, Sentence
from graders.audit.slots import Filling, taken_back
from graders.facts import Dimension, Fact, Mention, Order

_THAN_ZH = re.compile(
    r"(?:比起?|较之?|相比于?|相较于?)(?:传统|标准|普通|原始|单棵|一般)?的?[^,。;!?㐀-鿿]{0,2}$"
)
_THAN_EN = re.compile(
    r"\b(?:than|over)(?: (?:the|an?|that of|those of|standard|vanilla|plain|single|ordinary))*\s$"
)
_OVER_ZH = re.compile(r"(?:(?P<up>[高大多优好快强]于)|(?P<down>[低小少劣差慢弱]于)) ?$")
_WITH = re.compile(
    r"(?:(?<![a-z])(?:compared (?:to|with)|unlike)(?: the| an?)? ?|(?:与|和|跟|同|相比于?|相较于?|相对于?|比起) ?)$"
)
_SET_APART = re.compile(r"^ ?(?:相比|相较|比较|不同|比)|^ ?,|^s?,")
_ADJECTIVE = re.compile(
    r"(?:(?![,。;!?])[㐀-鿿]){0,6}?(?:更|要|还|会|都)*(?:(?P<up>[多大高快强深](?![小于量于]))|(?P<down>[少小低慢弱浅]))"
)
_TURN = re.compile(r"[。;!?]|反之|相反|但|而(?!且)|\b(?:but|whereas|while|however|although|though)\b")
_REACH = 44

Span = tuple[int, int]


def against_orders(reading: Reading) -> Iterator[Filling]:
    """What *reading* says of two things in the wrong order."""
    for fact in reading.base.about(reading.named):
        for order in fact.orders:
            yield from _against(reading, fact, order)


def _against(reading: Reading, fact: Fact, order: Order) -> Iterator[Filling]:
    dimension = reading.base.dimensions[order.by]
    for number, one, other in _pairs(reading, order):
        sentence = reading.sentences[number]
        span = _compared(
            reading, sentence, dimension, one, other, up=order.less in reading.base.lineage(one.term)
        )
        if span and not taken_back(reading, number, span):
            start, end = min(span[0], one.start, other.start), max(span[1], one.end, other.end)
            yield Filling(fact, f"order {order.by}", sentence, start, end, 1.0)


def _pairs(reading: Reading, order: Order) -> Iterator[tuple[int, Mention, Mention]]:
    """Two mentions in one sentence, one of each and none of their kind between, in either role."""
    both, terms = {order.more, order.less}, reading.base.terms
    sorts = {terms[each].kind for each in both}
    alike = [each for each in reading.mentions if terms[each.term].kind in sorts]
    for first, second in pairwise(alike):
        number = reading.sentence_at(first.start)
        if second.end > reading.sentences[number].end:
            continue
        named = [both & set(reading.base.lineage(each.term)) for each in (first, second)]
        if all(len(each) == 1 for each in named) and named[0] != named[1]:
            yield number, first, second
            yield number, second, first


def _compared(
    reading: Reading, sentence: Sentence, dimension: Dimension, one: Mention, other: Mention, *, up: bool
) -> Span | None:
    """Where *one* is said to have more (less) than *other*."""
    before = reading.text[max(sentence.start, other.start - 30) : other.start]
    words = reading.found_in(dimension.more if up else dimension.less, sentence)
    if one.end <= other.start and (than := _THAN_EN.search(before)):
        left, right = one.end, other.start - len(before) + than.start()
        return next((each for each in words if left <= each[0] and each[1] <= right + 1), None)
    if one.end <= other.start and (over := _OVER_ZH.search(before)):
        return _noun(reading, sentence, dimension, one.start, other.start) if bool(over["up"]) == up else None
    if one.end <= other.start and _THAN_ZH.search(before):
        return _behind(reading, sentence, dimension, words, one, other, up=up)
    if _WITH.search(before) and _SET_APART.match(reading.text[other.end : other.end + 6]):
        start = max(one.end, other.end)
        return next((each for each in words if _is_near(reading.text, start, each)), None)
    return None


def _noun(reading: Reading, sentence: Sentence, dimension: Dimension, left: int, right: int) -> Span | None:
    found = reading.found_in(dimension.noun, sentence) if dimension.noun else ()
    return next((each for each in found if left <= each[0] and each[1] <= right), None)


def _behind(
    reading: Reading,
    sentence: Sentence,
    dimension: Dimension,
    words: tuple[Span, ...],
    one: Mention,
    other: Mention,
    *,
    up: bool,
) -> Span | None:
    """ "A 比 B 更快", "A 的参数量比 B 大"."""
    near = next((each for each in words if _is_near(reading.text, other.end, each)), None)
    if near or dimension.noun is None:
        return near
    adjective = _ADJECTIVE.match(reading.text, other.end, min(sentence.end, other.end + 12))
    if adjective is None or bool(adjective["up"]) != up:
        return None
    comma = max(reading.text.rfind(mark, one.start, other.start) for mark in ",、:")
    return _noun(reading, sentence, dimension, max(one.start, comma), adjective.end())


def _is_near(text: str, start: int, span: Span) -> bool:
    between = text[start : span[0]]
    return start <= span[0] and len(between) <= _REACH and not _TURN.search(between)
