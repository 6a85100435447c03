"""Quotes with a title that fold: ``> [!question]- Why?`` and the lines below it."""

import re
from collections.abc import Iterator, Sequence

from quizgen.outline.inline import plain

_CALLOUT = re.compile(r"[ \t]*((?:>[ \t]?)+)\[!([^\]\n]{1,30})\][-+]?[ \t]*(.*)$")
_MARKS = re.compile(r"[ \t]*((?:>[ \t]?)*)")
_ASKING = frozenset(
    "question questions faq help quiz q interview problem exercise 问题 题目 面试题 问答 问".split()
)
_ANSWERING = frozenset(
    "answer answers solution solutions reveal spoiler a 答案 解答 回答 参考答案 答".split()
)


def callouts(lines: Sequence[str]) -> Iterator[tuple[int, int, int, str, bool | None]]:
    """First line, first line of the content, end (from 0), title, and whether it asks (True), answers
    (False) or only has a title that asks (None).  Others are plain quotes and are left out.
    """
    open_: list[tuple[int, int, str, str]] = []
    for i, line in enumerate(lines):
        if not open_ and "[!" not in line:
            continue
        depth = _depth(line)
        while open_ and depth < open_[-1][1]:
            yield from _closed(lines, open_.pop(), i)
        found = _CALLOUT.match(line) if "[!" in line else None
        if found:
            while open_ and depth <= open_[-1][1]:
                yield from _closed(lines, open_.pop(), i)
            open_.append((i, depth, found.group(2).strip().lower(), plain(found.group(3))))
    for one in reversed(open_):
        yield from _closed(lines, one, len(lines))


def _depth(line: str) -> int:
    found = _MARKS.match(line)
    return found.group(1).count(">") if found else 0


def _closed(
    lines: Sequence[str], opened: tuple[int, int, str, str], end: int
) -> Iterator[tuple[int, int, int, str, bool | None]]:
    start, _, kind, title = opened
    content = start + 1
    if kind in _ANSWERING:
        yield start, content, end, title, False
    elif kind in _ASKING:
        while not title and content < end:
            title = plain(lines[content].lstrip("> \t"))
            content += 1
        if title:
            yield start, content, end, title, True
    elif title.endswith(("?", "？")):
        yield start, content, end, title, None
