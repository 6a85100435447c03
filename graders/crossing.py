"""What an answer shares with a reference in another language.

They share concepts (see concepts.py) instead of words.  A word that no list knows says nothing either way:
whether it was said is taken from how near the whole answer is.
"""

from collections.abc import Sequence
from typing import NamedTuple

from graders.concepts import SMALL, Concept, Concepts, concepts, translations
from graders.coverage import Cover
from graders.prepared import Prepared, Text
from graders.text import is_mixed, language_of, tokens

_LEAST_OWN = 0.25  # as in the same language: a text that the question gives away is measured whole
_SENTENCE = 8  # tokens from which on a text without Chinese is English, whatever its words
_CHINESE_WORD = 2  # characters
_FOREIGN_WORDS = 0.1  # share of Chinese characters that an English text may hold
# The cosine of an answer from that of its translation.
_CROSSING, _STEEPER = -0.02, 1.15
_NO_PROMISE, _MOST_PROMISED = 0.4, 0.4  # the share of words that a cosine stands for
_OF_PAIRS = 0.7  # in Chinese, recall is that of pairs of characters, of which a paraphrase keeps fewer


class Shared(NamedTuple):
    """Weights of a text's words: *covered* by the answer, *missed*, and *unknown* to every list."""

    covered: float
    missed: float
    unknown: float


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
    plain = any(word.text in SMALL for word in words) or bool(translations().find(words))
    return "en" if plain or len(words) >= _SENTENCE else ""


def across_languages(near: Cover, text: Text, prepared: Prepared, said: Concepts) -> Cover:
    """*near*, by an answer with the concepts *said* in another language, as its translation would stand.

    The recall is that of concepts, and of unknown words as many are taken as said as the cosine promises.
    Measured on answers of ours with their translations; see docs/decisions/066.
    """
    cosine = min(1.0, _CROSSING + _STEEPER * near.cosine)
    wanted, asked = prepared.concepts(text.folded), prepared.concepts(prepared.question)
    covered, missed, unknown = shared(wanted, asked, said)
    promised = min(_MOST_PROMISED, max(0.0, cosine - _NO_PROMISE))
    whole = covered + missed + unknown
    share = (covered + promised * unknown) / whole if whole else promised
    share *= _OF_PAIRS if prepared.language == "zh" else 1.0
    return Cover(cosine, max(share, promised), near.sentence)


def added_across(said: Concepts, prepared: Prepared) -> tuple[float, float]:
    """The share of the question that is *said*, and the weight of what is said beyond it and wanted."""
    asked, wanted = prepared.concepts(prepared.question), prepared.concepts(prepared.whole.folded)
    weight = _weight(asked.held)
    repeated = _weight([concept for concept in asked.held if _is_in(concept, said)])
    added = _weight(
        [concept for concept in said.held if not _is_in(concept, asked) and _is_in(concept, wanted)]
    )
    return (repeated / weight if weight else 0.0), added
