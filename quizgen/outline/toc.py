"""Which lines only list what the document holds."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from quizgen.outline.inline import has_link, is_only_links, link_targets, plain
from quizgen.outline.lines import Heading, Item, Kind, Scan
from quizgen.outline.numbers import split_number

_TITLES = frozenset(
    "目录 目錄 目次 大纲 导航 索引 文章目录 内容目录 toc contents index tableofcontents outline 本文目录".split()
)
# A character that each of them has; most headings need no closer look.
_MAY_BE_TITLE = re.compile("[录錄次纲航引]|toc|contents|index|outline", re.IGNORECASE)
_MARKER = re.compile(r"\\?\[{1,2}\s*_?toc_?\s*\\?\]{1,2}|@\[toc\].*|\{:toc\}|<!--\s*toc\s*-->", re.IGNORECASE)
_NOT_LETTERS = re.compile(r"[\W_]+")
# What _NOT_LETTERS finds in ASCII; much faster, and most lines of English are ASCII.
_NOT_ASCII_LETTERS = {code: None for code in range(128) if not chr(code).isalnum()}
_LEAST = 3
_SHARE = 0.6


def letters(text: str) -> str:
    """Letters and digits of *text* alone, folded: two spellings of the same words agree."""
    if text.isascii():
        return text.lower().translate(_NOT_ASCII_LETTERS)
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())


def bare(text: str) -> str:
    """The letters of *text* without its numbering."""
    return letters(split_number(text)[1])


def is_toc_title(text: str) -> bool:
    """Whether a heading announces a table of contents."""
    return _MAY_BE_TITLE.search(text) is not None and bare(text) in _TITLES


def is_toc_marker(line: str) -> bool:
    """Whether *line* asks a renderer to put a table of contents there."""
    return "toc" in line.lower() and _MARKER.fullmatch(line.strip()) is not None


@dataclass(frozen=True)
class _Titles:
    """The letters of the headings and of the lines in bold, if anybody asks."""

    lines: Sequence[str]
    headings: Sequence[Heading]

    @cached_property
    def words(self) -> frozenset[str]:
        bold = (line for line in self.lines if line.startswith("**") and line.rstrip().endswith("**"))
        return frozenset((*(bare(heading.text) for heading in self.headings), *map(bare, map(plain, bold))))


def toc_lines(lines: Sequence[str], scan: Scan) -> frozenset[int]:
    """The lines (from 0) of tables of contents in any form: lists of links, of titles, tables, markers."""
    kinds, headings = scan.kinds, scan.headings
    titles = _Titles(lines, headings)
    announced = _announced(headings, len(lines))
    found: set[int] = set()
    for run in _runs(lines, kinds):
        least = len(run) * _SHARE / 2 if run[0] in announced else max(len(run) * _SHARE, _LEAST)
        if _reaches(least, (_entry(lines[i], scan.items.get(i), titles) for i in run), len(run)):
            found.update(run)
    found.update(i for i, kind in enumerate(kinds) if kind is not Kind.CODE and is_toc_marker(lines[i]))
    return frozenset(found)


def _reaches(least: float, entries: Iterable[bool], count: int) -> bool:
    """Whether *least* of *count* are entries; looks no further than it must."""
    left, got = count, 0
    for entry in entries:
        left -= 1
        got += entry
        if got >= least or got + left < least:
            break
    return got >= least


def _announced(headings: Sequence[Heading], line_count: int) -> set[int]:
    """Lines under a heading such as "Contents"."""
    lines: set[int] = set()
    for i, heading in enumerate(headings):
        if is_toc_title(heading.text):
            end = headings[i + 1].start if i + 1 < len(headings) else line_count
            lines.update(range(heading.end, end))
    return lines


def _runs(lines: Sequence[str], kinds: Sequence[Kind]) -> Iterator[list[int]]:
    """Lists and tables: stretches of items or rows, with nothing else but blank lines between them."""
    run: list[int] = []
    for i, kind in enumerate(kinds):
        if kind in (Kind.ITEM, Kind.TABLE) or (kind is Kind.TEXT and is_only_links(lines[i])):
            run.append(i)
        elif kind is not Kind.BLANK and run:
            yield run
            run = []
    if run:
        yield run


def _entry(line: str, item: Item | None, titles: _Titles) -> bool:
    if line.lstrip().startswith("|"):
        return any(target.startswith("#") for target in link_targets(line))
    text = item.text if item else line
    if has_link(text) and is_only_links(split_number(text)[1]):
        return all(not target or "#" in target for target in link_targets(text))
    words = bare(plain(text)) if text else ""
    return len(words) > 1 and words in titles.words
