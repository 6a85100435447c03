"""What every reader gives: clean text that remembers where it came from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePath

from questions.errors import UnreadableDocument
from questions.records import Asset, Source, digest

LONGEST_NAME = 300
"""Characters of a document's name."""

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_UNSPEAKABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class SourceText:
    """The text of a document: line ends are ``\\n``; no NUL, no lone surrogate, not blank.

    *format* is the name of the reader that took it; *notes* tell a person what the reader had to decide.
    Where the text was made from another format, *origins* says for each line on which lines of the file it
    stands (first and last, from 1), and *pages* on which page (from 1).  *assets* are the pictures shown.
    """

    name: str
    path: str | None
    encoding: str
    text: str
    content_hash: str
    notes: tuple[str, ...] = ()
    format: str = "markdown"
    origins: tuple[tuple[int, int], ...] = ()
    pages: tuple[int, ...] = ()
    assets: tuple[Asset, ...] = ()

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines without their ends; line *n* of the document is ``lines[n - 1]``."""
        text = self.text.removesuffix("\n")
        return tuple(text.split("\n"))

    @property
    def line_count(self) -> int:
        """How many lines the file has, as far as anything stands on them."""
        return max((last for _, last in self.origins), default=len(self.lines))

    def source(
        self, first: int, last: int, heading_path: tuple[str, ...] = (), number: str | None = None
    ) -> Source:
        """Where lines *first* to *last* (from 1) of the text stand in the file."""
        line_start, line_end = first, last
        if self.origins:
            line_start = self.origins[first - 1][0]
            line_end = max(line_start, *(end for _, end in self.origins[first - 1 : last]))
        return Source(
            document=self.name,
            line_start=line_start,
            line_end=line_end,
            page=self.pages[first - 1] if self.pages else None,
            heading_path=heading_path,
            number=number,
        )


def source_text(
    text: str,
    name: str,
    *,
    path: str | None = None,
    encoding: str = "utf-8",
    notes: tuple[str, ...] = (),
    format: str = "markdown",  # noqa: A002  (the field's name)
) -> SourceText:
    """Text that is already decoded, as a document.  Raises UnreadableDocument."""
    normal = normal_lines(text)
    refuse_unusable(normal, name)
    return SourceText(name, path, encoding, normal, digest(normal), notes, format)


def made_text(
    lines: Sequence[str], origins: Sequence[tuple[int, int]], like: SourceText, *, pages: Sequence[int] = ()
) -> SourceText:
    """The document *like* with its text replaced by *lines*, which stand where *origins* and *pages* say.

    Raises UnreadableDocument when nothing is left.
    """
    count = len(lines)
    while count and not lines[count - 1].strip():
        count -= 1
    text = "\n".join(lines[:count])
    refuse_unusable(text, like.name)
    return replace(
        like,
        text=text,
        content_hash=digest(text),
        origins=tuple(origins[:count]),
        pages=tuple(pages[:count]),
    )


def normal_lines(text: str) -> str:
    """*text* without byte order mark, its line ends as ``\\n``."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def speakable(name: str) -> str:
    """*name* with U+FFFD for line ends, controls and half characters: files may be called by any bytes."""
    return _UNSPEAKABLE.sub("\ufffd", name)


def storable(path: str) -> str:
    """*path* with U+FFFD for what no bank can keep; a file may then not be found by it again."""
    return _UNSTORABLE.sub("\ufffd", path)


def refusal(name: str | PurePath, why: str) -> UnreadableDocument:
    """The error for the document *name*: one line, whatever characters its name has."""
    shown = "".join(c if c.isprintable() else "?" for c in str(name)[:LONGEST_NAME])
    return UnreadableDocument(f"{shown}: {why}")


def refuse_unusable(text: str, name: str) -> None:
    """Raise UnreadableDocument for blank text, NUL and lone surrogates."""
    if not text.strip():
        raise refusal(name, "the document is empty; write some text into it first")
    nul = text.find("\0")
    if nul >= 0:
        line = text.count("\n", 0, nul) + 1
        raise refusal(
            name, f"a NUL character on line {line}; this looks like a binary file, save it as plain text"
        )
    surrogate = _LONE_SURROGATE.search(text)
    if surrogate:
        line = text.count("\n", 0, surrogate.start()) + 1
        raise refusal(name, f"half a character (a lone surrogate) on line {line}; save it again as UTF-8")
