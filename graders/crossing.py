"""What an answer shares with a reference in another language.

They share concepts (see concepts.py) instead of words.  A word that no list knows says nothing either way:
whether it was said is taken from how near the whole answer is.
"""

from collections.abc import Sequence
from typing import NamedTuple

from graders.concepts import SMALL, Concept, Concepts, concepts, is_in, translations, weight_of
from graders.coverage import Cover
from graders.prepared import Prepared, Text
from graders.text import is_mixed, language_of, tokens

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


def shared(wanted: Sequence[Concept], said: Concepts) -> Shared:
    """How much of *wanted* was *said*."""
    covered = missed = unknown = 0.0
    for concept in wanted:
        if is_in(concept, said):
            covered += concept.weight
        elif concept.names:
            missed += concept.weight
        else:
            unknown += concept.weight
    return Shared(covered, missed, unknown)


def foreign_concepts(text: str, prepared: Prepared) -> Concepts | None:
    """The concepts of the folded *text* of an answer in another language than the reference's, else None."""
    if not prepared.language or (language_of(text) == "zh") == (prepared.language == "zh"):
        return None
    return concepts(text, prepared.lexicon) if _spoken(text) else None


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
    covered, missed, unknown = shared(prepared.wanted_concepts(text.folded), said)
    promised = min(_MOST_PROMISED, max(0.0, cosine - _NO_PROMISE))
    whole = covered + missed + unknown
    share = (covered + promised * unknown) / whole if whole else promised
    share *= _OF_PAIRS if prepared.language == "zh" else 1.0
    return Cover(cosine, max(share, promised), near.sentence)


def added_across(said: Concepts, prepared: Prepared) -> tuple[float, float]:
    """The share of the question that is *said*, and the weight of what is said beyond it and wanted."""
    asked, wanted = prepared.concepts(prepared.question), prepared.concepts(prepared.whole.folded)
    weight = weight_of(asked.held)
    repeated = weight_of(concept for concept in asked.held if is_in(concept, said))
    added = weight_of(
        concept for concept in said.held if not is_in(concept, asked) and is_in(concept, wanted)
    )
    return (repeated / weight if weight else 0.0), added
