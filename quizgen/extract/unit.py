"""A question and the lines that are its own."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from quizgen.outline import Number


@dataclass(slots=True)
class Unit:
    """Lines *start* up to *body* (from 0) ask, lines *body* up to *end* answer, except those of *parts*.

    *inline* are words of the answer on the asking line.  *path* are the titles around it.  *key* is what a
    key elsewhere says, "" if it says nothing; then the lines up to *end* ask too.  *quoted* says that the
    answer stands in a quote.
    """

    text: str
    number: Number | None
    start: int
    body: int
    end: int
    inline: str = ""
    path: tuple[str, ...] = ()
    key: str | None = None
    quoted: bool = False
    parts: list["Unit"] = field(default_factory=list)

    def rows(self) -> list[int]:
        """The answering lines without those of the questions inside."""
        rows: list[int] = []
        at = self.body
        for part in sorted(self.parts, key=lambda part: part.start):
            rows.extend(range(at, min(part.start, self.end)))
            at = max(at, part.end)
        rows.extend(range(at, self.end))
        return rows


def free_stretches(units: Sequence[Unit], line_count: int) -> list[tuple[int, int]]:
    """The stretches of lines (from 0, end not included) that no unit covers."""
    free: list[tuple[int, int]] = []
    at = 0
    for unit in sorted(units, key=lambda unit: unit.start):
        if unit.start > at:
            free.append((at, unit.start))
        at = max(at, unit.end)
    if at < line_count:
        free.append((at, line_count))
    return free
