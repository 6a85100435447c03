"""A try that failed, what its kind means, and how long to wait before the next one."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from graders.chat.types import FailureKind, Finish

AGAIN = frozenset(
    {
        FailureKind.TIMED_OUT,
        FailureKind.RATE_LIMITED,
        FailureKind.SERVER_ERROR,
        FailureKind.CONNECTION,
        FailureKind.GARBLED,
        FailureKind.EMPTY,
    }
)
"""What may be gone the next time."""

OUT_OF_ORDER = AGAIN - {FailureKind.RATE_LIMITED, FailureKind.EMPTY} | {FailureKind.NOT_SET_UP}
"""What says that the provider is down, or never answers us (a wrong key); a rate limit only asks for patience."""

UNFINISHED: dict[Finish, FailureKind] = {
    Finish.LENGTH: FailureKind.TRUNCATED,
    Finish.REFUSED: FailureKind.REFUSED,
    Finish.FILTERED: FailureKind.FILTERED,
}
"""Replies that came, were paid for, and cannot be used."""


class TryFailed(Exception):
    """One try at one model; *wait_s* is what the provider asked for, *may_cost* whether it may be billed."""

    def __init__(
        self, kind: FailureKind, detail: str = "", *, wait_s: float | None = None, may_cost: bool = False
    ) -> None:
        super().__init__(f"{kind}, {detail}" if detail else str(kind))
        self.kind = kind
        self.detail = detail
        self.wait_s = wait_s
        self.may_cost = may_cost


@dataclass(frozen=True, slots=True)
class Backoff:
    """How often to try, and how long to wait in between: exponential, with full jitter.

    A provider that asks for more than *longest_s* is left alone; the next one is asked.
    Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
    """

    tries: int = 4
    first_s: float = 0.5
    cap_s: float = 20.0
    longest_s: float = 60.0
    jitter: Callable[[], float] = random.random

    def wait(self, tried: int, failed: TryFailed) -> float | None:
        """Seconds before the next try after *tried* ones; None when there is none."""
        if failed.kind not in AGAIN or tried >= self.tries:
            return None
        drawn = self.jitter() * min(self.cap_s, self.first_s * 2.0 ** (tried - 1))
        if failed.wait_s is None:
            return drawn
        # A little on top: those who were sent away together must not come back together.
        return failed.wait_s + min(drawn, 1.0) if failed.wait_s <= self.longest_s else None


def retry_after(header: str, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for: a number, or an HTTP date; None when it is neither.

    Source: RFC 9110, 10.2.3.
    """
    plain = header.strip()
    try:
        seconds = float(plain)
    except ValueError:
        pass
    else:
        return max(0.0, seconds) if seconds < 1e9 else None  # NaN is not below
    until = http_date(plain)
    return None if until is None else max(0.0, (until - now).total_seconds())


def http_date(header: str) -> datetime | None:
    """The moment that an HTTP date names; None when it is none."""
    try:
        found = parsedate_to_datetime(header.strip())
    except ValueError:
        return None
    return found if found.tzinfo else None
