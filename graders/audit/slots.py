"""Claims that fill a slot of their subject, or count something of it, otherwise than a fact does.

"BLOOM encodes positions with RoPE" fills the slot *position* of BLOOM with RoPE; a fact says that it is ALiBi.
The wording is free: the clause needs a value of the slot, its cue, and the subject.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graders.audit.denial import is_denied, is_negated, is_supposed
from graders.audit.matching import kinds
from graders.audit.reading import Reading, Sentence
from graders.audit.subjects import is_about, is_compared, subject
from graders.facts import Count, Fact, FactBase, Mention, Slot
from graders.quantity import Quantity, quantities

_TOLERANCE = 0.02
_BESIDE_LATIN, _BESIDE_CJK = 14, 5  # characters between a number and what it counts
_REPLACED = re.compile(
    r"(?:代替|取代|替代|替换|去掉|放弃|replac\w*|instead of|in place of)(?:了| the| a| its)?\s?$"
)
_RULED_OUT = re.compile(r"(?:不是|而非|并非|rather than|instead of|\bnot)\s?(?:the |an? )?$")
_KEPT = re.compile(
    r"(?:沿用了?|继承了?|基于|\b(?:keeps|based on|built on))\s?(?:the |标准的?|传统的?|原始的?)?$"
)
_CHANGED = re.compile(
    r"^\s?(?:层|结构|方式)?(?:则)?(?:被|已)?(?:升级|更换|换|改|变|替换|演变)(?:成|为|到|了)"
    r"|^\s?(?:is|was|has been|were|are) (?:replaced|upgraded|swapped|dropped|abandoned)"
)
_GOES_ON = re.compile(r"\s(?:one|two|three|four|five|six|seven|eight|nine)\b")
_BARE_SIZE = re.compile(r"(?<![\w.])\d+(?:\.\d+)?b(?!\w)")
_LEAST_SURE = 0.85  # below this the subject is only guessed

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Filling:
    """Words of a sentence that go against *fact*, and how surely they are about its subject.

    *what* they fill: the slot or the count; another fact may say the same of it.
    """

    fact: Fact
    what: str
    sentence: Sentence
    start: int
    end: int
    sure: float


def fillings(reading: Reading) -> Iterator[Filling]:
    """What *reading* says otherwise than the facts about what it names."""
    for fact in reading.base.about(reading.named):
        for name, right in fact.holds.items():
            yield from _values(reading, fact, name, frozenset(right))
        for name, numbers in fact.counts.items():
            yield from _numbers(reading, fact, name, numbers)


def _values(reading: Reading, fact: Fact, name: str, right: frozenset[str]) -> Iterator[Filling]:
    slot = reading.base.slots[name]
    for value, pattern in slot.values.items():
        if value in right:
            continue
        for span in reading.found(pattern):
            number = reading.sentence_at(span[0])
            sentence = reading.sentences[number]
            if span[1] > sentence.end or not _fills(reading, slot, right, span, sentence):
                continue
            sure = _sureness(reading, fact, name, number, span)
            if sure and not taken_back(reading, number, span):
                yield Filling(fact, name, sentence, *span, sure)


def _fills(reading: Reading, slot: Slot, right: frozenset[str], span: Span, sentence: Sentence) -> bool:
    """Whether the clause around *span* puts a value into the slot, and no right one beside it."""
    left, end = reading.clause(*span, sentence)
    if slot.cue is not None and not (
        _is_cued(reading, slot.cue, left, end, sentence) or _is_headed(reading, slot, sentence)
    ):
        return False
    if any(_stands(reading, group, left, end, sentence) for group in slot.unless):
        return False
    if _is_part_of_a_name(reading, span):
        return False
    return slot.only or not any(_affirms(reading, slot.values[value], left, end, sentence) for value in right)


def _affirms(reading: Reading, group: str, left: int, right: int, sentence: Sentence) -> bool:
    """Whether *group* stands there, and not as what is ruled out: "it uses RoPE, not ALiBi"."""
    return any(
        left <= a and b <= right and not _RULED_OUT.search(reading.text, left, a)
        for a, b in reading.found_in(group, sentence)
    )


def _stands(reading: Reading, group: str, left: int, right: int, sentence: Sentence) -> bool:
    return any(left <= a and b <= right for a, b in reading.found_in(group, sentence))


def _is_cued(reading: Reading, group: str, left: int, right: int, sentence: Sentence) -> bool:
    """Whether *group* stands there outside of any name: "KV cache" does not say that something is cached."""
    return any(
        left <= a
        and b <= right
        and not any(m.start <= a and b <= m.end for m in reading.mentions_in(left, b))
        for a, b in reading.found_in(group, sentence)
    )


def _is_headed(reading: Reading, slot: Slot, sentence: Sentence) -> bool:
    """Whether the block's label, or the head of its column, asks for the slot: "Activation: GELU"."""
    block = reading.blocks[sentence.block]
    head = block.leads[-2:-1] if block.kind == "cell" else ()
    words = [reading.place(place)[0] for place in (block.label, *head) if place]
    return any(
        slot.cue is not None
        and reading.base.pattern(slot.cue).search(each)
        and not any(reading.base.pattern(value).search(each) for value in slot.values.values())
        for each in words
    )


def _is_part_of_a_name(reading: Reading, span: Span) -> bool:
    """Whether the words are only a part of a longer name, as "adapter" is in "LLaMA-Adapter"."""
    return any(
        each.start <= span[0] and span[1] <= each.end and each.end - each.start > span[1] - span[0]
        for each in reading.mentions_in(max(0, span[0] - 40), span[1])
    )


def _numbers(reading: Reading, fact: Fact, name: str, right: tuple[float, ...]) -> Iterator[Filling]:
    count = reading.base.counts[name]
    for cue in reading.found(count.cue):
        number = reading.sentence_at(cue[0])
        sentence = reading.sentences[number]
        beside = tuple(_counted(reading, count, cue, sentence))
        if any(_is_right(count, found, right) for found in beside):
            continue
        for found in beside:
            span = (min(found.start, cue[0]), max(found.end, cue[1]))
            left, end = reading.clause(*span, sentence)
            if any(_is_cued(reading, group, left, end, sentence) for group in count.unless):
                continue
            if any(_is_right(count, each, right) for each in quantities(reading.text[left:end])):
                continue  # the same number said twice, as in "175B (1.75 x 10^11)"
            sure = _sureness(reading, fact, name, number, span)
            if sure and not taken_back(reading, number, span):
                yield Filling(fact, name, sentence, *span, sure)


def _is_right(count: Count, found: Quantity, right: tuple[float, ...]) -> bool:
    tolerance = 0.0 if count.exact else _TOLERANCE
    return any(abs(found.value - known) <= tolerance * abs(known) for known in right)


def _counted(reading: Reading, count: Count, cue: Span, sentence: Sentence) -> Iterator[Quantity]:
    """The numbers right before or behind the *cue*, when they are of its unit and size."""
    text, offset = reading.text[sentence.start : sentence.end], sentence.start
    for each in quantities(text):
        found = Quantity(each.value, each.unit, each.start + offset, each.end + offset)
        if found.unit not in (count.unit, "") or not count.least <= found.value <= count.most:
            continue
        between = (
            reading.text[found.end : cue[0]] if found.end <= cue[0] else reading.text[cue[1] : found.start]
        )
        apart = found.end <= cue[0] or cue[1] <= found.start
        if (apart and not _is_near(between)) or reading.mentions_over(found.start, found.end):
            continue
        if _GOES_ON.search(reading.text[found.start : found.end + 6]):
            continue  # "ninety six" without its hyphen reads as ninety
        yield found


def _is_near(between: str) -> bool:
    cjk = sum("㐀" <= letter <= "鿿" for letter in between)
    cut = (
        any(mark in between for mark in ",;、/和与及()")
        or " and " in between
        or any(map(str.isdigit, between))
    )
    return not cut and cjk <= _BESIDE_CJK and len(between) - cjk <= _BESIDE_LATIN


def _sureness(reading: Reading, fact: Fact, name: str, number: int, span: Span) -> float:
    """How surely the words are about the fact's subject, and about none that has a fact of its own for this."""
    if _is_of_another_size(reading, number, span):
        return 0.0
    wanted = frozenset(fact.about)
    told = [each for kind in kinds(reading.base, fact) if (each := subject(reading, number, *span, kind))]
    nearest = max((each.sure for each in told), default=0.0)
    told = [each for each in told if each.sure == nearest]
    # Of two subjects that are as near, one that the fact is not about may be the one that is meant.
    if nearest < _LEAST_SURE or not all(is_about(reading, each, wanted) for each in told):
        return 0.0
    named = {term for each in told for term in each.terms}
    return 0.0 if any(_has_its_own(reading.base, term, name, wanted) for term in named) else nearest


def _is_of_another_size(reading: Reading, number: int, span: Span) -> bool:
    """Whether the clause begins with a bare size, as in "..., and 13B uses ALiBi": a sibling of the one named before."""
    left, _ = reading.clause(*span, reading.sentences[number])
    bare = _BARE_SIZE.search(reading.text, left, span[0])
    return bool(bare and not reading.mentions_over(*bare.span()))


def _has_its_own(base: FactBase, term: str, name: str, wanted: frozenset[str]) -> bool:
    """Whether a narrower term than those *wanted* has a fact that says the same thing of it: GPT-3, not GPT."""
    for each in base.lineage(term):
        if each in wanted:
            return False
        if any(name in fact.holds or name in fact.counts for fact in base.about_exactly(each)):
            return True
    return False


def taken_back(reading: Reading, number: int, span: Span) -> bool:
    """Whether the sentence asks, denies, only supposes or only compares the words of *span*."""
    sentence = reading.sentences[number]
    before = reading.text[max(sentence.start, span[0] - 24) : span[0]]
    if sentence.asks:
        return True
    if not _KEPT.search(before) and is_compared(reading.text, Mention("", *span), sentence):
        return True
    if _REPLACED.search(before):
        return True
    if _CHANGED.match(reading.text[span[1] : min(sentence.end, span[1] + 24)]):
        return True
    names = tuple((each.start, each.end) for each in reading.mentions_in(sentence.start, sentence.end))
    if is_negated(reading.text, sentence.start, sentence.end, (span,), names):
        return True
    clause, _ = reading.clause(*span, sentence)
    if is_supposed(reading.text, clause, span[0]):
        return True
    after = reading.sentences[number + 1] if number + 1 < len(reading.sentences) else None
    following = reading.text[after.start : after.end] if after else ""
    return is_denied(reading.text[sentence.start : sentence.end], following)
