"""What a section is about, as far as its heading and those above it say."""

import re

from quizgen.extract.evidence import Asks, asks, is_boilerplate
from quizgen.generate.passage import weight
from quizgen.outline import Outline, Section
from quizgen.outline.numbers import split_number
from quizgen.outline.toc import letters

# Headings that name a part of what stands above them, not a thing of their own.
PART = re.compile(
    r"(?:简介|介绍|概述|概览|背景|引言|动机|实验|实验结果|结果|评测|结论|总结|小结|方法|原理|流程|步骤|优点|缺点|优缺点|特点|应用|公式|定义|目标|目标函数"
    r"|损失函数|.{1,8}阶段|其他|其它|整体思想|思想|思路|实现|代码实现)"
    r"|(?:introduction|overview|background|motivation|experiments?|results?|evaluation|conclusions?|summary|methods?|approach|details"
    r"|implementation|pros|cons|advantages|disadvantages|notes?|.{1,12} (?:stage|phase|step))",
    re.IGNORECASE,
)
_MORE_PARTS = re.compile(
    r"(?:基本|核心|主要|常见|关键)?(?:概念|结构|组成|分类|类型|种类|功能|作用|意义|特征|条件|要件|构成|原则|效果|区别|差异|异同|对比|比较|使用情况|(?:使用|应用|适用)?场景|用途|要点|注意事项|技巧|准备|材料|做法|常识|基础|知识点?|.{2,4}(?:流程|步骤|过程|要点|技巧))"
    r"|(?:key |main |basic |general )?(?:terms?|concepts?|definitions?|structure|functions?|types|kinds|elements|rules?|principles?|basics"
    r"|facts|points|remedies|exceptions|tips|ingredients|preparation|other|miscellaneous|misc)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"^\s*【[^】]*】\s*")
_NOTES = re.compile(
    r"^(?:(?:reading |study |lecture |class )?notes (?:on|about)|(?:an )?introduction to|guide to|basics of)\s+"
    r"|\s*[:：-]\s*(?:revision|lecture|study|class|reading|course)? ?notes$|(?:阅读|学习|读书|复习|课堂)?笔记$|(?:基础知识|基础|入门|概论)$",
    re.IGNORECASE,
)
_CHAPTER = re.compile(r"^(?:第\s*[一二三四五六七八九十\d]+\s*[章节讲课单元部分]+|chapter \d+|unit \d+|part \d+|lecture \d+)[\s:：.、-]*",
                      re.IGNORECASE)  # fmt: skip
_LABELLED = re.compile(r"^\s*(?:Q|Question|问题?|题)\s*\d+\s*[.:：、)]\s*", re.IGNORECASE)
_LONGEST = 40


def is_part(title: str) -> bool:
    """Whether *title* names a part of something ("Advantages"), not a thing of its own."""
    return PART.fullmatch(title) is not None or _MORE_PARTS.fullmatch(title) is not None


def subject_of(shape: Outline, section: Section) -> str:
    """The nearest heading that names a thing, from *section* upwards; "" when it asks, or none does."""
    own = bare_title(section.title)
    if asks(own) >= Asks.WORDS and not is_part(own):
        return ""
    for each in reversed(shape.around(section.start)):
        title = bare_title(each.title)
        if is_part(title) or is_boilerplate(title):
            continue
        return title if names_thing(title) else ""
    return ""


def bare_title(title: str) -> str:
    """*title* without numbering, chapter words and brackets that only sort it."""
    title = _LABELLED.sub("", title)
    words = _CHAPTER.sub("", _BRACKETS.sub("", split_number(title)[1])).strip(" ：:")
    return _NOTES.sub("", words).strip() or words


def names_thing(title: str) -> bool:
    """Whether *title* can stand for a thing in a question."""
    return bool(letters(title)) and asks(title) < Asks.WORDS and weight(title) <= _LONGEST
