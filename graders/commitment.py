"""Whether an answer stands by what it says: claims taken back, every alternative named, the opposite added."""

import re
from collections.abc import Sequence

from graders.text import fold, tokens

# The whole sentence is named and called false: "It is not true that ...", "认为 ... 是一种误解".
# Every way of saying so has one of these in it: where none stands, nothing else is looked for.
_FALSE = re.compile("true|correct|right|case|false|wrong|mistake|error|myth|misconception|误|错|不|非|假")
_TAKEN_BACK = (
    re.compile(
        r"^\W*(?:it(?:'s| is| would be)|that's|i think it(?:'s| is)) (?:simply |just |completely |quite |also |equally |a )?"
        r"(?:not (?:true|correct|right|the case)|untrue|false|wrong|incorrect|mistaken|a mistake|an error|mistake|error|myth|misconception)"
        r"(?: to (?:say|think|claim|believe|assume|hold))?\s*,?(?: that)?\b"
    ),
    re.compile(
        r"(?:\b(?:is|are|was|were)|'s) (?:all |simply |just |completely |both |a )?"
        r"(?:false|wrong|untrue|incorrect|mistaken|not (?:true|correct|right|the case)|myths?|misconceptions?)"
        r"(?:\W*$|, (?:and|nor|neither)\b)"
    ),
    re.compile(
        r"(?:并不正确|不正确|不成立|不对|是错(?:误)?的?|是误解|是一种误解|是误区|并非如此|不是(?:这样|真的|事实))(?:的)?\W*$"
    ),
    re.compile(
        r"(?:nor|neither) (?:is|are|was|were) (?:it |they )?(?:true|correct|right|the case)\b"
        r"|(?:说法|观点|描述|看法|结论|论断|陈述|内容)(?:都|全|完全|根本|并|也)*(?:不符合(?:事实|实际|实情)|站不住脚|有误|是假的|毫无根据|不属实)\W*$"
    ),
    re.compile(
        r"^\W*(?:并非|并不是说|不能说|不应该说|说法错误[:,]|以下(?:说法)?(?:都)?(?:是)?错(?:误)?(?:的)?[:,])"
    ),
)
_ALL_TAKEN_BACK = re.compile(
    r"^\W*(?:(?:all )?(?:of )?(?:the following|what follows|these (?:statements|claims))"
    r"(?: (?:statements?|claims?|things?|answers?))? (?:is|are) (?:all )?(?:false|wrong|incorrect|untrue|not true)"
    r"|(?:none|nothing) of (?:the following|what follows|these)(?: (?:statements?|claims?|things?|answers?))?"
    r" (?:is|are|holds?) ?(?:true|correct|right|the case)?"
    r"|(?:以下|下面|下列)(?:的)?(?:说法|内容|观点|陈述|叙述)?(?:都|全)?是?(?:错误|错|不正确|不对|假)的?)\s*[:,]"
)
_HEDGES = (
    re.compile(
        r"\b(?:either\b.{1,120}?\bor\b"
        r"|or (?:perhaps|maybe|possibly|even) (?:both|neither|the other|all)\b"
        r"|(?:both|all|any) (?:of (?:these|them) )?(?:are|is|could be|may be) (?:possible|right|true|correct)\b"
        r"|(?:may|might|could|can)\b.{1,80}?\bor (?:it |they |else )?(?:may|might|could|can|not)\b"
        r"|or (?:to|by|with|in|of|from) both\b|(?:one|some|any) of (?:these|them|the two) or (?:several|all|both|more)\b"
        r"|(?:can|may|might|could)\b.{1,80}?\bor that\b|er, \w+er or (?:the same|equal|unchanged)\b|whichever\b|depending on\b.{0,60}?\bor\b)"
    ),
    re.compile(
        r"要么.{1,40}?要么|可能.{1,40}?(?:也|或).{0,2}可能|也许.{1,40}?也许|或许.{1,40}?或许"
        r"|或者两(?:者|种)(?:都|兼)|两(?:者|种)都(?:有可能|可能|行|可以|对|做)|都有可能|怎样都(?:可以|行)|无论哪种都"
    ),
)
# Words that leave it open which of several things holds: who offers all of them needs many.
_OPEN = re.compile(
    r"\b(?:may|might|could|perhaps|maybe|possibly|either|neither|whichever|whether|or|both(?= (?:are|is|may|might|could|of)\b)"
    r"|(?<=or )both|depend(?:s|ing)|var(?:y|ies)|differ|hard to say|anything)\b"
    r"|可能|也许|或许|大概|说不定|要么|或者|或(?![许者])|还是|取决于|看情况|不好说|不一定|说法不一|都行|都可以|都(?=说得通)|两(?:者|种)都"
)
_OPEN_WORDS, _OPEN_SHARE = 3, 0.16
_CHARACTER = 0.5  # of a word


def taken_back(answer: str) -> float:
    """The share (0..1) of the answer's sentences, by length, that say of something that it is false.

    Half sentences count too: "..., and equally wrong that ..." takes back what follows.
    """
    text = fold(answer).text
    if not _FALSE.search(text):
        return 0.0
    return 1.0 if _ALL_TAKEN_BACK.match(text) else _share(text, _TAKEN_BACK)


def hedged(answer: str) -> float:
    """The share (0..1) of the answer's sentences, by length, that name every alternative."""
    text = fold(answer).text
    found = [pattern for pattern in _HEDGES if pattern.search(text)]
    return _share(text, found) if found else 0.0


def leaves_open(answer: str) -> bool:
    """Whether so many words of *answer* leave open which of several things holds that it says none of them."""
    text = fold(answer).text
    found = len(_OPEN.findall(text))
    if found < _OPEN_WORDS:
        return False
    return found >= _OPEN_SHARE * sum([_CHARACTER if token.is_cjk else 1.0 for token in tokens(text)])


def _share(text: str, signs: Sequence[re.Pattern[str]]) -> float:
    """The share of the sentences of folded *text*, by length, that hold one of *signs*."""
    spans = whole_sentences(text)
    length = sum(end - start for start, end in spans)
    held = (span for span in spans if any(sign.search(text[span[0] : span[1]]) for sign in signs))
    return sum(end - start for start, end in held) / length if length else 0.0


def whole_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Sentences up to a full stop, however long."""
    return tuple(
        (found.start(), found.end())
        for found in re.finditer(r"(?:[^。!?;;.\n]|\.(?=\S))+", text)
        if found[0].strip()
    )
