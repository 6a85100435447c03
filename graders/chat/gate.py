"""How many calls go to one model at once, and how many a minute."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

Sleep = Callable[[float], Awaitable[None]]

APART_S = 0.002
"""How far apart calls begin at least.

Fifty that begin in one moment are made ready in turns, sent at one moment, and answered at one moment: all
wait for the work on all, again and again.  A little apart, the work on one is done while others wait.
"""


def hands(concurrency: int) -> int:
    """How many jobs at once keep *concurrency* calls under way.

    Some of them look for a kept reply, or keep one, and leave their place at the gate to others meanwhile.
    """
    return concurrency + concurrency // 4


class Gate:
    """Lets *concurrency* calls in at once, and *rate* a minute, evenly spaced; 0 is no limit on the rate.

    `pause` closes it for all.  It belongs to one event loop.
    """

    def __init__(self, concurrency: int, rate: float, clock: Callable[[], float], sleep: Sleep) -> None:
        self._room = asyncio.Semaphore(concurrency)
        self._apart_s = max(APART_S, 60.0 / rate if rate else 0.0)
        self._clock = clock
        self._sleep = sleep
        self._next = 0.0
        self._closed_until = 0.0

    def pause(self, seconds: float) -> None:
        """Nobody goes in for so many seconds from now."""
        self._closed_until = max(self._closed_until, self._clock() + seconds)
        self._next = max(self._next, self._closed_until)

    @asynccontextmanager
    async def enter(self) -> AsyncIterator[None]:
        """Waits for room and turn, and holds the room."""
        async with self._room:
            await self._turn()
            yield

    async def _turn(self) -> None:
        """Takes a turn and waits for it; another one when the gate was closed meanwhile."""
        while True:
            turn = max(self._next, self._clock())
            self._next = turn + self._apart_s
            while (wait := turn - self._clock()) > 0:
                await self._sleep(wait)
            if self._clock() >= self._closed_until:
                return
