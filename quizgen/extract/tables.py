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
        header = [plain(cell) for cell in cells(outline.lines[start])]
        asked = _column(header, _QUESTION)
        answered = _column(header, _ANSWER)
        if asked is None or answered is None:
            continue
        for i in range(start + 2, end):
            row = cells(outline.lines[i])
            if asked >= len(row):
                continue
            number, text = split_number(plain(row[asked]))
            if text:
                answer = _BREAK.sub("\n", row[answered]) if answered < len(row) else ""
                yield Unit(text, number, i, i + 1, i + 1, answer)


def cells(line: str) -> list[str]:
    """The cells of a table row."""
    return [cell.strip() for cell in _CELL.split(line.strip().strip("|"))]


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
