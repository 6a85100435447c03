"""Grades with a chat model as a judge, beside the offline ones."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import takewhile

import numpy as np

from api.judges import specs
from api.lazy import Lazy
from api.services import GradeAll, Services
from api.usecases.teaching import Lesson, lesson
from graders.agreement import krippendorff_alpha
from graders.chat.types import ChatRequest, Reply
from graders.grader import Submission
from graders.judge import (
    Guard,
    Heard,
    Judge,
    Judgement,
    Mode,
    NoJudgement,
    Outcome,
    decide,
    disputed_in,
    is_sent,
    readable,
    seen_whole,
)
from questions.errors import BadInput, BadSetting, BudgetSpent
from questions.records import Grade, Scored

_WAVES = 4  # of calls, between two writes to the output file
_FEWEST_ROWS = 32
LESSON_ROWS = 1000
"""Of how many rows a share is judged; twice as many take eight times as long to choose from."""


@dataclass(slots=True)
class Watch:
    """What the judge did in a run: answers sent, and of them those that it gave no verdict on, and why.

    *scores* has a row for each answer of a panel, nan for a judge that said nothing.
    """

    sent: int = 0
    failed: int = 0
    whys: Counter[str] = field(default_factory=Counter)
    scores: list[tuple[float, ...]] = field(default_factory=list)

    @property
    def alpha(self) -> float:
        """Krippendorff's alpha of the panel's scores; nan without a panel, or without enough to tell."""
        return krippendorff_alpha(np.array(self.scores)) if self.scores else math.nan

    def saw(self, outcomes: Sequence[Outcome], *, decided: bool) -> None:
        """Notes what the judges of one answer said."""
        self.sent += 1
        self.failed += not decided
        self.whys.update(one.why for one in outcomes if isinstance(one, NoJudgement))
        if len(outcomes) > 1:
            self.scores.append(
                tuple(one.marks.score if isinstance(one, Judgement) else math.nan for one in outcomes)
            )


@dataclass(frozen=True, slots=True)
class Judged:
    """Grades with *offline*, then has *judge* decide about the answers that its mode and *threshold* send.

    Where the budget ends, a run that *stops* raises BudgetSpent, when the calls under way have come back; else
    the judge counts as unavailable.
    """

    services: Services
    offline: GradeAll
    judge: Judge
    threshold: float
    watch: Watch = field(default_factory=Watch)
    guard: Guard = field(default_factory=Guard)
    stops: bool = False

    def __call__(self, items: Sequence[Submission], /) -> tuple[Grade, ...]:
        """The grades of *items*.  Raises ServiceUnavailable when the encoder fails, never for a chat model."""
        read = tuple(map(readable, items))
        grades = list(self.offline(read))
        teaching = self._lesson(read, grades)
        sent = teaching.sent(self.judge.mode) if teaching else self._unsure(read, grades)
        trust = dict(zip(sent, self.guard([read[index] for index in sent]), strict=True))
        for index, outcomes in self._outcomes(read, sent):
            heard = Heard(self.judge.id, outcomes, trust[index], disputed_in(read[index]))
            self.watch.saw(outcomes, decided=heard.decisive is not None)
            grades[index] = decide(sent[index], heard, self.judge.mode)
        for index, grade in (teaching.carried(grades, sent, self.guard) if teaching else {}).items():
            grades[index] = grade
        return tuple(
            seen_whole(grade, item, part) for grade, item, part in zip(grades, items, read, strict=True)
        )

    def sent(self, items: Sequence[Submission], grades: Sequence[Grade]) -> dict[int, Scored]:
        """The answers that the judge is asked about: their places, and their offline grades."""
        teaching = self._lesson(items, grades)
        return teaching.sent(self.judge.mode) if teaching else self._unsure(items, grades)

    def _lesson(self, items: Sequence[Submission], grades: Sequence[Grade]) -> Lesson | None:
        return None if self.judge.mode.share is None else lesson(self.services.encode(), items, grades)

    def _unsure(self, items: Sequence[Submission], grades: Sequence[Grade]) -> dict[int, Scored]:
        return {
            index: grade
            for index, (item, grade) in enumerate(zip(items, grades, strict=True))
            if isinstance(grade, Scored) and is_sent(item, grade, self.judge.mode, self.threshold)
        }

    def _outcomes(
        self, items: Sequence[Submission], sent: Mapping[int, Scored]
    ) -> Iterator[tuple[int, tuple[Outcome, ...]]]:
        """The outcomes of the answers at the places *sent*, as they come."""
        if not sent:  # not worth building a client for
            return
        places, spent = list(sent), list[BudgetSpent]()
        # Once the budget is spent no call is begun; those under way are paid for, so they may come back.
        jobs = takewhile(
            lambda _: not spent, (partial(self.judge, items[index], sent[index]) for index in places)
        )
        for came in self.services.converse().each(jobs):
            if isinstance(came.error, BudgetSpent) and self.stops:
                spent.append(came.error)
            elif isinstance(came.error, BudgetSpent):
                yield places[came.number], (NoJudgement(str(came.error)),)
            elif came.error is not None:
                raise came.error
            else:
                yield places[came.number], came.value or ()
        if spent:
            raise spent[0]


def mode_of(services: Services, wanted: str | None = None, *, file: bool = False) -> Mode:
    """The mode *wanted*, else that of the settings; for a *file* of answers, or for some at a time.

    Raises BadInput, or BadSetting.
    """
    if wanted is not None:
        return _parsed(wanted, file=file)
    try:
        return _parsed(services.settings.judge_mode, file=file)
    except BadInput as error:
        raise BadSetting(f"QUIZGEN_JUDGE_MODE: {error}") from None


def _parsed(text: str, *, file: bool) -> Mode:
    mode = Mode.parse(text)
    if mode.share is not None and not file:
        raise BadInput("the judge mode teach:N is for files of answers; say cascade, or use quizgen grade")
    return mode


def with_judge(
    services: Services,
    mode: Mode,
    watch: Watch | None = None,
    *,
    stops: bool = False,
    offline: Callable[[], GradeAll] | None = None,
) -> Services:
    """*services* whose grades a judge decides, in the way of *mode*; *watch* sees what it does.

    *offline* gives the grader beneath it, that of *services* if nobody says.  Raises BadSetting when no model is set.
    """
    if not services.settings.judge_model:
        raise BadSetting("no judge is set; name one with --judge, or in QUIZGEN_JUDGE_MODEL")
    beneath = offline or services.grade
    settings = in_chunks(services, mode).settings

    def build() -> GradeAll:
        return Judged(
            services,
            beneath(),
            judge_of(services, mode),
            settings.judge_threshold,
            watch or Watch(),
            stops=stops,
        )

    return replace(services, settings=settings, grade=Lazy(build))


def in_chunks(services: Services, mode: Mode) -> Services:
    """*services* that grade as many rows together as suits *mode*."""
    rows = max(_FEWEST_ROWS, _WAVES * services.settings.judge_concurrency)
    chunk = LESSON_ROWS if mode.share else min(services.settings.chunk_rows, rows)
    return replace(services, settings=services.settings.model_copy(update={"chunk_rows": chunk}))


def judge_of(services: Services, mode: Mode) -> Judge:
    """The judge of *services*; nothing is asked or opened before it is called."""

    async def converse(request: ChatRequest, /) -> Reply:
        return await services.converse()(request)

    names = tuple(dict.fromkeys(spec.name for spec in specs(services.settings)))
    return Judge(converse, names, mode)
