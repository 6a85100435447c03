"""The detector of answers that say nothing, or stop before they have said it."""

import re
from collections.abc import Sequence

from graders.audit.reading import Reading
from graders.facts.plain import plain
from questions.records import Citation, Flag, FlagVerdict, Severity

DETECTOR = "form/1"
_PLACEHOLDER = re.compile(
    r"^[\s\W]*(?:todo|tbd|tba|fixme|xxx+|wip|n/?a|placeholder|lorem ipsum|待补充|待完善|待更新|待续|待定|待添加|未完待续|未完成|略|省略"
    r"|见下文|同上|暂无(?:答案)?|暂缺|无答案|答案略|(?:参考)?答案(?:待补充)?|coming soon|to be (?:added|done|continued|written)|see (?:above|below))[\s\W]*$",
    re.IGNORECASE,
)
_OPEN_ENDS = re.compile(
    r"(?:[,、:(]|\b(?:and|or|the|of|to|with|because)|以及|包括|例如|比如|因为|和|与|的是)\s*$"
)
_FENCE = re.compile(r"^\s*(?:```|~~~)", re.MULTILINE)
_LINK = re.compile(r"!?\[[^\[\]\n]{0,300}\]\([^)\n]{0,1000}\)|<img\b[^>]{0,1000}>|https?://\S+")
_LABEL = re.compile(
    r"(?:论文|参考|代码|项目|原文|文章|博客|翻译|模型)?(?:链接|地址|资料|来源)|\b(?:links?|paper|code|source|reference|see)\b"
)
_SOURCE = "the answer itself"

_SAYS = {
    "empty": ("答案是空的，请补充。", "The answer is empty; write one."),
    "placeholder": ("这里只有占位符，没有答案，请补充。", "This is a placeholder, not an answer; write one."),
    "link": ("答案只有链接或图片，没有可以评分的文字；请用文字写出要点。", "The answer is only links or images; say its points in words, or nothing can be graded."),
    "truncated": ("答案似乎没有写完，请检查结尾。", "The answer seems to break off; check its end."),
    "fence": ("代码块没有结束标记，其后的内容会被当作代码。", "A code block is never closed, so what follows reads as code."),
}  # fmt: skip


def detect(readings: Sequence[Reading]) -> tuple[tuple[Flag, ...], ...]:
    """For each reading, the flag of what it lacks, if anything."""
    return tuple(_checked(reading) for reading in readings)


def _checked(reading: Reading) -> tuple[Flag, ...]:
    text = reading.answer
    stripped = text.strip()
    if not stripped:
        return (_flag(reading, "empty", 0, 0, Severity.MEDIUM, 1.0),)
    start = text.index(stripped[0])
    whole = (start, start + len(stripped))
    if _PLACEHOLDER.match(stripped):
        return (_flag(reading, "placeholder", *whole, Severity.MEDIUM, 0.95),)
    if _only_links(text):
        return (_flag(reading, "link", *whole, Severity.MEDIUM, 0.9),)
    if len(_FENCE.findall(text)) % 2:
        opening = [*_FENCE.finditer(text)][-1]
        return (_flag(reading, "fence", opening.start(), opening.end(), Severity.LOW, 0.8),)
    if _OPEN_ENDS.search(plain(stripped).text.rstrip()):
        last = stripped.rfind("\n") + 1
        return (_flag(reading, "truncated", start + last, whole[1], Severity.LOW, 0.7),)
    return ()


def _only_links(text: str) -> bool:
    """Whether nothing is left when links, images and the words that introduce them are taken away."""
    if not _LINK.search(text):
        return False
    words = plain(_LINK.sub(" ", text)).text
    return not re.search(r"[^\W_]{2}", _LABEL.sub(" ", words))


def _flag(reading: Reading, what: str, start: int, end: int, severity: Severity, sure: float) -> Flag:
    zh, en = _SAYS[what]
    corrections = {"zh": zh, "en": en}
    return Flag(
        quote=reading.answer[start:end],
        start=start,
        end=end,
        verdict=FlagVerdict.INCOMPLETE,
        severity=severity,
        correction=corrections[reading.language],
        corrections=corrections,
        evidence=(Citation(source=_SOURCE, locator=f"characters {start} to {end}"),),
        detector=DETECTOR,
        confidence=sure,
    )
