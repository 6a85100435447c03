"""Terms in the place of others in a copy of a long reference.

"Bound to haemoglobin" against "bound to insulin": no list knows the two, and an encoder finds them as near as
synonyms.  But who writes a synonym writes other sentences too.  Who keeps four fifths of the words of a long
text in their order, and has another term somewhere, has exchanged it.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher

from graders.concepts import translations
from graders.content import joined
from graders.copies import Change, changes_in
from graders.lexicon import Lexicon, Sense
from graders.quantity import quantities
from graders.text import Token, is_cjk

_COPY = 0.8  # share of the reference's words that must be kept in order
_LONG = 12.0  # words of the reference; a short one can be said in few ways
_CHARACTER = 0.5  # of a word
_TERM = 6  # words, or Chinese characters
_ALIKE = 0.7  # how much of two spellings of one word is the same
_ROOT = 4  # letters with which two words of one root begin
# Words that only join a subject to what is said of it.
_LINKS = frozenset(
    (
        "包括",
        "包含",
        "如下",
        "主要",
        "分别",
        "即为",
        "就是",
        "includ",
        "consist",
        "compris",
        "follow",
        "name",
        "main",
    )
)
_NUMERALS = frozenset("零〇一二两三四五六七八九十百千万")


def exchanged_terms(original: Sequence[str], copy: Sequence[str], lexicon: Lexicon) -> int:
    """How many terms of the words *original* have others in their place in *copy*; none in what is no copy.

    A negator that came or went alone counts too.
    """
    if sum([_CHARACTER if is_cjk(word[0]) else 1.0 for word in original]) < _LONG:
        return 0
    return sum([_is_exchange(change, lexicon) for change in changes_in(original, copy, _COPY)])


def _is_exchange(change: Change, lexicon: Lexicon) -> bool:
    """Whether one term stands for another, and neither a synonym nor a number, which are compared elsewhere."""
    was, now = change.was, change.now
    if max(len(was), len(now)) > _TERM or set(was) & set(now) or _is_compared_elsewhere(was, now):
        return False
    ours, theirs = (_senses(words, lexicon) for words in (was, now))
    denies = any(sense.negates for sense in (*ours, *theirs))
    if denies or not (was and now):
        return denies and not (was and now) and len(ours) + len(theirs) == 1
    if _are_opposite(ours, theirs):
        return True
    return not _names(ours) & _names(theirs) and _are_other_words(was, now)


def _is_compared_elsewhere(was: Sequence[str], now: Sequence[str]) -> bool:
    if _is_number(was) or _is_number(now):
        return True
    return not _LINKS.isdisjoint(("".join(was), "".join(now), *was, *now))


def _is_number(words: Sequence[str]) -> bool:
    text = joined(words)
    return bool(text) and (
        any(map(str.isdigit, text)) or _NUMERALS.issuperset(text) or bool(quantities(text))
    )


def _senses(words: Sequence[str], lexicon: Lexicon) -> tuple[Sense, ...]:
    sequence = [Token(word, 0, 0) for word in words]
    return tuple(mention.sense for known in (lexicon, translations()) for mention in known.find(sequence))


def _names(senses: Sequence[Sense]) -> frozenset[str]:
    return frozenset(name for sense in senses for name in sense.names)


def _are_opposite(ours: Sequence[Sense], theirs: Sequence[Sense]) -> bool:
    """Whether both are values of one axis, and not the same."""
    mine = {value.name: value.value for sense in ours for value in sense.values}
    return any(
        value.name in mine and mine[value.name] != value.value for sense in theirs for value in sense.values
    )


def _are_other_words(was: Sequence[str], now: Sequence[str]) -> bool:
    """Whether two terms differ, as far as can be seen: "KV" may be "键值", and a lone character is half a word."""
    scripts = {is_cjk(word[0]) for word in (*was, *now)}
    if len(scripts) > 1:
        return False
    return min(len(was), len(now)) > 1 if True in scripts else not _one_root("".join(was), "".join(now))


def _one_root(one: str, other: str) -> bool:
    """Whether two English words are spellings or forms of one: behaviour and behavior."""
    same_start = min(len(one), len(other)) > _ROOT and one[:_ROOT] == other[:_ROOT]
    return same_start or SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE
