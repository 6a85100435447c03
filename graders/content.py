"""What the words of one clause are, and what each of them means."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from graders.lexicon import JOINERS, Lexicon, Meaning, Mention
from graders.text import Token, stem
from graders.wordlists import word_list

_STOP_CJK = frozenset(word_list("stopwords")["zh"])
_STOP_LATIN = frozenset(stem(word) for word in word_list("stopwords")["en"])
_STOP = _STOP_CJK | _STOP_LATIN
_WEIGHT_CJK = 0.5  # a pair of characters: four characters, two words, make three pairs


_NO_NAMES: frozenset[str] = frozenset()
_END = Token("", -1, -1)
Placed = tuple[int, str, float]  # token index, unit, weight


class Said(NamedTuple):
    """A word, or a pair of Chinese characters, with its weight and the names of what it means."""

    unit: str
    weight: float
    names: frozenset[str]


class Parsed(NamedTuple):
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
    sequence, covers = parsed.tokens, parsed.covers
    for index, token in enumerate(sequence):
        mention = covers.get(index)
        meaning = mention.sense.main if mention else None
        if mention and meaning:
            if index == mention.first:
                yield index, mention.sense.unit, _weight(meaning, sequence[index : mention.last])
        elif mention and mention.sense.is_small:
            continue
        elif token.is_cjk:
            following = None if token.text in _STOP_CJK else _neighbour(sequence, index)
            if following and following.text not in _STOP_CJK and not _means_something(covers.get(index + 1)):
                yield index, token.text + following.text, _WEIGHT_CJK
        elif _is_word(token):
            yield index, token.text, 1.0


def said(parsed: Parsed) -> Iterator[Said]:
    """The words as they stand, each with what else says the same; opposites differ, synonyms do not."""
    sequence, covers = parsed.tokens, parsed.covers
    meant = [covers[at].sense.names if at in covers else _NO_NAMES for at in range(len(sequence))]
    behind = (*sequence, _END)[1:], (*meant, _NO_NAMES)[1:]
    for token, mine, following, theirs in zip(sequence, meant, *behind, strict=True):
        if not token.is_cjk:
            if _is_word(token):
                yield Said(token.text, 1.0, mine)
        elif _are_neighbours(token, following) and not _are_small(token, following):
            yield Said(token.text + following.text, _WEIGHT_CJK, mine & theirs)


def words(parsed: Parsed) -> Iterator[tuple[str, str]]:
    """Content words in canonical form, each with what stands in the text."""
    sequence, covers = parsed.tokens, parsed.covers
    for index, token in enumerate(sequence):
        word = token.text
        mention = covers.get(index)
        meaning = mention.sense.main if mention else None
        if mention and meaning:
            if index == mention.first:
                whole = sequence[index : mention.last]
                yield mention.sense.unit, word if len(whole) == 1 else joined([each.text for each in whole])
        elif mention and mention.sense.meanings[0].role == "function":
            continue
        elif word not in _STOP and word[0].isalnum():
            yield word, word


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
    following = sequence[index + 1] if index + 1 < len(sequence) else _END
    return following if _are_neighbours(sequence[index], following) else None


def _are_neighbours(token: Token, following: Token) -> bool:
    return following.is_cjk and following.start == token.end


def _are_small(token: Token, following: Token) -> bool:
    return token.text in _STOP_CJK and following.text in _STOP_CJK


def _means_something(mention: Mention | None) -> bool:
    return mention is not None and mention.sense.main is not None


def _weight(meaning: Meaning, sequence: Sequence[Token]) -> float:
    """A value counts one; a mere synonym as much as its characters would without it."""
    if meaning.role == "axis" or not sequence[0].is_cjk:
        return 1.0
    return min(1.0, _WEIGHT_CJK * max(1, len(sequence) - 1))
