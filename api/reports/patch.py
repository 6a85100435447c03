"""Findings as a unified diff against the file of the notes: each quote becomes its correction.

The diff is bytes, for it must repeat the file's own: its encoding and line ends stay as they are.
"""

import difflib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from api.reports.replacing import replacement
from api.usecases.auditing import QuestionAudit
from questions.errors import BadInput
from questions.records import Flag, FreeText
from quizgen.readers import SourceText

_CONTEXT = 3
_LONE_CR = re.compile(r"\r(?!\n)")
_BETWEEN = re.compile(r"[\s,;:.，、；：。]*")
_QUOTED_NAME = re.compile(r"[\"\\\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Patch:
    """The *diff*, empty when nothing can be replaced; *folder* is where it applies.

    *left_out* are flags without words to put in the place of the quoted ones, or with words that a graver
    flag replaces.
    """

    diff: bytes
    folder: Path
    replaced: int
    left_out: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class _Edit:
    """Characters *start* up to *end* of the file's text become *words*."""

    start: int
    end: int
    words: str


def make_patch(path: Path, text: SourceText, audits: Sequence[QuestionAudit]) -> Patch:
    """A diff that puts the corrections of *audits* into the file at *path*, which was read as *text*.

    Raises BadInput for a file that was converted, or is in an encoding that diffs cannot be made in.
    """
    raw = _own_text(path, text)
    edits, left_out = _edits(raw, text, audits)
    after = _applied(raw, edits)
    name, folder = _name(path)
    diff = _names(name) + _encoded("".join(_hunks(raw, after)), text.encoding) if after != raw else b""
    return Patch(diff, folder, len(edits), tuple(left_out))


def _own_text(path: Path, text: SourceText) -> str:
    """The characters of the file, with its own line ends.  Raises BadInput."""
    if text.encoding.lower().startswith(("utf-16", "utf-32")):
        raise BadInput(f"{path}: no diff can be made in {text.encoding}; save the file as UTF-8")
    try:
        raw = path.read_bytes().decode(_codec(text.encoding))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read again: {error}") from None
    if _LONE_CR.search(raw):
        raise BadInput(f"{path}: has the line ends of old Macs; save it with those of Unix or Windows")
    if text.origins or raw.removeprefix("\ufeff").replace("\r\n", "\n") != text.text:
        raise BadInput(f"{path}: a diff can be made of Markdown and plain text, not of what was converted")
    return raw


def _codec(encoding: str) -> str:
    """The codec that keeps the byte order mark, as a character."""
    return "utf-8" if encoding.lower() == "utf-8-sig" else encoding


def _encoded(diff: str, encoding: str) -> bytes:
    # What the file's encoding has not, such as a rare sign in a correction, becomes a question mark.
    return diff.encode(_codec(encoding), "replace")


def _edits(raw: str, text: SourceText, audits: Sequence[QuestionAudit]) -> tuple[list[_Edit], list[Flag]]:
    edits: list[_Edit] = []
    left_out: list[Flag] = []
    for audit in audits:
        places = _places(raw, text, audit.question)
        for flag in audit.audited.flags:  # the gravest first
            made = _edit(flag, places)
            if made is None or any(made.start < other.end and other.start < made.end for other in edits):
                left_out.append(flag)
            else:
                edits.append(made)
    return _joined(raw, edits), left_out


def _edit(flag: Flag, places: Sequence[int | None]) -> _Edit | None:
    words = replacement(flag)
    where = [place for place in places[flag.start : flag.end] if place is not None]
    if words is None or not where or flag.end > len(places):
        return None
    return _Edit(where[0], where[-1] + 1, " ".join(words.split()))


def _places(raw: str, text: SourceText, question: FreeText) -> list[int | None]:
    """For each character of the reference its place in *raw*; None for what is not there, as a line end."""
    reference, source = question.reference or "", question.source
    places: list[int | None] = [None] * len(reference)
    if source is None:
        return places
    starts = _line_starts(raw)
    line = source.line_start - 1
    offset = 0
    for part in reference.split("\n"):
        words = part.strip()
        found = _find(words, text.lines, line, source.line_end) if words else None
        if found is not None:
            line, column = found
            first = offset + part.index(words)
            begin = starts[line] + column + (1 if line == 0 and raw.startswith("\ufeff") else 0)
            places[first : first + len(words)] = range(begin, begin + len(words))
        offset += len(part) + 1
    return places


def _find(words: str, lines: Sequence[str], first: int, last: int) -> tuple[int, int] | None:
    """The first of *lines*, from *first* on, that holds *words*, and their column in it."""
    for number in range(first, min(last, len(lines))):
        column = lines[number].find(words)
        if column >= 0:
            return number, column
    return None


def _line_starts(raw: str) -> list[int]:
    return [0, *(found.end() for found in re.finditer("\n", raw))]


def _joined(raw: str, edits: Iterable[_Edit]) -> list[_Edit]:
    """*edits* in order; neighbours with the same words are one, so that these are not said twice."""
    done: list[_Edit] = []
    for edit in sorted(edits, key=lambda one: one.start):
        last = done[-1] if done else None
        if last and last.words == edit.words and _BETWEEN.fullmatch(raw, last.end, edit.start):
            done[-1] = _Edit(last.start, edit.end, last.words)
        else:
            done.append(edit)
    return done


def _applied(raw: str, edits: Sequence[_Edit]) -> str:
    for edit in reversed(edits):
        raw = raw[: edit.start] + edit.words + raw[edit.end :]
    return raw


def _name(path: Path) -> tuple[str, Path]:
    """What the diff calls the file, and the folder in which that name holds."""
    here = Path.cwd()
    try:
        return path.resolve().relative_to(here.resolve()).as_posix(), here
    except ValueError:
        return path.name, path.resolve().parent


def _names(name: str) -> bytes:
    shown = os.fsencode(_shown(name))  # a name has the encoding of the file system, not of the file
    return b"--- %b\n+++ %b\n" % (shown, shown)


def _hunks(before: str, after: str) -> Iterator[str]:
    """As `diff -u` has it: lines end at a newline alone, and a last line without one is marked."""
    lines = difflib.unified_diff(_split(before), _split(after), n=_CONTEXT)
    for line in islice(lines, 2, None):  # without the names of the two files
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _split(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _shown(name: str) -> str:
    """*name* as patch and git read it: odd characters quoted, and one with spaces ended by a tab."""
    if _QUOTED_NAME.search(name):
        odd = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n"}
        return '"' + _QUOTED_NAME.sub(lambda found: odd.get(found[0], f"\\{ord(found[0]):03o}"), name) + '"'
    return name + "\t" if " " in name else name
