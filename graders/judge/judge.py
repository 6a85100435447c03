"""The judge: a chat model that says of each key point what became of it, and is held to the answer's own words.

    outcomes = await Judge(converse, ("openai/gpt-4o-mini",))(item, offline)

An outage, a refusal or a reply that nobody can use gives no verdict: a value that says why, never a zero.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from graders.chat.asking import Read, ask_json
from graders.chat.types import ChatRequest, Converse, Reply
from graders.fencing import fence, on_one_line
from graders.grader import Submission
from graders.judge.asked import Asked, asked_of
from graders.judge.modes import Mode
from graders.judge.prompting import Case, Fence, prompts_digest
from graders.judge.reading import Finding, Findings, findings, letter
from graders.judge.scoring import Marks, marks
from questions.errors import ServiceUnavailable
from questions.records import FreeText, GraderId, Scored

_WARM = 0.7  # of all samples of one model but the first: at 0 they would be one and the same
_WHY = 400
_FIRST = 4000  # characters of the judge's own answer


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one judge made of an answer, and the replies that it rests on."""

    grader: GraderId
    marks: Marks
    found: Findings
    replies: tuple[Reply, ...]


@dataclass(frozen=True, slots=True)
class NoJudgement:
    """Why there is none, in words without any of the learner's."""

    why: str


Outcome = Judgement | NoJudgement


@dataclass(frozen=True, slots=True)
class _Sample:
    """One of several judgements: by which models not, and how."""

    besides: tuple[str, ...] = ()
    seed: int = 0

    def of(self, request: ChatRequest) -> ChatRequest:
        """*request* as this sample makes it."""
        warm = _WARM if self.seed else request.temperature
        return replace(request, besides=self.besides, seed=self.seed, temperature=warm)


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges answers in the way of *mode*, by asking *converse*, which asks *models* in their order.

    *fence* keeps foreign text apart from ours; another one is for measuring what it is good for.
    """

    converse: Converse
    models: tuple[str, ...]
    mode: Mode = field(default_factory=Mode)
    fence: Fence = fence

    @property
    def id(self) -> GraderId:
        """Who judges, as long as the first of the models does."""
        return self._id(self.models[:1])

    async def __call__(self, item: Submission, offline: Scored) -> tuple[Outcome, ...]:
        """One outcome for each sample.  The question must have a reference; raises BudgetSpent."""
        case = self._case(item)
        outcomes = await asyncio.gather(
            *(self._one(case, offline, sample) for sample in self._samples()), return_exceptions=True
        )
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome
        return tuple(outcome for outcome in outcomes if not isinstance(outcome, BaseException))

    def requests(self, item: Submission) -> tuple[ChatRequest, ...]:
        """The requests that *item* takes where every reply can be used, for an estimate.

        What the judge answers itself is not known before; its place is taken by the key points.
        """
        case = self._case(item)
        if self.mode.one_by_one:
            return tuple(case.about(number) for number in range(len(case.asked.points)))
        told = "\n".join(point.text for point in case.asked.points)
        asked = [case.request(first=told if self.mode.commit else "")]
        if self.mode.commit:
            asked.insert(0, case.first())
        return tuple(sample.of(request) for sample in self._samples() for request in asked)

    def _case(self, item: Submission) -> Case:
        return Case(asked_in(item), item.answer, self.fence)

    def _samples(self) -> tuple[_Sample, ...]:
        """Each model in turn, then each again with another seed."""
        count = len(self.models)
        return tuple(
            _Sample(self.models[: number % count], number // count) for number in range(self.mode.samples)
        )

    async def _one(self, case: Case, offline: Scored, sample: _Sample) -> Outcome:
        told: list[str] = []
        while True:
            try:
                found, replies = await self._ask(case, sample)
            except ServiceUnavailable as outage:
                return NoJudgement(on_one_line("; ".join((*told, str(outage))), _WHY))
            if isinstance(found, Findings):
                names = tuple(dict.fromkeys(reply.model for reply in replies))
                return Judgement(self._id(names), marks(case.asked, found, offline), found, replies)
            # What cannot be used is as good as no reply: the next model is asked.
            name = replies[-1].model
            told.append(f"{name} gave no reply that can be used: {found}")
            if name in sample.besides or {*self.models} <= {*sample.besides, name}:
                return NoJudgement(on_one_line("; ".join(told), _WHY))
            sample = replace(sample, besides=(*sample.besides, name))

    async def _ask(self, case: Case, sample: _Sample) -> tuple[Findings | str, tuple[Reply, ...]]:
        """The findings, or why there are none that can be used.  Raises ServiceUnavailable, BudgetSpent."""
        if self.mode.one_by_one:
            return await self._letters(case, sample)
        own: tuple[Reply, ...] = ()
        if self.mode.commit:
            own = (await self.converse(sample.of(case.first())),)
        first = own[0].text.strip()[:_FIRST] if own else ""
        read = await ask_json(
            self.converse,
            sample.of(case.request(first)),
            lambda text: findings(text, len(case.asked.points), case.answer),
            again=lambda error: sample.of(case.request(first, error)),
        )
        replies = (*own, *read.replies)
        return (read.value if isinstance(read, Read) else read.error), replies

    async def _letters(self, case: Case, sample: _Sample) -> tuple[Findings | str, tuple[Reply, ...]]:
        requests = (sample.of(case.about(number)) for number in range(len(case.asked.points)))
        replies = await asyncio.gather(*map(self.converse, requests), return_exceptions=True)
        told: list[Reply] = []
        points: list[Finding] = []
        for reply in replies:
            if isinstance(reply, BaseException):
                raise reply
            told.append(reply)
            try:
                points.append(letter(reply))
            except ValueError as error:
                return str(error), tuple(told)
        return Findings(tuple(points)), tuple(told)

    def _id(self, names: Sequence[str]) -> GraderId:
        words = prompts_digest(commit=self.mode.commit, one_by_one=self.mode.one_by_one)
        return GraderId(f"judge/1+{','.join(names)}+{words}")


def asked_in(item: Submission) -> Asked:
    """The key points that *item* is compared with; its question must be one in free text."""
    if not isinstance(item.question, FreeText):
        raise TypeError(f"a judge is asked about free text, not about {item.question.kind}")
    return asked_of(item.question, item.flags)


def disputed_in(item: Submission) -> frozenset[int]:
    """The places of the key points of *item* that are in dispute."""
    points = asked_in(item).points
    return frozenset(place for place, point in enumerate(points) if point.disputed)
