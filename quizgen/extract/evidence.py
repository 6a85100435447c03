"""How much a text looks like a question, in Chinese and English."""

import re
import unicodedata
from enum import IntEnum

from quizgen.outline.numbers import split_number
from quizgen.outline.toc import bare


class Asks(IntEnum):
    """From "no sign of a question" to "a question mark"."""

    NO = 0
    PERHAPS = 1
    WORDS = 2
    MARK = 3


_CHINESE_ASKS = re.compile(
    r"什么|为啥|为何|为甚|有啥|是啥|如何|怎么|怎样|咋|哪[些个几种类里一]|几[种个类点]|多少|是否|能否|可否|有没有|是不是|能不能|会不会"
    r"|何时|何为|吗(?:$|[，,。])|区别是|异同|有何"
)
_CHINESE_TASK = re.compile(
    r"(?:请|试)?(?:你)?(?:能)?(?:简单|简要|详细|具体|大概|概括|分别|结合\w{1,6})?(?:地)?"
    r"(?:谈一?谈|说一?说|说一?下|讲一?讲|讲一?下|聊一?聊|介绍|简述|阐述|描述|叙述|解释|列举|举例|比较|对比|推导|手写|手撕|写出|写一|证明|论述|概述|分析一?下|评价)"
)
_CHINESE_TOPIC = re.compile(
    r"(?:区别|差异|不同|优缺点|优点|缺点|优势|劣势|作用|原理|原因|流程|步骤|特点|好处|意义|目的|目标|方法|场景|联系|关系|介绍|思想|本质|对比|比较|过程|机制|类型|分类|定义|组成|注意事项)$"
)
_LONGEST_TOPIC = 4
_VERSUS = re.compile(r"\bvs\.?\s")
_ENGLISH_ASKS = re.compile(
    r"(?:(?:so|and|but|then|ok|in (?:what|which)|at what|for what|to what|on what|by what|under what|from what),? ?)*"
    r"(?:what|why|how|when|where|who|whom|whose|which|what's|whats|how's|who's)\b"
    r"|(?:is|are|was|were|do|does|did|can|could|should|would|will|have|has|am|may|might|shall) "
    r"(?:you|we|i|it|there|the|a|an|this|that|they|all|one|any|using)\b",
    re.IGNORECASE,
)
_ENGLISH_TASK = re.compile(
    r"(?:please |briefly |can you |could you |try to )*(?:explain|describe|discuss|define|compare|contrast|differentiate|distinguish"
    r"|elaborate|illustrate|mention|summari[sz]e|enumerate|tell (?:me|us)|give (?:me|an?|some|the|\w+ examples?)|walk (?:me|us)"
    r"|provide (?:an?|some|two|three|examples)|write (?:a|an|the|down|some|code)|implement (?:a|an|the)|derive|prove|differences?(?: between| b/w| of|(?=:))"
    r"|list (?:a|an|the|some|all|out|\w+ (?:types|ways|examples))|name (?:a|an|the|some|all|\w+ (?:types|ways|examples)|different|two|three|few))\b",
    re.IGNORECASE,
)
_ENGLISH_PERHAPS = re.compile(
    r"(?:list|name|state|outline|identify|suppose|consider|given|imagine|if|design|implement|write|find|calculate|compute|show)\b",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"(?:\d{1,3}[.、)]\s*)?(?:面试官|提问者|interviewer)(?:问|asks?)?\s*:\s*", re.IGNORECASE
)
_LOOSE = " \t\n\r\f\v\x1c\x1d\x1e\x1f\x85\u3000*_`~\"'”’』」>|:："
_BRACKETS = {")": "(", "）": "（", "]": "["}
_LONGEST_BRACKET = 80
_MARKS = frozenset("?？")
_DEVOTED = re.compile(
    r"面试|问答|题库|八股|习题|题集|笔试|问题(?:汇总|集|列表|整理|解答)|interview|\bquestions?\b|\bFAQ\b|Q\s*&\s*A|\bquiz",
    re.IGNORECASE,
)
_TITLE_WORDS = frozenset(
    "总结 小结 结论 前言 引言 简介 背景 摘要 参考 参考资料 参考文献 参考链接 附录 写在前面 写在最后 致谢 更新日志 更新 许可 许可证 版权 贡献 "
    "联系方式 联系我们 关于 关于作者 相关资源 相关阅读 推荐阅读 延伸阅读 资料 "
    "summary conclusion conclusions introduction preface foreword reference references appendix license licence contributing "
    "contributors contribution credits acknowledgements acknowledgments changelog contact about author authors disclaimer "
    "resources bibliography tableofcontents contents usage installation sponsors support donate furtherreading links legend".split()
)


def asks(text: str) -> Asks:
    """How strongly *text*, one line without markup, asks something."""
    if text.rstrip()[-1:] in _MARKS:
        return Asks.MARK
    words = unicodedata.normalize("NFKC", text).strip()
    if ":" in words:
        words = _SPEAKER.sub("", words)
    if not words:
        return Asks.NO
    core = _without_tail(words[-300:])
    if core.rstrip("。.!").endswith("?") or ("?" in words[-120:].rstrip("? ")[:-1] and _mark_inside(words)):
        return Asks.MARK
    return _asks_in_words(split_number(words)[1])


def _asks_in_words(body: str) -> Asks:
    if _ENGLISH_ASKS.match(body) or _ENGLISH_TASK.match(body):
        return Asks.WORDS
    if not body.isascii():
        if _CHINESE_TASK.match(body):
            return Asks.WORDS
        if _CHINESE_ASKS.search(body):
            return Asks.PERHAPS if body.endswith(("。", ";", "；")) else Asks.WORDS
        if _CHINESE_TOPIC.search(body[-_LONGEST_TOPIC:]):
            return Asks.PERHAPS
    if _ENGLISH_PERHAPS.match(body) or ("vs" in body and _VERSUS.search(body)):
        return Asks.PERHAPS
    return Asks.NO


def _without_tail(words: str) -> str:
    """*words* without closing marks and remarks in brackets at their end; a remark that asks stays."""
    while True:
        words = words.rstrip(_LOOSE)
        opening = words.rfind(_BRACKETS.get(words[-1:], "\0"))
        inside = words[opening + 1 : -1]
        remark = opening >= 0 and len(inside) <= _LONGEST_BRACKET and not any(c in inside for c in "?？)）]")
        if not remark:
            return words
        words = words[:opening]


def is_devoted(title: str) -> bool:
    """Whether a document or part of this title says of itself that it holds questions."""
    return _DEVOTED.search(title) is not None


def is_boilerplate(title: str) -> bool:
    """Whether a heading's words are those of a part that never asks: summary, references, licence."""
    return bare(title) in _TITLE_WORDS or title.startswith(("【参考", "【论文", "[参考", "[论文"))


def _mark_inside(words: str) -> bool:
    """A question mark that ends a sentence before the last: "Which? Give examples."."""
    return re.search(r"\?(?:\s|[\u4e00-\u9fff])", words) is not None
