"""What a section says itself: its statements, apart from links, figures and open questions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from quizgen.extract.evidence import Asks, asks
from quizgen.extract.substance import (
    is_furniture,
    is_pointer,
    is_promotion,
    is_questions,
    why_empty,
)
from quizgen.outline import Kind, Outline
from quizgen.outline.inline import has_image, plain, unmarked
from quizgen.outline.numbers import split_number

_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"[A-Za-z0-9][\w'-]*")
_SAYS_NOTHING = re.compile(
    r"(?:参考|论文|项目|源码|代码|文章|链接|地址|来源|原文|作者|日期|paper|code|link|source|author|date|by|url)\w*\s*[:：]?\s*$",
    re.IGNORECASE,
)
_SILENT = frozenset({Kind.BLANK, Kind.RULE, Kind.HTML, Kind.COMMENT, Kind.FRONT, Kind.HEADING})
_LEAD = re.compile(r"\W*([^\s，。,.;；：:][^，。,.;；：:]{0,40})[：:]")
_LONGEST_LEAD = 16
_LEAST = 12
_MOST_CODE = 0.7


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines *start* up to *end* (from 0) say something; *lines* are the words of those that do, one each.

    *listed* says that nothing but list items does; *leads* are the words before a colon at the front of
    other lines: "Advantages", "损失缩放".
    """

    start: int
    end: int
    lines: tuple[str, ...]
    items: int
    ordered: bool
    formula: bool
    listed: bool
    leads: tuple[str, ...]

    @property
    def words(self) -> str:
        """All that is said, a line each."""
        return "\n".join(self.lines)


def passage(shape: Outline, start: int, end: int) -> Passage | None:
    """What is said from line *start* up to *end* (from 0); None where that is too little to ask about."""
    said = list(statement_lines(shape, start, end))
    # A lead such as "Results:" whose list or figure was dropped leads nowhere.
    while said and _is_lead(plain(shape.lines[said[-1]])):
        said.pop()
    texts = [shape.lines[i] for i in said]
    prose = [i for i in said if shape.kinds[i] is not Kind.CODE]
    if not said or why_empty(texts) is not None or is_questions(texts):
        return None
    if (
        len(prose) < (1 - _MOST_CODE) * len(said)
        or weight(" ".join(_words(shape, i) for i in prose)) < _LEAST
    ):
        return None
    items = [shape.items[i] for i in said if i in shape.items]
    return Passage(
        start=said[0],
        end=said[-1] + 1,
        lines=tuple(words for i in prose if (words := _words(shape, i))),
        items=len(items),
        ordered=bool(items) and all(item.ordered for item in items),
        listed=len(items) == len(said),
        leads=tuple(lead for i in prose if i not in shape.items and (lead := _lead(_words(shape, i)))),
        formula=any(shape.kinds[i] is Kind.MATH for i in said),
    )


def _lead(words: str) -> str:
    found = _LEAD.match(words)
    return found.group(1).strip() if found and weight(found.group(1)) <= _LONGEST_LEAD else ""


def weight(words: str) -> int:
    """How much is said: Chinese characters, and words of other scripts as two each."""
    return len(_HAN.findall(words)) + 2 * len(_WORD.findall(words))


def statement_lines(shape: Outline, start: int, end: int) -> Iterator[int]:
    """The lines from *start* up to *end* (from 0) that say something: no links, figures, questions, furniture."""
    for i in range(start, end):
        kind = shape.kinds[i]
        if i in shape.toc or i in shape.furniture or (kind in _SILENT and not _is_marked_text(shape, i)):
            continue
        if kind in (Kind.CODE, Kind.MATH):
            yield i
            continue
        line = shape.lines[i]
        if is_furniture(line) or is_pointer(line) or is_promotion(line):
            continue
        words = plain(unmarked(line))
        if weight(words) and asks(words) is not Asks.MARK and not _SAYS_NOTHING.fullmatch(words):
            said_before = "，" in words or ", " in words
            if said_before or not _is_lead(words) or not _shows_figure(shape, i, end):
                yield i


def _is_marked_text(shape: Outline, i: int) -> bool:
    """Whether a line that begins with a tag holds words: ``<u>…</u>`` does, ``<img …>`` does not."""
    return shape.kinds[i] is Kind.HTML and not has_image(shape.lines[i]) and bool(plain(shape.lines[i]))


def _is_lead(words: str) -> bool:
    return words.rstrip(" *_").endswith(("：", ":"))


def _shows_figure(shape: Outline, i: int, end: int) -> bool:
    for j in range(i + 1, end):
        if shape.lines[j].strip():
            return has_image(shape.lines[j])
    return False


def _words(shape: Outline, i: int) -> str:
    item = shape.items.get(i)
    return split_number(plain(item.text if item else unmarked(shape.lines[i])))[1]
