"""Files, folders, patterns, archives and uploads into documents, and what of them was left out."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from api.services import Services
from questions.errors import MissingExtra, UnreadableDocument
from quizgen.extract import extract
from quizgen.readers import Place, SourceText, places, upload

# Files about a collection of notes.  Questions in them count; their sections are nothing to be asked.
_ABOUT = re.compile(
    r"(?:readme|changelog|changes|history|news|contributing|contributors|authors|maintainers|licen[cs]e|copying|notice"
    r"|code[_-]of[_-]conduct|security|support|governance|summary|index|toc|_sidebar|_navbar|_footer|_coverpage"
    r"|(?:pull_request|issue)_template|目录|说明|贡献指南|更新日志)(?:[._ -].*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A document that was left out, and why; *failed* when it should have been read."""

    document: str
    reason: str
    failed: bool


@dataclass(frozen=True, slots=True)
class Gathered:
    """The documents that were read, and those that were left out."""

    texts: tuple[SourceText, ...]
    skipped: tuple[Skipped, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether everything that should have been read was."""
        return not any(skipped.failed for skipped in self.skipped)


def gather(
    services: Services,
    given: Sequence[str | Path],
    name: str | None = None,
    *,
    standard_input: Callable[[int], bytes] | None = None,
) -> Gathered:
    """The documents at *given* files, folders, patterns and archives; ``-`` is *standard_input*, which is
    asked for at most so many bytes.

    What was asked for by its own name must be readable, or UnreadableDocument is raised.  In a folder, a
    pattern or an archive one bad file is left out, and so is a README that asks nothing.
    """
    limit = services.settings.max_document_bytes
    read = None if standard_input is None else lambda: standard_input(limit + 1)
    return _read(places(given, name, limit=limit, standard_input=read))


def gather_upload(services: Services, data: bytes, name: str, like: str = "") -> Gathered:
    """The documents in bytes that were sent as *name*: one, or those of an archive.

    *like* is a name whose ending says what they are, if *name* does not.  Raises UnreadableDocument.
    """
    return _read(upload(data, name, limit=services.settings.max_document_bytes, like=like))


def _read(found: Iterable[Place]) -> Gathered:
    texts: list[SourceText] = []
    skipped: list[Skipped] = []
    for place in found:
        try:
            text = place.read()
        except (UnreadableDocument, MissingExtra) as error:
            if place.named:
                raise
            skipped.append(Skipped(place.name, str(error), failed=True))
            continue
        if not place.named and _is_about(place.name) and not extract(text):
            skipped.append(
                Skipped(place.name, "asks no question, and a file of this name gives no drafts", False)
            )
        else:
            texts.append(text)
    if not texts and not any(not one.failed for one in skipped):
        raise UnreadableDocument("; ".join(one.reason for one in skipped[:3]))
    return Gathered(tuple(texts), tuple(skipped))


def _is_about(name: str) -> bool:
    return _ABOUT.fullmatch(PurePosixPath(name).stem) is not None
