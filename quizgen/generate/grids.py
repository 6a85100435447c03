"""Questions on tables that compare things: which cell belongs to which row."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from questions.records import Kind
from quizgen.generate.candidate import Candidate
from quizgen.generate.passage import weight
from quizgen.generate.phrases import PHRASES
from quizgen.generate.sketch import choice, hiding
from quizgen.generate.statements import Notes
from quizgen.generate.terms import Terms
from quizgen.generate.titles import bare_title
from quizgen.language import language_of
from quizgen.outline import Kind as Line
from quizgen.outline.inline import has_image, has_link, plain
from quizgen.outline.toc import letters

_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[\s:|-]+")
_NO_COLUMN = re.compile(
    r"(?:#|序号|编号|链接|地址|论文|作者|年份|日期|时间|备注|说明|参考|来源|代码|no\.?|id|links?|urls?|papers?|authors?|years?|dates?|notes?|sources?|refs?|code|comments?|remarks?)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NEGATIONS = ("不", "无", "非", "no", "not")
_LONGEST = 24
_MOST_ROWS = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of a cell, and the line (from 1) that it stands on, as number and as text."""

    words: str
    line: int
    raw: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its *columns* without the first, and for each row its name and cells."""

    title: str
    path: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]

    @property
    def language(self) -> str:
        """``zh`` or ``en``."""
        return language_of(" ".join((*self.columns, *(name for name, _ in self.rows), self.title)))


def grids(notes: Notes, terms: Terms, seed: int) -> Iterator[Candidate]:  # noqa: ARG001  (every maker is called alike)
    """Candidates from the tables of *notes*."""
    for grid in map(_turned, _tables(notes)):
        for place, column in enumerate(grid.columns):
            if _may_ask(column):
                yield from _column(grid, place, seed)


def _tables(notes: Notes) -> Iterator[Grid]:
    shape = notes.shape
    start = 0
    while start < len(shape.lines):
        if shape.kinds[start] is not Line.TABLE:
            start += 1
            continue
        end = start
        while end < len(shape.lines) and shape.kinds[end] is Line.TABLE:
            end += 1
        lines = [i for i in range(start, end) if not _RULE.fullmatch(shape.lines[i])]
        path = shape.path(start)
        around = [bare_title(each.title) for each in shape.around(start)]
        made = _grid([(i + 1, shape.lines[i]) for i in lines], path, around[-1] if around else "")
        if made is not None:
            yield made
        start = end


def _grid(lines: Sequence[tuple[int, str]], path: tuple[str, ...], title: str) -> Grid | None:
    rows = [(number, line, _cells(line)) for number, line in lines]
    width = len(rows[0][2]) if rows else 0
    if width < 2 or not 3 <= len(rows) <= _MOST_ROWS or any(len(cells) != width for *_, cells in rows):
        return None
    if any(has_link(line) or has_image(line) for _, line, _ in rows):
        return None
    head = rows[0][2]
    body = tuple(
        (cells[0], tuple(Cell(cell, number, line.strip()) for cell in cells[1:]))
        for number, line, cells in rows[1:]
    )
    names = {letters(name) for name, _ in body}
    if len(names) != len(body) or "" in names:
        return None
    return Grid(title, path, head[1:], body)


def _cells(line: str) -> tuple[str, ...]:
    return tuple(plain(cell.strip()) for cell in _BAR.split(line.strip().strip("|")))


def _turned(grid: Grid) -> Grid:
    """*grid* with its things in the rows: a table of two things has them in its columns, as the heading tells."""
    told = letters(grid.title)
    across = sum(letters(name) in told for name in grid.columns)
    down = sum(letters(name) in told for name, _ in grid.rows)
    if across <= down or across < 2:
        return grid
    rows = tuple(
        (column, tuple(cells[place] for _, cells in grid.rows)) for place, column in enumerate(grid.columns)
    )
    return Grid(grid.title, grid.path, tuple(name for name, _ in grid.rows), rows)


def _may_ask(column: str) -> bool:
    return bool(letters(column)) and weight(column) <= _LONGEST and _NO_COLUMN.fullmatch(column) is None


def _column(grid: Grid, place: int, seed: int) -> Iterator[Candidate]:
    cells = [row[place].words for _, row in grid.rows]
    if any(not letters(cell) or weight(cell) > _LONGEST or _YEAR.search(cell) for cell in cells):
        return
    column = grid.columns[place]
    phrases = PHRASES[grid.language]
    for name, row in grid.rows:
        right = row[place].words
        wrong = [each for each in dict.fromkeys(cells) if _apart(each, right)]
        reason = phrases.says.format(term=name, what=f"{column} = {right}")
        text = phrases.which_cell.format(title=grid.title, row=name, column=column)
        made = _candidate("single_choice", text, grid, row[place], reason)
        if len(wrong) > 1 and len({letters(each) for each in wrong}) == len(wrong):
            yield hiding(choice(made, [right], wrong[:3], seed), [right])
        for cell in (right, *wrong[:1]) if wrong else ():
            reason = phrases.true if cell == right else phrases.exchanged.format(old=right, new=cell)
            text = phrases.is_cell.format(title=grid.title, row=name, column=column, cell=cell)
            yield replace(_candidate("true_false", text, grid, row[place], reason), truth=cell == right)


def _candidate(kind: Kind, text: str, grid: Grid, cell: Cell, reason: str) -> Candidate:
    return Candidate(kind, text, cell.raw, cell.line, cell.line, grid.path, reason)


def _apart(left: str, right: str) -> bool:
    """Whether the two cells say different things, not one a part of the other."""
    mine, other = letters(left), letters(right)
    if mine == other:
        return False
    negated = mine.startswith(_NEGATIONS) != other.startswith(_NEGATIONS)
    return negated or (mine not in other and other not in mine)
