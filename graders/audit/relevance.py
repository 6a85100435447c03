"""The detector of answers that do not answer their question.

They give the question back, only ask, or are about another thing of the same kind: a paragraph that stands below the
wrong heading.  Whether words fit a question cannot be told from likeness alone ("Who?" "Eratosthenes"), so the last
one is seen only where the question names one thing that facts know, and the answer never does.
"""

import re
from collections.abc import Iterator, Sequence

from graders.audit.reading import Reading
from graders.overlap import likeness, words_of
from graders.text import language_of
from questions.records import Citation, Flag, FlagVerdict, Severity

DETECTOR = "relevance/1"
_SAME, _FEWEST_WORDS = 0.85, 3
_SHORTEST = 24  # characters of an answer that says enough to be about something
_ASKS_FOR = re.compile(
    r"什么|为何|怎么|怎样|如何|哪|谁|多少|几|区别|\b(?:what|why|how|which|who|where|when)\b"
)
# Asks about the thing itself, which any answer has to name, or to describe without its rivals as the subject.
_DEFINES = re.compile(
    r"^(?:what (?:is|are)|explain|define|describe|how (?:does|do|is|are))\b|什么是|是什么|是啥|^(?:介绍|解释|简述|讲讲|说说)"
    r"|(?:的)?(?:原理|定义|思想|工作方式|基本流程)"
)
_OTHERS = re.compile(
    r"\b(?:other|another|alternative\w*|instead|besides|except|successor|differ\w*|replace\w*|compare\w*|than)\b"
    r"|其他|其它|除了|替代|代替|取代|区别|不同|对比|比较|改进|之后|除外"
)
_SAYS = re.compile(
    r"^\s?(?:\([^()]{1,80}\)\s?)?(?:是|指|通过|使用|利用|采用|把|将|会|能|的(?:核心|基本|主要|原理|思想)"
    r"|(?:is|are|uses?|adds?|applies|rotates?|keeps?|splits?|trains?|computes?|stores?|works?|stands for|means)\b)"
)
_ARTICLE = re.compile(r"^(?:the |an? |所谓的?)?$")
_CORRECTIONS = {
    "repeats": ("答案只是重复了题目，没有回答；请补充要点。", "The answer only gives the question back; say what it asks for."),
    "asks": ("答案只有提问，没有陈述；请补充要点。", "The answer only asks and states nothing; say what the question asks for."),
    "elsewhere": (
        "题目问的是 {asked}，答案讲的是 {told}，通篇没有提到 {asked}；请核对是否放错了位置。",
        "The question is about {asked}, the answer about {told}, and never names {asked}; check that it stands in its place.",
    ),
}  # fmt: skip


def detect(readings: Sequence[Reading]) -> tuple[tuple[Flag, ...], ...]:
    """For each reading, the flag of an answer that does not answer."""
    return tuple(tuple(_checked(reading)) for reading in readings)


def _checked(reading: Reading) -> Iterator[Flag]:
    if not reading.sentences or not reading.question.strip():
        return
    if _repeats(reading):
        yield _flag(reading, "repeats", 0.9)
    elif all(sentence.asks for sentence in reading.sentences):
        yield _flag(reading, "asks", 0.7)
    elif names := _elsewhere(reading):
        yield _flag(reading, "elsewhere", 0.6, *names)


def _repeats(reading: Reading) -> bool:
    """Whether the answer has the words of the question and no others; of yes or no that would be an answer."""
    asked = words_of(_ASKS_FOR.sub(" ", reading.question))
    said = words_of(_ASKS_FOR.sub(" ", reading.text))
    enough = len(asked) >= _FEWEST_WORDS and bool(_ASKS_FOR.search(reading.question))
    return enough and said <= asked and likeness(asked, said) >= _SAME


def _elsewhere(reading: Reading) -> tuple[str, str] | None:
    """The names of what is asked about and of what is told about, when they are two things of one kind."""
    base, asked = reading.base, {mention.term for mention in reading.asked_about}
    if len(asked) != 1 or len(reading.text) < _SHORTEST or not _DEFINES.search(reading.question):
        return None
    if _OTHERS.search(reading.question) or _OTHERS.search(reading.text):
        return None
    (term,) = asked
    first = reading.mentions[0] if reading.mentions else None
    if first is None or base.terms[first.term].kind != base.terms[term].kind or _is_in_code(reading):
        return None
    related = any(
        each.term in base.lineage(term) or term in base.lineage(each.term) for each in reading.mentions
    )
    whole = bool(_ARTICLE.match(reading.text[: first.start])) and _SAYS.match(reading.text[first.end :])
    return (base.terms[term].names[0], base.terms[first.term].names[0]) if whole and not related else None


def _is_in_code(reading: Reading) -> bool:
    """Whether names may stand where they are not read: in code, a picture or a link."""
    return any(mark in reading.answer for mark in ("```", "![", "<img"))


def _flag(reading: Reading, what: str, sure: float, asked: str = "", told: str = "") -> Flag:
    text = reading.answer
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    zh, en = (words.format(asked=asked, told=told) for words in _CORRECTIONS[what])
    corrections = {"zh": zh, "en": en}
    return Flag(
        quote=text[start:end],
        start=start,
        end=end,
        verdict=FlagVerdict.UNSUPPORTED if what == "elsewhere" else FlagVerdict.INCOMPLETE,
        severity=Severity.MEDIUM,
        correction=corrections[language_of(reading.reference.question) or reading.language],
        corrections=corrections,
        evidence=(
            Citation(
                source="the question itself", locator=" ".join(reading.reference.question.split())[:200]
            ),
        ),
        detector=DETECTOR,
        confidence=sure,
    )
