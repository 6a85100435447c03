"""What the words of one clause are, and what each of them means."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from graders.lexicon import JOINERS, Lexicon, Meaning, Mention
from graders.text import Token, stem
from graders.wordlists import word_list

_STOP_CJK = frozenset(word_list("stopwords")["zh"])
_STOP_LATIN = frozenset(stem(word) for word in word_list("stopwords")["en"])
_WEIGHT_CJK = 0.5  # a pair of characters: four characters, two words, make three pairs


_NO_NAMES: frozenset[str] = frozenset()
Placed = tuple[int, str, float]  # token index, unit, weight


class Said(NamedTuple):
    """A word, or a pair of Chinese characters, with its weight and the names of what it means."""

    unit: str
    weight: float
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Parsed:
    """The *tokens* of a clause, the *mentions* of known words among them, and which one *covers* a token."""

    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    covers: Mapping[int, Mention]


def parse(found: Iterable[Token], lexicon: Lexicon) -> Parsed:
    """The tokens *found* in a clause, read with *lexicon*."""
    sequence = tuple([token for token in found if token.text not in JOINERS])
    mentions = lexicon.find(sequence)
    covers = {index: mention for mention in mentions for index in range(mention.first, mention.last)}
    return Parsed(sequence, mentions, covers)


def placed_units(parsed: Parsed) -> Iterator[Placed]:
    """The content units in order: known words in canonical form, other words, pairs of characters."""
    for index, token in enumerate(parsed.tokens):
        mention = parsed.covers.get(index)
        meaning = mention.sense.main if mention else None
        if mention and meaning:
            if index == mention.first:
                yield index, mention.sense.unit, _weight(meaning, parsed.tokens[index : mention.last])
        elif mention and mention.sense.is_small:
            continue
        elif token.is_cjk:
            following = _neighbour(parsed.tokens, index)
            free = following is not None and not _means_something(parsed.covers.get(index + 1))
            if following and free and not (token.text in _STOP_CJK or following.text in _STOP_CJK):
                yield index, token.text + following.text, _WEIGHT_CJK
        elif _is_word(token):
            yield index, token.text, 1.0


def said(parsed: Parsed) -> Iterator[Said]:
    """The words as they stand, each with what else says the same; opposites differ, synonyms do not."""
    for index, token in enumerate(parsed.tokens):
        if token.is_cjk:
            following = _neighbour(parsed.tokens, index)
            if following and not (token.text in _STOP_CJK and following.text in _STOP_CJK):
                both = _names(parsed, index) & _names(parsed, index + 1)
                yield Said(token.text + following.text, _WEIGHT_CJK, both)
        elif _is_word(token):
            yield Said(token.text, 1.0, _names(parsed, index))


def words(parsed: Parsed) -> Iterator[tuple[str, str]]:
    """Content words in canonical form, each with what stands in the text."""
    for index, token in enumerate(parsed.tokens):
        mention = parsed.covers.get(index)
        meaning = mention.sense.main if mention else None
        if mention and meaning:
            if index == mention.first:
                whole = parsed.tokens[index : mention.last]
                yield mention.sense.unit, joined([found.text for found in whole])
        elif mention and mention.sense.meanings[0].role == "function":
            continue
        elif token.text not in _STOP_LATIN and token.text not in _STOP_CJK and token.text[0].isalnum():
            yield token.text, token.text


def names(parsed: Parsed, cased: str) -> Iterator[str]:
    """Words that name one thing: with a digit, with two capitals, or with one where no sentence begins.

    *cased* is the text of the tokens with the capitals of the original.
    """
    for index, token in enumerate(parsed.tokens):
        if token.is_cjk or not token.text[0].isalpha():
            continue
        word = cased[token.start : token.end]
        if word.isalpha() and word.islower():
            continue
        capitals = sum(letter.isupper() for letter in word)
        inside = index > 0 or cased[token.end : token.end + 2] in ("'s", "’s")
        if has_digit(word) or capitals > 1 or (capitals and inside and len(word) > 2):
            yield token.text


def has_digit(word: str) -> bool:
    """Whether a digit is in *word*."""
    return not word.isalpha() and any(letter.isdigit() for letter in word)


def joined(parts: Sequence[str]) -> str:
    """Words with spaces between Latin ones, none beside Chinese characters."""
    text = ""
    for part in parts:
        text += (" " if text and text[-1].isascii() and part[:1].isascii() else "") + part
    return text


def _is_word(token: Token) -> bool:
    return token.text[0].isalpha() and token.text not in _STOP_LATIN


def _neighbour(sequence: Sequence[Token], index: int) -> Token | None:
    """The Chinese character right behind that at *index*, if there is one."""
    if index + 1 == len(sequence):
        return None
    following = sequence[index + 1]
    return following if following.is_cjk and following.start == sequence[index].end else None


def _means_something(mention: Mention | None) -> bool:
    return mention is not None and mention.sense.main is not None


def _names(parsed: Parsed, index: int) -> frozenset[str]:
    mention = parsed.covers.get(index)
    return mention.sense.names if mention else _NO_NAMES


def _weight(meaning: Meaning, sequence: Sequence[Token]) -> float:
    """A value counts one; a mere synonym as much as its characters would without it."""
    if meaning.role == "axis" or not sequence[0].is_cjk:
        return 1.0
    return min(1.0, _WEIGHT_CJK * max(1, len(sequence) - 1))
