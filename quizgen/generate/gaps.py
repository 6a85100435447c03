"""Gaps whose filling the notes fix: an amount, a name that is given, the last word of a main idea."""

import re
from collections.abc import Iterator
from dataclasses import replace

from quizgen.generate.candidate import GAP, Candidate
from quizgen.generate.passage import weight
from quizgen.generate.phrases import PHRASES
from quizgen.generate.sketch import candidate, hedged, hiding, sound, told
from quizgen.generate.statements import Notes, Statement
from quizgen.generate.terms import Terms, spelt_out
from quizgen.outline.toc import letters

_UNIT_ZH = r"(?:个|条|种|次|层|位|倍|年|个月|天|日|小时|分钟|秒|周|元|人|字节|比特|摄氏度|度|毫升|克|千克|公斤|米|厘米|毫米|升|对|级|阶|维|轮|步|岁|成|片|勺|℃|%|％)"
_UNIT_EN = (
    r"(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|percent|per cent|%|times|layers?|stages?|parts|elements|bits?|bytes?|degrees|metres?|meters?"
    r"|grams?|litres?|chromosomes?|pairs?|steps?|members?|judges?|jurors?|cells?|chambers?|bones?|states?|votes?)"
)
_NUMBER_EN = (
    r"(?:\d+(?:\.\d+)?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|twenty|thirty)"
)
_AMOUNT = (
    re.compile(rf"(?<![\d.A-Za-z-])(?P<n>\d+(?:\.\d+)?)\s*(?={_UNIT_ZH})"),
    re.compile(rf"\b(?P<n>{_NUMBER_EN})(?= (?:\w+ )?{_UNIT_EN}\b)", re.IGNORECASE),
)
_ANY_NUMBER = re.compile(rf"\d|\b{_NUMBER_EN}\b|[两二三四五六七八九十](?=[个种次层对条])", re.IGNORECASE)
_CALLED = (
    re.compile(
        r"(?:被?称为|被?称作|叫做|叫作|简称为?|又称|又叫|俗称|记为)(?:细胞的|植物的)?[“「]?(?P<t>[^，。；“”「」的是]{2,12})[”」]?(?=[，。；]|$)"
    ),
    re.compile(
        r"\b(?:is|are) (?:also )?(?:called|known as|termed|named) (?:an? |the )?(?P<t>[\w-]+(?: [\w-]+){0,3})(?=[,.;]|$)"
    ),
)
_IDEA = re.compile(
    r"(?:思想|思路|想法|目标|目的|任务|作用|本质|关键|核心|原理)(?:就?是(?!指)|在于)[^，。；]{4,40}(?:中的|里的|的)(?P<t>[\u3400-\u9fff]{2,6})$"
)
_FOR_BOTH = re.compile(
    r"(?:对|给|只对|仅对)\s*(?P<t>[A-Z]\s*(?:和|与|、)\s*[A-Z])(?=\s*(?:两|二|这|做|进行|施加|引入|应用|，|。))"
)
_ENCODED = re.compile(r"[A-Za-z]")
_LEAST = 10


def gaps(notes: Notes, terms: Terms, seed: int) -> Iterator[Candidate]:  # noqa: ARG001  (every maker is called alike)
    """Cloze candidates from single statements."""
    yield from _abbreviations(notes)
    for said in notes.statements:
        if weight(said.words) < _LEAST or not sound(said.words) or hedged(said.words):
            continue
        alone = told(said, terms)
        if alone is not None:
            words = "".join(alone)
            yield from _amounts(said, words)
            yield from _named(said, words, terms)
            yield from _both(said, words)


def _cloze(
    said: Statement, words: str, span: tuple[int, int], accepts: tuple[str, ...]
) -> Iterator[Candidate]:
    phrases = PHRASES[said.language]
    text = f"{words[: span[0]]}{GAP}{words[span[1] :]}{phrases.stop}"
    shown = letters(text)
    if all(letters(each) not in shown for each in accepts):
        yield hiding(replace(candidate("cloze", text, (said,), phrases.true), accepts=accepts), accepts)


def _amounts(said: Statement, words: str) -> Iterator[Candidate]:
    """The one number of a statement; with two, each would tell the other."""
    numbers = _ANY_NUMBER.findall(words)
    pattern = _AMOUNT[0] if said.language == "zh" else _AMOUNT[1]
    found = list(pattern.finditer(words))
    digits = sum(len(each["n"]) if each["n"][0].isdigit() else 1 for each in found)
    if len(found) == 1 and len(numbers) == digits:
        yield from _cloze(said, words, found[0].span("n"), spellings(found[0]["n"]))


_WORDS_EN = "zero one two three four five six seven eight nine ten eleven twelve".split()
_WORDS_ZH = "零一二三四五六七八九十"


def spellings(number: str) -> tuple[str, ...]:
    """The ways to write *number*."""
    if number.casefold() in _WORDS_EN:
        return number, str(_WORDS_EN.index(number.casefold()))
    if number.isdigit() and int(number) <= 10:
        value = int(number)
        return tuple(
            dict.fromkeys((number, _WORDS_ZH[value], _WORDS_EN[value], *(["两"] if value == 2 else [])))
        )
    return (number,)


def _named(said: Statement, words: str, terms: Terms) -> Iterator[Candidate]:
    for pattern in (*_CALLED, _IDEA):
        found = pattern.search(words)
        if found is not None and letters(found["t"]):
            yield from _cloze(said, words, found.span("t"), terms.aliases(found["t"].strip()))
            return


def _both(said: Statement, words: str) -> Iterator[Candidate]:
    """ "对 Q 和 K 做旋转": which two."""
    found = _FOR_BOTH.search(words)
    if found is None:
        return
    left, right = re.findall(r"[A-Z]", found["t"])
    joints = ("和", "、", "与", " 和 ", "")
    accepts = (found["t"], *(f"{a}{joint}{b}" for a, b in ((left, right), (right, left)) for joint in joints))
    phrases = PHRASES[said.language]
    text = f"{words[: found.start('t')].rstrip()} {GAP} {words[found.end('t') :].lstrip()}{phrases.stop}"
    rest = re.findall(r"(?<![A-Za-z])[A-Z](?![A-Za-z])", text)
    if left not in rest and right not in rest:
        made = candidate("cloze", text, (said,), phrases.true)
        yield replace(made, accepts=tuple(dict.fromkeys(accepts)))


def _abbreviations(notes: Notes) -> Iterator[Candidate]:
    seen: set[str] = set()
    for short, full in spelt_out(notes):
        said = next((each for each in notes.statements if full in each.quote and short in each.quote), None)
        if short in seen or said is None or not _ENCODED.match(short):
            continue
        seen.add(short)
        names = tuple(dict.fromkeys(other for name, other in spelt_out(notes) if name == short))
        phrases = PHRASES[said.language]
        made = candidate("cloze", phrases.stands_for.format(short=short), (said,), phrases.true)
        yield hiding(replace(made, accepts=names), names)
