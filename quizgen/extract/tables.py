"""Tables with a column of questions and a column of answers."""

import re
from collections.abc import Iterator, Sequence

from quizgen.extract.unit import Unit
from quizgen.outline import Kind, Outline
from quizgen.outline.inline import plain
from quizgen.outline.numbers import split_number

_CELL = re.compile(r"(?<!\\)\|")
_QUESTION = re.compile(r"(?:面试)?(?:问题|题目|提问|问)|questions?|q|prompt", re.IGNORECASE)
_ANSWER = re.compile(r"(?:参考|标准)?(?:答案|回答|解答|答)|answers?|a|response|solution", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def table_units(outline: Outline, taken: set[int]) -> Iterator[Unit]:
    """The rows of question-and-answer tables on lines that are not *taken*."""
    for start, end in _tables(outline, taken):
        columns = _columns(outline.lines[start])
        if columns is None:
            continue
        asked, answered = columns
        for i in range(start + 2, end):
            row = cells(outline.lines[i])
            if asked >= len(row):
                continue
            number, text = split_number(plain(_BREAK.sub(" ", row[asked])))
            if text:
                answer = _unescaped(_BREAK.sub("\n", row[answered])) if answered < len(row) else ""
                yield Unit(text, number, i, i + 1, i + 1, answer)


def asks_in_table(outline: Outline, rows: range) -> bool:
    """Whether a table of questions and answers begins on one of *rows*."""
    kinds = outline.kinds
    return any(
        kinds[i] is Kind.TABLE and (i == 0 or kinds[i - 1] is not Kind.TABLE) and _columns(outline.lines[i])
        for i in rows
    )


def cells(line: str) -> list[str]:
    """The cells of a table row."""
    return [cell.strip() for cell in _CELL.split(line.strip().strip("|"))]


def _unescaped(cell: str) -> str:
    return cell.replace("\\|", "|")


def _columns(line: str) -> tuple[int, int] | None:
    """Which columns ask and answer under the header *line*, if it names them."""
    header = [plain(cell) for cell in cells(line)]
    asked, answered = _column(header, _QUESTION), _column(header, _ANSWER)
    return None if asked is None or answered is None else (asked, answered)


def _column(header: Sequence[str], names: re.Pattern[str]) -> int | None:
    return next((i for i, cell in enumerate(header) if names.fullmatch(cell)), None)


def _tables(outline: Outline, taken: set[int]) -> Iterator[tuple[int, int]]:
    start = -1
    for i, kind in enumerate((*outline.kinds, Kind.BLANK)):
        inside = kind is Kind.TABLE and i not in taken and i not in outline.toc
        if inside and start < 0:
            start = i
        elif not inside and start >= 0:
            if i - start > 2:
                yield start, i
            start = -1
