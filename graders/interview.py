"""The transcript of an interview into turns, and turns into questions with their answers.

A turn begins where a line names who speaks ("面试官：…", "[00:12] Ann: …", or a name with a time on a line of
its own).  Which of the interviewer's turns ask a question that is known, the caller says.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

T = TypeVar("T")

ASKS = frozenset(
    "面试官 考官 主考官 主考 提问者 提问 主持人 老师 问 q interviewer question examiner host moderator".split()
)
ANSWERS = frozenset(
    "候选人 应聘者 应聘人 面试者 求职者 考生 学生 学员 被面试者 我 答 a "
    "candidate interviewee answer applicant student learner me".split()
)
LONGEST_NAME = 24
SHORT_FOLLOW_UP = 14
"""Characters up to which an unknown question is taken for "And then?" and not for another question."""

_TIME = r"[\[(（【]?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:[.,]\d{1,3})?[\])）】]?"
_NAME = r"[^\s:：,，。.;；?？!！\[\]()（）【】|#>-][^:：,，。;；?？!！\[\]()（）【】|]{0,23}?"
_SPOKEN = re.compile(
    rf"\s*(?:{_TIME}\s*)?(?:\*\*|__)?(?P<name>{_NAME})(?:\*\*|__)?\s*"
    rf"(?:[(（\[【]?{_TIME}\s*)?(?:\*\*|__)?[:：](?:\*\*|__)?\s*(?P<said>.*)"
)
_ALONE = re.compile(
    rf"\s*(?:\*\*)?(?P<name>{_NAME})(?:\*\*)?\s+{_TIME}\s*|\s*{_TIME}\s+(?P<after>{_NAME})\s*"
)
_NUMBERED = re.compile(r"[\s\d一二三四五六七八九十A-Da-d]+$")
_ASKING = re.compile(r"[?？]|(?:吗|呢|哪些|什么|为什么|怎么|如何|区别|多少|几种)[。.\s]*$")


@dataclass(frozen=True, slots=True)
class Turn:
    """What someone said, and the line (from 1) where it begins."""

    line: int
    speaker: str
    said: str


@dataclass(frozen=True, slots=True)
class Exchange(Generic[T]):
    """A known question as it was asked in *line*, and all that was answered to it."""

    line: int
    asked: T
    answer: str


@dataclass(frozen=True, slots=True)
class Talk(Generic[T]):
    """The exchanges of an interview, the turns that asked what is not known, and who answered."""

    exchanges: tuple[Exchange[T], ...]
    unknown: tuple[Turn, ...]
    speakers: tuple[str, ...]


def turns(text: str) -> tuple[Turn, ...]:
    """The turns of *text*; none where it is no transcript, in which somebody asks and somebody answers."""
    found: list[tuple[int, str, list[str]]] = []
    names = _names(text)
    for number, line in enumerate(text.splitlines(), start=1):
        name, said = _begun(line, names)
        if name is not None:
            found.append((number, name, [said]))
        elif found:
            found[-1][2].append(line)
    return tuple(Turn(number, name, "\n".join(said).strip()) for number, name, said in found)


def exchanges(said: Sequence[Turn], known: Callable[[str], T | None]) -> Talk[T]:
    """Who asks, what was asked that is *known*, and the answers.

    An answer is all that the others say until the next question; a short "And then?" of the interviewer
    goes on with the same one, while another question that is not known ends it.
    """
    asks = _askers(said, known)
    done: list[Exchange[T]] = []
    unknown: list[Turn] = []
    asked: tuple[Turn, T] | None = None
    heard: list[str] = []
    for turn in said:
        if turn.speaker not in asks:
            heard.append(turn.said)
            continue
        found = known(turn.said)
        if found is None and not _asks_anew(turn.said):
            continue
        done += _closed(asked, heard)
        asked, heard = (turn, found) if found is not None else None, []
        if found is None:
            unknown.append(turn)
    done += _closed(asked, heard)
    others = Counter(turn.speaker for turn in said if turn.speaker not in asks)
    return Talk(tuple(done), tuple(unknown), tuple(name for name, _ in others.most_common()))


def is_role(name: str) -> bool:
    """Whether *name* says what someone does, and not who it is."""
    return _role(name) in ASKS | ANSWERS


def _closed(asked: tuple[Turn, T] | None, heard: Sequence[str]) -> list[Exchange[T]]:
    if asked is None:
        return []
    answer = "\n".join(each for each in heard if each)
    return [Exchange(asked[0].line, asked[1], answer)]


def _names(text: str) -> frozenset[str]:
    """Who speaks.  "Advantages: …" inside an answer is no speaker: nobody is asked and answers under it."""
    labels: list[tuple[str, str]] = []
    for line in text.splitlines():
        name, said = _named(line)
        if name is not None:
            labels.append((name, said))
        elif labels and not labels[-1][1]:  # a name on a line of its own
            labels[-1] = (labels[-1][0], said)
    present = {name for name, _ in labels}
    asks, answers = _with_roles(present, ASKS), _with_roles(present, ANSWERS)
    if asks and answers:
        return asks | answers
    pairs = Counter(
        (first, second)
        for (first, said), (second, _) in pairwise(labels)
        if first != second
        and (first in asks or (not asks and _ASKING.search(said)))
        and (second in answers or not answers)
    )
    least = 1 if asks or answers else 2  # one "Why so: … Note: …" is no talk
    if not pairs or max(pairs.values()) < least:
        return frozenset()
    asker, answerer = max(pairs, key=lambda pair: (pairs[pair], pair))
    return (
        asks
        | answers
        | {asker, answerer}
        | {b for (a, b), times in pairs.items() if a == asker and times > 1}
    )


def _with_roles(names: set[str], roles: frozenset[str]) -> frozenset[str]:
    """Those of *names* that say one of *roles*; "A" alone may be anyone, it answers only where "Q" asks."""
    folded = {_role(name) for name in names}
    wanted = roles if {"q", "a"} <= folded else roles - {"q", "a"}
    return frozenset(name for name in names if _role(name) in wanted)


def _begun(line: str, names: frozenset[str]) -> tuple[str | None, str]:
    name, said = _named(line)
    return (name, said) if name in names else (None, line)


def _named(line: str) -> tuple[str | None, str]:
    if alone := _ALONE.fullmatch(line):
        return (alone["name"] or alone["after"]).strip(), ""
    if spoken := _SPOKEN.fullmatch(line):
        return spoken["name"].strip(), spoken["said"].strip()
    return None, line


def _role(name: str) -> str:
    folded = name.casefold().strip(" *_")
    return folded if folded in ASKS | ANSWERS else _NUMBERED.sub("", folded)


def _askers(said: Sequence[Turn], known: Callable[[str], T | None]) -> frozenset[str]:
    """Those whose label says that they ask; else who asks what is known most often, or most often at all."""
    speakers = {turn.speaker for turn in said}
    named = _with_roles(speakers, ASKS)
    if named:
        return named
    answers = _with_roles(speakers, ANSWERS)
    free = [turn for turn in said if turn.speaker not in answers]
    asking = [turn.speaker for turn in free if known(turn.said) is not None]
    count = Counter(asking or [turn.speaker for turn in free if _ASKING.search(turn.said)])
    return frozenset({max(count, key=lambda name: (count[name], name))}) if count else frozenset()


def _asks_anew(text: str) -> bool:
    words = text.strip()
    return bool(_ASKING.search(words)) and len("".join(words.split())) > SHORT_FOLLOW_UP
