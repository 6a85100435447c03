"""Labels: the short words before a colon that say what the following clauses are about."""

import re
from dataclasses import dataclass

from quizgen.points import wording
from quizgen.points.markup import Marked

LONGEST = 36
"""The size above which words before a colon are a clause, not a label."""

_LABEL = re.compile(
    r"[\x00 ]*(?P<label>[^\x00 ，,。；;：:!?！？\n][^，,。；;：:!?！？\n]{0,79}?)[\x00 ]*"
    r"(?P<colon>：+|(?<!\d):(?!//)|:(?![\d/])|—{2,}|[ \x00][-–—][ \x00])[\x00 :：]*"
)
_CJK = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z0-9_]+(?:['.+-][A-Za-z0-9_]+)*")
_NUMBERING = re.compile(
    r"^\s*(?:第\s*[一二三四五六七八九十\d]{1,3}\s*[章节步点]?[、，：:\s]|[（(]?[一二三四五六七八九十]{1,3}[）)、.]|[（(]\d{1,2}[）)]|[①-⑳]"
    r"|(?:\d{1,2}[.．])*\d{1,2}(?:[.．、)）:：]+\s*|\s+)(?=\D)|(?:step|part|section|tip)\s*\d{1,2}\s*[:.：]?\s*)",
    re.IGNORECASE,
)
_LONG_BRACKET = re.compile(r"\s*[（(][^（()）]{13,}[)）]")
_LEADING = re.compile(r"^(?:下面|以下)(?:就?是|介绍)|^(?:here (?:is|are)|below is) (?:the )?", re.IGNORECASE)
_TRAILING = re.compile(
    r"(?:如下(?:所示)?|所示|在于|包括|主要有|分为|分别[是为]|(?<=[^认作成])[是为有]|[:：—\-–→\s])+$"
)
_TRAILING_EN = re.compile(r"\s+(?:is|are|includes?|means|refers to|was|works?)$", re.IGNORECASE)
_BOTH_SIDES = re.compile(r"的?(?:优缺点|优劣|特点|区别)$|\s+pros and cons$", re.IGNORECASE)
_COUNTED = re.compile(
    r"的(?:几|两|[二三四五六七八九十]|\d{1,2})[大个种类项点]((?:主要|关键|核心|基本|重要|不同)?[\u3400-\u9fff]{2,4})$"
)
_EDGES = "*`_~#|:： \t\"'“”「」《》【】·,，.。;；、-–—→>"
_ASKS = re.compile(r"[?？]|什么|如何|怎么|怎样|为何|吗$|^(?:what|how|why|when|which|who)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Label:
    """A label and the offset at which what it labels begins.  Empty text: there is one, and it names nothing."""

    text: str
    end: int


def size(words: str) -> int:
    """How much is said, in Chinese characters; an English word counts two."""
    return len(_CJK.findall(words)) + 2 * len(_WORD.findall(words))


def named(words: str) -> str:
    """What *words* (a heading, or what stands before a colon) name as a subject; "" when nothing."""
    words = _LEADING.sub("", _NUMBERING.sub("", words))
    words = _LONG_BRACKET.sub("", words) or words
    words = _TRAILING_EN.sub("", _TRAILING.sub("", words.strip(_EDGES))).strip(_EDGES)
    words = _COUNTED.sub(r"的\1", words)
    if not words or _ASKS.search(words) or size(words) > LONGEST:
        return ""
    if (
        wording.INTRO.search(words)
        or wording.PLAIN.fullmatch(words)
        or wording.ANSWER_LABEL.fullmatch(words)
        or wording.SUMMARY.match(words)
    ):
        return ""
    if (
        wording.EXAMPLE.match(words)
        or wording.ASIDE.match(words + ":")
        or wording.CONNECTIVE.fullmatch(words)
    ):
        return ""
    return "" if wording.LINK_LABEL.fullmatch(words) else words


def leading_label(marked: Marked, start: int, end: int) -> Label | None:
    """The label at *start*, if the words there have one and something follows it before *end*."""
    found = _LABEL.match(marked.mask, start, end)
    if found is None or found.end() >= end:
        return None
    before = marked.words(found.start("label"), found.end("label"))
    if not _is_label(before, found["colon"].strip("\x00 ")):
        return None
    return Label(named(before), found.end())


def _is_label(before: str, colon: str) -> bool:
    if (
        not before
        or size(before) > LONGEST
        or wording.EXAMPLE.match(before)
        or wording.ASIDE.match(before + ":")
    ):
        return False
    if colon[0] in ":：":
        return True
    if "=" in before or before.count("(") != before.count(")"):
        return False
    # A dash also joins words ("Q - K"), so what stands before it must look like a name.
    return size(before) <= 16 and not wording.PREDICATE.search(before) and not wording.VERB.search(before)


def under(outer: str, label: str) -> str:
    """*label* as it is to be understood below *outer*: a generic one ("优点") takes it along."""
    if not label:
        return outer
    outer = _BOTH_SIDES.sub("", outer) if wording.GENERIC.fullmatch(label) else outer
    if outer and wording.GENERIC.fullmatch(label) and outer.casefold() not in label.casefold():
        return f"{outer}的{label}" if _CJK.match(label) else f"{outer} {label}"
    return label
