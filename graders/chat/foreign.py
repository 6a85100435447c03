"""What litellm raised, in our words: a kind, and a detail that quotes neither prompt nor key.

litellm turns much into its `InternalServerError`; what really happened stands in the chain behind it.
"""

import json
import re
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from graders.chat.failing import TryFailed, http_date, retry_after
from graders.chat.types import FailureKind

# What a provider calls an error is told on; its sentence is not, for it may quote what was sent.
_CODE = re.compile(r"[a-z][a-z0-9_.-]{2,39}")
_NO_CREDIT = {"insufficient_quota", "billing_hard_limit_reached", "credit_balance_too_low"}
_FILTERS = {"content_filter", "content_policy_violation", "responsibleaipolicyviolation"}
_STATUS: dict[int, tuple[FailureKind, str]] = {
    400: (FailureKind.REJECTED, ""),
    401: (FailureKind.NOT_SET_UP, "the API key is not accepted; see QUIZGEN_JUDGE_API_KEY"),
    402: (FailureKind.NOT_SET_UP, "the provider wants to be paid first"),
    403: (FailureKind.NOT_SET_UP, "the API key may not use this model"),
    404: (FailureKind.NOT_SET_UP, "no such model or address; see QUIZGEN_JUDGE_API_BASE"),
    405: (FailureKind.NOT_SET_UP, "no chat completions at this address; see QUIZGEN_JUDGE_API_BASE"),
    408: (FailureKind.TIMED_OUT, ""),
    413: (FailureKind.TOO_LONG, ""),
    429: (FailureKind.RATE_LIMITED, ""),
}
_BODY_BYTES = 20_000
_NO_KEY = re.compile(r"\bMissing (?:credentials|[\w ]{1,30} API key)", re.IGNORECASE)
_BEGINNING = 200  # of a message, before anything that a provider has said
# Where no status came over the wire: classes of litellm, openai, httpx and aiohttp, in order of looking.
_NAMED: tuple[tuple[frozenset[str], FailureKind, str], ...] = (
    (
        frozenset({"TooManyRedirects"}),
        FailureKind.NOT_SET_UP,
        "the address redirects for ever; see QUIZGEN_JUDGE_API_BASE",
    ),
    (frozenset({"Timeout", "APITimeoutError", "TimeoutException"}), FailureKind.TIMED_OUT, ""),
    (
        frozenset({"ConnectError", "ReadError", "RemoteProtocolError", "ClientError", "RequestError"}),
        FailureKind.CONNECTION,
        "",
    ),
    # litellm raises it before anything is sent, where there is no key at all.
    (frozenset({"AuthenticationError"}), *_STATUS[401]),
    (frozenset({"BadRequestError"}), FailureKind.REJECTED, "the provider takes no such request"),
)


def read_failure(error: Exception, now: datetime) -> TryFailed:
    """Why the try failed; *now* tells how far a date in Retry-After is, where the provider does not say its time."""
    chain = list(_chain(error))
    refused = next((link for link in chain if type(link).__name__ == "ReplyRefused"), None)
    if refused is not None:  # ours, of `graders.chat.bounded`
        return TryFailed(FailureKind.GARBLED, str(refused), may_cost=True)
    code = _code(chain)
    if code in _FILTERS or _is(chain, {"ContentPolicyViolationError"}):
        return TryFailed(FailureKind.FILTERED, code)
    if _is(chain, {"ContextWindowExceededError"}):
        return TryFailed(FailureKind.TOO_LONG, code)
    status = _status(chain)
    if status is not None:
        return _by_status(status, code, chain, now)
    before = _unsent(chain)
    if before is not None:
        return before
    for names, kind, detail in _NAMED:
        if _is(chain, names):
            return TryFailed(kind, detail, may_cost=kind is not FailureKind.REJECTED)
    return TryFailed(FailureKind.GARBLED, "not a chat completion", may_cost=True)


def _unsent(chain: list[BaseException]) -> TryFailed | None:
    """Why nothing was sent at all, where litellm missed something for it."""
    if any(_NO_KEY.search(str(link)[:_BEGINNING]) for link in chain):
        advice = "no API key; set QUIZGEN_JUDGE_API_KEY, or the provider's own variable"
        return TryFailed(FailureKind.NOT_SET_UP, advice)
    for link in chain:
        if isinstance(link, ModuleNotFoundError):
            return TryFailed(FailureKind.NOT_SET_UP, f"this provider needs the Python package {link.name}")
    return None


def _by_status(status: int, code: str, chain: list[BaseException], now: datetime) -> TryFailed:
    told = f"HTTP {status}{f' {code}' if code else ''}"
    if code in _NO_CREDIT:
        return TryFailed(FailureKind.NOT_SET_UP, f"{told}: no credit is left")
    default = (FailureKind.SERVER_ERROR if status >= 500 else FailureKind.REJECTED, "")
    kind, advice = _STATUS.get(status, default)
    wait, sent = (_header(chain, name) for name in ("retry-after", "date"))
    # The provider's own clock goes before ours: one of the two may be wrong, or may just have been set.
    told_at = (http_date(sent) if sent else None) or now
    return TryFailed(
        kind, f"{told}: {advice}" if advice else told, wait_s=retry_after(wait, told_at) if wait else None
    )


def _chain(error: BaseException) -> Iterator[BaseException]:
    """*error* and what is behind it."""
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or link.__context__


def _is(chain: list[BaseException], names: Collection[str]) -> bool:
    """Whether something in the chain is of a class of these names, or below one."""
    return any(kind.__name__ in names for link in chain for kind in type(link).__mro__)


def _status(chain: list[BaseException]) -> int | None:
    """The status that came over the wire: litellm makes up others."""
    for link in chain:
        response = getattr(link, "response", None)
        status = getattr(response, "status_code", None)
        if isinstance(status, int) and type(link).__name__ == "HTTPStatusError":
            return status
    inner = [getattr(link, "status_code", None) for link in chain if type(link).__name__ == "OpenAIError"]
    # Some servers report an error under 200; litellm reads its status out of the body.
    return next(
        (status for status in inner if isinstance(status, int) and status >= 400 and status != 500), None
    )


def _code(chain: list[BaseException]) -> str:
    """What the provider calls the error, in the manner of OpenAI; empty when it has no name for it."""
    for link in chain:
        if type(link).__name__ == "HTTPStatusError":
            code = _told(link)
            return code if _CODE.fullmatch(code) else ""
    return ""


def _told(error: BaseException) -> str:
    """The ``error.code`` or ``error.type`` in the body of a response; it may be anything, of any size."""
    response: Any = getattr(error, "response", None)
    try:
        told = json.loads(response.content[:_BODY_BYTES])
        error_told = told.get("error", told)
        return str(error_told.get("code") or error_told.get("type") or "").lower()
    except (AttributeError, TypeError, ValueError, RuntimeError, RecursionError):
        return ""


def _header(chain: list[BaseException], name: str) -> str | None:
    """The header *name* that came with something in the chain."""
    for link in chain:
        headers: Any = getattr(getattr(link, "response", None), "headers", None) or getattr(
            link, "litellm_response_headers", None
        )
        found = headers.get(name) if headers else None
        if found and isinstance(found, str):
            return found
    return None
