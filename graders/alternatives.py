"""References that offer several answers of which one, or a few, are enough."""

import re
from dataclasses import dataclass

from graders.text import fold

_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "1": 1, "2": 2, "3": 3, "4": 4,
    "一": 1, "二": 2, "两": 2, "三": 3, "四": 4,
}  # fmt: skip
_COUNT = r"(?P<count>" + "|".join(sorted(_COUNTS, key=len, reverse=True)) + ")"
_KIND = r"(?:种|个|点|项|条|例|类)"
# What the question asks for: "name two ...", "说出一种 ...".
_ASKED = (
    re.compile(
        rf"\b(?:name|give|state|mention|list|cite|describe) (?:any )?{_COUNT} "
        r"(?!brief|short|detailed|definition|description|explanation|overview|difference)\w"
    ),
    re.compile(rf"\b{_COUNT} \w+ (?:is|are) enough"),
    re.compile(rf"(?:说出|举出?|列举|列出|写出|给出|任举|任选|请举|答出)(?:其中|任意)?(?:的)?{_COUNT}{_KIND}"),
)  # fmt: skip
# What the reference accepts: "any one of these", "任选其一".
_ACCEPTED = (
    re.compile(
        rf"\b(?:any|either)(?: {_COUNT})?(?: of (?:these|them|the following|the above))?,? "
        r"(?:is|are|will|would)? ?(?:accepted|acceptable|enough|do|suffices?|fine)\b"
    ),
    re.compile(rf"^\W*(?:any|either)(?: {_COUNT})? of\b"),
    re.compile(rf"^\W*{_COUNT} of\W*(?:these|them|the following)?\s*:"),
    re.compile(rf"\b{_COUNT} (?:of them|of these|cause|reason|example|answer|method)s? (?:is enough|are enough|suffices?)\b"),
    re.compile(r"\(either(?: one)?(?: is acceptable)?\)|\bor any other\b(?P<count>)"),
    re.compile(rf"(?:任选|答出|答对|说出)(?:其中|其)?(?:的)?(?:任意)?{_COUNT}{_KIND}?"),
    re.compile(rf"任意{_COUNT}{_KIND}(?:即可|均可|都可|就行|即得|\W*$)"),
    re.compile(r"任一(?:即可|都可以|均可)(?P<count>)"),
    re.compile(rf"(?<!第){_COUNT}{_KIND}(?:即可|就行|就够)"),
)  # fmt: skip
_CUE = re.compile(
    r"^\W*(?:any|either|one|two|three)(?: \w+)? of(?: the following| these)?\s*:?|\((?:either|any)[^()]*\)|\((?:任|选)[^()]*\)"
    r"|[^。.;]*(?:is enough|are enough|suffices?|is accepted|are accepted|is acceptable|will do)\b"
    r"|[,。;:]?[^,。;:、]*(?:任选|任意|任一|即可|就行|即得满分|答出|说出其中)[^,。;:、]*[。:]?"
)
_BETWEEN = re.compile(r"[;；、\n]|,\s*(?:or\b)?|\bor\b|或者|或是|或")
_LEADING = re.compile(r"^(?:可以|或者|或|either|or|and|the)\s*")


@dataclass(frozen=True, slots=True)
class Alternatives:
    """*texts* of which *needed* are enough; there are more texts than are needed."""

    needed: int
    texts: tuple[str, ...]


def alternatives_in(question: str, reference: str) -> Alternatives | None:
    """The alternatives of a *reference* when it or the *question* says that some are enough."""
    needed = _needed(fold(question).text, fold(reference).text)
    if needed is None:
        return None
    texts = _texts(fold(reference).text)
    return Alternatives(needed, texts) if len(texts) > needed else None


def _needed(question: str, reference: str) -> int | None:
    for patterns, text in ((_ACCEPTED, reference), (_ASKED, question)):
        for pattern in patterns:
            found = pattern.search(text)
            if found:
                return _COUNTS.get(found["count"] or "one", 1)
    return None


def _texts(reference: str) -> tuple[str, ...]:
    pieces = (_LEADING.sub("", piece.strip()) for piece in _BETWEEN.split(_CUE.sub(" ", reference)))
    return tuple(dict.fromkeys(piece.strip(" .。:()") for piece in pieces if any(map(str.isalnum, piece))))
