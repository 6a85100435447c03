"""What the notes say a thing is: "X 是…的方法", "X is a …", "X refers to …", and questions made of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from quizgen.generate.passage import weight
from quizgen.generate.sketch import DEFINING, hedged, leans, sound
from quizgen.generate.statements import Notes, Statement
from quizgen.generate.terms import Terms, names_in
from quizgen.points import wording

_ZH_IS = re.compile(
    r"\s*(?:（[^（）]{1,40}）|\([^()]{1,40}\))?\s*[，,]?(?:是指|指的是|指(?=[将把对通在由从用为])|(?:被)?定义为|就是指|即指"
    r"|(?<![但于总还不都也可只正若凡就最便而])是(?!否|不是|什么|如何|因为|由于|为了|指))"
)
_ZH_TERM = re.compile(r"[^，,。；;：:！？?、\s“”‘’…][^，,。；;：:！？?、“”‘’…]{0,30}")
_ZH_NO_TERM = re.compile(
    r"^(?:这|那|该|其|它|他|她|我|你|本|此|每|各|有|没|如|若|当|由|因|在|对|从|将|把|被|使|让|为|以|和|与|或|但|而|所|同时|另|首先|其次|最|更|不|很|一|两|几|第"
    r"|目的|原因|关键|重点|问题|结果|优点|缺点|优势|区别|特点|本质|核心|主要|思路|思想|方法|作用|做法|公式|步骤|例如|比如|前者|后者|目前|通常|一般|上述|整体|其中|可以"
    r"|需要|实际|即|都|也|又|还|再|就|真正|唯一|常见|常用|典型|传统|基本|具体|标准|要|结论|答案|定义|意思|意义|目标|任务|过程|输入|输出|条件|前提|后果|情况)"
    r"|的$|(?:可以|能够|需要|应该|采用|使用|利用|通过|导致|进行|提出|认为|表明|发现|必须|包括|分为|组成|等)|的(?:目的|原因|关键|特点|本质|核心|目标|作用|区别|优点|缺点|结果|思想|思路)"
)
_ZH_DEFINES = re.compile(
    r"^(?:一[种类个项套门段组条本]|.{0,60}的[^的，。]{1,12}(?:[，。；]|$)"
    r"|.{0,40}(?:过程|方法|现象|行为|制度|权利|能力|技术|算法|结构|组织|器官|物质|函数|模型|协议|原则)(?:[，。；]|$))"
)
_ZH_NO_PREDICATE = re.compile(
    r"^(?:[两二三四五]种|[两二三四五]个|非常|很|比较|更|最好|可以|必须|要|我|你|基于|有|对的|错|正确|重要|必要|不|怎|哪|谁|一样|相同|类似|指)"
)
_EN = re.compile(
    r"^(?P<article>An? |The )?(?P<term>[A-Za-z][\w'’/+-]*(?: [\w'’/+-]+){0,5}?)(?: \((?P<alias>[^()]{1,30})\))?,? "
    r"(?P<verb>is defined as|are defined as|refers? to|means|denotes|is|are) (?P<what>.+)$"
)
_EN_DEFINES = re.compile(
    r"^(?:an?|the|any|one of the|something|what|when|illegitimate|[a-z-]+ (?:of|that|which|by|for|given)) ?",
    re.IGNORECASE,
)
_EN_NOUNED = re.compile(r"^(?:an?|any|something|the) ", re.IGNORECASE)
_EN_NO_TERM = re.compile(
    r"\b(?:it|this|that|these|those|there|what|which|who|we|you|they|he|she|one|each|both|all|some|many|most|another|such|first|second|third|main|key(?! ?$)"
    r"|only|idea|goal|reason|result|results|purpose|difference|problem|problems|advantage|drawback|price|cost|point|example|way|answer|note|here|if|when|while|as"
    r"|since|because|not|also|never|always|aim|aims|other|same|following|question|its|their|our|my|his|her|between|step|case|rule|effect)\b",
    re.IGNORECASE,
)
_ZH_ASPECT = re.compile(r"(?:目标|目的|原因|结果|问题|方法|优点|缺点|特点|作用|任务|步骤|思路|关键)$")
_WITH_ALIAS = re.compile(r"[^（(]+[（(](?P<alias>[^（）()]{1,40})[)）]")
_WITHIN = re.compile(r"[^，。]{1,16}?(?:中|里)的\s*(\S.*)$")
_JOINED = re.compile(r"和|与|及")
_LEAST_ZH, _LEAST_EN = 7, 10
_LONGEST = 70
_CLAUSE = re.compile(r"，|, (?=(?:and|but|which|so|whereas|while)\b)")


@dataclass(frozen=True, slots=True)
class Definition:
    """*said* tells that *term* is *what*; *aliases* are all its names, *term* first."""

    term: str
    aliases: tuple[str, ...]
    what: str
    said: Statement


def definitions(notes: Notes, terms: Terms) -> tuple[Definition, ...]:
    """The definitions of *notes*, each term's first."""
    found: dict[str, Definition] = {}
    for said in notes.statements:
        if not sound(said.words) or hedged(said.words) or (said.label and not DEFINING.fullmatch(said.label)):
            continue
        for made in _chinese(said, terms) if said.language == "zh" else _english(said, terms):
            found.setdefault(made.term.casefold(), made)
    return tuple(found.values())


def _chinese(said: Statement, terms: Terms) -> Iterator[Definition]:
    clause, start = said.words, 0
    if wording.OPENER.match(clause) and "，" in clause[:40]:
        start = clause.index("，") + 1
    named = _ZH_TERM.match(clause, start)
    verb = _ZH_IS.search(clause, start, min(len(clause), (named.end() if named else start) + 30))
    if verb is None or named is None:
        return
    named_as = _WITH_ALIAS.match(clause[start : verb.end()])
    term = clause[start : verb.start()].strip()
    what = clause[verb.end() :].strip().rstrip("。；; ")
    outright = "指" in verb.group() or "定义" in verb.group()
    if not _is_chinese_term(term, terms) or (not outright and not _ZH_DEFINES.match(what)):
        return
    if _ZH_NO_PREDICATE.match(what) or (not outright and _ZH_ASPECT.search(term)):
        return
    if weight(what) >= _LEAST_ZH and (what := _brief(what)):
        also = names_in(named_as["alias"]) if named_as else ()
        # "Java 中的 HashMap" is a HashMap.
        within = _WITHIN.match(term)
        also += (within.group(1),) if within else ()
        yield Definition(term, tuple(dict.fromkeys((*terms.aliases(term), *also))), what, said)


def _is_chinese_term(term: str, terms: Terms) -> bool:
    if not term or weight(term) > 16 or _ZH_NO_TERM.search(term) or re.search("[（）()]", term):
        return False
    return terms.knows(term) or (weight(term) <= 12 and not _JOINED.search(term))


def _english(said: Statement, terms: Terms) -> Iterator[Definition]:
    found = _EN.match(said.words)
    if found is None or leans(said.words):
        return
    term, what = found["term"].strip(), found["what"].strip().rstrip(".; ")
    firm = found["verb"] not in ("is", "are") or _EN_NOUNED.match(what) is not None
    named = found["article"] is not None or terms.knows(term)
    if _EN_NO_TERM.search(term) or (not named and wording.VERB.search(term)):
        return
    if not firm or not _EN_DEFINES.match(what) or re.search(r"\b(?:this|these|those)\b", what):
        return
    if weight(what) >= _LEAST_EN and (what := _brief(what)):
        aliases = terms.aliases(term)
        yield Definition(term, (*aliases, found["alias"]) if found["alias"] else aliases, what, said)


def _brief(what: str) -> str:
    """*what* up to the last clause that leaves it short enough to be an option; "" when none does."""
    if weight(what) <= _LONGEST:
        return what
    cuts = [found.start() for found in _CLAUSE.finditer(what) if weight(what[: found.start()]) <= _LONGEST]
    return what[: cuts[-1]] if cuts and weight(what[: cuts[-1]]) >= _LEAST_EN else ""


def others(one: Definition, every: Sequence[Definition], notes: Notes) -> list[Definition]:
    """Definitions of *every* that cannot be taken for that of *one*, the nearest in the document first."""
    near = sorted(every, key=lambda each: abs(each.said.first - one.said.first))
    return [each for each in near if each.term != one.term and apart(one, each, notes)]


def apart(one: Definition, other: Definition, notes: Notes) -> bool:
    """Whether neither is a name, a kind or a near twin of the other."""
    if one.said.language != other.said.language:
        return False
    left, right = one.term.casefold(), other.term.casefold()
    if left in right or right in left or left in other.what.casefold() or right in one.what.casefold():
        return False
    told = notes.said_in(other.said.topic) if other.said.topic != one.said.topic else other.said.words
    return overlap(one.what, told) < 0.5 and overlap(one.what, other.what) < 0.5


def overlap(words: str, text: str) -> float:
    """How much of *words* stands in *text*: the share of its pairs of characters, or words in English."""
    mine, theirs = pairs(words), pairs(text)
    return len(mine & theirs) / len(mine) if mine else 1.0


_HAN = re.compile(r"[\u3400-\u9fff]+")
_WORD = re.compile(r"[a-z0-9][a-z0-9-]*")
_COMMON = frozenset(
    "a an the of to in on at by for with from and or but is are was were be been it its that this which who as not no than then so if".split()
)


@lru_cache(maxsize=8192)
def pairs(words: str) -> frozenset[str]:
    """The pairs of Chinese characters in *words*, and its English words that are not small ones."""
    folded = words.casefold()
    han = {run[i : i + 2] for run in _HAN.findall(folded) for i in range(len(run) - 1)}
    return frozenset(han).union(word for word in _WORD.findall(folded) if word not in _COMMON)
