"""Replies that are kept, for fifty calls at once.

Each call looks for a reply before and keeps one after.  What comes together is done together, in one
transaction in a thread: a thread and a transaction for each cost more than all the rest of our client.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from graders.chat.types import Arrived, Replies, Reply

T = TypeVar("T")
R = TypeVar("R")


class Together(Generic[T, R]):
    """Does *work* in a thread, once for all items that gathered while it was done for the last ones.

    It belongs to one event loop.  An item whose caller has gone is worked on all the same.
    """

    def __init__(self, work: Callable[[Sequence[T]], Sequence[R]]) -> None:
        self._work = work
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._running: asyncio.Task[None] | None = None

    async def __call__(self, item: T) -> R:
        """What *work* gives for *item*; raises what it raises."""
        done: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        return await done

    async def _run(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                await self._do(batch)
        except asyncio.CancelledError:
            if self._waiting:  # the loop is ending; what was paid for is kept all the same
                self._work([item for item, _ in self._waiting])
            raise
        finally:
            self._running = None

    async def _do(self, batch: Sequence[tuple[T, asyncio.Future[R]]]) -> None:
        try:
            found = await asyncio.to_thread(self._work, [item for item, _ in batch])
        except Exception as error:  # noqa: BLE001 - handed to those who asked
            for _, done in batch:
                if not done.done():
                    done.set_exception(error)
        else:
            for (_, done), value in zip(batch, found, strict=True):
                if not done.done():
                    done.set_result(value)


class Shelf:
    """Finds and keeps replies in *replies*."""

    def __init__(self, replies: Replies) -> None:
        self._replies = replies
        self._find = Together(self._found)
        self._keep = Together(self._kept)

    async def find(self, keys: Sequence[str]) -> Mapping[str, Reply]:
        """The replies kept under those of *keys* that have one."""
        return await self._find(keys)

    async def keep(self, arrived: Arrived) -> None:
        """Keeps a reply; when it returns, a kill cannot lose it.  It is kept even when the caller is cancelled."""
        await self._keep(arrived)

    def _found(self, asked: Sequence[Sequence[str]]) -> Sequence[Mapping[str, Reply]]:
        kept = self._replies.find([key for keys in asked for key in keys])
        return [{key: kept[key] for key in keys if key in kept} for keys in asked]

    def _kept(self, arrived: Sequence[Arrived]) -> Sequence[None]:
        self._replies.keep(arrived)
        return [None] * len(arrived)
