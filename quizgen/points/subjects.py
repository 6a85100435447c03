"""What a clause is about: the subject it names itself, or the one it inherits."""

import re

from quizgen.points import wording
from quizgen.points.labels import size

_HAN = re.compile(r"[\u3400-\u9fff]")
_TERM = (
    r"[A-Za-z$][A-Za-z0-9_.+#$\\{}^-]*(?:[ /-][A-Z0-9][A-Za-z0-9_.+#-]*|[ /-](?:attention|norm"
    r"|encoder|decoder|model|embedding|only|former|query|head)s?\b)*"
)
_NOUN = r"(?:系列|模型|架构|结构|函数|方法|机制|位置编码|编码器?|解码器|注意力|算法|网络|框架|层|归一化|量化|向量|矩阵|缓存|阶段|损失|优化器|分词|采样|并行)"
_LEADING_TERM = re.compile(rf"{_TERM}(?:\s*[（(][^（()）]{{1,40}}[)）])?(?:\s?{_NOUN}){{0,2}}")
_AND = re.compile(r"\s*(?:和|与|及|、|以及|/)\s*")
_TIME = re.compile(
    r"(?:目前|最近|近年来|如今|现在|后来|早期|最初|此后|其中|此外|另外|一般来说|通常|本质上|实际上|理论上|事实上)[，,]?\s*"
)
_ZH_VERB = re.compile(
    r"(?:是(?!否)|为(?!了)|采用|使用|利用|通过|引入|具有|拥有|包含|包括|由|将|把|会(?!话|议)|能(?![力量])|可以|可(?!视)|需(?!求)|应(?!用)"
    r"|必须|不|没有|无法|无需|只|仅|都|也|则|更|最|有(?!损|效|限|序)|用(?!户|于)|让|使|给"
    r"|从|按|以|适用|适合|擅长|关注|依赖|支持|实现|提升|提高|降低|减少|增加|避免|导致|缓解|加快|保持|对|在|同时|直接|分别|主要|通常|一般|往往|相当|需要|负责"
    r"|共享|决定|表示|计算|越)"
)
_ZH_FUNCTION = re.compile(
    r"(?:以|在|对|从|把|将|与|和|为|这|那|该|其|它|此|当|如|因|由|除|若|但|而|并|且|不|每次|大概|可能|也许|大多|其实|有|没|越|只|仅|就|比|使|让|被"
    r"|可|能|会|要)"
)
_EN_FUNCTION = re.compile(
    r"(?:it|they|this|these|that|those|which|who|its|their|there|here|one|both|to|in|on|at|by|for"
    r"|with|from|of|as|if|when|while|because|since|so|but|and|or|not|no|then|we|you|he|she)\b",
    re.IGNORECASE,
)
_EN_ADVERB = re.compile(
    r"(?:[a-z]{1,20}ly|sometimes|often|also|now|today|here|then|never|always|still|only|just)\b,?\s+",
    re.IGNORECASE,
)
_EN_TRAILING = re.compile(
    r"(?:\s+(?:also|still|then|only|just|never|always|often|both|[a-z]{1,20}ly))+$", re.IGNORECASE
)
_EN_CUT = re.compile(r",|\s(?:of|in|with|that|which|for|at|on|from|to|during)\s")
_DETERMINER = re.compile(
    r"the|an?|this|that|same|each|every|one|two|of|in|to|with|for|and|or|its|their|per|no|more|by|as"
)
_COUNTED = re.compile(
    r"(?:some|several|there|here|these|main|key|common|most|many|same|one|first|other|another|two"
    r"|three|all|both|you|we|below)\b.*",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\s*[（(].*")
_UNFIT = re.compile(r"[，,。：:]|[的地得]$")
_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
_DETERMINED = re.compile(
    r"[a-z]{3,}s (?:the|a|an|its|their|one|all|each|no|more|less|only|only|every|both|both|much"
    r"|fewer|directly)\b"
)
_PAIR_ZH = re.compile(
    r"(?P<a>[A-Za-z][\w.+-]*(?: [A-Za-z][\w.+-]*){0,3}|[\u3400-\u9fff]{2,8})\s*(?:和|与|跟|、|vs\.?|VS)\s*"
    r"(?P<b>[A-Za-z][\w.+-]*(?: [A-Za-z][\w.+-]*){0,3}|[\u3400-\u9fff]{2,8}?)(?=\s*(?:的|有|之间|区别|分别"
    r"|各|在|都|相比|两者|[，,？?。]|$))"
)
_PAIR_EN = re.compile(
    r"\b(?:between|compare|of)\s+(?P<a>[\w.+-]+(?: [\w.+-]+){0,3}?)\s+(?:and|with|to|versus"
    r"|vs\.?)\s+(?P<b>[\w.+-]+(?: [\w.+-]+){0,3}?)(?=\s*(?:[?.,]|in\b|for\b|$))"
    r"|\b(?P<c>[\w.+-]+)\s+(?:vs\.?|versus)\s+(?P<d>[\w.+-]+)",
    re.IGNORECASE,
)
_FORMER = re.compile(r"(?:前者|the former\b)\s*", re.IGNORECASE)
_LATTER = re.compile(r"(?:后者|the latter\b)\s*", re.IGNORECASE)


def own_subject(words: str) -> str:
    """What the clause *words* names as its subject; "" when it names none, or none can be told."""
    words = _after(_TIME, words)
    if wording.OPENER.match(words):
        return ""
    found = _own_chinese(words) if _HAN.search(words) else _own_english(words)
    return _BRACKETED.sub("", found).strip()


def _after(pattern: re.Pattern[str], words: str) -> str:
    """*words* without what *pattern* finds at their start."""
    found = pattern.match(words)
    return words[found.end() :] if found else words


def announced_subject(words: str) -> str:
    """The subject of a line that announces a list ("RLHF 由三个阶段组成："), when that is a term."""
    found = own_subject(words)
    return found if found[:1].isupper() and not _COUNTED.match(found) else ""


def _own_chinese(words: str) -> str:
    if term := _LEADING_TERM.match(words):
        second = _AND.match(words, term.end())
        other = _LEADING_TERM.match(words, second.end()) if second else None
        return words[: other.end() if other else term.end()].strip()
    if _ZH_FUNCTION.match(words):
        return ""
    verb = _ZH_VERB.search(words, 2, 18)
    subject = words[: verb.start()].strip() if verb else ""
    return subject if 2 <= len(subject) <= 14 and not _UNFIT.search(subject) else ""


def _own_english(words: str) -> str:
    words = _after(_EN_ADVERB, words)
    if _EN_FUNCTION.match(words) or wording.OPENER.match(words):
        return ""
    subject = words[: _first_verb(words)].strip(" ,")
    short = _EN_TRAILING.sub("", _EN_CUT.split(_after(_ARTICLE, subject))[0])
    return short if 0 < len(short.split()) <= 5 and not _COUNTED.fullmatch(short) else ""


def _first_verb(words: str) -> int:
    """Where the first verb of an English clause begins; 0 when there is none.

    A word that is a noun as often ("output", "set") is taken for a verb after a plural only.
    """
    for verb in wording.VERB.finditer(words, 0, 200):
        before = words[: verb.start()].split()[-1:]
        if not before:
            return 0
        last = before[0].casefold()
        if _DETERMINER.fullmatch(last) or (
            wording.NOUN_TOO.fullmatch(verb.group()) and not last.endswith("s")
        ):
            continue
        return verb.start()
    return 0


def lacks_subject(words: str) -> bool:
    """Whether the clause *words* speaks of something that it does not name."""
    if points_back(words):
        return True
    if _HAN.search(words):
        return bool(wording.SUBJECTLESS.match(words))
    words = _after(_EN_ADVERB, words)
    verb = wording.VERB.match(words)
    return verb is not None or bool(_DETERMINED.match(words))


def points_back(words: str) -> bool:
    """Whether the clause *words* begins with a word for something named before ("it", "该方法")."""
    return bool(wording.PRONOUN.match(words) or wording.POINTING.match(words))


def pair(text: str) -> tuple[str, str] | None:
    """The two things that *text* sets side by side ("A 和 B 的区别", "between A and B")."""
    found = _PAIR_EN.search(text[:400]) or _PAIR_ZH.search(text[:400])
    if found is None:
        return None
    groups = [found[name].strip(" .") for name in ("a", "b", "c", "d") if found.groupdict().get(name)]
    return (groups[0], groups[1]) if len(groups) == 2 else None


def stands_for(words: str, both: tuple[str, str] | None) -> tuple[str, str] | None:
    """(subject, the rest) when *words* begin with "the former" or "the latter" and it is known which."""
    if both is None:
        return None
    for pattern, subject in ((_FORMER, both[0]), (_LATTER, both[1])):
        if found := pattern.match(words):
            return subject, words[found.end() :].lstrip("，,：: ")
    return None


def mentions(words: str, subject: str) -> bool:
    """Whether *words* name *subject*, or one of the alternatives it is made of ("Linear / MLP")."""
    folded = words.casefold()
    parts = [
        part for part in re.split(r"\s*(?:/|、|／|\(|（|\)|）)\s*", subject.casefold()) if size(part) >= 2
    ]
    return any(part in folded for part in parts)


def joined(subject: str, words: str) -> str:
    """*words* said of *subject*: self-contained, whatever stood around them."""
    if not subject or mentions(words, subject):
        return words
    colon = "：" if _HAN.search(words) or _HAN.search(subject) else ": "
    bare = _after(wording.PRONOUN, words)
    return f"{subject}{colon}{bare.lstrip('，,：: ') or words}"
