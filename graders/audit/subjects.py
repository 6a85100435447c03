"""Which term the words of a sentence are about.

The nearest name of the kind in the sentence itself, before the words; else what the block's label says; else
the sentences before; else the labels, items and headings above; else the question.  A name that a sentence
only compares with ("unlike GPT-3", "与 GPT-3 不同") or builds on ("沿用 GPT-3 的") is not its subject.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graders.audit.reading import Reading, Sentence
from graders.facts import Mention

_COMPARES_BEFORE = re.compile(
    r"(?:不同于|区别于|有别于|相比于|相较于|相对于|对比|相比|不像|类似于|类似|而非|而不是|比|较之|优于|劣于|高于|低于|好于|差于|不如|超过|胜过|介于(?:[^,。;!?]{1,16}(?:和|与|及))?|摒弃了?|抛弃了?|舍弃了?|放弃了?|弃用了?|取代了?|替代了?|代替了?|替换了?|摆脱了?|告别了?|沿用了?|继承了?|继承自|借鉴了?|参考了?|基于|改进自|"
    r"\b(?:unlike|than|versus|vs\.?|compared (?:to|with)|rather than|instead of|similar to|in contrast to|as opposed to"
    r"|like|replac(?:es|ed|ing)|abandon(?:s|ed|ing)?|drop(?:s|ped|ping)|dispens(?:es|ed|ing) with(?: both)?"
    r"|based on|built on|follows|following|inherits|taken from|keeps|initiali[sz]ed (?:from|with)|(?:lies|sits|is|falls|stands) between(?: [^,.;!?]{1,16} and)?))"
    r"\s*(?:the |原始的?|传统的?|标准的?|普通的?)?$"
)
_WITH_BEFORE = re.compile(r"(?:与|和|跟|同|像|相对于?|对于)(?:传统的?|标准的?|普通的?|原始的?)?$")
_WITH_AHEAD = re.compile(r"(?:^|[,。;!?:])\s*(?:与|和|跟|同|像|相对于?)[^,。;!?:]{0,20}$")
_COMPARES_AFTER = re.compile(
    r"^[^,。;!?]{0,8}?(?:不同|相比|类似|相似|一样|那样|相同|一致|相反|对比|不一样|比较|的区别)"
)
# "由奖励模型初始化", "在 GRPO 的基础上": what something else starts from.
_FROM_BEFORE, _FROM_AFTER = re.compile(r"(?:由|从|用|以|在) ?$"), re.compile(r"^ ?(?:的?基础|来?初始化)")
# "在 X 出现之前", "before X": what follows is said of the time when there was none.
_UNTIL_BEFORE = re.compile(
    r"(?:^|[.;!?] ?)before (?:the )?$|(?:introduction|advent|arrival|days before|prior to|absence) (?:of )?(?:the )?$"
)
_UNTIL_AFTER = re.compile(r"^ ?(?:的)?(?:出现|提出|诞生|引入|发布|问世)(?:之|以)前")
_JOINED = re.compile(
    r"^(?:\s|[、,/&+()（）\"'“”]|和|与|及|以及|或|或者|and|or|as well as|both|系列|模型|架构|model)*$"
)
_CLEFT = re.compile(
    r"^(?:[^,。;!?㐀-鿿]{0,40}?|[^,。;!?]{0,12}?)(?:的(?:则|才|就|方法|算法)?(?:是|为|叫|属于)|\b(?:is|are|comes? from|belongs? to|is called))"
    r"\s*(?:the |an? |所谓的?)?$"
)
_RELATIVE = re.compile(r"^\s?,?\s?(?:which|whose|who)\b[^,。;!?]{0,30}$")
_BREAK = re.compile(r"[,、。;!?]")
_OTHERWISE = re.compile(
    r"otherwise\b|or else\b|conversely\b|in contrast\b|by contrast\b|否则|不然|反之|相反|反过来"
)
_ANAPHOR = re.compile(r"^(?:这|该|它|此|其|上述|this\b|these\b|it\b|its\b|such\b|that\b|they\b)")

# "Post-LN needs a warm-up", "充分训练的 Post-Norm 效果更好": said of the name itself.
_OPENS = re.compile(
    r"(?:^|[,。;!?:])\s*(?:(?:the|a|an|well-trained|but|and)\s+|[^,。;!?:]{0,10}的\s?|但是?|而)?$"
)
_PREDICATE = re.compile(
    r"\s?(?:在|会|能|可以?|使|让|往往|通常|一般|更|比|有|存在|需要|容易|难|效果|不如|优于|的?(?:优点|缺点|好处|坏处|效果|问题|梯度|训练)"
    r"|(?:is|are|has|have|makes?|tends?|needs?|can|often|usually|gives?|performs?|trains?|suffers?)\b)"
)

OWN, LABEL, BEFORE, LEAD, AFTER, HEADING, ASKED = 1.0, 0.97, 0.92, 0.93, 0.85, 0.88, 0.9


@dataclass(frozen=True, slots=True)
class Subject:
    """The terms that may be meant, and how sure that is: *sure* is 1 when the sentence itself names them."""

    terms: frozenset[str]
    sure: float
    alike: bool  # whether the terms are named together, so that what is said holds for each of them


def subject(reading: Reading, number: int, start: int, end: int, kind: str) -> Subject | None:
    """What characters *start* up to *end*, in sentence *number*, are about, among the terms of *kind*."""
    sentence = reading.sentences[number]
    named_here = _of_kind(reading, reading.mentions_in(sentence.start, sentence.end), kind)
    own = [each for each in named_here if not is_compared(reading.text, each, sentence)]
    before = [each for each in own if each.start < end]
    named = _named_after(reading.text, own, end) or _pointed_at(reading.text, named_here, start)
    if named:
        own = own if named in own else [named]
        return Subject(_named_together(reading.text, own, named), OWN, alike=True)
    if before:
        leading = [each for each in before if each.start < start] or before[:1]
        return Subject(_named_together(reading.text, own, leading[-1]), OWN, alike=True)
    above = _above(reading, number, kind)
    behind = [each for each in own if each.start >= end and not _BREAK.search(reading.text, end, each.start)]
    if behind and (above is None or above.sure == ASKED):
        return Subject(frozenset({behind[0].term}), AFTER, alike=True)
    return above


def _above(reading: Reading, number: int, kind: str) -> Subject | None:
    """What stands nearest above.  A question that names several is narrowed by a heading that names one of them."""
    asked: Subject | None = None
    for sure, mentions in _contexts(reading, number):
        terms = frozenset(each.term for each in _of_kind(reading, mentions, kind))
        if asked and len(terms) == 1 and terms <= asked.terms:
            return Subject(terms, sure, alike=False)
        if terms and not asked:
            asked = Subject(terms, sure, alike=False)
            if sure != ASKED or len(terms) == 1:
                return asked
    return asked


def _contexts(reading: Reading, number: int) -> Iterator[tuple[float, Sequence[Mention]]]:
    """What stands around sentence *number*, the nearest first."""
    sentence = reading.sentences[number]
    block = reading.blocks[sentence.block]
    if block.label:
        yield LABEL, reading.place(block.label)[1]
    yield from _sentences_before(reading, number)
    if block.kind == "cell":
        both = [mention for place in block.leads[-2:] for mention in reading.place(place)[1]]
        yield LEAD, both
    for place in reversed(block.leads):
        yield LEAD, reading.place(place)[1]
    yield ASKED, [each for each in reading.asked_about if not is_compared(reading.question, each)]
    for heading in reading.headings:
        yield HEADING, heading


def _sentences_before(reading: Reading, number: int) -> Iterator[tuple[float, Sequence[Mention]]]:
    """The sentences of the same block; and the last of the block before, when this one points back at it."""
    here = reading.sentences[number]
    if _OTHERWISE.match(reading.text, here.start):
        return  # "Otherwise, split the model": what was just named is ruled out
    for earlier in range(number - 1, max(-1, number - 5), -1):
        sentence = reading.sentences[earlier]
        if sentence.block != here.block:
            points = _ANAPHOR.match(reading.text[here.start : here.end])
            if not (points and sentence.block == here.block - 1 and earlier == number - 1):
                return
        named = reading.mentions_in(sentence.start, sentence.end)
        yield BEFORE, [each for each in named if not is_compared(reading.text, each, sentence)]


def _of_kind(reading: Reading, mentions: Iterable[Mention], kind: str) -> list[Mention]:
    return [each for each in mentions if reading.base.terms[each.term].kind == kind]


def _named_after(text: str, own: Sequence[Mention], end: int) -> Mention | None:
    """The name that a cleft sentence puts last: "what predicts the centre word is CBOW", "切分矩阵的是张量并行"."""
    for mention in own:
        if mention.start >= end and _CLEFT.match(text[end : mention.start]):
            return mention
    return None


def _pointed_at(text: str, named: Sequence[Mention], start: int) -> Mention | None:
    """The name that a relative clause hangs on: "easier than Post-LN, which needs warm-up"."""
    for mention in named:
        if mention.end <= start and _RELATIVE.match(text[mention.end : start]):
            return mention
    return None


def is_compared(text: str, mention: Mention, sentence: Sentence | None = None) -> bool:
    """Whether the *sentence* (or the whole *text*) names *mention* only to compare something else with it."""
    start, end = (sentence.start, sentence.end) if sentence else (0, len(text))
    before = text[max(start, mention.start - 24) : mention.start]
    if _COMPARES_BEFORE.search(before):
        return True
    after = text[mention.end : min(end, mention.end + 16)]
    if _FROM_AFTER.match(after) and _FROM_BEFORE.search(before):
        return True
    if _UNTIL_AFTER.match(after) or _UNTIL_BEFORE.search(before):
        return True
    if not _COMPARES_AFTER.match(after):
        return False
    return bool(_WITH_BEFORE.search(before) or _WITH_AHEAD.search(before))


def stands_alone(reading: Reading, sentence: Sentence, span: tuple[int, int]) -> bool:
    """Whether *span* is a name that a clause of the *sentence* opens with and says something of."""
    if not any((each.start, each.end) == span for each in reading.mentions_in(*span)):
        return False
    before, after = reading.text[sentence.start : span[0]], reading.text[span[1] : sentence.end]
    return bool(_OPENS.search(before) and _PREDICATE.match(after))


def _named_together(text: str, own: Sequence[Mention], chosen: Mention) -> frozenset[str]:
    """*chosen* and the names listed with it: "GPT-2, GPT-3 and OPT"."""
    place = own.index(chosen)
    terms = {chosen.term}
    for left, right in zip(reversed(own[:place]), reversed(own[1 : place + 1]), strict=False):
        if not _JOINED.match(text[left.end : right.start]):
            break
        terms.add(left.term)
    for left, right in zip(own[place:], own[place + 1 :], strict=False):
        if not _JOINED.match(text[left.end : right.start]):
            break
        terms.add(right.term)
    return frozenset(terms)


def is_about(reading: Reading, found: Subject, wanted: frozenset[str]) -> bool:
    """Whether what is said of *found* is said of one of *wanted* (or of something that is one).

    Names listed together share what is said; of several names further up, none can be picked.
    """
    lines = [frozenset(reading.base.lineage(term)) & wanted for term in found.terms]
    return any(lines) if found.alike else all(lines)
