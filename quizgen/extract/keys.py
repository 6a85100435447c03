"""The key of a paper: answers that stand together, by the numbers of their questions."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from quizgen.extract.tables import cells
from quizgen.outline import Kind, Outline
from quizgen.outline.inline import plain, unmarked
from quizgen.outline.labels import label_of
from quizgen.outline.numbers import Number, split_number

_TITLE = re.compile(
    r"(?:(?:附|附录)\s*[:：]?\s*)?(?:参考|标准|正确)?答案(?:\s*(?:及|与|和|、|/)?\s*(?:解析|详解|提示|评分标准))?(?:部分|汇总|页)?"
    r"|(?:the )?(?:answer key|answers? sheet|key|(?:correct |model |sample )?answers?(?: (?:and|&|with) (?:explanations?|solutions?|rationales?))?"
    r"|solutions?(?: (?:and|&) (?:answers|explanations?))?)(?: to (?:the )?(?:questions|exercises|test|quiz))?",
    re.IGNORECASE,
)
_SIGN = "[A-H√×✓✗✔✘对错]"
# "1-5 BCDAA", "6～8：AB, C, D", "9. B", "10、对"
_GROUP = re.compile(
    rf"(?P<first>\d{{1,3}})\s*(?:[-–—~～至到]|to)\s*(?P<last>\d{{1,3}})\s*[.:：、)）]?\s*(?P<signs>{_SIGN}(?:[\s,，、]{{0,3}}{_SIGN})*)"
    rf"|(?P<number>\d{{1,3}})\s*[题.、:：)）-]{{0,2}}\s*[(（【]?(?P<sign>[A-H]{{1,8}}|{_SIGN}|正确|错误|true|false|T|F)[)）】]?"
    r"(?![A-Za-z\u4e00-\u9fff])",
    re.IGNORECASE,
)
_BETWEEN = " \t\u3000,，;；、.。|"
_PART_TITLE = 30
_LEAST = 2
_DIGITS = 4


@dataclass(slots=True)
class Entry:
    """An answer of the key: the part it is in (from 0), its number, words on its own line, lines below it."""

    part: int
    number: int
    first: str
    rows: list[int] = field(default_factory=list)


def is_key_title(words: str) -> bool:
    """Whether *words* announce the answers to what was asked before."""
    return len(words) < 60 and _TITLE.fullmatch(words.strip(" :：*_#【】[]()（）-—=")) is not None


def entries(outline: Outline, start: int, end: int) -> list[Entry]:
    """The answers in lines *start* up to *end* (from 0), in order."""
    reader = _Reader(outline)
    i = start
    while i < end:
        if outline.kinds[i] is Kind.TABLE:
            stop = next((j for j in range(i, end) if outline.kinds[j] is not Kind.TABLE), end)
            reader.table(range(i, stop))
            i = stop
        else:
            reader.line(i)
            i += 1
    return reader.found


@dataclass(slots=True)
class _Reader:
    outline: Outline
    found: list[Entry] = field(default_factory=list)
    part: int = 0

    def line(self, i: int) -> None:
        kind = self.outline.kinds[i]
        if kind in (Kind.RULE, Kind.COMMENT):
            return
        words = "" if kind in (Kind.CODE, Kind.MATH) else plain(unmarked(self.outline.lines[i]))
        number, rest = _number_of(words)
        several = _several(words)
        if is_part(words) or (kind is Kind.HEADING and number is None):
            self.next_part()
        elif len(several) >= _LEAST:
            for count, chosen in several:
                self.add(count, chosen)
        elif number is not None and number.depth == 1:
            self.add(number.parts[0], rest)
        elif self.found:
            self.found[-1].rows.append(i)

    def add(self, number: int, first: str) -> None:
        # A count that begins anew is that of the next part.
        if number == 1 and any(entry.part == self.part for entry in self.found[-1:]):
            self.part += 1
        self.found.append(Entry(self.part, number, first))

    def next_part(self) -> None:
        if self.found and self.found[-1].part == self.part:
            self.part += 1

    def table(self, rows: range) -> None:
        """Numbers in one column and answers in the other, or in one row and answers in the next."""
        lines = [cells(self.outline.lines[i]) for i in rows]
        body = [
            [plain(cell) for cell in line] for line in lines if any(set(cell) - set(":- ") for cell in line)
        ]
        if body and _counts(body[0][1:]):
            for numbers, chosen in zip(body[::2], body[1::2], strict=False):
                self.add_all(zip(numbers[1:], chosen[1:], strict=False))
        else:
            self.add_all((line[0], " ".join(line[1:])) for line in body)

    def add_all(self, pairs: Iterable[tuple[str, str]]) -> None:
        for number, words in pairs:
            count = number.strip(" .、")
            if count.isdecimal() and len(count) < _DIGITS and words.strip():
                self.add(int(count), words.strip())


def _counts(row: Sequence[str]) -> bool:
    return len(row) >= _LEAST and all(cell.isdecimal() for cell in row if cell)


def is_part(words: str) -> bool:
    """Whether *words* are the title of a part of a paper: "二、简答题", "Section B"."""
    if len(words) > _PART_TITLE or not words:
        return False
    number, rest = split_number(words)
    if re.fullmatch(r"(?:part|section)\s+(?:[A-Z]|[IVX]+|\d)\b.*", words, re.IGNORECASE):
        return True
    titled = number is not None and number.style in ("chinese", "ordinal") and bool(rest)
    return titled and not rest.endswith(("。", "；", ".", "?", "？")) and label_of(rest) is None


def _number_of(words: str) -> tuple[Number | None, str]:
    label = label_of(words)
    if label is not None and label.number is not None:
        return label.number, label.rest
    number, rest = split_number(words)
    return number, rest


def _several(words: str) -> list[tuple[int, str]]:
    """Answers to several questions on one line, if it holds nothing else."""
    found: list[tuple[int, str]] = []
    at = 0
    for group in _GROUP.finditer(words):
        if words[at : group.start()].strip(_BETWEEN):
            return []
        at = group.end()
        if group.group("number"):
            found.append((int(group.group("number")), group.group("sign")))
        else:
            found.extend(_ranged(int(group.group("first")), int(group.group("last")), group.group("signs")))
    return [] if words[at:].strip(_BETWEEN) else found


def _ranged(first: int, last: int, signs: str) -> Iterator[tuple[int, str]]:
    groups = re.split(r"[\s,，、]+", signs)
    if len(groups) == 1:
        groups = list(signs)
    if len(groups) == last - first + 1:
        yield from zip(range(first, last + 1), groups, strict=True)
