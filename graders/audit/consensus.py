"""The detector that lets chat models answer the question themselves, without the reference.

Each of their answers is graded against the reference as a learner's would be.  The share of them that
contradicts a key point, or has little to do with the reference, is how sure the flag is.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from graders.audit.judge import Judged
from graders.fencing import fence, json_of, mark_of, on_one_line
from graders.grader import Chat, Submission
from graders.prompts import filled, words
from graders.text import language_of
from graders.verdicts import SOME
from questions.errors import BudgetSpent, QuizError, ServiceUnavailable
from questions.records import (
    Citation,
    Flag,
    FlagVerdict,
    FreeText,
    Grade,
    KeyPoint,
    PointState,
    Scored,
    Severity,
)

DETECTOR = "consensus/1"
_CALLS = 2
_FEWEST = 2  # answers; one model that disagrees is seldom right
_HALF = 0.5
_MOST_SHOWN = 300
_LONGEST_ANSWER = 4000
# The same question in other words, so that a model of temperature 0 does not say the same each time.
WAYS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "Answer as in an examination.",
        "Answer as you would explain it to a colleague; begin with the most important fact.",
        "First think which facts decide the question, then state them.",
        "Answer as an encyclopaedia would, with the exact names, numbers and conditions.",
        "Answer for somebody who confuses this with something near it.",
    ),
    "zh": (
        "请像考试那样作答。",
        "请像讲给同事听那样作答，先说最重要的事实。",
        "请先想清楚决定答案的是哪些事实，再写出来。",
        "请像百科全书那样作答，写明准确的名称、数字和条件。",
        "请答给一个容易把它和相近概念混淆的人。",
    ),
}
SCHEMA: Mapping[str, object] = {
    "type": "object",
    "properties": {"answer": {"type": "string"}, "unknown": {"type": "boolean"}},
    "required": ["answer", "unknown"],
    "additionalProperties": False,
}


class GradeAll(Protocol):
    """Answers into grades, one each, in order."""

    def __call__(self, items: Sequence[Submission], /) -> Sequence[Grade]:
        """The grades of *items*."""
        ...


@dataclass(frozen=True, slots=True)
class _Answered:
    """What one model said, and its grade."""

    name: str
    text: str
    grade: Scored


@dataclass(frozen=True, slots=True)
class Consensus:
    """Asks the *models* in turn, *samples* times in all a question, and grades with *grade*."""

    models: Sequence[tuple[str, Chat]]
    grade: GradeAll
    samples: int = 3
    concurrency: int = 4
    advance: Callable[[int], None] = lambda _: None

    async def __call__(self, questions: Sequence[FreeText]) -> tuple[Judged, ...]:
        """One result a question, in their order.  Those without a reference have nothing to be shaky."""
        limit = asyncio.Semaphore(max(1, self.concurrency))
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._sample(question, limit)) for question in questions]
        samples = [task.result() for task in tasks]
        submissions = [
            Submission(question, said)
            for question, (answers, _) in zip(questions, samples, strict=True)
            for _, said in answers
        ]
        grades = iter(await asyncio.to_thread(self.grade, submissions) if submissions else ())
        found = []
        for question, (answers, why_not) in zip(questions, samples, strict=True):
            graded = [(name, said, next(grades)) for name, said in answers]
            fit = [_Answered(name, said, it) for name, said, it in graded if isinstance(it, Scored)]
            found.append(_judged(question, fit, why_not))
        return tuple(found)

    async def _sample(
        self, question: FreeText, limit: asyncio.Semaphore
    ) -> tuple[list[tuple[str, str]], str]:
        """What the models answer, and why some did not."""
        if not question.reference or not question.reference.strip():
            return [], ""
        answers: list[tuple[str, str]] = []
        why_not = ""
        for number in range(self.samples):
            name, chat = self.models[number % len(self.models)]
            async with limit:
                said = await _ask(chat, question, number // len(self.models))
            if isinstance(said, str) and said:
                answers.append((name, said))
            elif isinstance(said, QuizError):
                why_not = on_one_line(str(said), 200)
        self.advance(1)
        return answers, why_not


async def _ask(chat: Chat, question: FreeText, turn: int) -> str | QuizError:
    """An answer to *question*, asked in the *turn*-th way; empty when the model does not know."""
    language = question.language if question.language in WAYS else language_of(question.text) or "en"
    headings = question.source.heading_path if question.source else ()
    asked = "\n".join((*headings, question.text))
    way = WAYS[language][turn % len(WAYS[language])]
    round_ = turn // len(WAYS[language])
    user = filled(
        "answer_ask",
        language,
        question=fence("question", asked, mark_of(asked)),
        way=way if not round_ else f"{way} ({round_ + 1})",
    )
    for _ in range(_CALLS):
        try:
            reply = await chat(words("answer_rules", language), user, schema=SCHEMA)
        except (ServiceUnavailable, BudgetSpent) as outage:
            return outage
        found = json_of(reply)
        if found is not None and isinstance(found.get("answer"), str):
            return "" if found.get("unknown") is True else on_one_line(found["answer"], _LONGEST_ANSWER)
        user += "\n{" + ", ".join(f'"{name}": …' for name in ("answer", "unknown")) + "}\n"
    return ServiceUnavailable("the reply was no JSON object with an answer")


def _judged(question: FreeText, answers: Sequence[_Answered], why_not: str) -> Judged:
    """The flags on *question* that the *answers* come to."""
    if len(answers) < _FEWEST:
        few = f"{len(answers)} usable answers, {_FEWEST} are needed"
        return Judged(why_not=f"{few}: {why_not}" if why_not else "")
    flags = []
    for place, point in enumerate(question.key_points):
        against = [each for each in answers if _contradicts(each, place)]
        if len(against) >= _FEWEST and len(against) >= _HALF * len(answers):
            flags.append(_flag(question, point, against, len(answers), place))
    if not flags:
        against = [each for each in answers if each.grade.score < SOME]
        if len(against) >= _FEWEST and len(against) > _HALF * len(answers):
            flags.append(_flag(question, None, against, len(answers), None))
    return Judged(tuple(flags))


def _contradicts(answered: _Answered, place: int) -> bool:
    points = answered.grade.key_points
    return place < len(points) and points[place].state is PointState.CONTRADICTED


def _flag(
    question: FreeText, point: KeyPoint | None, against: Sequence[_Answered], count: int, place: int | None
) -> Flag:
    """A flag on the words of *point*, or on the whole reference, which *against* of *count* answers contest."""
    start, end = _words(question.reference or "", point)
    said = [_said(each, place) for each in against]
    names = ", ".join(dict.fromkeys(each.name for each in against))
    language = language_of(question.reference or "") or question.language
    put = (
        ("不看参考答案时，模型的回答是：{}", "without the reference, models answer: {}")
        if point
        else (
            "不看参考答案时，模型的回答与之很少相同：{}",
            "without the reference, models answer otherwise: {}",
        )
    )
    corrections = {"zh": put[0].format(said[0]), "en": put[1].format(said[0])}
    return Flag(
        quote=(question.reference or "")[start:end],
        start=start,
        end=end,
        verdict=FlagVerdict.CONTESTED,
        # Models agree on errors too: this alone never moves a grade.
        severity=Severity.MEDIUM if point else Severity.LOW,
        correction=corrections["zh" if language == "zh" else "en"],
        corrections=corrections,
        evidence=tuple(
            Citation(source=names, locator=f"{len(against)} of {count} answers", quote=words_)
            for words_ in dict.fromkeys(said[:3])
        ),
        detector=DETECTOR,
        confidence=round(len(against) / count, 3),
    )


def _said(answered: _Answered, place: int | None) -> str:
    points = answered.grade.key_points
    evidence = points[place].evidence if place is not None and place < len(points) else None
    return on_one_line(evidence.quote if evidence else answered.text, _MOST_SHOWN)


def _words(reference: str, point: KeyPoint | None) -> tuple[int, int]:
    if point and point.span:
        return point.span.start, point.span.end
    at = reference.find(point.text) if point else -1
    if point and at >= 0:
        return at, at + len(point.text)
    start = len(reference) - len(reference.lstrip())
    return start, start + len(reference.strip())
