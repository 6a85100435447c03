"""A table of HTML as rows of Markdown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_WIDEST = 50


@dataclass(slots=True)
class Row:
    """The cells of a row, and the source lines (from 1) of its first and last words."""

    cells: list[str] = field(default_factory=list)
    first: int = 0
    last: int = 0


@dataclass(slots=True)
class Grid:
    """A table that is being read.  *loose* once a cell holds what no row of Markdown can."""

    rows: list[Row] = field(default_factory=list)
    cell: list[str] | None = None
    loose: bool = False

    def begin_row(self) -> None:
        """Begin a row."""
        self.rows.append(Row())

    def begin_cell(self) -> None:
        """Begin a cell; a cell outside a row begins one."""
        if not self.rows:
            self.begin_row()
        self.cell = None if self.loose else []

    def loosen(self) -> Iterator[tuple[str, int, int]]:
        """Give up the rows: what was read so far, cell by cell, with its source lines."""
        self.loose = True
        rows, self.rows = self.rows, [Row()]
        for row in rows:
            parts = [*row.cells, *(self.cell or [])] if row is rows[-1] else row.cells
            for words in parts:
                yield words.replace("\\|", "|").replace("<br>", "\n"), row.first, row.last
        self.cell = None

    def add(self, words: str, first: int, last: int) -> None:
        """Add a block of words to the cell."""
        if self.cell is None or not words:
            return
        self.cell.append(words)
        row = self.rows[-1]
        row.first = row.first or first
        row.last = max(row.last, last)

    def end_cell(self, span: int) -> None:
        """End the cell, *span* columns wide."""
        if self.cell is None:
            return
        words = "<br>".join(self.cell).replace("\n", "<br>").replace("|", "\\|")
        row = self.rows[-1]
        if len(row.cells) < _WIDEST:
            row.cells.extend([words, *[""] * (min(span, _WIDEST) - 1)])
        self.cell = None

    def lines(self) -> Iterator[tuple[str, int, int]]:
        """The table as lines with their source lines: rows of Markdown where it has two columns or more."""
        rows = [row for row in self.rows if any(row.cells)]
        width = max((len(row.cells) for row in rows), default=0)
        for i, row in enumerate(rows):
            if width < 2:
                yield from ((line, row.first, row.last) for line in row.cells[0].split("<br>"))
                yield "", row.last, row.last
                continue
            yield _row(row.cells, width), row.first, row.last
            if i == 0:
                yield _row(["---"] * width, width), row.last, row.last


def _row(cells: Sequence[str], width: int) -> str:
    return "| " + " | ".join([*cells, *[""] * (width - len(cells))]) + " |"
