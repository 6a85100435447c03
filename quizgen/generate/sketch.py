"""From a fact of the notes to a candidate: the parts that every rule shares."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from questions.records import Kind, digest
from quizgen.generate.candidate import GAP, Candidate
from quizgen.generate.passage import weight
from quizgen.generate.phrases import PHRASES
from quizgen.generate.statements import Statement
from quizgen.generate.terms import Terms
from quizgen.generate.titles import is_part
from quizgen.outline.toc import letters
from quizgen.points import wording
from quizgen.points.subjects import own_subject

LETTER_LIMIT = 160
"""How much a statement or a cloze may say: more is no longer read."""

_LEANS = re.compile(
    r"(?:而(?!是|非|不)|并且|然而|不过|但是?|因此|所以|于是|从而|进而|同时|此外|另外|其次|最后|再|还(?=可以|有|能|会|需|要)|也(?=可以|有|能|会|需|要|是)|其|它|该|这|那|此|上述|前者|后者|以上|以下|如此|也就是说|换句话说|换言之|即"
    r"|有的|另一|其他|其余|反之|相反|否则|这样|接着|然后|与此|特别是|尤其|例如|比如|如图|如下|见图|下面|上面|其中|通过这种|这时|此时"
    r"|(?:it|its|they|their|them|this|that|these|those|such|he|she|his|her|we|our|here|there(?! (?:is|are)\b)|however|but|and|so|thus|therefore|hence|also"
    r"|then|instead|otherwise|moreover|furthermore|for (?:example|instance)|in (?:this|that|these|contrast|addition)|the (?:former|latter|above|following|same|other)"
    r"|both|each of|either|neither|another|others|one of|similarly|likewise|as a result|consequently|without (?:it|them|this))\b)",
    re.IGNORECASE,
)
_POINTS_OUT = re.compile(
    r"本文|作者|论文|原文|文中|上文|下文|如图|下图|上图|图\s*\d|表\s*\d|如下|下面|上面|(?:^|，)以上|公式\s*[（(]?\d|我们提出|参考|链接|推荐阅读|课本|教材第|更新于"
    r"|\b(?:(?:this|the|our) paper|authors|figure \d|fig\.|table \d|eq\.|equation \d|(?:shown|described|listed|as|see|mentioned) (?:above|below)"
    r"|et al|we (?:propose|present|introduce)"
    r"|last updated|see (?:also|the)|chapter \d|click|subscribe|follow us)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d.])(?:1[89]|20)\d\d(?:\s*年|\b)")
_BROKEN = re.compile(r"\\[a-zA-Z_]+|&#|[{}]|\\\\")
_MATH = re.compile(r"\$[^$]*\$")
_HEDGED = re.compile(
    r"可能|也许|或许|大概|大约是|似乎|一般认为|\b(?:may|might|could|perhaps|probably|seems?|arguably)\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"(?:传统|该文|本文|原始|原有|整体|总体|核心|主要|基本|关键|一般|常见|常用|第|其|各|每|保证|使用|采用|增大|减小|结合|利用|通过|同时|模型|结构|方法|做法|公式|目标|目的|思路|思想"
    r"|结果|效果|优点|缺点|优势|计算|训练|推理|实现|注意|首先|可以|能|需|一定|解决|输入|输出|参数|算法|过程|步骤|数据|系统|函数|人们|我们|有|在|对(?![齐称数角抗偶象比流照])|把|将|从|由|为|以|用|先|再"
    r"|\d"
    r"|(?:the )?(?:main|key|basic|overall|general|first|second|third|idea|method|goal|result|output|input|model"
    r"|price|cost|process|approach|system|data|step|traditional|usual)\b)",
    re.IGNORECASE,
)
DEFINING = re.compile(r"定义|概念|含义|释义|definition|meaning", re.IGNORECASE)
"""A label that says: here is what the thing of the heading is."""

_POINTER = re.compile(
    r"[，；：]\s*(?:这[个种一些类]?|此(?!外|后|前|时)|(?:并且|而且|且|但)?该(?P<what>\s*[\u3400-\u9fffA-Za-z]))|^.{0,6}(?:上述|前述)"
)
_INTRODUCES = re.compile(
    r"^(?:(?:值得|需要|应当?)(?:注意|指出|说明|强调)的是|请?注意|实验(?:结果)?(?:表明|显示)|研究(?:表明|发现)|可以(?:看到|看出|发现)|总的来说|一般来说|通常来说|事实上|实际上|总之|众所周知"
    r"|note that|in fact|in short|in general|in practice|generally|usually|remember(?: that)?|in other words)[，,：:]?\s*",
    re.IGNORECASE,
)
_EARLY = 14
_SHORT_LABEL = re.compile(r"[\u3400-\u9fff]{1,2}")
_MOST_MATH = 3
_LONGEST_MATH = 40


def candidate(kind: Kind, text: str, rests: Sequence[Statement], reason: str) -> Candidate:
    """A candidate that rests on *rests*, statements in their order; several are quoted with their whole lines."""
    first, last = rests[0], rests[-1]
    return Candidate(
        kind=kind,
        text=text,
        quote=first.quote if len(rests) == 1 else "\n".join(first.lines[first.first - 1 : last.last]),
        line_start=first.first,
        line_end=last.last,
        heading_path=first.topic.path,
        reason=reason,
    )


def hiding(made: Candidate, answers: Sequence[str]) -> Candidate:
    """*made* without those headings that name one of *answers*: they are shown above the question."""
    hidden = [letters(answer) for answer in answers if letters(answer)]
    path = tuple(
        title for title in made.heading_path if not any(answer in letters(title) for answer in hidden)
    )
    return replace(made, heading_path=path)


def choice(made: Candidate, right: Sequence[str], wrong: Sequence[str], seed: int) -> Candidate:
    """*made* with its options, in an order that follows from *seed* and the question."""
    options = [*right, *wrong]
    order = random.Random(digest(str(seed), made.text, *sorted(options)))  # noqa: S311  (not a secret)
    order.shuffle(options)
    where = tuple(place for place, option in enumerate(options) if option in right)
    return replace(made, options=tuple(options), correct=where)


def gapped(words: str, term: str) -> str | None:
    """*words* with a gap for *term*; None unless it stands there once."""
    found = list(re.finditer(_whole(term), words))
    if len(found) != 1:
        return None
    start, end = found[0].span()
    before = re.sub(r"\b([Aa])n? $", r"\1(n) ", words[:start])
    return f"{before}{GAP}{words[end:]}"


def _whole(term: str) -> str:
    before = r"(?<![A-Za-z0-9_])" if term[:1].isascii() else ""
    after = r"(?![A-Za-z0-9_])" if term[-1:].isascii() else ""
    return before + re.escape(term) + after


def sound(words: str) -> bool:
    """Whether *words* can be judged or completed by themselves: nothing broken, no figure, year or author."""
    formulas = _MATH.findall(words)
    if len(formulas) > _MOST_MATH or any(len(each) > _LONGEST_MATH for each in formulas):
        return False
    bare = _MATH.sub(" ", words)
    if _BROKEN.search(bare) or words.rstrip().endswith(("：", ":", "…", "...")):
        return False
    return not (_POINTS_OUT.search(bare) or _YEAR.search(bare)) and weight(words) <= LETTER_LIMIT


def hedged(words: str) -> bool:
    """Whether the notes themselves are not sure."""
    return _HEDGED.search(words) is not None


def leans(words: str) -> bool:
    """Whether *words* go on from what was said before them."""
    return _LEANS.match(words) is not None


def situated(said: Statement, words: str, terms: Terms) -> str | None:
    """What must stand before *words* of *said* so that they can be read alone; None when that cannot be told."""
    if leans(words) or _points_back(words):
        return None
    phrases = PHRASES[said.language]
    subject = said.topic.subject
    if said.label and not wording.ANSWER_LABEL.fullmatch(said.label) and not DEFINING.fullmatch(said.label):
        brief = _SHORT_LABEL.fullmatch(said.label) is not None and not names(subject, said.label)
        if names(said.label, subject) or not (_is_vague(said.label) or (brief and subject)):
            return phrases.about.format(subject=said.label, words="")
        form = phrases.of if wording.GENERIC.fullmatch(said.label) else phrases.under
        return form.format(subject=subject, label=said.label, words="") if subject else None
    if names(words, subject) or _speaks_of_itself(words, terms):
        return ""
    return phrases.about.format(subject=subject, words="") if subject else None


def told(said: Statement, terms: Terms) -> tuple[str, str] | None:
    """What stands before the words of *said*, and the words without what only introduces them; None as above."""
    words = said.words.rstrip("。.；;！! ")
    bare = _INTRODUCES.sub("", words)
    if bare != words and bare[:1].islower():
        bare = bare[:1].upper() + bare[1:]
    before = situated(said, bare, terms)
    return None if before is None else (before, bare)


def names(words: str, subject: str) -> bool:
    """Whether *words* hold the name *subject*, or one of the names it is made of."""
    if not subject:
        return False
    parts = [subject, *re.split(r"[（(）)]", subject)]
    said = letters(words)
    return any(letters(part) in said for part in parts if len(letters(part)) > 1)


def _is_vague(label: str) -> bool:
    return (
        is_part(label)
        or wording.GENERIC.fullmatch(label) is not None
        or _VAGUE.match(label) is not None
        or leans(label)
    )


def _points_back(words: str) -> bool:
    """Whether a later clause points at something that the words before it do not name."""
    return any(
        found["what"] is None or found["what"] not in words[: found.start()]
        for found in _POINTER.finditer(words)
    )


def _speaks_of_itself(words: str, terms: Terms) -> bool:
    named = terms.pattern.search(words)
    if (
        named is not None
        and named.start() == 0
        and words[named.end() : named.end() + 1] not in tuple("上中里下")
    ):
        return True
    if _VAGUE.match(words):
        return False
    if named is not None and named.start() < _EARLY:
        return True
    subject = own_subject(words)
    if not subject or _VAGUE.match(subject):
        return False
    return not re.match(r"(?:the|this|that) ", words, re.IGNORECASE)
