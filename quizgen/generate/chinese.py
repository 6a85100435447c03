"""Questions in Chinese."""

import re

from quizgen.generate.passage import Passage
from quizgen.generate.rules import aspect, by_rules, defines, noun, rule, tails

_COUNT = {"2": "两", "二": "两", "3": "三", "4": "四", "5": "五", "6": "六"}
_LONGEST_OTHER = 24


def spaced(before: str, subject: str, after: str) -> str:
    """*subject* between Chinese words, with a blank where Latin letters meet them."""
    left = " " if before and subject[:1].isascii() and before[-1] not in "，。？ " else ""
    right = " " if after and subject[-1:].isascii() and after[0] not in "，。？ " else ""
    return f"{before}{left}{subject}{right}{after}"


def _problems(subject: str, found: re.Match[str]) -> str:
    count = _COUNT.get(found.group(1) or "", found.group(1) or "")
    which = f"哪{count}个问题" if count and count != "几" else "哪些问题"
    return spaced("", subject, f"主要解决{which}，分别是怎么解决的？")


def _compared(subject: str, found: re.Match[str]) -> str | None:
    other = next(group for group in found.groups() if group).strip()
    if len(other) > _LONGEST_OTHER or subject.casefold() in other.casefold() or "，" in other:
        return None
    return spaced(f"与{other}相比，", subject, "有哪些特点？")


def _parts(subject: str, found: re.Match[str]) -> str:
    count = _COUNT.get(found.group(1), found.group(1))
    return spaced("", subject, f"由哪{count}个{found.group(2)}组成，各自做什么？")


_RULES = (
    rule(
        r"解决(?:了)?(?:以下|如下|这)?\s*([两二三四五六几\d])?\s*[个类种]?(?:主要|关键|核心)?问题", _problems
    ),
    rule(r"创新点|主要贡献|核心贡献|改进点", lambda s, f: spaced("", s, f"的{f.group(0)}有哪些？")),
    rule(r"由\s*([两二三四五六\d])\s*个(阶段|部分|步骤|模块|组件)(?:组成|构成)", _parts),
    rule(
        r"^与(?:传统的?)?(.{2,40}?)相比|相比(?:于|之下)?(.{2,30}?)[，,]|^不同于(.{2,30}?)[，,]|^与(.{2,30}?)不同[，,]"
        r"|不像(.{2,16}?)(?:那样|一样|那么)",
        _compared,
    ),
    rule(
        r"^(?:传统|原有|原始|以往|过去).{0,8}[:：]|\A.{0,20}不是.{2,40}而是|\A.{0,20}而不是",
        lambda s, _: spaced("", s, "的思路与传统做法有什么不同？"),
    ),
    rule(
        r"((?:整体|核心|主要|基本|总体)的?(?:思想|思路|想法|目标|任务))(?:就?是|在于|为|[:：])",
        lambda s, f: spaced("", s, f"的{f.group(1)}是什么？"),
    ),
)
_WORKS = re.compile(
    r"先.{2,60}[再然后]|首先.{2,80}(?:然后|接着|最后)|通过.{2,60}(?:实现|得到|避免|减少|提升|降低)|再.{0,8}各自|每[一个张台次]"
)
_ASPECTS = (
    aspect(r"(?:优点|优势|好处)$", "它有哪些优点？", "优点"),
    aspect(r"(?:缺点|不足|局限性?|劣势)$", "它有哪些缺点？", "缺点"),
    aspect(r"源码|代码|实现", "实现时要注意什么？", "实现"),
)
_GENERIC = re.compile(
    r"[在为是有这该那以对]|首先|其次|最后|分析|根据|如果|工作|创新|贡献|主要|如下|例如|比如|其中|注意|公式|方法|解决|原因|传统|该文|本文|以下|包括|问题|结论|优点|缺点|优势|不足|局限|劣势|好处|实现|源码|代码|做法|思路|思想|上|下|说明|备注|总结|图|表|情况|使用|场景|^.$"
)
_TITLES = (
    (re.compile(r"(?:实验|结果|评测|评估)$"), "的实验得到了哪些结论？"),
    (re.compile(r"(?:结论|总结|小结)$"), "的主要结论是什么？"),
    (re.compile(r"(?:简介|介绍|概述|背景|引言|概览)$"), "是什么，为什么提出它？"),
)
_STEPS = re.compile(
    r"(?:步骤|流程|过程|算法|总览|outline|pipeline|algorithm|steps|procedure|process)$", re.IGNORECASE
)
_SEVERAL = re.compile(r"、|(?<=\S)[与和](?=\S)|\s(?:vs\.?|和|与)\s", re.IGNORECASE)
_IS = re.compile(r"是|指|即")


def title_asks(title: str) -> bool:
    """Whether the heading's words alone say how to ask: results, conclusions, introductions."""
    return any(sign.search(title) for sign, _ in _TITLES)


def ask(subject: str, title: str, said: Passage) -> str:
    """A question for *said*; *subject* is what it is about, *title* the heading's own words."""
    for sign, tail in _TITLES:
        if sign.search(title):
            return spaced("", subject, tail)
    ruled = by_rules(_RULES, subject, said)
    question = ruled or _plain(subject, title, said)
    more = tails(_ASPECTS, question, said.leads)
    if not ruled and not more and (thing := noun(said.leads, subject, _GENERIC)):
        more = [spaced("其中的", thing, "指什么？")]
    return _joined(question, more)


def plainest(subject: str) -> str:
    """A question that says nothing but the subject."""
    return spaced("请简要介绍", subject, "。")


def _plain(subject: str, title: str, said: Passage) -> str:
    if re.search(r"(?:公式|函数|目标)$", title) and said.formula:
        return spaced("", subject, "是怎样定义的？各项的含义是什么？")
    if said.ordered and said.items > 2 and _STEPS.search(title):
        return spaced("", subject, "包括哪些步骤？")
    if _SEVERAL.search(title) and said.items > 1:
        return spaced("", subject, "分别指什么？")
    if not said.listed and _WORKS.search(said.words):
        return spaced("", subject, "是怎样工作的？")
    if defines(subject, said.lines[0], _IS):
        return spaced("什么是", subject, "？它有哪些要点？")
    return plainest(subject)


def _joined(question: str, more: list[str]) -> str:
    text = (question + "".join(more)).replace("优点？它有哪些缺点？", "优点和缺点？")
    return text.replace("有哪些特点？它有哪些优点", "有哪些特点和优点").replace(
        "它有哪些要点？其中的", "其中的"
    )
