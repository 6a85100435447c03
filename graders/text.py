"""A learner's text made comparable, with the way back to the learner's own characters.

Everything after this module sees folded text: NFKC, lower case, no invisible characters, look-alike
letters in mixed-script words replaced.  Offsets in what is shown to people are always those of the
original text.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

_SUPERSCRIPT = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", "0123456789+-n", strict=True))
# Cyrillic and Greek letters that look like Latin ones; replaced only inside words that mix scripts.
_LOOK_ALIKE = str.maketrans("аеорсухіјѕԁһкмтвнοανρτιε", "aeopcyxijsdhkmtbhoavptie")
_MIXED = re.compile(r"[a-z0-9]*(?:[a-z][а-яіјѕԁһα-ω]|[а-яіјѕԁһα-ω][a-z])[a-zа-яіјѕԁһα-ω0-9]*")
_KEPT_CONTROL = "\n\t"
_TOKEN = re.compile(
    r"[a-z]+-?\d+(?:\.\d+)*[a-z]*(?![a-z])"  # names with a number: l1, gpt-3, llama2
    r"|\d+(?:[.,]\d+)*(?:e[+-]?\d+)?"
    r"|[^\W\d_]"
    r"|[∀-⋿+*/^=<>%≤≥→←√-]"
)
_LATIN_WORD = re.compile(r"[a-zà-öø-ÿß-ɏ]+")
_CJK = re.compile(r"[㐀-鿿豈-﫿]")
_HARD_END = re.compile(r"(?:[。!?;;]|\.(?=\s|$)|…|\n)+[\"'”’)\]」』]*")
_SOFT_END = re.compile(r"[,,、:：]|\s[-—–]+\s|——")
_LONG_SENTENCE = 48  # characters of Chinese, or three times as many of English: cut at commas above


@dataclass(frozen=True, slots=True)
class Folded:
    """*text* is the folded form of *original*; ``at[i]`` is where its i-th character came from."""

    original: str
    text: str
    at: tuple[int, ...]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of the folded characters *start* up to *end*."""
        if start >= end:
            return (self.at[start], self.at[start]) if start < len(self.at) else (len(self.original),) * 2
        return self.at[start], self.at[end - 1] + 1


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    if character in _SUPERSCRIPT:
        return "^" + _SUPERSCRIPT[character]
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"):
        return character if character in _KEPT_CONTROL else ""
    return unicodedata.normalize("NFKC", character).lower()


def fold(original: str) -> Folded:
    """*original* in folded form.  Linear in its length."""
    if original.isascii() and original.isprintable():
        return Folded(original, original.lower(), tuple(range(len(original))))
    pieces: list[str] = []
    at: list[int] = []
    for index, character in enumerate(original):
        folded = _fold_character(character)
        pieces.append(folded)
        at.extend([index] * len(folded))
    text = _MIXED.sub(lambda word: word[0].translate(_LOOK_ALIKE), "".join(pieces))
    return Folded(original, text, tuple(at))


@dataclass(frozen=True, slots=True)
class Token:
    """A stemmed Latin word, a number, a sign, or one Chinese character, with its place in folded text."""

    text: str
    start: int
    end: int

    @property
    def is_cjk(self) -> bool:
        """Whether it is one Chinese character."""
        return "㐀" <= self.text[0] <= "\ufaff"


@lru_cache(maxsize=1)
def _english() -> "snowballstemmer.stemmer.BaseStemmer":
    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The Snowball (Porter2) stem of an English *word*."""
    return str(_english().stemWord(word))


def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of folded *text*, in order."""
    return tuple(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    position = 0
    while found := _TOKEN.search(text, position):
        start, end = found.span()
        piece = found[0]
        word = _LATIN_WORD.match(text, start)
        if word and word.end() > end:
            end = word.end()
            piece = stem(word[0])
        elif word and word.end() == end:
            piece = stem(piece)
        else:
            piece = piece.replace("-", "") if len(piece) > 1 and piece[0].isalpha() else piece
        yield Token(piece, start, end)
        position = end


def language_of(text: str) -> str:
    """``zh`` when a fifth of the letters are Chinese characters, else ``en`` ("" holds none of either)."""
    cjk = len(_CJK.findall(text))
    latin = sum(character.isalpha() for character in text) - cjk
    if not cjk and not latin:
        return ""
    # A Chinese character carries about as much as an English word does.
    return "zh" if cjk * 4 >= latin else "en"


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of the sentences of folded *text*; over-long ones are cut at commas."""
    spans: list[tuple[int, int]] = []
    for start, end in _cut(text, 0, len(text), _HARD_END):
        limit = _LONG_SENTENCE * (1 if _CJK.search(text, start, end) else 3)
        if end - start <= limit:
            spans.append((start, end))
        else:
            spans.extend(_packed(tuple(_cut(text, start, end, _SOFT_END)), limit))
    return tuple(spans)


def clauses(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of the clauses of folded *text*: cut at every stop and comma, never inside a number."""
    return tuple(
        span
        for start, end in _cut(text, 0, len(text), _HARD_END)
        for span in _cut(text, start, end, _SOFT_END)
    )


def _cut(text: str, start: int, end: int, mark: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    position = start
    for found in mark.finditer(text, start, end):
        between = text[found.start() - 1 : found.start()] + text[found.end() : found.end() + 1]
        if len(between) == 2 and between.isdigit() and between.isascii():
            continue
        if mark is _SOFT_END and text.count("(", position, found.start()) > text.count(
            ")", position, found.start()
        ):
            continue
        if text[position : found.start()].strip():
            yield _trimmed(text, position, found.start())
        position = found.end()
    if text[position:end].strip():
        yield _trimmed(text, position, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _packed(parts: tuple[tuple[int, int], ...], limit: int) -> Iterator[tuple[int, int]]:
    """Neighbouring *parts* joined while together they stay within *limit*."""
    start, end = parts[0]
    for after_start, after_end in parts[1:]:
        if after_end - start > limit:
            yield start, end
            start = after_start
        end = after_end
    yield start, end
