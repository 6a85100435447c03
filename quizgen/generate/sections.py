"""One question in free words for every section of notes that says something itself."""

import re
from bisect import bisect_left

from questions.records import Origin
from quizgen.extract import Found
from quizgen.extract.evidence import Asks, asks, is_boilerplate
from quizgen.extract.run import units_of
from quizgen.generate import chinese, english
from quizgen.generate.passage import Passage, passage, weight
from quizgen.generate.titles import PART, is_part
from quizgen.language import language_of
from quizgen.outline import Outline, Section, outline
from quizgen.outline.toc import letters
from quizgen.readers import SourceText

_REFERENCE_HEAD = re.compile(r"\s*[【\[](?:参考|论文|链接|资料|paper|ref|link)[^】\]]*[】\]]", re.IGNORECASE)
_BRACKET_HEAD = re.compile(r"^\s*【[^】]*】\s*")
# A title that only praises itself: "TCP 详解".
_AT_LENGTH = re.compile(r"(?<=\S\S)\s*(?:深度|超|最全)?(?:详解|解析|全解|图解)$")
_NOTES = re.compile(
    r"^(?:(?:reading |study )?notes (?:on|about)|(?:an )?introduction to|guide to)\s+|(?:阅读|学习|读书)?笔记$",
    re.IGNORECASE,
)
_COMPARISON = re.compile(r"与[^，]+相比|differ from [^?]+")
_SHORT_TITLE = 5
_SHARED_HAN = 10
_SHARED_LATIN = 24


def section_questions(text: SourceText) -> tuple[Found, ...]:
    """A generated question for each section with substance, its reference the section's own words.

    None for sections of links, figures, open questions or nothing, none where the document itself asks.
    """
    shape = outline(text)
    starts = sorted({unit.start for unit in units_of(shape)})
    ends = {unit.start: unit.end for unit in units_of(shape)}
    covered = {i for start in starts for i in range(start, ends[start])}
    questions: list[Found] = []
    for section in shape.sections():
        if section.start in covered or _holds_any(section, starts) or not _may_ask(section):
            continue
        said = passage(shape, section.body, section.own_end)
        # In a list of questions, items that do not ask are topics.
        if said is not None and not (said.listed and starts):
            questions.append(_found(shape, section, said, text))
    return tuple(questions)


def _holds_any(section: Section, starts: list[int]) -> bool:
    at = bisect_left(starts, section.start)
    return at < len(starts) and starts[at] < section.end


def _may_ask(section: Section) -> bool:
    title = section.title
    if not letters(title) or _REFERENCE_HEAD.match(title):
        return False
    return PART.fullmatch(title) is not None or not is_boilerplate(title)


def _found(shape: Outline, section: Section, said: Passage, text: SourceText) -> Found:
    path = shape.path(section.start)
    reference = "\n".join(shape.lines[said.start : said.end])
    return Found(
        question=_ask(shape, section, said),
        answer=reference,
        reason=None,
        kind="free_text",
        source=text.source(
            section.start + 1,
            said.end,
            heading_path=path,
            number=section.number.text if section.number else None,
        ),
        origin=Origin.GENERATED,
    )


def _ask(shape: Outline, section: Section, said: Passage) -> str:
    title = _AT_LENGTH.sub("", _BRACKET_HEAD.sub("", section.title).strip(" ：:"))
    # "概述" names a part; only "概述它的原理" is a task.
    if asks(title) >= Asks.WORDS and PART.fullmatch(title) is None:
        return title
    in_chinese = language_of(said.words) == "zh"
    subject = _subject(shape, section, title, in_chinese=in_chinese)
    question = chinese.ask(subject, title, said) if in_chinese else english.ask(subject, title, said)
    if not _gives_away(question, subject, said):
        return question
    return chinese.plainest(subject) if in_chinese else english.plainest(subject)


def _subject(shape: Outline, section: Section, title: str, *, in_chinese: bool) -> str:
    """What the section is about: its title, or that of the section around it where the title names a part."""
    around = [s.title for s in shape.around(section.start)[:-1]]
    if not is_part(title):
        beneath = bool(around) and is_part(around[-1]) and weight(title) <= _SHORT_TITLE
        return f"{around[-1]}：{title}" if beneath and in_chinese else title
    outer = next((title for title in reversed(around) if not is_part(title) and letters(title)), "")
    if not outer:
        return title
    outer = _NOTES.sub("", outer).strip() or outer
    if is_boilerplate(title) or chinese.title_asks(title) or english.title_asks(title):
        return outer
    if not in_chinese:
        return f"the {title[:1].lower()}{title[1:]} of {outer}"
    return chinese.spaced(chinese.spaced("", outer, "的"), title, "")


def _gives_away(question: str, subject: str, said: Passage) -> bool:
    """Whether *question* repeats a stretch of what is said, beyond naming its subject and its comparison."""
    asked = letters(_COMPARISON.sub(" ", question.replace(subject, " ")))
    answer = letters(said.words)
    run = _SHARED_HAN if language_of(question) == "zh" else _SHARED_LATIN
    return any(asked[i : i + run] in answer for i in range(len(asked) - run + 1))
