"""How many calls go to one model at once, and how many a minute."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

Sleep = Callable[[float], Awaitable[None]]


class Gate:
    """Lets *concurrency* calls in at once, and *rate* a minute, evenly spaced; 0 is no limit on the rate.

    `pause` closes it for all.  It belongs to one event loop.
    """

    def __init__(self, concurrency: int, rate: float, clock: Callable[[], float], sleep: Sleep) -> None:
        self._room = asyncio.Semaphore(concurrency)
        self._apart_s = 60.0 / rate if rate else 0.0
        self._clock = clock
        self._sleep = sleep
        self._next = 0.0

    def pause(self, seconds: float) -> None:
        """Nobody goes in for so many seconds from now."""
        self._next = max(self._next, self._clock() + seconds)

    @asynccontextmanager
    async def enter(self) -> AsyncIterator[None]:
        """Waits for room and turn, and holds the room."""
        async with self._room:
            await self._turn()
            yield

    async def _turn(self) -> None:
        """Waits for the next turn.  Looks again after waiting: the gate may have been closed meanwhile."""
        while (wait := self._next - self._clock()) > 0:
            await self._sleep(wait)
        self._next = max(self._next, self._clock()) + self._apart_s
