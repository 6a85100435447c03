"""The line to one model: tries, waits, tries again, and knows when to leave it alone."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field

from graders.chat import shapes
from graders.chat.breaker import Breaker, BreakerRule
from graders.chat.budget import Bill, Purse, most
from graders.chat.failing import OUT_OF_ORDER, Backoff, TryFailed
from graders.chat.gate import Gate, Sleep, hands
from graders.chat.provider import TryModel, known_price
from graders.chat.types import ChatRequest, Failure, FailureKind, ModelSpec, Price, Reply, Structure
from questions.errors import BadSetting

_log = logging.getLogger(__name__)

Keep = Callable[[Reply], Awaitable[None]]
"""Keeps a reply that was paid for; when it returns, a kill cannot lose it."""


class LineFailed(Exception):
    """The model gave no reply; *failure* says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(str(failure))
        self.failure = failure


@dataclass(frozen=True, slots=True)
class Patience:
    """How a line waits, and for what; the clock and the sleep are handed in for tests."""

    backoff: Backoff = field(default_factory=Backoff)
    breaker: BreakerRule = field(default_factory=BreakerRule)
    clock: Callable[[], float] = time.monotonic
    sleep: Sleep = asyncio.sleep


class Line:
    """Asks one model.  It belongs to one event loop, and is shared by all who ask there."""

    def __init__(self, spec: ModelSpec, try_model: TryModel, patience: Patience) -> None:
        self.spec = spec
        self._try = try_model
        self._patience = patience
        self._breaker = Breaker(patience.clock, patience.breaker)
        self._unkept = asyncio.Semaphore(hands(spec.concurrency))
        self._gate = Gate(spec.concurrency, spec.rate, patience.clock, patience.sleep)
        self._structure: Structure | None = None
        self._last: TryFailed | None = None

    async def ask(self, request: ChatRequest, purse: Purse | None, keep: Keep | None = None) -> Reply:
        """The reply, finished or not, once *keep* has kept it.  Raises LineFailed, BudgetSpent."""
        tried = 0
        while True:
            tried += 1
            try:
                return await self._in_turn(request, purse, keep)
            except TryFailed as failed:
                wait = self._patience.backoff.wait(tried, failed)
                self._tell(failed, tried, wait)
                if wait is None:
                    raise LineFailed(Failure(self.spec.name, failed.kind, failed.detail, tried)) from None
            await self._patience.sleep(wait)

    async def _in_turn(self, request: ChatRequest, purse: Purse | None, keep: Keep | None) -> Reply:
        """One try, once there is room for it.

        Only so many may be asked and not yet kept, else a slow disk lets more and more pile up that a kill loses.
        """
        async with self._unkept:
            reply = await self._let_in(request, purse)
            if keep:
                await keep(reply)
        return reply

    async def _let_in(self, request: ChatRequest, purse: Purse | None) -> Reply:
        async with self._gate.enter():
            # Asked here, not before the queue: those in it must not storm a provider that died meanwhile.
            if not self._breaker.admit():
                raise TryFailed(FailureKind.RESTING, f"the last was: {self._last}")
            heard = False
            try:
                reply = await self._shaped(request, purse)
                heard = True
            except TryFailed as failed:
                heard = True
                self._hear(failed)
                raise
            finally:
                if not heard:
                    self._breaker.gave_up()
        self._breaker.succeeded()
        return reply

    def _hear(self, failed: TryFailed) -> None:
        self._last = failed
        if failed.kind in OUT_OF_ORDER:
            self._breaker.failed(for_good=failed.kind is FailureKind.NOT_SET_UP)
        else:
            self._breaker.succeeded()
        if failed.wait_s and failed.wait_s <= self._patience.backoff.longest_s:
            self._gate.pause(failed.wait_s)
        elif failed.wait_s:
            self._breaker.rest(failed.wait_s)

    async def _shaped(self, request: ChatRequest, purse: Purse | None) -> Reply:
        """One try in the strongest form that the server takes; a form that it rejects is not tried again."""
        if request.schema is None:
            return await self._paid(request, Structure.PLAIN, purse)
        structure: Structure | None = self._structure or Structure.SCHEMA
        rejected: TryFailed | None = None
        while structure is not None:
            try:
                reply = await self._paid(request, structure, purse)
            except TryFailed as failed:
                if failed.kind is not FailureKind.REJECTED:
                    raise
                # The first complaint is about the request as it was meant.
                rejected = rejected or failed
                structure = shapes.WEAKER[structure]
            else:
                self._structure = self._structure or reply.structure
                return reply
        assert rejected is not None  # noqa: S101 - the loop ends only after a rejection
        raise rejected

    async def _paid(self, request: ChatRequest, structure: Structure, purse: Purse | None) -> Reply:
        held: AbstractAsyncContextManager[Bill | None] = (
            purse.hold(most(request, self._price())) if purse else nullcontext(None)
        )
        async with held as bill:
            try:
                reply = await self._try(self.spec, request, structure)
            except TryFailed as failed:
                if bill and failed.may_cost:
                    bill.charge(None)
                raise
            if bill:
                bill.charge(reply.cost)
            return reply

    def _price(self) -> Price:
        price = known_price(self.spec)
        if price is None:
            raise BadSetting(
                f"what {self.spec.name} costs is not known, so no budget can be kept; say it in "
                "QUIZGEN_JUDGE_PRICE, or leave the budget away"
            )
        return price

    def _tell(self, failed: TryFailed, tried: int, wait: float | None) -> None:
        then = "giving up" if wait is None else f"again in {wait:.1f} s"
        _log.info("%s: %s (%s), try %d, %s", self.spec.name, failed.kind, failed.detail, tried, then)
