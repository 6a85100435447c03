"""Folded blocks: a summary one sees, and what it folds away."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quizgen.outline.callouts import callouts
from quizgen.outline.containers import containers
from quizgen.outline.inline import plain
from quizgen.outline.labels import is_cover
from quizgen.outline.lines import Kind, indent_of

_TAGS = re.compile(r"<(/?)(details|summary)\b[^<>]*>", re.IGNORECASE)
# The block syntax of static site generators: ??? question "Why?" over indented lines.
_ADMONITION = re.compile(r"([ \t]*)(?:\?\?\?\+?|!!!)[ \t]+[\w -]+?[ \t]*\"(.+)\"[ \t]*$")
_SUMMARY_LINES = 6
_HIDING = frozenset({"details", "answer", "solution", "spoiler"})


@dataclass(frozen=True, slots=True)
class Fold:
    """Lines *start* up to *end* (from 0) are a folded block; ``lines[content:end]`` hold what is folded.

    *rest* is what stands behind the summary on its last line.  *cover* says that the summary names only
    the fold ("Show answer").  *asks* says that the block is marked as a question; *quoted* that its lines are
    those of a quote.  *make* is how such blocks are typed: those of one make are judged together.
    """

    start: int
    content: int
    end: int
    summary: str
    rest: str
    cover: bool
    asks: bool = False
    quoted: bool = False
    make: str = "details"


def folds(lines: Sequence[str], kinds: Sequence[Kind]) -> tuple[Fold, ...]:
    """The folded blocks, in order of their first lines.  One that never closes runs to the next or to the end."""
    found: list[Fold] = [*_admonitions(lines, kinds), *_callouts(lines, kinds), *_containers(lines, kinds)]
    open_at: list[int] = []
    for i, kind in enumerate(kinds):
        if kind is Kind.CODE or "<" not in lines[i] or "details" not in lines[i].lower():
            continue
        for tag in _TAGS.finditer(lines[i]):
            if tag.group(2).lower() != "details":
                continue
            if not tag.group(1):
                open_at.append(i)
            elif open_at:
                found.append(_fold(lines, open_at.pop(), i + 1))
    # What stays open ends where the next fold begins: an unclosed block must not swallow the document.
    starts = sorted({*open_at, *(fold.start for fold in found)})
    for start in open_at:
        later = bisect_right(starts, start)
        found.append(_fold(lines, start, starts[later] if later < len(starts) else len(lines)))
    return tuple(sorted(found, key=lambda fold: (fold.start, -fold.end)))


def _admonitions(lines: Sequence[str], kinds: Sequence[Kind]) -> Iterator[Fold]:
    waiting: list[tuple[int, int, str]] = []
    last = -1
    for i, line in enumerate(lines):
        if not line.strip():
            continue
        indent = indent_of(line) if waiting or line.lstrip()[:3] in ("???", "!!!") else 0
        while waiting and indent <= waiting[-1][1]:
            start, _, summary = waiting.pop()
            yield Fold(start, start + 1, last + 1, summary, "", is_cover(summary))
        found = _ADMONITION.match(line) if kinds[i] is not Kind.CODE and '"' in line else None
        if found:
            waiting.append((i, indent, plain(found.group(2))))
        last = i
    for start, _, summary in waiting:
        yield Fold(start, start + 1, last + 1, summary, "", is_cover(summary))


def _callouts(lines: Sequence[str], kinds: Sequence[Kind]) -> Iterator[Fold]:
    for start, content, end, title, asks in callouts(lines):
        if kinds[start] is Kind.QUOTE:
            yield Fold(start, content, end, title, "", asks is False, asks is True, quoted=True)


def _containers(lines: Sequence[str], kinds: Sequence[Kind]) -> Iterator[Fold]:
    """Named blocks with a title, and those whose name or title says that they hide an answer."""
    for start, end, name, title in containers(lines):
        said = any(map(str.isalnum, title))
        hides = is_cover(title) if said else name in _HIDING
        if kinds[start] is not Kind.CODE and (said or hides):
            yield Fold(start, start + 1, end - 1, title, "", hides, make=name)


def _fold(lines: Sequence[str], start: int, end: int) -> Fold:
    last = min(end, start + _SUMMARY_LINES)
    for j in range(start, last):
        if "</summary>" in lines[j].lower():
            words, _, rest = "\n".join(lines[start : j + 1]).partition("</summary>")
            summary = plain(_TAGS.sub("", words))
            return Fold(start, j + 1, end, summary, _TAGS.sub("", rest).strip(), is_cover(summary))
    return Fold(start, start + 1, end, "", "", True)
