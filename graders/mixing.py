"""How far an answer in a mix of two languages can be believed.

"Mask 把 later positions 遮住": neither language's words can be compared with the reference by themselves, and
nearness alone does not tell a right answer from a wrong one.  So what is said is compared by what the words
can mean, in either language: what the answer says of what is wanted, less what it says beside it.
"""

from collections.abc import Sequence

from graders.concepts import SMALL, concepts, is_in, translations, weight_of
from graders.crossing import shared
from graders.prepared import Prepared
from graders.text import Token, tokens

_ALIEN_SHARE, _LEAST = 0.33, 3.0  # share of the words in the other language; words of each
_PLAIN = 3  # different words of a language that are no terms
_CHARACTER = 0.5  # of a word
_UNKNOWN = 0.5  # how much a word that no list knows counts as missed
_FLOOR, _NONE, _ALL = (
    0.2,
    0.15,
    0.45,
)  # the least belief; the agreement up to which it stays, and from which all is


def belief(text: str, prepared: Prepared) -> float:
    """0..1: the most credit for folded *text*; 1 unless it is in two languages at once."""
    if not prepared.language or not _is_mixed(tokens(text), prepared):
        return 1.0
    agreement = _agreement(text, prepared)
    return _FLOOR + (1 - _FLOOR) * min(1.0, max(0.0, (agreement - _NONE) / (_ALL - _NONE)))


def _is_mixed(words: Sequence[Token], prepared: Prepared) -> bool:
    """Whether much is in the language that the reference is not in, and much in its own."""
    if not (any(word.is_cjk for word in words) and any(_is_latin(word) for word in words)):
        return False
    chinese = prepared.language == "zh"
    given = prepared.wording.words | {word.text for word in tokens(prepared.question)}
    known = {index for found in translations().find(words) for index in range(found.first, found.last)}
    plain = [word for index, word in enumerate(words) if index in known or word.text in SMALL]
    latin = [word for word in words if _is_latin(word) and not (chinese and word.text in given)]
    cjk = [word for word in words if word.is_cjk]
    alien, own = (latin, cjk) if chinese else (cjk, latin)
    letters = [word for word in words if word.text[0].isalpha()]
    return (
        min(_weight(alien), _weight(own)) >= _LEAST
        and _weight(alien) >= _ALIEN_SHARE * _weight(letters)
        and len({word.text for word in plain if word in latin}) >= _PLAIN
    )


def _weight(words: Sequence[Token]) -> float:
    return sum([_CHARACTER if word.is_cjk else 1.0 for word in words])


def _is_latin(word: Token) -> bool:
    return not word.is_cjk and len(word.text) > 1 and word.text.isascii() and word.text[0].isalpha()


def _agreement(text: str, prepared: Prepared) -> float:
    """-1..1: the share of what is wanted that is said, less the share of what is said that nobody asked for."""
    said = concepts(text, prepared.lexicon)
    covered, missed, unknown = shared(prepared.wanted_concepts(prepared.whole.folded), said)
    reference, question = prepared.concepts(prepared.whole.folded), prepared.concepts(prepared.question)
    beside = [
        concept
        for concept in said.held
        if concept.names and not is_in(concept, reference) and not is_in(concept, question)
    ]
    wanted = covered + missed + _UNKNOWN * unknown
    return (covered / wanted if wanted else 1.0) - weight_of(beside) / max(1.0, weight_of(said.held))
