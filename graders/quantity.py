"""Numbers with their units, in Chinese and English, made comparable.

A quantity is a value and a unit class: ``1750 亿``, ``175B`` and ``175 billion`` are one value;
``2 KB`` and ``2048 bytes`` too.  Numbers that only count list items or name a thing are left out by
the caller, who sees tokens.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graders.wordlists import word_list

_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ENGLISH: dict[str, float] = {word: number for number, word in enumerate(_ONES.split(), 1)}
_ENGLISH |= {word: 10 * number for number, word in enumerate(_TENS.split(), 2)}
_ENGLISH |= {
    "zero": 0,
    "half": 0.5,
    "quarter": 0.25,
    "hundred": 100,
    "twice": 2,
    "double": 2,
    "thrice": 3,
    "triple": 3,
}
_SCALES: dict[str, float] = word_list("units")["scales"]
# Each unit with its class and the factor to the first of the class; one that is not listed is no unit.
_UNITS: dict[str, tuple[str, float]] = {
    word: (name, factor)
    for name, words in word_list("units")["units"].items()
    for word, factor in words.items()
}

_SIGN = r"(?P<sign>\^\s*\{?\s*|[-−]|(?<![a-z0-9])log\s*)?"
_NUMBER = re.compile(
    _SIGN
    + r"(?<![a-z0-9.])(?P<number>0,\d+|[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:\s*/\s*(?P<over>\d+)(?![\d/]))?"
    r"(?![0-9]|\.\d)\s*-?(?P<scale>千亿|百亿|十亿|万亿|千万|百万|十万|亿|万|千|(?:thousand|million|billion|trillion)\b|[kmbt](?![a-z0-9]))?"
    r"\s*-?(?P<unit>%|[a-z]+|[一-鿿]{1,2})?"
)
_CHINESE = re.compile(
    r"(?P<number>[零〇一二两三四五六七八九十百千]+)(?P<scale>万亿|千万|百万|亿|万)?(?P<unit>分之|层|头|维|倍|步|种|类|成|位|个(?!性|体|别|人)|次|条|年|天)"
    r"(?P<rest>[零一二三四五六七八九十百]+)?"
)
_PARTS = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4} | {
    stem + ending: number
    for number, stem in enumerate("third fourth fifth sixth seventh eighth ninth tenth".split(), 3)
    for ending in ("", "s")
}
_FRACTION = re.compile(
    r"\b(?P<above>a|" + "|".join(_ONES.split()[:9]) + r")[\s-](?P<below>" + "|".join(_PARTS) + r")\b"
)
_WORD = re.compile(
    r"\b(?:(?P<tens>"
    + "|".join(_TENS.split())
    + r")(?:-(?P<ones>"
    + "|".join(_ONES.split()[:9])
    + r"))?|(?P<word>"
    + "|".join(_ENGLISH)
    + r"))\b"
    r"(?![\s-](?:" + "|".join(_PARTS) + r")\b)"
    r"(?:[\s-]+(?P<scale>thousand|million|billion|trillion)\b)?(?:[\s-]+(?P<unit>[a-z]+|%))?"
)


_COUNTED = 10_000  # years, layers, dimensions: one off is wrong


@dataclass(frozen=True, slots=True)
class Quantity:
    """*value* in the first unit of its class *unit* ("" for a bare number), with its place in folded text."""

    value: float
    unit: str
    start: int
    end: int

    def equals(self, other: "Quantity") -> bool:
        """Of one kind, or of a kind that is not said; to the digit for whole numbers below ten thousand, else within 2 %."""
        if self.unit != other.unit and self.unit and other.unit:
            return False
        if (
            self.value < _COUNTED
            and other.value < _COUNTED
            and self.value == int(self.value)
            and other.value == int(other.value)
        ):
            return self.value == other.value
        return abs(self.value - other.value) <= 0.02 * max(abs(self.value), abs(other.value))


_ORDINALS = {
    word: number for number, word in enumerate("first second third fourth fifth sixth seventh".split(), 1)
}
_ORDINAL = re.compile(
    r"\b(" + "|".join(_ORDINALS) + r")\b(?=[ -](?!of\b|all\b|the\b)[a-z])|第([一二三四五六七八九十])"
)


def _ordinals(text: str) -> Iterator[Quantity]:
    for found in _ORDINAL.finditer(text):
        value = _ORDINALS[found[1]] if found[1] else _chinese_value(found[2])
        yield Quantity(float(value), "ordinal", found.start(), found.end())


def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities in folded *text*, left to right; "one" and 一 in "一个" are articles, not numbers."""
    return tuple(
        sorted(
            (*_written(text), *_chinese(text), *_english(text), *_ordinals(text)),
            key=lambda found: found.start,
        )
    )


def _unit(word: str | None) -> tuple[str, float]:
    if not word:
        return "", 1.0
    if word in _UNITS:
        return _UNITS[word]
    if word[0] in "abcdefghijklmnopqrstuvwxyz":
        return "", 1.0
    return _UNITS.get(word[0], ("", 1.0))


def _written(text: str) -> Iterator[Quantity]:
    for found in _NUMBER.finditer(text):
        written = found["number"]
        number = float(written.replace(",", "." if written.startswith("0,") else ""))
        if found["over"] and float(found["over"]):
            number /= float(found["over"])
        sign = (found["sign"] or "").strip()
        unit, factor = _unit(found["unit"])
        if sign.startswith("^"):
            unit, factor = "exponent", 1.0
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
        above = 1 if found["above"] in ("a", "one") else _ENGLISH[found["above"]]
        yield Quantity(above / _PARTS[found["below"]], "part", found.start(), found.end())
    for found in _WORD.finditer(text):
        if found["word"] == "one" and not found["scale"]:
            continue  # an article or a pronoun more often than a number
        if found["word"] in ("half", "quarter", "double") and found["unit"] not in (
            "a",
            "an",
            "of",
            "the",
            "as",
            None,
        ):
            continue  # half precision, double quotes
        number = (
            _ENGLISH[found["word"]]
            if found["word"]
            else _ENGLISH[found["tens"]] + _ENGLISH.get(found["ones"] or "", 0)
        )
        unit, factor = _unit(found["unit"])
        yield Quantity(
            number * _SCALES.get(found["scale"] or "", 1.0) * factor, unit, found.start(), found.end()
        )
