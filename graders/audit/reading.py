"""A reference answer, read: its sentences in plain form, the terms they name, and what each is about."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from graders.audit.blocks import Block, blocks
from graders.audit.sentences import CLAUSE_END, affirmed, sentences, states_nothing
from graders.facts import FactBase, Mention
from graders.facts.plain import Plain, plain
from graders.text import language_of

LONGEST = 100_000  # characters that are read; more is no reference answer, and time must stay bounded
_ASKS_WHICH = re.compile(
    r"什么|哪|谁|如何|怎样|怎么|\b(?:which|what|who|how)\b|^(?:name|give|list|state)\b|区别|介绍|写出"
)
_MARKS = ("*", "`", "_", "$")
_VERBS = re.compile(r"@(?:is|built_on)(?:\||$)")


@dataclass(frozen=True)
class Reference:
    """A question with the answer that counts as right; *group* is where it comes from, *heading_path* its headings."""

    id: str
    question: str
    answer: str | None
    group: str = ""
    heading_path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """Characters *start* up to *end* of the reading's text, the *block*-th block's; *asks* when it states nothing."""

    start: int
    end: int
    block: int
    asks: bool


@dataclass(frozen=True)
class _Matches:
    """Where a pattern was found, in order."""

    spans: tuple[tuple[int, int], ...]

    @cached_property
    def starts(self) -> tuple[int, ...]:
        return tuple(start for start, _ in self.spans)


@dataclass(frozen=True)
class Reading:
    """*text* is the answer's sentences in plain form, a line each.

    Character i of it comes from characters ``origin[i]`` up to ``until[i]`` of the answer.  The last sentence may be
    the question itself, when the answer begins with yes and so says what was asked.
    """

    reference: Reference
    base: FactBase
    text: str
    origin: tuple[int, ...]
    until: tuple[int, ...]
    sentences: tuple[Sentence, ...]
    blocks: tuple[Block, ...]
    _found: dict[str, _Matches] = field(default_factory=dict, repr=False, compare=False)
    _contexts: dict[tuple[int, int], tuple[str, tuple[Mention, ...]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def answer(self) -> str:
        """The answer as it was written."""
        return self.reference.answer or ""

    @cached_property
    def language(self) -> str:
        """The language in which a correction should be: ``zh`` or ``en``."""
        return language_of(self.answer) or language_of(self.reference.question) or "en"

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """The terms that the answer names, with their places in *text*."""
        return _named(self.base, Plain(self.text, self.origin), self.answer)

    @cached_property
    def question(self) -> str:
        """The question in plain form."""
        return plain(self.reference.question).text

    @cached_property
    def asked_about(self) -> tuple[Mention, ...]:
        """The terms that the question names."""
        asked = self.reference.question
        return _named(self.base, plain(asked), asked)

    @cached_property
    def headings(self) -> tuple[tuple[Mention, ...], ...]:
        """The terms that each heading above the question names, the nearest first."""
        return tuple(
            _named(self.base, plain(words), words) for words in reversed(self.reference.heading_path)
        )

    @cached_property
    def named(self) -> frozenset[str]:
        """Every term that the answer, its labels and leads, the question or a heading names."""
        places = {place for block in self.blocks for place in (*block.leads, block.label) if place}
        above = (mention for place in places for mention in self.place(place)[1])
        headings = (mention for heading in self.headings for mention in heading)
        return frozenset(each.term for each in (*self.mentions, *self.asked_about, *above, *headings))

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(sentence.start for sentence in self.sentences)

    @cached_property
    def _mention_starts(self) -> tuple[int, ...]:
        return tuple(mention.start for mention in self.mentions)

    def sentence_at(self, position: int) -> int:
        """The number of the sentence that holds *position*."""
        return max(0, bisect_right(self._starts, position) - 1)

    def mentions_in(self, start: int, end: int) -> tuple[Mention, ...]:
        """The terms named between *start* and *end*."""
        first = bisect_right(self._mention_starts, start - 1)
        last = bisect_right(self._mention_starts, end - 1)
        return self.mentions[first:last]

    def mentions_over(self, start: int, end: int) -> bool:
        """Whether a name covers some of the characters *start* up to *end*."""
        return any(
            each.start < end and start < each.end for each in self.mentions_in(max(0, start - 40), end)
        )

    def found(self, group: str) -> tuple[tuple[int, int], ...]:
        """Where in the text *group* is found; looked for once."""
        return self._matches(group).spans

    def _matches(self, group: str) -> _Matches:
        if group not in self._found:
            pattern = self.base.pattern(group)
            spans = tuple(match.span() for match in pattern.finditer(self.text) if match[0])
            self._found[group] = _Matches((*self._silent(group), *spans))
        return self._found[group]

    def _silent(self, group: str) -> tuple[tuple[int, int], ...]:
        """The verb that an answer leaves to its question: "Which activation does it use?" "GELU"."""
        if self.sentences and _VERBS.match(group) and _ASKS_WHICH.search(self.question):
            return ((self.sentences[0].start, self.sentences[0].start),)
        return ()

    def found_in(self, group: str, sentence: Sentence) -> tuple[tuple[int, int], ...]:
        """Where in one *sentence* *group* is found."""
        matches = self._matches(group)
        first = bisect_left(matches.starts, sentence.start)
        last = bisect_right(matches.starts, sentence.end)
        return tuple(span for span in matches.spans[first:last] if span[1] <= sentence.end)

    def place(self, place: tuple[int, int]) -> tuple[str, tuple[Mention, ...]]:
        """A label or lead of the answer in plain form, and the terms it names."""
        if place not in self._contexts:
            words = plain(self.answer, *place)
            self._contexts[place] = words.text, _named(self.base, words, self.answer)
        return self._contexts[place]

    def quote(self, start: int, end: int) -> tuple[str, int, int]:
        """The words of the answer behind characters *start* up to *end* of the text, with their offsets."""
        left, right = self.origin[start], self.until[end - 1]
        while (
            self.answer[right : right + 1] in _MARKS
            and self.answer.count(self.answer[right], left, right) % 2
        ):
            right += 1  # the mark that closes what the quote opens
        return self.answer[left:right], left, right

    def clause(self, start: int, end: int, sentence: Sentence) -> tuple[int, int]:
        """*start* and *end* widened to the commas around them, within *sentence*."""
        left, right = sentence.start, sentence.end
        for mark in CLAUSE_END.finditer(self.text, sentence.start, sentence.end):
            if mark.end() <= start and mark[0] != "、":
                left = mark.end()
            elif mark.start() >= end and mark[0] != "、":
                right = mark.start()
                break
        while left < start and self.text[left] in " ([\"'-":
            left += 1
        return left, max(end, right)


def _named(base: FactBase, words: Plain, original: str) -> tuple[Mention, ...]:
    """The terms that *words* name, but for those that are written otherwise in the *original*."""
    return tuple(
        each
        for each in base.mentions(words.text)
        if not base.terms[each.term].cased
        or base.terms[each.term].may_be(original[slice(*words.span(each.start, each.end))])
    )


@dataclass(slots=True)
class _Pages:
    """Collects sentences and where their characters come from."""

    pieces: list[str] = field(default_factory=list)
    origin: list[int] = field(default_factory=list)
    until: list[int] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)

    def add(self, text: str, origin: Sequence[int], until: Sequence[int], block: int, *, asks: bool) -> None:
        left = len(self.origin)
        self.pieces.append(text + "\n")
        self.origin.extend((*origin, until[-1]))
        self.until.extend((*until, until[-1]))
        self.sentences.append(Sentence(left, left + len(text), block, asks))


def read(reference: Reference, base: FactBase) -> Reading:
    """*reference* with its sentences found.  Linear in its length."""
    answer = (reference.answer or "")[:LONGEST]
    found = blocks(answer)
    pages = _Pages()
    for number, block in enumerate(found):
        words = plain(answer, block.start, block.end)
        for start, end in sentences(words.text):
            text, origin = words.text[start:end], words.origin[start:end]
            pages.add(text, origin, [at + 1 for at in origin], number, asks=states_nothing(text))
    first = pages.pieces[0].rstrip("\n") if pages.pieces else ""
    claimed = affirmed(plain(reference.question).text, first)
    if claimed:
        claim, length = claimed
        left, right = pages.origin[0], pages.until[length - 1]
        pages.add(claim, [left] * len(claim), [right] * len(claim), 0, asks=False)
    return Reading(
        reference,
        base,
        "".join(pages.pieces),
        tuple(pages.origin),
        tuple(pages.until),
        tuple(pages.sentences),
        found,
    )


def read_all(references: Sequence[Reference], base: FactBase) -> tuple[Reading, ...]:
    """Every reference, read."""
    return tuple(read(reference, base) for reference in references)
