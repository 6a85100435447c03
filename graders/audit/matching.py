"""How a sentence can hold the words of a wrong pattern."""

import re
from collections.abc import Iterator
from itertools import pairwise, product

from graders.audit.reading import Reading, Sentence
from graders.facts import Fact, FactBase, Mention, Wrong
from graders.quantity import quantities

_MOST_WAYS = 48  # combinations of found words that are tried in one sentence
_CHARACTER_WIDTHS = (1.0, 0.4)  # of a Chinese and of any other character, in units of ``gap``
_TOLERANCE = 0.02
_MEASURE = re.compile(r"(?<=\d) ?个")

Spans = tuple[tuple[int, int], ...]


def ways(reading: Reading, fact: Fact, wrong: Wrong, sentence: Sentence) -> Iterator[Spans]:
    """Each way in which the sentence holds all groups close together, the closest first."""
    groups = [reading.found_in(group, sentence) for group in wrong.says]
    if wrong.value is not None:
        groups.append(_other_values(reading, wrong, sentence))
    if not all(groups):
        return
    close: list[Spans] = []
    for number, way in enumerate(product(*groups)):
        if number >= _MOST_WAYS:
            break
        if _is_close(reading.text, way, wrong) and not _cuts_a_name(reading, fact, sentence, way):
            close.append(way)
    yield from sorted(close, key=lambda way: max(b for _, b in way) - min(a for a, _ in way))


def _other_values(reading: Reading, wrong: Wrong, sentence: Sentence) -> Spans:
    """Where the sentence has a quantity of the right unit and a wrong size; nowhere when a right one is there too."""
    value = wrong.value
    if value is None:
        return ()
    spans = []
    # "2 个字节": the measure word stands between the number and its unit.
    words = _MEASURE.sub(lambda found: " " * len(found[0]), reading.text[sentence.start : sentence.end])
    for each in quantities(words):
        start, end = sentence.start + each.start, sentence.start + each.end
        if each.unit not in (value.unit, "") or each.value < value.least or reading.mentions_over(start, end):
            continue  # another kind of number, or a part of a name such as ChatGLM-6B
        if any(abs(each.value - right) <= _TOLERANCE * abs(right) for right in value.right):
            return ()
        if each.unit == value.unit or value.bare:
            spans.append((start, end))
    return tuple(spans)


def _is_close(text: str, way: Spans, wrong: Wrong) -> bool:
    """Whether the words stand apart, in order when asked, and near their neighbours."""
    line = way if wrong.ordered else tuple(sorted(way))
    return all(
        start >= end and _width(text[end:start]) <= wrong.gap for (_, end), (start, _) in pairwise(line)
    )


def _width(text: str) -> float:
    cjk = sum("㐀" <= character <= "鿿" for character in text)
    return cjk * _CHARACTER_WIDTHS[0] + (len(text) - cjk) * _CHARACTER_WIDTHS[1]


def _cuts_a_name(reading: Reading, fact: Fact, sentence: Sentence, way: Spans) -> bool:
    """Whether some of the words are only a part of a rival's name, as "learned" is in "learned position embedding"."""
    return any(
        mention.start <= start < end <= mention.end and end - start < mention.end - mention.start
        for mention in rivals(reading, fact, sentence.start, sentence.end)
        for start, end in way
    )


def rivals(reading: Reading, fact: Fact, start: int, end: int) -> Iterator[Mention]:
    """The other things of the fact's kinds that are named between *start* and *end*."""
    own = kinds(reading.base, fact)
    for mention in reading.mentions_in(start, end):
        if reading.base.terms[mention.term].kind in own and not _related(reading.base, mention.term, fact):
            yield mention


def kinds(base: FactBase, fact: Fact) -> tuple[str, ...]:
    """The kinds of the things that *fact* is about."""
    return tuple(dict.fromkeys(base.terms[term].kind for term in fact.about))


def _related(base: FactBase, term: str, fact: Fact) -> bool:
    return any(term in base.lineage(about) or about in base.lineage(term) for about in fact.about)
