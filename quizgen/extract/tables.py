"""Tables with a column of questions and a column of answers."""

import re
from collections.abc import Iterator, Sequence

from quizgen.extract.evidence import Asks, asks
from quizgen.extract.unit import Unit
from quizgen.outline import Kind, Outline
from quizgen.outline.inline import plain
from quizgen.outline.numbers import split_number

_CELL = re.compile(r"(?<!\\)\|")
_QUESTION = re.compile(
    r"(?:面试|常见|高频|核心|典型)?(?:面试)?(?:问题|题目|提问|问|面试题)|(?:interview |common |sample )?questions?|q|prompt",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"(?:参考|标准)?(?:答案|回答|解答|答)|answers?|a|response|solution", re.IGNORECASE)
# Columns that file a question or lead elsewhere, and do not answer it.
_FILING = re.compile(
    r"(?:no|num|number|sno|s\.? ?no|sl|sr|id|#|\W*)\.?|.*(?:link|url|level|difficulty|topic|tag|categor|compan|frequen|status|type|date|time|score"
    r"|rank|source|file|note|page|round|链接|地址|难度|频率|频次|公司|来源|分类|类别|标签|状态|日期|时间|分值|热度|星级|备注|页码|编号|序号|考察次数).*",
    re.IGNORECASE,
)
_SHARE = 0.5
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def table_units(outline: Outline, taken: set[int]) -> Iterator[Unit]:
    """The rows of question-and-answer tables on lines that are not *taken*."""
    for start, end in _tables(outline, taken):
        columns = _columns(outline.lines[start:end])
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
    starts = [i for i in rows if kinds[i] is Kind.TABLE and (i == 0 or kinds[i - 1] is not Kind.TABLE)]
    return any(_columns(outline.lines[start : _end(kinds, start, rows.stop)]) for start in starts)


def _end(kinds: Sequence[Kind], start: int, end: int) -> int:
    return next((i for i in range(start, end) if kinds[i] is not Kind.TABLE), end)


def cells(line: str) -> list[str]:
    """The cells of a table row."""
    return [cell.strip() for cell in _CELL.split(line.strip().strip("|"))]


def _unescaped(cell: str) -> str:
    return cell.replace("\\|", "|")


def _columns(lines: Sequence[str]) -> tuple[int, int] | None:
    """Which columns of the table on *lines* ask and answer, if its header names them.

    An answer may go by any name where the table has no other column and most rows ask.
    """
    header = [plain(cell) for cell in cells(lines[0])]
    asked, answered = _column(header, _QUESTION), _column(header, _ANSWER)
    if asked is None or answered is not None:
        return None if asked is None or answered is None else (asked, answered)
    others = [i for i, cell in enumerate(header) if i != asked and not _FILING.fullmatch(cell)]
    if len(others) != 1:
        return None
    rows = [plain(row[asked]) for line in lines[2:] if asked < len(row := cells(line))]
    asking = sum(asks(row) >= Asks.WORDS for row in rows)
    return (asked, others[0]) if asking and asking >= _SHARE * len(rows) else None


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
