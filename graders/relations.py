"""Relations with two arguments that may not be exchanged: before, than, causes, depends on, into, contains."""

import re
from collections.abc import Mapping
from functools import lru_cache

from graders.text import tokens

_SHORT = 4  # a word up to this long is alike when it stands in the other
_LONGEST = 400  # characters; what is longer is no clause with two arguments, and trying it takes long
_CROSSED = 0.5  # by how much more alike the arguments must be crosswise

_RELATIONS: Mapping[str, tuple[re.Pattern[str], ...]] = {
    "order": (
        re.compile(r"(?P<a>.+?)在(?P<b>.+?)(?:之前|以前|之后|以后|前面|后面)"),
        re.compile(r"(?P<a>.+?)\b(?:before|after|precedes?|follows?)\b(?P<b>.+)"),
        re.compile(r"先(?P<a>.+?)(?:再|后|然后)(?P<b>.+)"),
    ),
    "than": (
        re.compile(r"(?P<a>.+?)比(?P<b>.+?)(?:更|要|还|大|小|快|慢|高|低|多|少|好|差|长|短|强|弱|容易|难)"),
        re.compile(r"(?P<a>.+?)\bthan\b(?P<b>.+)"),
        re.compile(
            r"(?P<a>.+?)(?:优于|劣于|大于|小于|高于|低于|多于|少于|快于|慢于|早于|晚于|不如)(?P<b>.+)"
        ),
    ),
    "cause": (
        re.compile(r"(?P<a>.+?)(?:导致|引起|造成|使得|决定|产生)(?P<b>.+)"),
        re.compile(r"(?P<a>.+?)\b(?:causes?|leads? to|results? in|produces?|determines?)\b(?P<b>.+)"),
    ),
    "depend": (
        re.compile(r"(?P<a>.+?)(?:依赖于?|取决于|来自于?|源于|属于|继承自?|调用)(?P<b>.+)"),
        re.compile(
            r"(?P<a>.+?)\b(?:depends? on|comes? from|belongs? to|inherits? from|calls?|extends?)\b(?P<b>.+)"
        ),
    ),
    "into": (
        re.compile(r"(?P<a>.+?)(?:转化为|转换为|转换成|变成|变为|映射到|映射成|编码成|编码为)(?P<b>.+)"),
        re.compile(r"(?P<a>.+?)\b(?:into|maps? to|turns? to|becomes?)\b(?P<b>.+)"),
        re.compile(r"(?:从|由|from)(?P<a>.+?)(?:到|向|变|\bto\b)(?P<b>.+)"),
    ),
    "contain": (
        re.compile(r"(?P<a>.+?)(?:包含|包括|由.{0,2}组成|拥有)(?P<b>.+)"),
        re.compile(r"(?P<a>.+?)\b(?:contains?|includes?|consists? of|has|have)\b(?P<b>.+)"),
    ),
}


def arguments_exchanged(claim: str, clause: str) -> bool:
    """Whether both put the same two things around the same relation, the other way round."""
    if max(len(claim), len(clause)) > _LONGEST:
        return False
    ours, answered = _related(claim), _related(clause)
    for relation, mine in ours.items():
        theirs = answered.get(relation)
        if theirs:
            straight = _alike(mine["a"], theirs["a"]) + _alike(mine["b"], theirs["b"])
            crossed = _alike(mine["a"], theirs["b"]) + _alike(mine["b"], theirs["a"])
            return crossed >= straight + _CROSSED or _crossed_without_frame(mine, theirs)
    return False


@lru_cache(maxsize=2048)
def _related(text: str) -> Mapping[str, re.Match[str]]:
    """The relations that *text* puts two things into, in the order of `_RELATIONS`."""
    found = {
        relation: next((match for pattern in patterns if (match := pattern.match(text))), None)
        for relation, patterns in _RELATIONS.items()
    }
    return {relation: match for relation, match in found.items() if match}


def _crossed_without_frame(mine: re.Match[str], theirs: re.Match[str]) -> bool:
    """Whether the words that do not stand on the same side in both stand on the other side in each.

    The words left out are those around the two things: "*the* data *is cleaned* before *the* ...".
    """
    sides = [_words(found[side]) for found in (mine, theirs) for side in ("a", "b")]
    frame = (sides[0] & sides[2]) | (sides[1] & sides[3])
    left, right, other_left, other_right = (side - frame for side in sides)
    return bool(left and right) and left == other_right and right == other_left


def _words(text: str) -> frozenset[str]:
    return frozenset(token.text for token in tokens(text))


def _alike(one: str, other: str) -> float:
    """Dice coefficient of the character pairs, 0..1; a short word that stands in the other is alike."""
    short, long = sorted((one.strip(" ,"), other.strip(" ,")), key=len)
    if short and len(short) <= _SHORT and short in long:
        return 1.0
    first = {one[i : i + 2] for i in range(len(one) - 1)}
    second = {other[i : i + 2] for i in range(len(other) - 1)}
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0
