"""Words in a row, glued together without the small words that make a claim of them.

They hold the terms of a key point and say nothing, so they are not read: a judge that sees them is easily
pleased, and so is any measure of shared words.  That an answer holds some does not say that the learner cheats.
"""

import re
from collections.abc import Iterator

from graders.text import fold, stem, tokens
from graders.wordlists import word_list
from questions.records import PointResult

UNLIKE = "not_in_sentences"
"""Why a person should look at an answer of which something was not read."""

_SMALL = frozenset((*word_list("stopwords")["zh"], *map(stem, word_list("stopwords")["en"])))
# Characters that tie Chinese words together and are no stopwords, since they may turn a claim round.
_TIES = frozenset("不没非未无比要使让用需时因且但若如得并给均只只仅再后当")
_BREAK = re.compile(r"[,，、;；:：()\[\]{}\"'“”‘’「」|\s。.!?！？…]+")
_ENGLISH_BREAK = re.compile(r"[,;:()\[\]{}\"“”|/。.!?…\n–—-]+|\d[.)]")
_CODE = re.compile(r"[{}=]|\);")
# So many words with so few small ones among them: of 20,000 answers and references of people, in few.
_WORDS = 8
_SIGNS, _SMALL_SHARE = 18, 0.1


def without_rows(answer: str) -> str:
    """*answer* with spaces in the place of words in a row; as it is where nothing else would be left.

    As long as before, so that offsets hold.
    """
    folded = fold(answer)
    if not _may_hold_rows(folded.text):
        return answer
    kept = list(answer)
    for start, end in _rows(folded.text):
        first, last = folded.back(start, end)
        kept[first:last] = " " * (last - first)
    left = "".join(kept)
    return left if any(map(str.isalnum, left)) else answer


def _may_hold_rows(text: str) -> bool:
    """Whether so many words stand together without a small one; what holds a row does, and few answers do."""
    run = 0
    for token in tokens(text):
        run = 0 if token.text in _SMALL or token.text in _TIES else run + 1
        if run >= _WORDS:
            return True
    return False


def _rows(text: str) -> Iterator[tuple[int, int]]:
    """Spans of folded *text* between two stops that hold many words and nothing that ties them together."""
    for start, end in _parts(text, _BREAK):
        signs = [token for token in tokens(text[start:end]) if token.is_cjk]
        tied = sum(sign.text in _SMALL or sign.text in _TIES for sign in signs)
        if len(signs) >= _SIGNS and tied < _SMALL_SHARE * len(signs):
            yield start, end
    for start, end in _parts(text, _ENGLISH_BREAK):
        if _CODE.search(text, max(0, start - 1), end):
            continue
        words = [
            token.text for token in tokens(text[start:end]) if token.text.isascii() and token.text.isalpha()
        ]
        if len(words) >= _WORDS and _SMALL.isdisjoint(words):
            yield start, end


def _parts(text: str, between: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    position = 0
    for found in between.finditer(text):
        yield position, found.start()
        position = found.end()
    yield position, len(text)


def quoted(points: tuple[PointResult, ...], answer: str) -> tuple[PointResult, ...]:
    """*points* with the learner's own words, where the offsets are those of *answer*."""
    return tuple(
        point
        if point.evidence is None
        else point.model_copy(
            update={
                "evidence": point.evidence.model_copy(
                    update={"quote": answer[point.evidence.start : point.evidence.end]}
                )
            }
        )
        for point in points
    )
