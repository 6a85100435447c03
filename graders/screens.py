"""Answers that say nothing: blank, "I don't know", the question given back.

A screen decides only where there is no content left to grade; "I don't know the exact number, but ..."
is an answer.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from graders.text import fold, tokens


class Nothing(StrEnum):
    """Why an answer holds nothing to grade."""

    BLANK = "blank"
    IGNORANCE = "does_not_know"
    ECHO = "copies_question"


_IGNORANCE = re.compile(
    r"(?:不知道|不晓得|不造|母鸡啊|不清楚|不了解|不太(?:清楚|了解|懂|会|确定|记得|明白)|不会(?:做|答|写)?|不懂|不记得(?:了)?|不确定|不明白|没(?:有)?(?:办法|法子?|掌握|准备|理解|搞懂|弄懂|弄明白|搞明白|学|听|看|见|接触|复习)(?:说|懂|到|会)?过?|没(?:有)?(?:思路|头绪|印象|把握|想法|概念|了解|答案)|"
    r"忘(?:记)?了|想不(?:起来|出来|到)|记不(?:清|得|起来|住)|答不(?:上来|出来?|了)|说不(?:上来|清楚?|出来?)|回答不了|无法回答|无可奉告|暂无|待补充|待完善|待定|未(?:作答|答|知|学)|放弃|跳过|略过|空着|空白|过了?$|"
    r"\bi (?:do not|don'?t|really don'?t|do n't) (?:really |actually |even )?(?:know|remember|recall|understand|get (?:it|this)|have (?:a clue|any idea|an answer|any clue))\b|\bi(?:'m| am)? (?:not (?:really |at all )?sure|unsure|clueless|lost)\b|"
    r"\b(?:have|had|has)? ?(?:no|not a|not any|zero|not the (?:slightest|faintest)) (?:idea|clue|answer|response|comment|thought|knowledge)s?\b|\bdon'?t (?:know|remember|recall|understand)\b|\b(?:have|had|has)(?:n'?t| not) (?:got )?(?:a|any|the (?:slightest|faintest|foggiest)) (?:idea|clue)\b|\b(?:did|do|does)(?:n'?t| not) (?:study|learn|cover|revise|prepare|read)\b|\bdunno\b|\bidk\b|\bno idea\b|\bbeats me\b|\bi(?:'ve)? forgot(?:ten)?\b|\bcan(?:'?t|not) (?:remember|recall|answer|say|tell)\b|"
    r"\bnever (?:heard of|covered|had|did|learned|learnt|studied|saw|seen)\b|\bhave(?:n'?t| not) (?:learned|learnt|studied|covered|heard|seen|read)\b|\bskip(?:ping)? (?:this|it|that)\b|\bpass(?: on (?:this|that|it)(?: one)?)?$|\bgive up\b|\bnot (?:sure|certain)\b|\bleft blank\b|\bno answer\b|\btbd\b|\btodo\b|\bto be (?:added|done|filled)\b)"
)
_FILLER = re.compile(
    r"(?:抱歉|对不起|不好意思|老师|真的|实在|完全|确实|暂时|目前|现在|还|也|都|就|我|这个|这道|这|那个|该|此|道?题目?|问题|知识点?|内容|部分|概念|东西|一点|什么|怎么|如何|回答|作答|答案?|写|说|做|吧|啊|呢|呀|嗯|呃|哦|哈|了|的|是|有|到|过|太|很|一下|下一题|呜|唉|请|先|直接|可能|应该|感觉|"
    r"\b(?:sorry|honestly|really|actually|well|um+|uh+|er+|hmm+|oh|just|at all|the|this|that|it|to|about|for|of|on|in|a|an|one|question|answer|topic|concept|is|was|we|i|me|my|you|yet|yes|please|next|any|anything|what|how|why|is|be|and|but|so|do|did|have|been|with|now|today|sir|teacher|exactly|completely|totally|absolutely|guess|think|lol)\b)"
)
_ALONE = re.compile(r"(?:略|无|空|过|不会|不|没|否|\?+|x+|none?|nil|na|n/a|pass|skip|skipped|unknown|idk|dk|null|nothing|blank|test|asdf+)")
_FEW = 8  # words beside "I don't know" that still may be small talk
_LETTER = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Echo:
    """How much of the question an answer repeats, and how much it adds (shares of token count, 0..1)."""

    repeated: float
    added: float


def nothing_in(answer: str, question: str, reference: str = "") -> Nothing | None:
    """Why *answer* holds nothing to grade, or None.

    A bare "no" is an answer where the *reference* begins with one.  Beside "I don't know" a few further
    words count only when they share something with the *reference* that the question does not give away.
    """
    text = fold(answer).text.strip()
    if not _LETTER.search(text):
        return Nothing.BLANK
    bare = re.sub(r"[\W_]+", " ", text).strip()
    if _ALONE.fullmatch(bare) and bare not in fold(reference).text[:8]:
        return Nothing.IGNORANCE
    if _only_ignorance(text, _words(reference) - _words(question)):
        return Nothing.IGNORANCE
    echo = echo_of(answer, question)
    if echo.repeated >= 0.75 and echo.added <= 0.15:
        return Nothing.ECHO
    return None


def _only_ignorance(text: str, wanted: frozenset[str]) -> bool:
    rest, said = _IGNORANCE.subn(" ", text.replace("’", "'"))
    if not said:
        return False
    left = _words(_FILLER.sub(" ", rest))
    return not left or (len(left) <= _FEW and not left & wanted)


def _words(text: str) -> frozenset[str]:
    """Stems of at least two letters, numbers, and pairs of Chinese characters."""
    found = tokens(fold(text).text)
    pairs = {
        one.text + other.text
        for one, other in zip(found, found[1:], strict=False)
        if one.is_cjk and other.is_cjk and one.end == other.start
    }
    return frozenset(pairs | {token.text for token in found if not token.is_cjk and (len(token.text) > 1 or token.text.isdigit())})


def echo_of(answer: str, question: str) -> Echo:
    """How much of *question* the *answer* repeats, and which share of the answer is not the question's."""
    said = [token.text for token in tokens(fold(answer).text)]
    asked = [token.text for token in tokens(fold(question).text)]
    if not said or not asked:
        return Echo(0.0, 1.0)
    said_set, asked_set = set(said), set(asked)
    return Echo(
        repeated=len(asked_set & said_set) / len(asked_set),
        added=sum(token not in asked_set for token in said) / len(said),
    )
