"""A passage into clauses that each carry a claim of their own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum, auto
from itertools import islice

from quizgen.points import wording
from quizgen.points.asked import Asked
from quizgen.points.enumerations import items
from quizgen.points.labels import size, under
from quizgen.points.lines import cells
from quizgen.points.markup import Marked
from quizgen.points.passages import Kind, Passage
from quizgen.points.sentences import Piece, noise, pieces, trimmed
from quizgen.points.subjects import (
    joined,
    lacks_subject,
    mentions,
    own_subject,
    pair,
    points_back,
    stands_for,
)

_MOST_PIECES = 1000
"""A paragraph with more claims than this is no paragraph."""


class Role(StrEnum):
    """What a clause does in the answer."""

    CLAIM = auto()
    LISTED = auto()
    NAME = auto()
    EXAMPLE = auto()
    ASIDE = auto()
    SUMMARY = auto()
    FILLER = auto()
    CODE = auto()
    FORMULA = auto()


@dataclass(frozen=True, slots=True)
class Clause:
    """One claim: where it stands, what it is about, and its own *words*; *head* announces a listed item."""

    start: int
    end: int
    words: str
    role: Role
    subject: str = ""
    head: str = ""

    @property
    def text(self) -> str:
        """The claim, self-contained."""
        if self.role is Role.CODE:
            return f"{self.subject}:\n{self.words}" if self.subject else self.words
        return joined(self.subject, self.head + self.words)


def clauses(marked: Marked, found: Sequence[Passage], asked: Asked) -> Iterator[Clause]:
    """The clauses of the passages *found*, in order."""
    before, both = "", asked.both
    for passage in found:
        if passage.kind is Kind.NAME and not (passage.firm or asked.listing):
            continue
        if passage.kind is not Kind.TEXT:
            yield from _whole(marked, passage, before)
            continue
        reading = _Reading(passage.subject, passage.firm, both, passage.subject, before)
        mine: list[Clause] = []
        for piece in islice(pieces(marked, passage.start, passage.end), _MOST_PIECES):
            reading, clause = _read(marked, piece, reading)
            if clause is not None:
                mine.extend(_listed(marked, clause) if asked.listing else [clause])
        before, both = reading.topic or before, asked.both or pair(marked.words(passage.start, passage.end))
        yield from _absorbed(mine)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is known when the next piece is read.

    *subject* comes from labels, *outer* is the one the passage stands under, *topic* is what its clauses
    have been about, *before* what the passage before was about; *sides*: two subjects have been set
    against each other; *fresh*: nothing has been read yet.
    """

    subject: str
    firm: bool
    both: tuple[str, str] | None
    outer: str
    before: str
    topic: str = ""
    fresh: bool = True
    sides: bool = False
    role: Role = Role.CLAIM


def _whole(marked: Marked, passage: Passage, topic: str) -> Iterator[Clause]:
    """Code, a formula, a table row or a bare name: never split."""
    start, end = trimmed(marked.mask, passage.start, passage.end)
    subject = passage.subject
    match passage.kind:
        case Kind.CODE:
            words, role = marked.code(passage.start, passage.end), Role.CODE
        case Kind.FORMULA:
            words, role, subject = marked.words(start, end), Role.FORMULA, passage.subject or topic
        case Kind.ROW:
            subject, words = _row(marked, passage)
            role = Role.CLAIM
        case _:
            words, role = marked.words(start, end), Role.NAME
    if any(letter.isalnum() for letter in words):
        yield Clause(start, end, words, role, subject)


def _row(marked: Marked, passage: Passage) -> tuple[str, str]:
    values = [marked.words(*cell) for cell in cells(marked, passage.start, passage.end)]
    named = [
        f"{column} {value}" if column else value
        for column, value in zip((*passage.columns[1:], *[""] * len(values)), values[1:], strict=False)
        if value
    ]
    subject = under(passage.subject, values[0]) if values else ""
    comma = "，" if any(cell[:1] > "\u2e80" for cell in (*passage.columns, *values)) else ", "
    return (subject, comma.join(named)) if named else ("", subject)


def _read(marked: Marked, piece: Piece, reading: _Reading) -> tuple[_Reading, Clause | None]:
    """The clause of *piece*, and what is known after it."""
    if piece.label:
        reading = replace(reading, subject=under(reading.outer, piece.label), firm=True)
    start, end = trimmed(marked.mask, piece.start, piece.end)
    words = marked.words(start, end)
    # What a sentence begins as (an example, a summary, filler) it stays to its end.
    role = _role(words) if piece.begins or reading.role is Role.CLAIM else reading.role
    if role is Role.FILLER or noise(marked, start, end, words):
        return replace(reading, fresh=False, role=role), None
    contrast = wording.CONTRAST.match(words) is not None
    words = _without_connectives(words)
    if replaced := stands_for(words, reading.both):
        subject, words = replaced
        return replace(reading, fresh=False, role=role), Clause(start, end, words, role, subject)
    subject, topic = _about(words, reading, contrast=contrast)
    sides = reading.sides or (contrast and topic != reading.topic)
    return replace(reading, topic=topic, fresh=False, role=role, sides=sides), Clause(
        start, end, words, role, subject
    )


def _about(words: str, reading: _Reading, *, contrast: bool) -> tuple[str, str]:
    """(the subject to say first, the topic from here on)."""
    lacking = lacks_subject(words)
    own = "" if lacking else own_subject(words)
    if reading.firm and reading.subject:
        apart = contrast and own[:1].isupper() and not mentions(own, reading.subject)
        return ("" if apart else reading.subject), reading.topic
    if own:
        return "", own
    if reading.sides and wording.VAGUE.match(words):
        return "", reading.topic
    if lacking:
        return reading.topic or reading.subject or (
            reading.before if points_back(words) else ""
        ), reading.topic
    return (reading.subject if reading.fresh else ""), reading.topic


def _role(words: str) -> Role:
    if wording.EXAMPLE.match(words):
        return Role.EXAMPLE
    if wording.SUMMARY.match(words):
        return Role.SUMMARY
    if wording.FILLER.search(words):
        return Role.FILLER
    return Role.ASIDE if wording.ASIDE.match(words) else Role.CLAIM


def _without_connectives(words: str) -> str:
    for _ in range(3):
        found = wording.CONNECTIVE.match(words)
        if found is None or size(words[found.end() :]) < 4:
            break
        words = words[found.end() :]
    return words


def _listed(marked: Marked, clause: Clause) -> list[Clause]:
    """The items of an enumeration, one clause each; the clause itself when it is none."""
    before = marked.mask[max(0, clause.start - 6) : clause.start].rstrip(" \x00")
    labelled = bool(clause.subject) and before.endswith((":", "：", "—"))
    found = items(marked.mask, clause.start, clause.end, labelled=labelled)
    if found is None or clause.role is not Role.CLAIM:
        return [clause]
    head, spans = found
    announced = _without_connectives(marked.words(*head))
    if size(announced) > 30:
        announced = ""
    gap = " " if announced[-1:].isascii() and announced else ""
    return [
        Clause(start, end, marked.words(start, end), Role.LISTED, clause.subject, announced + gap)
        for start, end in spans
    ]


def _absorbed(mine: Sequence[Clause]) -> list[Clause]:
    """A word or two ("Wrong.") cannot be checked alone: it goes with the clause after it, or before."""
    kept: list[Clause] = []
    for clause in reversed(mine):
        if (
            kept
            and size(clause.words) < 4
            and clause.role is Role.CLAIM
            and clause.subject == kept[-1].subject
        ):
            after = kept.pop()
            comma = "，" if clause.words[-1:] > "\u2e80" else ", "
            kept.append(replace(after, start=clause.start, words=f"{clause.words}{comma}{after.words}"))
        else:
            kept.append(clause)
    return _tail_absorbed(kept[::-1])


def _tail_absorbed(mine: list[Clause]) -> list[Clause]:
    if (
        len(mine) < 2
        or size(mine[-1].words) >= 4
        or mine[-1].role is not Role.CLAIM
        or mine[-2].role is Role.LISTED
    ):
        return mine
    before, last = mine[-2:]
    comma = "，" if last.words[:1] > "\u2e80" else ", "
    return [*mine[:-2], replace(before, end=last.end, words=f"{before.words}{comma}{last.words}")]
