"""Claims that one quantity rises with another, where a fact says that it falls; and the other way round.

"nprobe 越大召回越低", "a larger nprobe lowers recall" and "recall falls as nprobe grows" are one claim.  The words
for up and down are the same for all quantities, so a fact names only the two quantities and their direction.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graders.audit.directions import UP, is_reset, led, trailed
from graders.audit.matching import kinds, rivals
from graders.audit.reading import Reading, Sentence
from graders.audit.slots import Filling, taken_back
from graders.audit.subjects import is_about, subject
from graders.facts import Fact, Trend

_LEAST_SURE = 0.85
_FARTHEST = 60  # characters between what is set and what follows
_FOLLOWS = re.compile(r"(?:随着?|与|和|跟|(?<![a-z])(?:with|as|when|if))[^,。;!?]{0,14}$")
_IN_STEP = re.compile(r"[^,。;!?]{0,6}(?:成|呈)(?:正比|正相关)")
_AGAINST = re.compile(r"[^,。;!?]{0,6}(?:成|呈)(?:反比|负相关)")
_TURNS = re.compile(
    r"反之|相反|反过来|否则|不然|[。;!?]|\b(?:conversely|otherwise|whereas|vice versa|but not)\b"
)
_BREAK, _SPACE = re.compile(r"[,:]"), re.compile(r" (?=[a-z])")
_MOST_BREAKS = 2

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Move:
    """A quantity at *start* up to *end*, its word for up or down included, and which of the two it is."""

    start: int
    end: int
    up: bool


def against_trends(reading: Reading) -> Iterator[Filling]:
    """What *reading* says of a trend in the wrong direction."""
    for fact in reading.base.about(reading.named):
        for trend in fact.trends:
            for cause in reading.found(trend.of):
                if found := _against(reading, fact, trend, cause):
                    yield found


def _against(reading: Reading, fact: Fact, trend: Trend, cause: Span) -> Filling | None:
    number = reading.sentence_at(cause[0])
    sentence = reading.sentences[number]
    if _is_ruled_out(reading, fact, sentence):
        return None
    for effect in reading.found_in(trend.on, sentence):
        if effect[0] < cause[1] and cause[0] < effect[1]:
            continue
        moves = _moves(reading.text, sentence, cause, effect)
        if moves is None or (moves[0].up == moves[1].up) != trend.falls:
            continue
        start, end = min(each.start for each in moves), max(each.end for each in moves)
        if _is_apart(reading, trend, cause, effect):
            continue
        sure = _sureness(reading, fact, number, cause)
        if sure and not taken_back(reading, number, (start, end)):
            return Filling(fact, f"trend {trend.of}", sentence, start, end, sure)
    return None


def _is_ruled_out(reading: Reading, fact: Fact, sentence: Sentence) -> bool:
    named = reading.mentions_in(sentence.start, sentence.end) if fact.not_for else ()
    return any(set(reading.base.lineage(each.term)) & set(fact.not_for) for each in named)


def _moves(text: str, sentence: Sentence, cause: Span, effect: Span) -> tuple[_Move, _Move] | None:
    """Which way the two go, or None when it is not said of both."""
    if effect[1] <= cause[0]:
        if not _FOLLOWS.search(text[effect[1] : cause[0]]):
            return None
        return _following(text, sentence, cause, effect)
    first = _move(text, sentence.start, effect[0], cause)
    if first is None:
        return None
    second = _move(text, first.end, sentence.end, effect)
    if second is None:
        return None
    reset = is_reset(text[first.end : second.start])
    return (first if reset is None else _Move(first.start, first.end, reset)), second


def _move(text: str, left: int, right: int, span: Span) -> _Move | None:
    """The quantity at *span* with the word for up or down right before it, or else right behind it."""
    before = text[max(left, span[0] - 40) : span[0]]
    if found := led(before, causes=False):
        return _Move(span[0] - found[0], span[1], found[1] is UP)
    if found := trailed(text[span[1] : min(right, span[1] + 40)]):
        return _Move(span[0], span[1] + found[0], found[1] is UP)
    if found := led(before, causes=True):
        return _Move(span[0] - found[0], span[1], found[1] is UP)
    return None


def _following(text: str, sentence: Sentence, cause: Span, effect: Span) -> tuple[_Move, _Move] | None:
    """ "召回率随 nprobe 增大而降低", "recall falls with nprobe", "速度与 nprobe 成反比"."""
    behind = text[cause[1] : min(sentence.end, cause[1] + 24)]
    for pattern, up in ((_IN_STEP, True), (_AGAINST, False)):
        if found := pattern.match(behind):
            return _Move(*cause, up=True), _Move(effect[0], cause[1] + found.end(), up)
    first = _move(text, effect[1], sentence.end, cause)
    second = _move(text, sentence.start, cause[0], effect) or _later(text, effect, cause[0])
    if second is None and first is not None:
        then = trailed(text[first.end : sentence.end])
        second = _Move(effect[0], first.end + then[0], then[1] is UP) if then else None
    if second is None:
        return None
    return first or _Move(*cause, up=True), second


def _later(text: str, effect: Span, end: int) -> _Move | None:
    """The quantity with its word behind an attribute: "the benefit of chain of thought grows with"."""
    for space in _SPACE.finditer(text, effect[1], end):
        if found := trailed(text[space.start() : end]):
            return _Move(effect[0], space.start() + found[0], found[1] is UP)
    return None


def _is_apart(reading: Reading, trend: Trend, cause: Span, effect: Span) -> bool:
    """Whether the two stand too far apart, in two claims, or another mention of the cause stands between them."""
    left, right = min(cause[1], effect[1]), max(cause[0], effect[0])
    between = reading.text[left:right]
    if len(between) > _FARTHEST or _TURNS.search(between) or len(_BREAK.findall(between)) > _MOST_BREAKS:
        return True
    return any(left <= a and b <= right for a, b in reading.found(trend.of))


def _sureness(reading: Reading, fact: Fact, number: int, span: Span) -> float:
    """How surely *span* is about one of the fact's terms; a sentence that names no rival is about those it names."""
    wanted, sentence = frozenset(fact.about), reading.sentences[number]
    named = reading.mentions_in(sentence.start, sentence.end)
    own = [each for each in named if wanted & set(reading.base.lineage(each.term))]
    if own and not any(rivals(reading, fact, sentence.start, sentence.end)):
        return 1.0
    told = [each for kind in kinds(reading.base, fact) if (each := subject(reading, number, *span, kind))]
    sure = max((each.sure for each in told if is_about(reading, each, wanted)), default=0.0)
    return sure if sure >= _LEAST_SURE else 0.0
