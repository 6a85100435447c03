"""Money: what a call may cost at most, and what is left."""

import asyncio
import unicodedata
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from graders.chat.types import ChatRequest, Price
from questions.errors import BadInput, BudgetSpent

_TURN_TOKENS = 8  # what a provider's own framing of a message may take


def tokens(text: str) -> int:
    """How many tokens *text* has at most, near enough: a wide character is one, of others three make one.

    A plain rule, since every provider counts in its own way and most tokenizers must be fetched first.
    """
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    narrow = len(text) - wide
    return wide + -(-narrow // 3)


def dollars(amount: float) -> str:
    """*amount* as people write it: in cents, and in parts of them where it has some."""
    return f"${amount:.4f}".removesuffix("00")


def prompt_tokens(request: ChatRequest) -> int:
    """How many tokens the prompt of *request* has at most, near enough."""
    shape = tokens(str(request.schema)) if request.schema else 0
    return shape + sum(tokens(message.content) + _TURN_TOKENS for message in request.messages)


@dataclass(frozen=True, slots=True)
class Budget:
    """At most so many US dollars.  Raises BadInput for an amount that is none."""

    limit: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.limit < float("inf"):
            raise BadInput(f"a budget of {self.limit} cannot be kept; give an amount in US dollars, as 5.00")


@dataclass(slots=True)
class Purse:
    """A budget while it is spent: what is gone, and what calls under way may still take.

    What is spent never passes the limit, as long as the provider keeps to its price and to the longest
    reply.  It belongs to one event loop.
    """

    budget: Budget
    spent: float = 0.0
    held: float = 0.0
    _calls: int = 0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def hold(self, most: float) -> AsyncIterator["Bill"]:
        """Room for a call that costs *most* at most; what its bill says is spent, the rest given back.

        Waits while calls under way might leave enough.  Raises BudgetSpent when they cannot.
        """
        while self.spent + self.held + most > self.budget.limit:
            # Not: while nothing is held.  What is left of sums and differences of dollars is seldom exactly 0.
            if not self._calls:
                raise BudgetSpent(
                    f"the budget of {dollars(self.budget.limit)} is spent (${self.spent:.4f} used, the next call "
                    f"may cost ${most:.4f}); what was paid for is kept: the same again goes on with a larger one"
                )
            await self._changed.wait()
        self._calls += 1
        self.held += most
        bill = Bill(most)
        try:
            yield bill
        finally:
            self._calls -= 1
            self.held = max(0.0, self.held - most) if self._calls else 0.0
            self.spent += bill.amount
            # Nothing is awaited here: who is cancelled must wake the others all the same.
            changed, self._changed = self._changed, asyncio.Event()
            changed.set()


@dataclass(slots=True)
class Bill:
    """What a call has cost: *most*, until it is known."""

    most: float
    amount: float = 0.0

    def charge(self, amount: float | None) -> None:
        """The call cost *amount*; None: as much as it could."""
        self.amount = self.most if amount is None else amount


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a batch may take: tokens in, tokens out at most, and dollars, None where the price is not known."""

    calls: int
    prompt_tokens: int
    completion_tokens: int
    cost: float | None


def estimate(requests: Sequence[ChatRequest], price: Price | None, reply_tokens: int = 0) -> Estimate:
    """What *requests* will take, with replies of *reply_tokens* each; 0 means the longest that are allowed."""
    asked = sum(map(prompt_tokens, requests))
    told = sum(min(reply_tokens or request.max_tokens, request.max_tokens) for request in requests)
    return Estimate(len(requests), asked, told, None if price is None else price.of(asked, told))


def most(request: ChatRequest, price: Price) -> float:
    """What one call may cost."""
    return price.of(prompt_tokens(request), request.max_tokens)
