"""The named blocks of site generators: a line that opens one and may give it a title, and a line that closes it.

``::: details Why?`` … ``:::``, ``{{< details "Why?" >}}`` … ``{{< /details >}}``, ``{% details Why? %}`` …
``{% enddetails %}``, ``<Accordion title="Why?">`` … ``</Accordion>``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quizgen.outline.inline import plain

_MAY_BE_ONE = (":::", "{{", "{%", "<")
_NAME = r"(?P<name>[A-Za-z][\w-]{1,20})"
_OPENINGS = (
    re.compile(
        rf"[ \t]*(?P<sign>:{{3,6}})[ \t]*{_NAME}(?:[ \t]+(?P<title>\S.*)|[ \t]*\[(?P<other>.+)\][ \t]*)?$"
    ),
    re.compile(
        rf"[ \t]*\{{\{{[<%][ \t]*{_NAME}\b[^\"]{{0,80}}(?:\"(?P<title>[^\"]{{1,400}})\"[^>%]{{0,200}})?[>%]\}}\}}[ \t]*$"
    ),
    re.compile(
        rf"[ \t]*\{{%-?[ \t]*{_NAME}\b[ \t]*(?:[a-z]{{1,12}}=)?[\"']?(?P<title>[^%]{{1,400}}?)?[\"']?[ \t]*-?%\}}[ \t]*$"
    ),
    re.compile(
        rf"[ \t]*<{_NAME}\b[^<>\"]{{0,200}}\b(?:title|question|summary|header|label)=\{{?[\"'](?P<title>[^\"<>]{{1,400}})[\"']\}}?[^<>]{{0,200}}>"
        r"[ \t]*$"
    ),
)
_CLOSINGS = (
    re.compile(r"[ \t]*(?P<sign>:{3,6})[ \t]*$"),
    re.compile(rf"[ \t]*\{{\{{[<%][ \t]*/[ \t]*{_NAME}[ \t]*[>%]\}}\}}[ \t]*$"),
    re.compile(rf"[ \t]*\{{%-?[ \t]*end{_NAME}[ \t]*-?%\}}[ \t]*$"),
    re.compile(rf"[ \t]*</{_NAME}[ \t]*>[ \t]*$"),
)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A line that opens or closes a block: how it is typed, its name or sign, its title."""

    make: int
    key: str
    name: str
    title: str


def containers(lines: Sequence[str]) -> Iterator[tuple[int, int, str, str]]:
    """First line, end (from 0), name and title of each block; one that never closes is none."""
    open_: list[tuple[int, _Mark]] = []
    for i, line in enumerate(lines):
        if not line.lstrip().startswith(_MAY_BE_ONE):
            continue
        closing = _mark(_CLOSINGS, line)
        if closing is None:
            opening = _mark(_OPENINGS, line)
            if opening is not None:
                open_.append((i, opening))
            continue
        at = next(
            (
                j
                for j in range(len(open_) - 1, max(len(open_) - _DEPTH, 0) - 1, -1)
                if _pairs(open_[j][1], closing)
            ),
            None,
        )
        if at is not None:
            start, opened = open_[at]
            del open_[at:]
            yield start, i + 1, opened.name.lower(), opened.title


_DEPTH = 20


def _pairs(opening: _Mark, closing: _Mark) -> bool:
    return opening.make == closing.make and opening.key == closing.key


def _mark(patterns: Sequence[re.Pattern[str]], line: str) -> _Mark | None:
    for make, pattern in enumerate(patterns):
        found = pattern.match(line)
        if found is None:
            continue
        parts = found.groupdict()
        name = parts.get("name") or ""
        title = parts.get("title") or parts.get("other") or ""
        return _Mark(make, parts.get("sign") or name, name, plain(title))
    return None
