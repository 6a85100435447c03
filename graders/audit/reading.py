"""A reference answer, read: its sentences in plain form, the terms they name, and what each is about."""

import re
from bisect import bisect_left, bisect_right
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
_YES_OR_NO = re.compile(
    r"吗$|是否|能否|可否|会不会|能不能|是不是|要不要|有没有|^(?:is|are|was|does|do|did|can|could|will|has|have|must|should) "
)
_ASKING_WORDS = re.compile(r"吗$|是否|能否|可否")
_YES = re.compile(
    r"(?:能|会|是的?|对的?|可以|有|需要|正确|没错|可以保证|yes|yep|true|correct|right|it does|it is|they do|they are|of course)"
    r"(?=$|[,。.;!:、 ])"
)
_ASKS_WHICH = re.compile(
    r"什么|哪|谁|如何|怎样|怎么|\b(?:which|what|who|how)\b|^(?:name|give|list|state)\b|区别|介绍|写出"
)
_VERBS = re.compile(r"@(?:is|built_on)(?:\||$)")
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
            words = plain(self.answer, *place).text
            self._contexts[place] = words, self.base.mentions(words)
        return self._contexts[place]

    def quote(self, start: int, end: int) -> tuple[str, int, int]:
        """The words of the answer behind characters *start* up to *end* of the text, with their offsets."""
        left, right = self.origin[start], self.until[end - 1]
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
        for start, end in _sentences(words.text):
            text, origin = words.text[start:end], words.origin[start:end]
            pages.add(text, origin, [at + 1 for at in origin], number, asks=_states_nothing(text))
    _add_affirmed(pages, reference.question)
    return Reading(
        reference,
        base,
        "".join(pages.pieces),
        tuple(pages.origin),
        tuple(pages.until),
        tuple(pages.sentences),
        found,
    )


def _add_affirmed(pages: _Pages, question: str) -> None:
    """When the answer begins with yes, what the question asks is claimed by its first clause."""
    asked = plain(question).text.rstrip("?。. ")
    if not pages.sentences or not _YES_OR_NO.search(asked):
        return
    first = pages.pieces[0].rstrip("\n")
    if not _YES.match(first):
        return
    clause = _CLAUSE.search(first)
    end = clause.start() if clause else len(first)
    claim = _ASKING_WORDS.sub("", asked)
    if claim and end:
        left, right = pages.origin[0], pages.until[end - 1]
        pages.add(claim, [left] * len(claim), [right] * len(claim), 0, asks=False)


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
