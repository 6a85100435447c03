"""The words and numbers of a text by what they can mean, so that two languages can share them.

Chinese and English share no words, so a word is read as what it can mean: its values and synonyms in the
lexicon, its entries in ``translations.json``.  Terms, symbols and numbers cross as they stand.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from graders.lexicon import JOINERS, Lexicon, build
from graders.quantity import quantities
from graders.reported import own_words
from graders.text import Token, stem, tokens
from graders.wordlists import word_list

SMALL = frozenset((*word_list("stopwords")["zh"], *map(stem, word_list("stopwords")["en"])))
"""Words that carry no meaning of their own."""

_CHARACTER = 0.5  # of a word
_LEAST_OWN = 0.25  # as in the same language: a text that the question gives away is measured whole
_NO_NAMES: frozenset[str] = frozenset()


class Concept(NamedTuple):
    """A word or number of a text, with the *names* of all that it can mean; none where no list knows it."""

    word: str
    weight: float
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Concepts:
    """The concepts of a text, each once, and all their names and words together."""

    held: tuple[Concept, ...]
    known: frozenset[str]


@cache
def translations() -> Lexicon:
    """Which words of the two languages mean the same; no name of theirs is one of another lexicon."""
    found = build(general={}, entities=[], synonyms=word_list("translations"), roles={})
    senses = {
        alias: replace(sense, names=frozenset(f"translated {name}" for name in sense.names))
        for alias, sense in found.senses.items()
    }
    return Lexicon(senses, found.lengths)


def concepts(text: str, lexicon: Lexicon) -> Concepts:
    """The concepts of folded *text*."""
    own = own_words(text)
    held = tuple(dict.fromkeys((*_words(own, lexicon), *_numbers(own))))
    names = _NO_NAMES.union(*[concept.names for concept in held])
    return Concepts(held, names.union([concept.word for concept in held]))


def _numbers(text: str) -> Iterator[Concept]:
    for found in quantities(text):
        name = f"#{found.value:g}"
        yield Concept(name, 1.0, frozenset((name,)))


def _words(text: str, lexicon: Lexicon) -> Iterator[Concept]:
    sequence = [token for token in tokens(text) if token.text not in JOINERS]
    meant, translated = (_meanings(sequence, each) for each in (lexicon, translations()))
    chinese = any(token.is_cjk for token in sequence)
    for index, token in enumerate(sequence):
        word = token.text
        if not word[0].isalpha():
            continue
        names = meant.get(index, _NO_NAMES) | translated.get(index, _NO_NAMES)
        if token.is_cjk:
            if names or word not in SMALL:
                yield Concept(word, _CHARACTER, names)
        elif names or word not in SMALL:
            # Among Chinese characters a Latin word is a term, and crosses as it stands.
            yield Concept(word, 1.0, names | {word} if chinese else names)


def _meanings(sequence: Sequence[Token], lexicon: Lexicon) -> Mapping[int, frozenset[str]]:
    """The names of what each token is part of; a negator or a small phrase has none."""
    return {
        index: mention.sense.names
        for mention in lexicon.find(sequence)
        if mention.sense.names
        for index in range(mention.first, mention.last)
    }


def wanted_of(text: Concepts, given_away: Concepts) -> tuple[Concept, ...]:
    """What the question does not give away of a text; all of it where little else is left."""
    own = tuple(concept for concept in text.held if not is_in(concept, given_away))
    return text.held if weight_of(own) < _LEAST_OWN * weight_of(text.held) else own


def is_in(concept: Concept, text: Concepts) -> bool:
    """Whether *text* says it, in this language or the other."""
    return concept.word in text.known or not concept.names.isdisjoint(text.known)


def weight_of(held: Iterable[Concept]) -> float:
    """The weight of concepts together."""
    return sum([concept.weight for concept in held])
