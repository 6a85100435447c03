"""How to ask for what a passage says, without saying it: rules in order of trying, Chinese and English."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from quizgen.generate.passage import Passage

_COUNT = {"2": "两", "二": "两", "3": "三", "4": "四", "5": "五", "6": "六"}
_HEADED = re.compile(r"^\W*(\S.{0,40}?)[:：]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Rule:
    """If *sign* is found in what is said, ask as *ask* puts it; None when it cannot after all."""

    sign: re.Pattern[str]
    ask: Callable[[str, re.Match[str]], str | None]


def _rule(sign: str, ask: Callable[[str, re.Match[str]], str | None]) -> Rule:
    return Rule(re.compile(sign, re.MULTILINE | re.IGNORECASE), ask)


def spaced(before: str, subject: str, after: str) -> str:
    """*subject* between Chinese words, with a blank where Latin letters meet them."""
    left = " " if before and subject[:1].isascii() and before[-1] not in "，。？ " else ""
    right = " " if after and subject[-1:].isascii() and after[0] not in "，。？ " else ""
    return f"{before}{left}{subject}{right}{after}"


def _agree(subject: str, one: str, many: str) -> str:
    """The verb for an English subject: *many* where its last word is a plural."""
    last = subject.rstrip(" )").rpartition(" ")[2]
    return (
        many if last[:1].islower() and last.endswith("s") and not last.endswith(("ss", "us", "is")) else one
    )


def _zh_problems(subject: str, found: re.Match[str]) -> str:
    count = _COUNT.get(found.group(1) or "", found.group(1) or "")
    which = f"哪{count}个问题" if count and count != "几" else "哪些问题"
    return spaced("", subject, f"主要解决{which}，分别是怎么解决的？")


def _zh_compared(subject: str, found: re.Match[str]) -> str | None:
    other = next(group for group in found.groups() if group).strip()
    if len(other) > _LONGEST_OTHER or subject.casefold() in other.casefold() or "，" in other:
        return None
    return spaced(f"与{other}相比，", subject, "有哪些特点？")


def _zh_parts(subject: str, found: re.Match[str]) -> str:
    count = _COUNT.get(found.group(1), found.group(1))
    return spaced("", subject, f"由哪{count}个{found.group(2)}组成，各自做什么？")


def _zh_idea(subject: str, found: re.Match[str]) -> str:
    return spaced("", subject, f"的{found.group(1)}是什么？")


_LONGEST_OTHER = 24

CHINESE = (
    _rule(
        r"解决(?:了)?(?:以下|如下|这)?\s*([两二三四五六几\d])?\s*[个类种]?(?:主要|关键|核心)?问题",
        _zh_problems,
    ),
    _rule(r"创新点|主要贡献|核心贡献|改进点", lambda s, f: spaced("", s, f"的{f.group(0)}有哪些？")),
    _rule(r"由\s*([两二三四五六\d])\s*个(阶段|部分|步骤|模块|组件)(?:组成|构成)", _zh_parts),
    _rule(
        r"^与(?:传统的?)?(.{2,40}?)相比|相比(?:于|之下)?(.{2,30}?)[，,]|^不同于(.{2,30}?)[，,]|^与(.{2,30}?)不同[，,]",
        _zh_compared,
    ),
    _rule(
        r"^(?:传统|原有|原始|以往|过去).{0,8}[:：]|\A.{0,20}不是.{2,40}而是|\A.{0,20}而不是",
        lambda s, _: spaced("", s, "的思路与传统做法有什么不同？"),
    ),
    _rule(r"((?:整体|核心|主要|基本|总体)的?(?:思想|思路|想法|目标|任务))(?:就?是|在于|为|[:：])", _zh_idea),
    _rule(r"(?:优点|优势|好处)\W*[:：]?\s*$", lambda s, _: spaced("", s, "有哪些优点？")),
    _rule(r"(?:缺点|不足|局限性?)\W*[:：]?\s*$", lambda s, _: spaced("", s, "有哪些不足？")),
)
ENGLISH = (
    _rule(
        r"\b(?:solves?|address(?:es)?|tackles?) (?:the |these |the following )?(?:two|three|four|several)?"
        r" ?(?:main |key )?problems?",
        lambda s, _: f"Which problems {_agree(s, 'does', 'do')} {s} address, and how?",
    ),
    _rule(r"\bcontributions?\b|\bnovelt(?:y|ies)\b", lambda s, _: f"What are the main contributions of {s}?"),
    _rule(
        r"\b(?:consists? of|(?:is|are) made (?:up )?of|ha(?:s|ve)) (two|three|four|five|six|\d) (?:main )?"
        r"(stages|parts|steps|components|phases|layers)\b",
        lambda s, f: f"Which {f.group(1)} {f.group(2)} make up {s}, and what does each do?",
    ),
    _rule(
        r"\b(?:unlike|compared (?:to|with)|in contrast to) ((?:[\w-]+ ?){1,5}),",
        lambda s, f: f"How {_agree(s, 'does', 'do')} {s} differ from {f.group(1).strip()}?",
    ),
    _rule(
        r"\A.{0,80}\b(?:instead of|rather than)\b",
        lambda s, _: f"How {_agree(s, 'does', 'do')} {s} differ from the usual approach?",
    ),
    _rule(r"\bthe (?:main |core |key |basic )?idea\b", lambda s, _: f"What is the main idea of {s}?"),
    _rule(r"\b(?:advantages|benefits|strengths)\b\W*$", lambda s, _: f"What are the advantages of {s}?"),
    _rule(
        r"\b(?:disadvantages|drawbacks|limitations)\b\W*$", lambda s, _: f"What are the limitations of {s}?"
    ),
)
_ZH_ALSO = (
    (re.compile(r"(?:优点|优势|好处)\W*$", re.MULTILINE), "它有哪些优点？", "优点"),
    (re.compile(r"(?:缺点|不足)\W*$", re.MULTILINE), "它有哪些不足？", "不足"),
    (re.compile(r"源码|代码实现|实现细节|注意事项"), "实现时要注意什么？", "实现"),
)
_EN_ALSO = (
    (
        re.compile(r"\b(?:advantages|benefits)\W*$", re.MULTILINE | re.IGNORECASE),
        " What are the advantages?",
        "advantages",
    ),
)
_ZH_IS = re.compile(r"是|指|即")
_EN_IS = re.compile(r"\b(?:is|are|refers? to|means?|denotes?)\b", re.IGNORECASE)
_NAMED_WITHIN = 60
_SAID_WITHIN = 40
_STEPS = re.compile(
    r"(?:步骤|流程|过程|算法|总览|outline|pipeline|algorithm|steps|procedure|process)$", re.IGNORECASE
)
_ZH_TITLES = (
    (re.compile(r"(?:实验|结果|评测|评估)$"), "的实验得到了哪些结论？"),
    (re.compile(r"(?:结论|总结|小结)$"), "的主要结论是什么？"),
    (re.compile(r"(?:简介|介绍|概述|背景|引言|概览)$"), "是什么，为什么提出它？"),
)
_EN_TITLES = (
    (
        re.compile(r"(?:experiments?|results?|evaluation)$", re.IGNORECASE),
        "What do the experiments on {} show?",
    ),
    (re.compile(r"(?:conclusions?|summary)$", re.IGNORECASE), "What are the main conclusions about {}?"),
    (
        re.compile(r"(?:introduction|overview|background|motivation)$", re.IGNORECASE),
        "What is {}, and why was it proposed?",
    ),
)


def asked_by_title(title: str) -> bool:
    """Whether the heading's words alone say how to ask: results, conclusions, introductions."""
    return any(sign.search(title) for sign, _ in (*_ZH_TITLES, *_EN_TITLES))


def ask_chinese(subject: str, title: str, said: Passage) -> str:
    """A Chinese question for *said*; *subject* is what it is about, *title* the heading's own words."""
    for pattern, tail in _ZH_TITLES:
        if pattern.search(title):
            return spaced("", subject, tail)
    for rule in CHINESE:
        found = rule.sign.search(said.words)
        question = rule.ask(subject, found) if found else None
        if question:
            tails = [
                tail for sign, tail, word in _ZH_ALSO if word not in question and sign.search(_leads(said))
            ]
            return (question + "".join(tails)).replace("有哪些特点？它有哪些优点？", "有哪些特点和优点？")
    if re.search(r"(?:公式|函数|目标)$", title) and said.formula:
        return spaced("", subject, "是怎样定义的？各项的含义是什么？")
    if said.ordered and said.items > 2 and _STEPS.search(title):
        return spaced("", subject, "包括哪些步骤？")
    if _defines(subject, said.lines[0], _ZH_IS):
        return spaced("什么是", subject, "？它有哪些要点？")
    return spaced("请说明", subject, "的要点。")


def ask_english(subject: str, title: str, said: Passage) -> str:
    """An English question for *said*; *subject* is what it is about, *title* the heading's own words."""
    for pattern, form in _EN_TITLES:
        if pattern.search(title):
            return form.format(subject)
    for rule in ENGLISH:
        found = rule.sign.search(said.words)
        question = rule.ask(subject, found) if found else None
        if question:
            return question + "".join(
                tail for sign, tail, word in _EN_ALSO if word not in question and sign.search(_leads(said))
            )
    if said.ordered and said.items > 2 and _STEPS.search(title):
        return f"What are the steps of {subject}?"
    if _defines(subject, said.lines[0], _EN_IS):
        return f"What {_agree(subject, 'is', 'are')} {subject}? Give the main points."
    return f"Explain the main points of {subject}."


def _leads(said: Passage) -> str:
    """The leads of the passage: lines that end with a colon, without it."""
    return "\n".join(line.rstrip(" :：") for line in said.lines if line.rstrip().endswith(("：", ":")))


def _defines(subject: str, first: str, verbs: re.Pattern[str]) -> bool:
    """Whether the first line says what *subject* is: its name near the front, a verb soon after."""
    name = re.split(r"[（(]", subject)[0].strip().removesuffix("s").casefold()
    at = first[:_NAMED_WITHIN].casefold().find(name) if name else -1
    return at >= 0 and verbs.search(first, at + len(name), at + len(name) + _SAID_WITHIN) is not None
