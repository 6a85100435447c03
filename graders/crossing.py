"""What an answer shares with a reference in another language.

Chinese and English share no words, so a word is read as what it can mean: its values and synonyms in the
lexicon, its entries in ``translations.json``.  Terms, symbols and numbers cross as they stand.  A word that no
list knows says nothing either way: whether it was said is taken from how near the whole answer is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from graders.coverage import Cover
from graders.lexicon import JOINERS, Lexicon, build
from graders.prepared import Prepared, Text
from graders.quantity import quantities
from graders.reported import own_words
from graders.text import Token, is_mixed, language_of, stem, tokens
from graders.wordlists import word_list

_SMALL = frozenset((*word_list("stopwords")["zh"], *map(stem, word_list("stopwords")["en"])))
_CHARACTER = 0.5  # of a word
_LEAST_OWN = 0.25  # as in the same language: a text that the question gives away is measured whole
_SENTENCE = 8  # tokens from which on a text without Chinese is English, whatever its words
_CHINESE_WORD = 2  # characters
_FOREIGN_WORDS = 0.1  # share of Chinese characters that an English text may hold
# The cosine of an answer from that of its translation.
_CROSSING, _STEEPER = -0.02, 1.15
_NO_PROMISE, _MOST_PROMISED = 0.4, 0.4  # the share of words that a cosine stands for
_OF_PAIRS = 0.7  # in Chinese, recall is that of pairs of characters, of which a paraphrase keeps fewer


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


class Shared(NamedTuple):
    """Weights of a text's words: *covered* by the answer, *missed*, and *unknown* to every list."""

    covered: float
    missed: float
    unknown: float


@cache
def _translations() -> Lexicon:
    return build(general={}, entities=[], synonyms=word_list("translations"), roles={})


def concepts(text: str, lexicon: Lexicon) -> Concepts:
    """The concepts of folded *text*."""
    own = own_words(text)
    held = tuple(dict.fromkeys((*_words(own, lexicon), *_numbers(own))))
    return Concepts(held, frozenset(name for concept in held for name in (concept.word, *concept.names)))


def _numbers(text: str) -> Iterator[Concept]:
    for found in quantities(text):
        name = f"#{found.value:g}"
        yield Concept(name, 1.0, frozenset((name,)))


def _words(text: str, lexicon: Lexicon) -> Iterator[Concept]:
    sequence = [token for token in tokens(text) if token.text not in JOINERS]
    meant = _meanings(sequence, lexicon, "")
    translated = _meanings(sequence, _translations(), "translated ")
    chinese = any(token.is_cjk for token in sequence)
    for index, token in enumerate(sequence):
        names = meant.get(index, frozenset()) | translated.get(index, frozenset())
        if not token.text[0].isalpha() or (not names and token.text in _SMALL):
            continue
        # Among Chinese characters a Latin word is a term, and crosses as it stands.
        term = frozenset((token.text,)) if chinese and not token.is_cjk else frozenset()
        yield Concept(token.text, _CHARACTER if token.is_cjk else 1.0, names | term)


def _meanings(sequence: Sequence[Token], lexicon: Lexicon, kind: str) -> dict[int, frozenset[str]]:
    """The names of what each token is part of; a negator or a small phrase has none."""
    return {
        index: frozenset(kind + name for name in mention.sense.names)
        for mention in lexicon.find(sequence)
        for index in range(mention.first, mention.last)
    }


def shared(wanted: Concepts, asked: Concepts, said: Concepts) -> Shared:
    """How much of *wanted* was *said*, not counting what the question gives away."""
    own = [concept for concept in wanted.held if not _is_in(concept, asked)]
    if _weight(own) < _LEAST_OWN * _weight(wanted.held):
        own = list(wanted.held)
    covered = [concept for concept in own if _is_in(concept, said)]
    unknown = [concept for concept in own if not concept.names and not _is_in(concept, said)]
    return Shared(_weight(covered), _weight(own) - _weight(covered) - _weight(unknown), _weight(unknown))


def _is_in(concept: Concept, text: Concepts) -> bool:
    return concept.word in text.known or not concept.names.isdisjoint(text.known)


def _weight(held: Sequence[Concept]) -> float:
    return sum(concept.weight for concept in held)


def foreign_concepts(text: str, prepared: Prepared) -> Concepts | None:
    """The concepts of the folded *text* of an answer in another language than the reference's, else None."""
    spoken = _spoken(text)
    if not spoken or not prepared.language or spoken == prepared.language:
        return None
    return concepts(text, prepared.lexicon)


def _spoken(text: str) -> str:
    """The language that *text* is surely in, or "".

    A term or two are in no language: "RMSNorm" answers a Chinese question as it stands.
    """
    words = tokens(text)
    chinese = sum(word.is_cjk for word in words)
    if is_mixed(words):
        return ""
    if language_of(text) == "zh":
        return "zh" if chinese >= _CHINESE_WORD else ""
    if chinese > _FOREIGN_WORDS * len(words):
        return ""  # Chinese around many terms
    plain = any(word.text in _SMALL for word in words) or bool(_translations().find(words))
    return "en" if plain or len(words) >= _SENTENCE else ""


def across_languages(near: Cover, text: Text, prepared: Prepared, said: Concepts) -> Cover:
    """*near*, by an answer with the concepts *said* in another language, as its translation would stand.

    The recall is that of concepts, and of unknown words as many are taken as said as the cosine promises.
    Measured on answers of ours with their translations; see docs/decisions/066.
    """
    cosine = min(1.0, _CROSSING + _STEEPER * near.cosine)
    wanted, asked = (concepts(folded, prepared.lexicon) for folded in (text.folded, prepared.question))
    covered, missed, unknown = shared(wanted, asked, said)
    promised = min(_MOST_PROMISED, max(0.0, cosine - _NO_PROMISE))
    whole = covered + missed + unknown
    share = (covered + promised * unknown) / whole if whole else promised
    share *= _OF_PAIRS if prepared.language == "zh" else 1.0
    return Cover(cosine, max(share, promised), near.sentence)


def added_across(said: Concepts, prepared: Prepared) -> tuple[float, float]:
    """The share of the question that is *said*, and the weight of what is said beyond it and wanted."""
    asked = concepts(prepared.question, prepared.lexicon)
    wanted = concepts(prepared.whole.folded, prepared.lexicon)
    weight = _weight(asked.held)
    repeated = _weight([concept for concept in asked.held if _is_in(concept, said)])
    added = _weight(
        [concept for concept in said.held if not _is_in(concept, asked) and _is_in(concept, wanted)]
    )
    return (repeated / weight if weight else 0.0), added
