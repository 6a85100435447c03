"""The statements of a document: its sentences, each with its place, its heading and the label before it."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from questions.records import Source
from quizgen.extract import extract
from quizgen.extract.evidence import Asks, asks, is_boilerplate
from quizgen.generate.passage import statement_lines, weight
from quizgen.generate.titles import bare_title, is_part, subject_of
from quizgen.language import language_of
from quizgen.outline import Kind, Outline, Section, outline
from quizgen.outline.inline import plain, unmarked
from quizgen.outline.toc import letters
from quizgen.points.labels import Label, leading_label
from quizgen.points.markup import Marked, marked
from quizgen.points.sentences import noise, sentences
from quizgen.readers import SourceText

_CHOICES = ("single_choice", "multiple_choice")
_DONE = re.compile(r"[。！？!?.;；:：…][”’」)）*_]*\s*$")
_MOST_OF_A_TOPIC = 400
_HAN_WRAP = 24
_LATIN_WRAP = 16
_STRONG = re.compile(r"(\*\*|__|`)(?=\S)([^*_`\n]{1,80}?)(?<=\S)\1")
# Emphasis in the midst of Chinese is often typed with spaces around it.
_SPLIT_HAN = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_TELLS = re.compile(
    r"总结|小结|结论|引言|简介|背景|前言|摘要|summary|conclusion|introduction|preface", re.IGNORECASE
)
_ASKS = re.compile(
    r"什么|如何|怎么|怎样|为何|哪|是否|^(?:what|why|how|when|which|who|is|are|do|does|can)\b", re.IGNORECASE
)
_ANSWER_MARK = re.compile(r"^(?:A|答|答案|回答|Answer|问|Q|题目|Question)\d*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Topic:
    """A section as questions see it: its headings, and *subject*, what it is about ("" when that cannot be told)."""

    path: tuple[str, ...]
    subject: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the document.

    *words* are what is read, without *label* (the words before its colon, "" without one); *quote* is the
    sentence as the document has it, label included, on lines *first* to *last* (1-based).
    *bold* are the words that it sets off.  *item* numbers the list items of the document, -1 outside of lists;
    *order* is the item's place in a numbered list or 0; *opens* says that it begins its item or paragraph.
    *lines* are those of the whole document.
    """

    words: str
    quote: str
    label: str
    first: int
    last: int
    topic: Topic
    bold: tuple[str, ...] = ()
    item: int = -1
    indent: int = 0
    order: int = 0
    opens: bool = False
    lines: tuple[str, ...] = field(default=(), repr=False, compare=False)

    @property
    def language(self) -> str:
        """``zh`` or ``en``."""
        return language_of(self.words or self.label)


@dataclass(frozen=True)
class Notes:
    """A document read for its statements."""

    text: SourceText
    shape: Outline
    statements: tuple[Statement, ...]

    @cached_property
    def words(self) -> str:
        """All that is said."""
        return "\n".join(f"{each.label} {each.words}" for each in self.statements)

    @cached_property
    def by_topic(self) -> dict[Topic, tuple[Statement, ...]]:
        """The statements below each heading."""
        found: dict[Topic, list[Statement]] = {}
        for each in self.statements:
            found.setdefault(each.topic, []).append(each)
        return {topic: tuple(said) for topic, said in found.items()}

    def said_in(self, topic: Topic) -> str:
        """All that is said below the heading of *topic*, sections inside it included."""
        if topic not in self._told:
            first = bisect_right(self.statements, topic.start, key=lambda each: each.first - 1)
            last = bisect_right(self.statements, topic.end, key=lambda each: each.first)
            rows = self.statements[first:last][:_MOST_OF_A_TOPIC]
            self._told[topic] = "\n".join(f"{each.label} {each.words}" for each in rows)
        return self._told[topic]

    @cached_property
    def _told(self) -> dict[Topic, str]:
        return {}


def read_notes(text: SourceText) -> Notes:
    """The statements of *text* in its order.  Never raises; the cost grows linearly with the text."""
    shape = outline(text)
    asked = extract(text)
    choices = _lines_of(text, [found.source for found in asked if found.kind in _CHOICES])
    heads = _lines_of(
        text, [found.source.model_copy(update={"line_end": found.source.line_start}) for found in asked]
    )
    said: list[Statement] = []
    for section in (shape.root, *shape.sections()):
        lines = [
            i
            for i in statement_lines(shape, section.body, section.own_end)
            if i not in choices and not _is_apart(shape, i)
        ]
        topic = _topic(shape, section, heads)
        for block in _blocks(shape, lines):
            said.extend(_statements(shape, block, topic, len(said)))
    return Notes(text, shape, tuple(sorted(said, key=lambda each: each.first)))


def _lines_of(text: SourceText, sources: Sequence[Source]) -> set[int]:
    """The lines (from 0) of the text that stand on the lines of *sources* in the file."""
    held = {line for each in sources for line in range(each.line_start, each.line_end + 1)}
    places = [first for first, _ in text.origins] or range(1, len(text.lines) + 1)
    return {i for i, line in enumerate(places) if line in held}


def _is_apart(shape: Outline, line: int) -> bool:
    """Whether the heading above *line* (from 0) is one of references, credits and the like.

    A summary or an introduction says things, too.
    """
    at = bisect_right(shape.headings, line, key=lambda each: each.start) - 1
    title = shape.headings[at].text if at >= 0 else ""
    return is_boilerplate(title) and _TELLS.search(title) is None


def _topic(shape: Outline, section: Section, asked: set[int]) -> Topic:
    """*section* as a topic; below one of the headings *asked*, which ask, nothing says what it is about."""
    if section.heading is None:
        return Topic((), "", -1, section.end)
    asks_above = any(
        each.start in asked and not is_part(bare_title(each.title)) for each in shape.around(section.start)
    )
    subject = "" if asks_above else subject_of(shape, section)
    return Topic(shape.path(section.start), subject, section.start, section.end)


def _blocks(shape: Outline, lines: Sequence[int]) -> Iterator[list[int]]:
    """Lines that belong together: an item or paragraph with what was only wrapped onto the next lines."""
    block: list[int] = []
    for i in lines:
        if shape.kinds[i] in (Kind.CODE, Kind.MATH, Kind.TABLE):
            continue
        if block and not (
            i == block[-1] + 1 and i not in shape.items and _wraps(shape.lines[block[-1]], shape.lines[i])
        ):
            yield block
            block = []
        block.append(i)
    if block:
        yield block


def _wraps(line: str, after: str) -> bool:
    """Whether the sentence of *line* goes on in the line *after* it."""
    if _DONE.search(line) or line.endswith("  "):
        return False
    if language_of(line) == "zh":
        return weight(line) >= _HAN_WRAP
    return after.lstrip()[:1].islower() or weight(line) >= _LATIN_WRAP


def _statements(shape: Outline, block: list[int], topic: Topic, item: int) -> Iterator[Statement]:
    first = block[0]
    held = shape.items.get(first)
    rows = [shape.lines[i] for i in block]
    rows[0] = held.text if held else unmarked(rows[0])
    seen = marked("\n".join(rows))
    for place, (start, end) in enumerate(sentences(seen.mask, 0, len(seen.mask))):
        quote = seen.text[start:end].strip()
        at = start + seen.text[start:end].find(quote)
        begin, label = _labelled(seen, start, end)
        words = seen.words(label.end if label else begin, end)
        if not words or _says_nothing(seen, start, end, words):
            continue
        yield Statement(
            words=_SPLIT_HAN.sub("", words).lstrip("-–—•* "),
            quote=quote,
            label=seen.words(begin, label.end).strip(" :：—-–") if label else "",
            first=first + seen.text.count("\n", 0, at) + 1,
            last=first + seen.text.count("\n", 0, at + len(quote)) + 1,
            topic=topic,
            bold=tuple(plain(found.group(2)) for found in _STRONG.finditer(quote)),
            item=item if held else -1,
            indent=held.indent if held else 0,
            order=_order(held.marker) if held else 0,
            opens=place == 0,
            lines=shape.lines,
        )


def _labelled(seen: Marked, start: int, end: int) -> tuple[int, Label | None]:
    """Where the statement begins and its label; "Answer:" and the like are none, and are left out."""
    label = leading_label(seen, start, end)
    if label and _ANSWER_MARK.match(seen.words(start, label.end).strip(" :：")):
        return label.end, leading_label(seen, label.end, end)
    return start, label


def _order(marker: str) -> int:
    digits = re.search(r"\d+", marker)
    return int(digits.group()) if digits else 0


def _says_nothing(seen: Marked, start: int, end: int, words: str) -> bool:
    asking = asks(words)
    if not letters(words) or asking is Asks.MARK or (asking is Asks.WORDS and _ASKS.search(words)):
        return True
    return not words.endswith((":", "：")) and noise(seen, start, end, words)
