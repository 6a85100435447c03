"""The detector of two places that cannot both be right.

Some slots hold one value for one thing: a model normalises before or after its sub-layers, a position encoding
acts on Q and K or on Q and V.  Sentences that fill one slot of one thing with different values, within an
answer or between the answers of one document, disagree.  Which place is wrong is not known here: the one that a
fact denies, else the one in the minority, else both are flagged, with the other place as the evidence.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graders.audit.denial import is_denied, is_negated
from graders.audit.facts import find_in
from graders.audit.reading import Reading, Sentence
from graders.audit.subjects import is_compared, subject
from graders.facts import Attribute, Mention
from questions.records import Citation, Flag, FlagVerdict, Severity

DETECTOR = "consistency/1"
_SURE_IN_ANSWER, _SURE_IN_GROUP = 0.75, 0.65
_QUOTED = 120


@dataclass(frozen=True, slots=True)
class _Filled:
    """A sentence that fills the slot *attribute* of *term* with *value*."""

    reading: int
    term: str
    attribute: str
    value: str
    start: int
    end: int


def detect(readings: Sequence[Reading]) -> tuple[tuple[Flag, ...], ...]:
    """For each reading, the flags of places that disagree with another place of it or of its group."""
    flags: list[list[Flag]] = [[] for _ in readings]
    denied = [tuple((flag.start, flag.end) for flag in find_in(reading)) for reading in readings]
    for filled in _slots(readings).values():
        for place, other in _disagreeing(filled, readings, denied):
            flags[place.reading].append(_flag(readings, place, other))
    return tuple(tuple(sorted(found, key=lambda flag: flag.start)) for found in flags)


def _slots(readings: Sequence[Reading]) -> dict[tuple[str, str, str], list[_Filled]]:
    """What fills each slot, by the answer's group (the answer itself when it has none), term and attribute."""
    slots: dict[tuple[str, str, str], list[_Filled]] = defaultdict(list)
    for number, reading in enumerate(readings):
        group = reading.reference.group or f"\0{number}"
        for filled in _filled(number, reading):
            slots[group, filled.term, filled.attribute].append(filled)
    return slots


def _filled(number: int, reading: Reading) -> Iterator[_Filled]:
    for name, attribute in reading.base.attributes.items():
        values = frozenset(attribute.values)
        for mention in reading.mentions:
            if mention.term in values:
                yield from _one(number, reading, name, attribute, mention)


def _one(
    number: int, reading: Reading, name: str, attribute: Attribute, mention: Mention
) -> Iterator[_Filled]:
    place = reading.sentence_at(mention.start)
    sentence = reading.sentences[place]
    others = reading.mentions_in(sentence.start, sentence.end)
    if sentence.asks or {each.term for each in others} & set(attribute.values) != {mention.term}:
        return
    if is_compared(reading.text, mention, sentence) or _is_taken_back(reading, place, mention):
        return
    if attribute.said_with and not _is_said(reading, attribute.said_with, mention, sentence):
        return
    for kind in attribute.kinds:
        about = subject(reading, place, mention.start, mention.end, kind)
        if about and len(about.terms) == 1 and not about.terms & reading.base.umbrellas:
            left, right = reading.clause(mention.start, mention.end, sentence)
            yield _Filled(number, next(iter(about.terms)), name, mention.term, left, right)


def _is_said(reading: Reading, words: str, mention: Mention, sentence: Sentence) -> bool:
    """Whether the clause says that the value is the thing's, and does not speak of the value itself."""
    start, _ = reading.clause(mention.start, mention.end, sentence)
    return any(start <= left and right <= mention.start for left, right in reading.found_in(words, sentence))


def _is_taken_back(reading: Reading, place: int, mention: Mention) -> bool:
    sentence = reading.sentences[place]
    span = ((mention.start, mention.end),)
    words = reading.text[sentence.start : sentence.end]
    return is_negated(reading.text, sentence.start, sentence.end, span) or is_denied(words, "")


def _disagreeing(
    filled: Sequence[_Filled], readings: Sequence[Reading], denied: Sequence[Iterable[tuple[int, int]]]
) -> Iterator[tuple[_Filled, _Filled]]:
    """The places to flag, each with one that says otherwise."""
    counts = Counter(place.value for place in filled)
    if len(counts) < 2:
        return
    wrong = [place for place in filled if _is_denied_by_fact(place, readings, denied)]
    if not wrong:
        most = max(counts.values())
        rare = [place for place in filled if counts[place.value] < most]
        wrong = rare or list(filled)
    for place in wrong:
        other = next((each for each in filled if each.value != place.value), None)
        if other is not None:
            yield place, other


def _is_denied_by_fact(
    place: _Filled, readings: Sequence[Reading], denied: Sequence[Iterable[tuple[int, int]]]
) -> bool:
    _, start, end = readings[place.reading].quote(place.start, place.end)
    return any(left < end and start < right for left, right in denied[place.reading])


def _flag(readings: Sequence[Reading], place: _Filled, other: _Filled) -> Flag:
    here, there = readings[place.reading], readings[other.reading]
    quote, start, end = here.quote(place.start, place.end)
    says, _, _ = there.quote(other.start, other.end)
    attribute = here.base.attributes[place.attribute]
    values = [here.base.terms[value].names[0] for value in (place.value, other.value)]
    name = here.base.terms[place.term].names[0]
    corrections = {
        "zh": f"关于 {name} 的{attribute.zh}，此处说“{values[0]}”，另一处说“{values[1]}”（“{says[:_QUOTED]}”）；请核对后统一。",
        "en": f"On {attribute.en} of {name} this place says '{values[0]}' and another '{values[1]}' "
        f'("{says[:_QUOTED]}"); check which is right and make them agree.',
    }
    same = place.reading == other.reading
    return Flag(
        quote=quote,
        start=start,
        end=end,
        verdict=FlagVerdict.INCONSISTENT,
        severity=Severity.MEDIUM,
        correction=corrections[here.language],
        corrections=corrections,
        evidence=(_citation(there, says, same=same),),
        detector=DETECTOR,
        confidence=_SURE_IN_ANSWER if same else _SURE_IN_GROUP,
    )


def _citation(there: Reading, says: str, *, same: bool) -> Citation:
    source = "the same answer" if same else f"{there.reference.group}: {there.reference.question}"
    return Citation(source=source, locator=says[:_QUOTED], quote=says[:_QUOTED])
