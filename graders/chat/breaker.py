"""Leaving a dead provider alone, and finding out when it is back."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BreakerRule:
    """When a provider counts as dead, and how long it is left alone.

    It opens after *failures* in a row that took at least *patience_s* seconds: a moment's hiccup under fifty calls
    is no death.  The rest begins with *rest_s* and doubles with each probe that fails, up to *longest_rest_s*.
    """

    failures: int = 5
    patience_s: float = 3.0
    rest_s: float = 30.0
    longest_rest_s: float = 300.0


class Breaker:
    """Closed: all may ask.  Open: none may.  Half open, after the rest: one may, and its luck decides."""

    def __init__(self, clock: Callable[[], float], rule: BreakerRule = BreakerRule()) -> None:
        self._clock = clock
        self._rule = rule
        self._failures = 0
        self._first_at = 0.0
        self._rest_s = 0.0
        self._until: float | None = None
        self._probing = False

    @property
    def is_open(self) -> bool:
        """Whether calls are kept away, but for a probe now and then."""
        return self._until is not None

    def admit(self) -> bool:
        """Whether a call may be made now.  The caller then says how it went."""
        if self._until is None:
            return True
        if self._probing or self._clock() < self._until:
            return False
        self._probing = True
        return True

    def succeeded(self) -> None:
        """The provider answered, be it a refusal."""
        self._failures = 0
        self._rest_s = 0.0
        self._until = None
        self._probing = False

    def failed(self, *, for_good: bool = False) -> None:
        """The provider is out of order; *for_good*: no time will heal it (a wrong key)."""
        now = self._clock()
        if not self._failures:
            self._first_at = now
        self._failures += 1
        dead = self._failures >= self._rule.failures and now - self._first_at >= self._rule.patience_s
        if self._probing or dead or for_good:
            self._open(now)

    def rest(self, seconds: float) -> None:
        """The provider asked to be left alone for so long; it is believed up to the longest rest."""
        until = self._clock() + min(seconds, self._rule.longest_rest_s)
        self._until = max(self._until or until, until)
        self._probing = False

    def gave_up(self) -> None:
        """The call ended without news of the provider (it was cancelled)."""
        self._probing = False

    def _open(self, now: float) -> None:
        # Late failures of calls that were under way when it opened must not lengthen the rest.
        if self._until is None or self._probing:
            self._rest_s = min(self._rule.longest_rest_s, self._rest_s * 2 or self._rule.rest_s)
            self._until = now + self._rest_s
        self._probing = False
