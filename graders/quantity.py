"""Numbers with their units, in Chinese and English, made comparable.

A quantity is a value and a unit class: ``1750 亿``, ``175B`` and ``175 billion`` are one value;
``2 KB`` and ``2048 bytes`` too.  Numbers that only count list items or name a thing are left out by
the caller, who sees tokens.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from graders.wordlists import word_list

_DIGITS = {"〇": 0, "两": 2} | {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ENGLISH: dict[str, float] = (
    {word: number for number, word in enumerate(_ONES.split(), 1)}
    | {word: 10 * number for number, word in enumerate(_TENS.split(), 2)}
    | {"zero": 0, "half": 0.5, "quarter": 0.25, "hundred": 100}
    | {"twice": 2, "double": 2, "thrice": 3, "triple": 3}
)
_LARGE = "thousand|million|billion|trillion"
_SCALES: dict[str, float] = word_list("units")["scales"]
# Each unit with its class and the factor to the first of the class; one that is not listed is no unit.
_UNITS: dict[str, tuple[str, float]] = {
    word: (name, factor)
    for name, words in word_list("units")["units"].items()
    for word, factor in words.items()
}

# Every repeat is bounded or cannot start again inside itself: a learner's text must not make it quadratic.
_NUMBER = re.compile(
    r"(?:(?P<power>\^)\s*(?:\{\s*)?|(?P<place>第)\s*)?(?<![a-z0-9.])"
    r"(?P<number>0,\d{1,20}|[1-9]\d{0,2}(?:,\d{3}){1,9}(?:\.\d{1,20})?|\d{1,20}(?:\.\d{1,20})?)"
    r"(?:\s*/\s*(?P<over>\d{1,20})(?![\d/]))?(?![0-9]|\.\d)\s*-?"
    r"(?P<scale>千亿|百亿|十亿|万亿|千万|百万|十万|亿|万|千"
    rf"|(?:{_LARGE})\b|[kmbt](?![a-z0-9]))?"
    r"\s*-?(?P<unit>%|[a-z]{1,20}|[一-鿿]{1,2})?"
)
_CHINESE = re.compile(
    r"(?<![第零〇一二两三四五六七八九十百千])(?P<number>[零〇一二两三四五六七八九十百千]{1,12})"
    r"(?P<scale>万亿|千万|百万|亿|万)?"
    r"(?P<unit>分之|层|头|维|倍|步|种|类|成|位|个(?!性|体|别|人)|次|条|年|天)"
    r"(?P<rest>[零一二三四五六七八九十百]{1,12})?"
)
_ORDINALS = {
    word: number for number, word in enumerate("first second third fourth fifth sixth seventh".split(), 1)
}
_ORDINAL = re.compile(
    r"\b(" + "|".join(_ORDINALS) + r")\b(?=[ -](?!of\b|all\b|the\b)[a-z])|第([一二三四五六七八九十]{1,3})"
)
_PARTS = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4} | {
    stem + ending: number
    for number, stem in enumerate("third fourth fifth sixth seventh eighth ninth tenth".split(), 3)
    for ending in ("", "s")
}
_PART = r"(?:" + "|".join(_PARTS) + r")\b"
_UP_TO_NINE = "|".join(_ONES.split()[:9])
_FRACTION = re.compile(rf"\b(?P<above>a|{_UP_TO_NINE})[\s-](?P<below>{_PART})")
_WORD = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(_TENS.split())})(?:-(?P<ones>{_UP_TO_NINE}))?|(?P<word>{'|'.join(_ENGLISH)}))\b"
    rf"(?![\s-]{_PART})"
    rf"(?:[\s-]{{1,3}}(?P<scale>{_LARGE})\b)?(?:[\s-]{{1,3}}(?P<unit>[a-z]+|%))?"
)
_LOOSE = frozenset(("half", "quarter", "double"))  # numbers only before these: "half precision" holds none
_AFTER_LOOSE = ("a", "an", "of", "the", "as", None)
_COUNTED = 10_000  # years, layers, dimensions: one off is wrong
_ROUNDED = 0.02  # how much two larger or broken numbers may differ


class Quantity(NamedTuple):
    """*value* in the first unit of its class *unit* ("" for a bare number), with its place in folded text."""

    value: float
    unit: str
    start: int
    end: int

    def equals(self, other: "Quantity") -> bool:
        """Of one kind, or of a kind that is not said; whole numbers below ten thousand to the digit."""
        if self.unit != other.unit and self.unit and other.unit:
            return False
        if self._is_counted and other._is_counted:
            return self.value == other.value
        return abs(self.value - other.value) <= _ROUNDED * max(abs(self.value), abs(other.value))

    @property
    def _is_counted(self) -> bool:
        return self.value < _COUNTED and self.value == int(self.value)


_DIGIT = re.compile(r"\d")
_BEGINNING = re.compile(r"[\d^第]")
_NUMERAL = re.compile("[" + "".join({*_DIGITS, *_POWERS} - {"一"}) + "]|第")
_LATIN = re.compile(r"[a-z]+")
# One of these stands wherever a number is spelt out; "one" alone is an article.
_SPELT = frozenset((*_TENS.split(), *_ENGLISH, *_ORDINALS, *_PARTS, *_LARGE.split("|"))) - {"one"}


def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities in folded *text*, left to right; "one" and 一 in "一个" are articles, not numbers."""
    found: list[Quantity] = []
    if _DIGIT.search(text):
        found.extend(_written(text))
    chinese = not text.isascii() and _NUMERAL.search(text)
    english = not _SPELT.isdisjoint(_LATIN.findall(text))
    if chinese:
        found.extend(_chinese(text))
    if english:
        found.extend(_english(text))
    if chinese or english:
        found.extend(_ordinals(text))
    if len(found) > 1:
        found.sort(key=lambda quantity: quantity.start)
    return tuple(found)


def is_unit(word: str) -> bool:
    """Whether the folded *word* is a unit that numbers are converted from."""
    return word in _UNITS


def _unit(word: str | None) -> tuple[str, float]:
    if not word:
        return "", 1.0
    if word in _UNITS:
        return _UNITS[word]
    if word[0] in "abcdefghijklmnopqrstuvwxyz":
        return "", 1.0
    return _UNITS.get(word[0], ("", 1.0))


def _ordinals(text: str) -> Iterator[Quantity]:
    for found in _ORDINAL.finditer(text):
        value = _ORDINALS[found[1]] if found[1] else _chinese_value(found[2])
        yield Quantity(float(value), "ordinal", found.start(), found.end())


def _numbers(text: str) -> Iterator[re.Match[str]]:
    """What `_NUMBER` finds, tried only where it can begin."""
    position = 0
    while start := _BEGINNING.search(text, position):
        found = _NUMBER.match(text, start.start())
        position = found.end() if found else start.end()
        if found:
            yield found


def _written(text: str) -> Iterator[Quantity]:
    for found in _numbers(text):
        written = found["number"]
        number = float(written.replace(",", "." if written.startswith("0,") else ""))
        if found["over"] and float(found["over"]):
            number /= float(found["over"])
        unit, factor = _unit(found["unit"])
        if found["power"] or found["place"]:
            unit, factor = "exponent" if found["power"] else "ordinal", 1.0
        yield Quantity(
            number * _SCALES.get(found["scale"] or "", 1.0) * factor,
            unit,
            found.start("number"),
            found.end("number"),
        )


def _chinese(text: str) -> Iterator[Quantity]:
    for found in _CHINESE.finditer(text):
        value = _chinese_value(found["number"])
        if found["unit"] == "分之" and found["rest"] and value:
            yield Quantity(_chinese_value(found["rest"]) / value, "part", found.start(), found.end())
        elif found["unit"] != "分之" and found["number"] != "一":
            unit, factor = _unit(found["unit"])
            yield Quantity(
                value * _SCALES.get(found["scale"] or "", 1.0) * factor, unit, found.start(), found.end()
            )


def _chinese_value(word: str) -> float:
    total, digit = 0, 0
    for character in word:
        if character in _POWERS:
            total += (digit or 1) * _POWERS[character]
            digit = 0
        else:
            digit = digit * 10 + _DIGITS[character] if digit else _DIGITS[character]
    return float(total + digit)


def _english(text: str) -> Iterator[Quantity]:
    for found in _FRACTION.finditer(text):
        above = _ENGLISH.get(found["above"], 1)  # "a third"
        yield Quantity(above / _PARTS[found["below"]], "part", found.start(), found.end())
    for found in _WORD.finditer(text):
        word = found["word"]
        if word == "one" and not found["scale"]:
            continue  # an article or a pronoun more often than a number
        if word in _LOOSE and found["unit"] not in _AFTER_LOOSE:
            continue
        number = _ENGLISH[word] if word else _ENGLISH[found["tens"]] + _ENGLISH.get(found["ones"] or "", 0)
        unit, factor = _unit(found["unit"])
        scale = _SCALES.get(found["scale"] or "", 1.0)
        yield Quantity(number * scale * factor, unit, found.start(), found.end())
