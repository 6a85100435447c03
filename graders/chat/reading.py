"""A response of litellm into a reply of ours; it comes from a stranger, and any part may be odd."""

import math
import re
from collections.abc import Iterable
from typing import Any

from graders.chat.failing import TryFailed
from graders.chat.types import FailureKind, Finish, ModelSpec, Price, Reply, Structure, TokenChoice

LONGEST = 400_000
"""Characters; no honest reply to us is longer."""

_MOST_TOKENS = 10**9  # that a provider can have counted
_LEAST_LOGPROB = -9999.0  # what some providers write for "never", where others write minus infinity

_SURROGATE = re.compile("[\ud800-\udfff]")
_FINISH = {"length": Finish.LENGTH, "content_filter": Finish.FILTERED}


def read_reply(
    response: Any, spec: ModelSpec, structure: Structure, latency_s: float, price: Price | None
) -> Reply:
    """The reply in *response*.  Raises TryFailed when there is none."""
    choices = getattr(response, "choices", None)
    if not choices:
        raise TryFailed(FailureKind.EMPTY, "no choices", may_cost=True)
    choice = choices[0]
    message = getattr(choice, "message", None)
    finish = _finish(choice, message)
    text = getattr(message, "content", None) or ""
    if not isinstance(text, str) or len(text) > LONGEST:
        raise TryFailed(FailureKind.GARBLED, "no text, or too much of it", may_cost=True)
    if not text.strip() and finish is Finish.STOP:
        raise TryFailed(FailureKind.EMPTY, "no text", may_cost=True)
    usage = getattr(response, "usage", None)
    asked, told = (_count(usage, name) for name in ("prompt_tokens", "completion_tokens"))
    return Reply(
        text=_plain(text),
        model=spec.name,
        prompt_tokens=asked,
        completion_tokens=told,
        cost=_cost(response, spec, price, asked, told),
        latency_s=latency_s,
        finish=finish,
        structure=structure,
        tokens=tuple(_choices(choice)),
    )


def _finish(choice: Any, message: Any) -> Finish:
    fields = getattr(message, "provider_specific_fields", None)
    refusal = getattr(message, "refusal", None) or (
        fields.get("refusal") if isinstance(fields, dict) else None
    )
    if refusal:
        return Finish.REFUSED
    return _FINISH.get(str(getattr(choice, "finish_reason", "")), Finish.STOP)


def _count(usage: Any, name: str) -> int | None:
    """A number of tokens; litellm writes 0 where the provider was silent."""
    found = getattr(usage, name, None)
    return int(found) if isinstance(found, int) and 0 < found <= _MOST_TOKENS else None


def _cost(
    response: Any, spec: ModelSpec, price: Price | None, asked: int | None, told: int | None
) -> float | None:
    """What the call cost: as litellm reckons it, which knows of discounts, unless the price was set by hand."""
    if price is None or asked is None:
        return None
    hidden = getattr(response, "_hidden_params", None) or {}
    reckoned = hidden.get("response_cost")
    if spec.price is None and isinstance(reckoned, float) and 0.0 < reckoned < math.inf:
        return reckoned
    cost = price.of(asked, told or 0)
    return cost if math.isfinite(cost) else None


def _choices(choice: Any) -> Iterable[TokenChoice]:
    content = getattr(getattr(choice, "logprobs", None), "content", None)
    for token in content if isinstance(content, list) else ():
        others = getattr(token, "top_logprobs", None) or ()
        yield TokenChoice(
            token=_plain(token.token),
            logprob=_logprob(token.logprob),
            others=tuple((_plain(other.token), _logprob(other.logprob)) for other in others),
        )


def _plain(text: object) -> str:
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", str(text))


def _logprob(value: float) -> float:
    """A finite one; what is no number was never likely."""
    return _LEAST_LOGPROB if math.isnan(value) else max(_LEAST_LOGPROB, min(0.0, float(value)))
