"""The detector of claims that say what a fact denies.

A fact is looked at only when the answer or its question names something it is about.  A sentence gets a flag
when it holds all the words of one of the fact's wrong patterns, close together, is about the fact's subject,
and neither denies, asks nor only supposes them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from graders.audit.cited import fact_flag
from graders.audit.denial import is_denied, is_negated, is_supposed
from graders.audit.matching import Spans, kinds, rivals, ways
from graders.audit.reading import Reading, Reference, Sentence, read
from graders.audit.subjects import is_about, is_compared, stands_alone, subject
from graders.facts import Fact, FactBase, Wrong
from questions.records import Flag

DETECTOR = "facts/1"
_SURE = 0.92  # that words which match a pattern in all respects are wrong
_NEARBY = 2  # sentences before, in which the matter may be named
_MOST_FLAGS = 200  # in one answer; who says so much that is wrong has been told enough


@dataclass(frozen=True, slots=True)
class _Found:
    """A fact with the words that go against it, and how sure that is."""

    fact: Fact
    wrong: Wrong
    sentence: Sentence
    spans: Spans
    sure: float


def find(question: str, text: str, facts: FactBase) -> tuple[Flag, ...]:
    """The flags of one *text* that answers *question*; good for learners' answers too."""
    return find_in(read(Reference(id="", question=question, answer=text), facts))


def detect(readings: Sequence[Reading]) -> tuple[tuple[Flag, ...], ...]:
    """For each reading, the flags of claims that a fact denies."""
    return tuple(find_in(reading) for reading in readings)


def find_in(reading: Reading) -> tuple[Flag, ...]:
    """The flags of one *reading*, in the order of its words."""
    best: dict[tuple[str, tuple[int, int]], _Found] = {}
    for found in islice(_all(reading), _MOST_FLAGS):
        start, end = min(a for a, _ in found.spans), max(b for _, b in found.spans)
        key = (found.fact.id, reading.clause(start, end, found.sentence))
        if key not in best or found.sure > best[key].sure:
            best[key] = found
    flags = [_flag(reading, found) for found in best.values()]
    return tuple(sorted(flags, key=lambda flag: (flag.start, flag.end, flag.correction)))


def _all(reading: Reading) -> Iterator[_Found]:
    for fact in reading.base.about(reading.named):
        for wrong in fact.wrong:
            if not wrong.is_example and all(reading.found(group) for group in wrong.says):
                yield from _wrongs(reading, fact, wrong)


def _wrongs(reading: Reading, fact: Fact, wrong: Wrong) -> Iterator[_Found]:
    for number, sentence in _candidates(reading, wrong):
        if sentence.asks or not _applies(reading, fact, wrong, sentence):
            continue
        yield from _in_sentence(reading, fact, wrong, number)


def _candidates(reading: Reading, wrong: Wrong) -> Iterator[tuple[int, Sentence]]:
    """The sentences that hold the rarest group; every one when only a number is looked for."""
    if not wrong.says:
        yield from enumerate(reading.sentences)
        return
    rarest = min((reading.found(group) for group in wrong.says), key=len)
    for number in sorted({reading.sentence_at(start) for start, _ in rarest}):
        yield number, reading.sentences[number]


def _applies(reading: Reading, fact: Fact, wrong: Wrong, sentence: Sentence) -> bool:
    if fact.not_for:
        named = {mention.term for mention in reading.mentions_in(sentence.start, sentence.end)}
        block = reading.blocks[sentence.block]
        named |= {mention.term for mention in reading.place(block.label)[1]} if block.label else set()
        if any(set(reading.base.lineage(term)) & set(fact.not_for) for term in named):
            return False
    if any(reading.found(group) for group in wrong.unless_anywhere):
        return False
    return all(_asked(reading, group, sentence) for group in wrong.asked)


def _asked(reading: Reading, group: str, sentence: Sentence) -> bool:
    pattern = reading.base.pattern(group)
    if pattern.search(reading.question):
        return True
    block = reading.blocks[sentence.block]
    if any(pattern.search(reading.place(place)[0]) for place in block.leads):
        return True
    first = reading.sentence_at(sentence.start)
    before = reading.sentences[max(0, first - _NEARBY) : first]
    return any(pattern.search(reading.text, each.start, each.end) for each in before)


def _in_sentence(reading: Reading, fact: Fact, wrong: Wrong, number: int) -> Iterator[_Found]:
    """The wrong claims of one sentence, each in other clauses than those before it."""
    sentence = reading.sentences[number]
    taken: list[tuple[int, int]] = []
    for spans in ways(reading, fact, wrong, sentence):
        start, end = min(a for a, _ in spans), max(b for _, b in spans)
        named = _names_it(reading, fact, sentence, spans)
        sure = 1.0 if named else _sureness(reading, fact, number, start, end)
        if not sure or (not named and _is_of_others(reading, fact, number, spans)):
            continue
        if _excused(reading, fact, wrong, sentence, start, end):
            continue
        if any(a < end and start < b for a, b in taken) or _taken_back(reading, number, spans):
            continue
        taken.append(reading.clause(start, end, sentence))
        yield _Found(fact, wrong, sentence, spans, _SURE * sure)


def _is_of_others(reading: Reading, fact: Fact, number: int, spans: tuple[tuple[int, int], ...]) -> bool:
    """Whether words whose subject stands further up speak of something nearer all the same."""
    sentence = reading.sentences[number]
    if _others_between(reading, fact, sentence, spans):
        return True
    return (
        bool(number)
        and reading.sentences[number - 1].block == sentence.block
        and stands_alone(reading, sentence, min(spans))
    )


def _sureness(reading: Reading, fact: Fact, number: int, start: int, end: int) -> float:
    """How sure it is that the words are about one of the fact's terms; 0 when they are not.

    Of subjects of several kinds only the nearest count: "LLaVA ..." below a heading on the Q-Former is about LLaVA.
    """
    wanted = frozenset(fact.about)
    found = [
        each for kind in kinds(reading.base, fact) if (each := subject(reading, number, start, end, kind))
    ]
    nearest = max((each.sure for each in found), default=0.0)
    return max(
        (each.sure for each in found if each.sure == nearest and is_about(reading, each, wanted)), default=0.0
    )


def _excused(reading: Reading, fact: Fact, wrong: Wrong, sentence: Sentence, start: int, end: int) -> bool:
    """Whether one of the pattern's *unless* stands in the part of the sentence that is about the fact's subject.

    The part begins behind a rival's name and ends with one: what is said of BatchNorm excuses nothing that is said of
    LayerNorm, but "..., which is what BigBird adds" excuses Longformer.
    """
    others = [
        mention
        for mention in rivals(reading, fact, sentence.start, sentence.end)
        if not is_compared(reading.text, mention, sentence)
    ]
    left = max((mention.end for mention in others if mention.end <= start), default=sentence.start)
    right = min((mention.end for mention in others if mention.start >= end), default=sentence.end)
    return any(
        left <= a and b <= right for group in wrong.unless for a, b in reading.found_in(group, sentence)
    )


def _names_it(reading: Reading, fact: Fact, sentence: Sentence, spans: Spans) -> bool:
    """Whether the pattern's own words name the fact's subject, and not in a comparison."""
    wanted = set(fact.about)
    return any(
        wanted & set(reading.base.lineage(mention.term)) and not is_compared(reading.text, mention, sentence)
        for start, end in spans
        for mention in reading.mentions_in(start, end)
    )


def _others_between(reading: Reading, fact: Fact, sentence: Sentence, spans: Spans) -> bool:
    """Whether another thing of the kind is named between the words, so that they belong to two claims."""
    start, end = min(a for a, _ in spans), max(b for _, b in spans)
    return any(
        not any(a < mention.end and mention.start < b for a, b in spans)
        and not is_compared(reading.text, mention, sentence)
        for mention in rivals(reading, fact, start, end)
    )


def _taken_back(reading: Reading, number: int, spans: Spans) -> bool:
    """Whether the sentence denies, only reports, or only supposes what the words say."""
    sentence = reading.sentences[number]
    names = tuple((each.start, each.end) for each in reading.mentions_in(sentence.start, sentence.end))
    if is_negated(reading.text, sentence.start, sentence.end, spans, names):
        return True
    last = max(a for a, _ in spans)
    clause, _ = reading.clause(last, last + 1, sentence)
    if is_supposed(reading.text, clause, last):
        return True
    after = reading.sentences[number + 1] if number + 1 < len(reading.sentences) else None
    following = reading.text[after.start : after.end] if after else ""
    return is_denied(reading.text[sentence.start : sentence.end], following)


def _flag(reading: Reading, found: _Found) -> Flag:
    start, end = min(a for a, _ in found.spans), max(b for _, b in found.spans)
    return fact_flag(
        reading,
        found.fact,
        reading.clause(start, end, found.sentence),
        detector=DETECTOR,
        confidence=found.sure,
        verdict=found.wrong.verdict,
        severity=found.wrong.severity,
    )
