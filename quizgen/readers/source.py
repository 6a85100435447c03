"""What every reader gives: clean text that remembers where it came from."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from questions.errors import UnreadableDocument
from questions.records import digest

_LONGEST_NAME = 300
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class SourceText:
    """The text of a document: line ends are ``\\n``; no NUL, no lone surrogate, not blank.

    *format* is the name of the reader that took it; *notes* tell a person what the reader had to decide.
    """

    name: str
    path: str | None
    encoding: str
    text: str
    content_hash: str
    notes: tuple[str, ...] = ()
    format: str = "markdown"

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines without their ends; line *n* of the document is ``lines[n - 1]``."""
        text = self.text.removesuffix("\n")
        return tuple(text.split("\n"))


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
    normal = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    refuse_unusable(normal, name)
    return SourceText(name, path, encoding, normal, digest(normal), notes, format)


def refusal(name: str | PurePath, why: str) -> UnreadableDocument:
    """The error for the document *name*: one line, whatever characters its name has."""
    shown = "".join(c if c.isprintable() else "?" for c in str(name)[:_LONGEST_NAME])
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
