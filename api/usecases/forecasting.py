"""What a judged batch will take, before it is run: calls, tokens and dollars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from api.judges import specs
from api.lazy import Lazy
from api.services import GradeAll, Services
from api.usecases.judging import Judged, in_chunks, judge_of
from graders.chat.budget import estimate
from graders.chat.client import key_of
from graders.chat.provider import known_price
from graders.chat.types import ChatRequest, ModelSpec, Price
from graders.grader import Submission
from graders.judge import Mode
from questions.records import FreeText, Grade

_TOKENS, _TOKENS_A_POINT = 20, 45  # of a usual reply


@dataclass(slots=True)
class Forecast:
    """What the calls of a run will take.

    Of *calls* those *kept* are in the bank already and cost nothing.  *prompt_tokens* and *most_tokens* are the
    most that they can be, *reply_tokens* what is usual; *cost* and *most* are US dollars, None where the price
    is not known.
    """

    model: str
    price: Price | None
    rows: int = 0
    sent: int = 0
    calls: int = 0
    kept: int = 0
    prompt_tokens: int = 0
    reply_tokens: int = 0
    most_tokens: int = 0

    @property
    def cost(self) -> float | None:
        """What it usually costs."""
        return None if self.price is None else self.price.of(self.prompt_tokens, self.reply_tokens)

    @property
    def most(self) -> float | None:
        """What it can cost at most, while every reply can be used."""
        return None if self.price is None else self.price.of(self.prompt_tokens, self.most_tokens)

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        names = ("model", "rows", "sent", "calls", "kept", "prompt_tokens", "reply_tokens", "most_tokens")
        told = {name: getattr(self, name) for name in names}
        return {**told, "cost_usd": self.cost, "most_usd": self.most}


@dataclass(frozen=True, slots=True)
class _Forecasting:
    """Grades offline, and adds up in *forecast* what the judge would be asked.  Nothing is asked."""

    services: Services
    judged: Judged
    spec: ModelSpec
    forecast: Forecast
    _seen: set[str] = field(default_factory=set)

    def __call__(self, items: Sequence[Submission], /) -> tuple[Grade, ...]:
        grades = self.judged.offline(items)
        sent = self.judged.sent(items, grades)
        self.forecast.rows += len(items)
        self.forecast.sent += len(sent)
        for index in sent:
            self._add(items[index])
        return grades

    def _add(self, item: Submission) -> None:
        asked = {key_of(self.spec, request): request for request in self.judged.judge.requests(item)}
        new = {key: request for key, request in asked.items() if key not in self._seen}
        self._seen.update(new)
        kept = self.services.bank().kept_replies(new)
        self.forecast.calls += len(new)
        self.forecast.kept += len(kept)
        self._price([request for key, request in new.items() if key not in kept], item)

    def _price(self, requests: Sequence[ChatRequest], item: Submission) -> None:
        points = len(item.question.key_points) if isinstance(item.question, FreeText) else 1
        usual = _TOKENS + _TOKENS_A_POINT * max(1, points)
        usually, most = estimate(requests, None, usual), estimate(requests, None)
        self.forecast.prompt_tokens += usually.prompt_tokens
        self.forecast.reply_tokens += usually.completion_tokens
        self.forecast.most_tokens += most.completion_tokens


def forecasting(services: Services, mode: Mode) -> tuple[Services, Forecast]:
    """*services* that grade offline, and the forecast that grows with what they grade.

    A panel of several models is priced as if the first of them did all.  Raises BadSetting when no model is set.
    """
    spec = specs(services.settings)[0]
    forecast = Forecast(spec.name, known_price(spec))
    judge = judge_of(services, mode)

    def build() -> GradeAll:
        judged = Judged(services, services.grade(), judge, services.settings.judge_threshold)
        return _Forecasting(services, judged, spec, forecast)

    return replace(in_chunks(services, mode), grade=Lazy(build)), forecast
