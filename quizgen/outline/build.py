"""A document into its outline."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from quizgen.outline.folds import Fold, folds
from quizgen.outline.inline import is_only_links
from quizgen.outline.labels import Label, Role, label_of, may_label
from quizgen.outline.lines import Heading, Item, Kind, classify
from quizgen.outline.toc import bare, is_toc_title, toc_lines
from quizgen.outline.tree import Section, tree
from quizgen.readers.source import SourceText

_LABELLING = frozenset({Kind.TEXT, Kind.ITEM, Kind.QUOTE, Kind.HEADING})
_WORDY = _LABELLING | {Kind.HTML, Kind.TABLE}
_LEAST_REPEATED = 4
# A front matter block that lost its fences and became a heading: "created: 2025-01-01 updated: ...".
_METADATA = re.compile(
    r"(?:(?:created|updated|modified|date|time|title|author|authors|tags?|categor(?:y|ies)|layout|permalink|description"
    r"|作者|日期|时间|标签|分类|创建时间|更新时间|发布时间)\s*[:：]\s*\S.*?(?:\s+|$))+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Outline:
    """What a document is made of; lines count from 0 here.

    *headings* are all of them; *root* is the tree of those that divide the document: labels such as
    "Answer", typed metadata and headings folded away inside an answer divide nothing.
    """

    lines: tuple[str, ...]
    kinds: tuple[Kind, ...]
    headings: tuple[Heading, ...]
    items: Mapping[int, Item]
    folds: tuple[Fold, ...]
    toc: frozenset[int]
    furniture: frozenset[int]
    root: Section

    def sections(self) -> Iterator[Section]:
        """Every section but the root, in document order."""
        stack = list(reversed(self.root.children))
        while stack:
            section = stack.pop()
            yield section
            stack.extend(reversed(section.children))

    @cached_property
    def covers(self) -> dict[int, Fold]:
        """The folds that only hide an answer, by first line."""
        return {fold.start: fold for fold in reversed(self.folds) if fold.cover}

    @cached_property
    def maybe_labels(self) -> frozenset[int]:
        """The lines that may begin with a label; no other does."""
        return frozenset(
            i for i, kind in enumerate(self.kinds) if kind in _WORDY and may_label(self.lines[i])
        )

    @cached_property
    def _labels(self) -> dict[tuple[int, bool], Label | None]:
        """Labels by line once they were asked for: every form of question asks again."""
        return {}

    def label(self, i: int, *, whole: bool = False) -> Label | None:
        """The label that line *i* (from 0) begins with; *whole* as for `label_of`."""
        if i not in self.maybe_labels:
            return None
        key = (i, whole)
        if key not in self._labels:
            self._labels[key] = label_of(self.lines[i], whole=whole)
        return self._labels[key]

    @cached_property
    def answer_labels(self) -> tuple[int, ...]:
        """The lines that say "Answer", in order: labels, and folds that hide one."""
        found = {
            i
            for i in self.maybe_labels
            if self.kinds[i] in _LABELLING
            and (label := self.label(i, whole=self._may_be_whole(i)))
            and label.role is Role.ANSWER
            and label.words not in ("A", "a")
            and not is_only_links(self.lines[i])
            and not self.is_step(i)
        }
        found.update(self.covers)
        return tuple(sorted(found))

    def is_step(self, i: int) -> bool:
        """Whether line *i* goes on with a count that the line above it began with something else: "3. Answer: …"."""
        item, above = self.items.get(i), self.items.get(i - 1)
        if item is None or above is None or not item.ordered or item.indent != above.indent:
            return False
        return above.ordered and self.label(i - 1) is None

    def _may_be_whole(self, i: int) -> bool:
        return self.kinds[i] is Kind.HEADING or "**" in self.lines[i]

    def answers_within(self, start: int, end: int) -> bool:
        """Whether a line from *start* up to *end* (from 0) says "Answer"."""
        at = bisect_left(self.answer_labels, start)
        return at < len(self.answer_labels) and self.answer_labels[at] < end

    @cached_property
    def left(self) -> dict[int, int]:
        """For each list item, by line, the next item that is indented less, where there is one."""
        found: dict[int, int] = {}
        open_items: list[int] = []
        for i in sorted(self.items):
            while open_items and self.items[open_items[-1]].indent > self.items[i].indent:
                found[open_items.pop()] = i
            open_items.append(i)
        return found

    @cached_property
    def levels(self) -> dict[int, int]:
        """The level of each heading, dividing or not, by first line."""
        return {heading.start: heading.level for heading in self.headings}

    def around(self, line: int) -> list[Section]:
        """The sections that *line* (from 0) lies in, outermost first."""
        found: list[Section] = []
        inside = _child_at(self.root.children, line)
        while inside is not None:
            found.append(inside)
            inside = _child_at(inside.children, line)
        return found

    def path(self, line: int) -> tuple[str, ...]:
        """The headings of the sections around *line* (from 0), outermost first."""
        return tuple(section.heading.text for section in self.around(line) if section.heading)


def outline(text: SourceText) -> Outline:
    """The outline of *text*.  Never raises; the cost grows linearly with the text."""
    lines = text.lines
    scan = classify(lines)
    headings = scan.headings
    blocks = folds(lines, scan.kinds)
    toc = toc_lines(lines, scan)
    covered = _covered(fold for fold in blocks if fold.cover)
    dividing: list[Heading] = []
    furniture: set[int] = set()
    contents: set[Heading] = set()
    for heading in headings:
        if _METADATA.fullmatch(heading.text):
            furniture.update(range(heading.start, heading.end))
        elif heading.start not in covered and not _is_answer_label(heading, dividing):
            if dividing and _repeats(lines, heading, dividing[-1]):
                continue
            dividing.append(heading)
            if is_toc_title(heading.text):
                furniture.update(range(heading.start, heading.end))
                contents.add(heading)
    root = tree(dividing, len(lines), contents)
    return Outline(lines, scan.kinds, headings, scan.items, blocks, toc, frozenset(furniture), root)


def _covered(blocks: Iterable[Fold]) -> frozenset[int]:
    lines: set[int] = set()
    end = 0
    for fold in blocks:
        lines.update(range(max(fold.content, end), fold.end))
        end = max(end, fold.end)
    return frozenset(lines)


def _is_answer_label(heading: Heading, before: Sequence[Heading]) -> bool:
    """A heading that says "Answer" below some other heading labels a part of that one's text."""
    label = label_of(heading.raw, whole=True)
    if label is None or not before or label.role is Role.QUESTION:
        return False
    if label.role is Role.ANSWER:
        return heading.level > 1 or label.rest != ""
    return heading.level > before[-1].level


def _repeats(lines: Sequence[str], heading: Heading, above: Heading) -> bool:
    """Whether a heading only says again what the one right above it asks: "Caching" below "What is caching?"."""
    if any(map(str.strip, lines[above.end : heading.start])) or heading.level >= above.level:
        return False
    said, again = bare(above.text), bare(heading.text)
    return len(again) >= _LEAST_REPEATED and len(said) > len(again) and said.endswith(again)


def _child_at(children: Sequence[Section], line: int) -> Section | None:
    low, high = 0, len(children)
    while low < high:
        middle = (low + high) // 2
        if children[middle].end <= line:
            low = middle + 1
        else:
            high = middle
    return children[low] if low < len(children) and children[low].start <= line else None
