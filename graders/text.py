"""A learner's text made comparable, with the way back to the learner's own characters.

Everything after this module sees folded text: NFKC, lower case, no invisible characters, look-alike
letters in mixed-script words replaced.  Offsets in what is shown to people are always those of the
original text.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

_SUPERSCRIPT = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", "0123456789+-n", strict=True))
# Cyrillic and Greek letters that look like Latin ones; replaced only inside words that mix scripts.
_LOOK_ALIKE = str.maketrans("аеорсухіјѕԁһкмтвнοανρτιε", "aeopcyxijsdhkmtbhoavptie")
# The lookbehind keeps it linear: a run of Latin letters is tried from its start alone.
_MIXED = re.compile(r"(?<![a-z0-9])[a-z0-9]*(?:[a-z][а-яіјѕԁһα-ω]|[а-яіјѕԁһα-ω][a-z])[a-zа-яіјѕԁһα-ω0-9]*")
_OTHER_SCRIPT = re.compile(r"[а-яіјѕԁһα-ω]")
_DROPPED = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"))
_LINE_ENDS = "\r\v\f\x85"
_TOKEN = re.compile(
    r"(?P<name>[a-z]++-?\d+(?:\.\d+)*[a-z]*)"  # l1, gpt-3, llama2
    r"|(?P<word>(?=[^\W\d_])[a-zà-öø-ÿß-ɏ]+)"
    r"|\d+(?:[.,]\d+)*(?:e[+-]?\d+)?"
    r"|[^\W\d_]"
    r"|[∀-⋿+*/^=<>%≤≥→←√-]"
)
_CHINESE = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff]")
# Both begin with a set of characters, which is looked for quickly.  Dots are possessive, and count from the
# first of them alone: a long row of dots is looked at once.
_STOP = r"(?=[\"'”’)\]」』]{0,3}(?:\s|$))"
_HARD_END = re.compile(
    rf"[。!?;…\n.](?:(?<!\.)|(?<!\.\.)\.*+{_STOP})(?:[。!?;…\n]|(?<!\.)\.++{_STOP})*[\"'”’)\]」』]*"
)
_SOFT_END = re.compile(r"[,、:：\s—](?:(?<=[,、:：])|(?<=\s)[-—–]+\s|(?<=—)—)")
_SHORT_TEXT = 2_000  # characters up to which a text is remembered
_LONG_SENTENCE = 48  # characters of Chinese, or three times as many of English: cut at commas above
_SECOND = 0.4  # share of the words from which on a second language is more than some terms
_LONGEST_WORD = 64  # letters; what is longer is no word, and stemming takes time and memory
_ASCII_LETTER = re.compile("[A-Za-z]")
_DIGITS = "0123456789"
_FIRST_CJK, _LAST_CJK, _RARE_CJK = "㐀", "\ufaff", "\U00020000"


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
    category = unicodedata.category(character)
    if character.isspace() and category == "Cc":
        # A file separator or a form feed parts words; dropped, it would join them.
        return "\n" if character in _LINE_ENDS else character if character in "\n\t" else " "
    if category.startswith("L") and character < _FIRST_CJK:
        # Accents go, for those that stand alone do: é is one character, or two.
        character = _kept(unicodedata.normalize("NFD", character))
    return _kept(unicodedata.normalize("NFKC", character).lower())


def _kept(characters: str) -> str:
    return "".join(each for each in characters if unicodedata.category(each) not in _DROPPED)


def fold(original: str) -> Folded:
    """*original* in folded form.  Linear in its length."""
    return _fold_short(original) if len(original) <= _SHORT_TEXT else _fold(original)


def _fold(original: str) -> Folded:
    if original.isascii() and original.isprintable():
        return Folded(original, original.lower(), tuple(range(len(original))))
    pieces = list(map(_fold_character, original))
    text = "".join(pieces)
    one_for_one = len(text) == len(pieces) and all(pieces)
    at = range(len(pieces)) if one_for_one else (index for index, piece in enumerate(pieces) for _ in piece)
    if _OTHER_SCRIPT.search(text):
        text = _MIXED.sub(lambda word: word[0].translate(_LOOK_ALIKE), text)
    return Folded(original, text, tuple(at))


# Question, reference and answer are folded by every signal; what is long is rare, and would fill the memory.
_fold_short = lru_cache(maxsize=1024)(_fold)


class Token(NamedTuple):
    """A stemmed Latin word, a number, a sign, or one Chinese character, with its place in folded text."""

    text: str
    start: int
    end: int
    is_cjk: bool = False


def is_cjk(character: str) -> bool:
    """Whether it belongs to a script that is read character by character: Chinese or Hangul."""
    return _FIRST_CJK <= character <= _LAST_CJK or character >= _RARE_CJK


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The Snowball (Porter2) stem of an English *word*."""
    if len(word) > _LONGEST_WORD:
        return word[:_LONGEST_WORD]
    # A new stemmer each time: one keeps the word that it is at, and threads would share it.
    return str(snowballstemmer.stemmer("english").stemWord(word))


def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of folded *text*, in order."""
    return _tokens_short(text) if len(text) <= _SHORT_TEXT else tuple(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        piece = found[0]
        if found.lastgroup == "word":
            yield Token(stem(piece), start, end)
        elif found.lastgroup == "name":
            yield Token(piece.replace("-", ""), start, end)
        else:
            yield Token(piece, start, end, is_cjk(piece[0]))


def tokens_of(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[Sequence[Token]]:
    """The tokens of each of the *spans* of folded *text*, which follow each other, as if it stood alone."""
    whole = tokens(text)
    place = 0
    for start, end in spans:
        while place < len(whole) and whole[place].end <= start:
            place += 1
        first = place
        while place < len(whole) and whole[place].end <= end:
            place += 1
        inside = whole[first:place]
        is_cut = (inside and inside[0].start < start) or (place < len(whole) and whole[place].start < end)
        if is_cut:
            inside = tuple(
                Token(token.text, token.start + start, token.end + start, token.is_cjk)
                for token in _tokens(text[start:end])
            )
        yield inside


@lru_cache(maxsize=2048)
def _tokens_short(text: str) -> tuple[Token, ...]:
    return tuple(_tokens(text))


def language_of(text: str) -> str:
    """``zh`` when a fifth of the letters are Chinese characters, else ``en`` ("" holds none of either)."""
    if text.isascii():
        return "en" if _ASCII_LETTER.search(text) else ""
    cjk = len(_CHINESE.findall(text))
    latin = sum(map(str.isalpha, text)) - cjk
    if not cjk and not latin:
        return ""
    # A Chinese character carries about as much as an English word does.
    return "zh" if cjk * 4 >= latin else "en"


def is_mixed(words: Sequence[Token]) -> bool:
    """Whether both Chinese and another language have a good part of *words*, more than some terms."""
    chinese = sum(is_cjk(word.text[0]) for word in words)
    return _SECOND * len(words) <= chinese <= (1 - _SECOND) * len(words)


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of the sentences of folded *text*; over-long ones are cut at commas."""
    return _sentences_short(text) if len(text) <= _SHORT_TEXT else _sentences(text)


def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    for start, end in _cut(text, 0, len(text), _HARD_END):
        limit = _LONG_SENTENCE * (1 if _CHINESE.search(text, start, end) else 3)
        if end - start <= limit:
            spans.append((start, end))
        else:
            spans.extend(_packed(tuple(_cut(text, start, end, _SOFT_END)), limit))
    return tuple(spans)


_sentences_short = lru_cache(maxsize=1024)(_sentences)


def clauses(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of the clauses of folded *text*: cut at every stop and comma, never inside a number."""
    return tuple(
        span
        for start, end in _cut(text, 0, len(text), _HARD_END)
        for span in _cut(text, start, end, _SOFT_END)
    )


def _cut(text: str, start: int, end: int, mark: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The trimmed pieces of ``text[start:end]`` between *marks*, leaving out blank ones.

    No mark counts inside a number, and no soft one inside brackets.
    """
    position, depth, counted = start, 0, start
    nests = mark is _SOFT_END and text.find("(", start, end) >= 0
    for found in mark.finditer(text, start, end):
        at, after = found.span()
        if nests:
            depth += text.count("(", counted, at) - text.count(")", counted, at)
            counted = at
        if depth > 0 or _in_number(text, at, after):
            continue
        yield from _trimmed(text, position, at)
        position, depth, counted = after, 0, after
    yield from _trimmed(text, position, end)


def _in_number(text: str, start: int, end: int) -> bool:
    return start > 0 and end < len(text) and text[start - 1] in _DIGITS and text[end] in _DIGITS


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without the space around it; nothing of a blank one."""
    piece = text[start:end]
    core = piece.strip()
    if core:
        first = start + len(piece) - len(piece.lstrip())
        yield first, first + len(core)


def _packed(parts: tuple[tuple[int, int], ...], limit: int) -> Iterator[tuple[int, int]]:
    """Neighbouring *parts* joined while together they stay within *limit*; none where there are none."""
    if not parts:
        return
    start, end = parts[0]
    for after_start, after_end in parts[1:]:
        if after_end - start > limit:
            yield start, end
            start = after_start
        end = after_end
    yield start, end
