"""A reference answer, read: its sentences in plain form, the terms they name, and what each is about."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from graders.audit.blocks import Block, blocks
from graders.facts import FactBase, Mention
from graders.facts.plain import plain
from graders.text import language_of

LONGEST = 100_000  # characters that are read; more is no reference answer, and time must stay bounded
_LONGEST_SENTENCE = 600
_STOP = re.compile(r"[。!?;]+[\"')\]》」]*|\.(?=\s|$)(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bvs\.)(?<!\bet al\.)")
_CLAUSE = re.compile(r"[,:、。!?;]|\s-\s|\.(?=\s|$)")
_ASKS = re.compile(
    r"\?|^(?:为什么|为何|如何|怎么|什么是|是否|why |how |what |which |does |do |is |are |can )"
)


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
class Reading:
    """*text* is the answer's sentences in plain form, a line each; *origin* leads back to the answer."""

    reference: Reference
    base: FactBase
    text: str
    origin: tuple[int, ...]
    sentences: tuple[Sentence, ...]
    blocks: tuple[Block, ...]
    _found: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict, repr=False, compare=False)
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
        return self.base.mentions(self.text)

    @cached_property
    def question(self) -> str:
        """The question in plain form."""
        return plain(self.reference.question).text

    @cached_property
    def asked_about(self) -> tuple[Mention, ...]:
        """The terms that the question names."""
        return self.base.mentions(self.question)

    @cached_property
    def headings(self) -> tuple[tuple[Mention, ...], ...]:
        """The terms that each heading above the question names, the nearest first."""
        return tuple(self.base.mentions(plain(words).text) for words in reversed(self.reference.heading_path))

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
        if group not in self._found:
            pattern = self.base.pattern(group)
            self._found[group] = tuple(match.span() for match in pattern.finditer(self.text) if match[0])
        return self._found[group]

    def found_in(self, group: str, sentence: Sentence) -> tuple[tuple[int, int], ...]:
        """Where in one *sentence* *group* is found."""
        return tuple(
            span for span in self.found(group) if sentence.start <= span[0] and span[1] <= sentence.end
        )

    def place(self, place: tuple[int, int]) -> tuple[str, tuple[Mention, ...]]:
        """A label or lead of the answer in plain form, and the terms it names."""
        if place not in self._contexts:
            words = plain(self.answer, *place).text
            self._contexts[place] = words, self.base.mentions(words)
        return self._contexts[place]

    def quote(self, start: int, end: int) -> tuple[str, int, int]:
        """The words of the answer behind characters *start* up to *end* of the text, with their offsets."""
        left, right = self.origin[start], self.origin[end - 1] + 1
        return self.answer[left:right], left, right

    def clause(self, start: int, end: int, sentence: Sentence) -> tuple[int, int]:
        """*start* and *end* widened to the commas around them, within *sentence*."""
        left, right = sentence.start, sentence.end
        for mark in _CLAUSE.finditer(self.text, sentence.start, sentence.end):
            if mark.end() <= start and mark[0] != "、":
                left = mark.end()
            elif mark.start() >= end and mark[0] != "、":
                right = mark.start()
                break
        while left < start and self.text[left] in " ([\"'-":
            left += 1
        return left, max(end, right)


def read(reference: Reference, base: FactBase) -> Reading:
    """*reference* with its sentences found.  Linear in its length."""
    answer = (reference.answer or "")[:LONGEST]
    found = blocks(answer)
    pieces: list[str] = []
    origin: list[int] = []
    sentences: list[Sentence] = []
    for number, block in enumerate(found):
        words = plain(answer, block.start, block.end)
        for start, end in _sentences(words.text):
            left = len(origin)
            pieces.append(words.text[start:end] + "\n")
            origin.extend(words.origin[start:end])
            origin.append(words.origin[end - 1] + 1)
            sentences.append(Sentence(left, len(origin) - 1, number, _states_nothing(words.text[start:end])))
    return Reading(reference, base, "".join(pieces), tuple(origin), tuple(sentences), found)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    position = 0
    for mark in _STOP.finditer(text):
        yield from _pieces(text, position, mark.end())
        position = mark.end()
    yield from _pieces(text, position, len(text))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentence between *start* and *end*, cut at commas when it is too long to be one."""
    while end - start > _LONGEST_SENTENCE:
        comma = max(text.rfind(mark, start, start + _LONGEST_SENTENCE) for mark in ",:、 ")
        cut = comma + 1 if comma > start else start + _LONGEST_SENTENCE
        if text[start:cut].strip():
            yield _trimmed(text, start, cut)
        start = cut
    if text[start:end].strip():
        yield _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    return start, end


def _states_nothing(sentence: str) -> bool:
    return bool(_ASKS.search(sentence)) and sentence.rstrip("\"')")[-1:] == "?"


def read_all(references: Sequence[Reference], base: FactBase) -> tuple[Reading, ...]:
    """Every reference, read."""
    return tuple(read(reference, base) for reference in references)
