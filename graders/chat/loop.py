"""An event loop of its own for the chat client, and the way there from code that is not async.

Connections, limits and breakers belong to one event loop; callers come from many: a command without any, a
server with another.  So the client lives in one thread, and all go there.
"""

import asyncio
import queue
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from graders.chat import provider
from graders.chat.gate import hands
from graders.chat.types import ChatRequest, Converse, Reply

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Came(Generic[T]):
    """What became of job *number*: its value, or the error it raised."""

    number: int
    value: T | None = None
    error: Exception | None = None


class OwnLoop:
    """A thread with an event loop, started with the first use; `close` ends it and drops what runs."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def submit(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Starts *work* there."""
        return asyncio.run_coroutine_threadsafe(work, self._started())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """What *work* comes to; waits for it.  An interrupt cancels it.  Not for code that runs there."""
        if self.here():
            work.close()
            raise RuntimeError("the loop of the chat client would wait for itself; await instead")
        future = self.submit(work)
        try:
            return future.result()
        finally:
            future.cancel()

    def here(self) -> bool:
        """Whether the caller is already there."""
        return self._thread is threading.current_thread()

    def each(self, jobs: Iterable[Callable[[], Awaitable[T]]], concurrency: int) -> Iterator[Came[T]]:
        """What becomes of *jobs*, as it comes; at most *concurrency* run at once.

        Jobs are taken from the iterable as there is room.  An error of one job is its own; when the caller
        stops listening, the rest is cancelled.
        """
        came: queue.SimpleQueue[Came[T] | None] = queue.SimpleQueue()
        whole = self.submit(_all(iter(jobs), concurrency, came.put))
        whole.add_done_callback(lambda _: came.put(None))
        try:
            while (one := came.get()) is not None:
                yield one
            whole.result()  # an error of the iterable itself
        finally:
            whole.cancel()

    def close(self) -> None:
        """Cancels what runs, closes connections, ends the thread."""
        with self._lock:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is None or thread is None:
            return
        asyncio.run_coroutine_threadsafe(_wind_up(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()

    def _started(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name="chat", daemon=True)
                self._thread.start()
            return self._loop


@dataclass(frozen=True, slots=True)
class Conversation:
    """Obeys `Converse` from any thread and any event loop, over a client that lives in *loop*.

    *concurrency* is how many calls the first model takes at once.
    """

    inner: Converse
    loop: OwnLoop
    concurrency: int = 8

    async def __call__(self, request: ChatRequest, /) -> Reply:
        """The reply of the client."""
        if self.loop.here():
            return await self.inner(request)
        return await asyncio.wrap_future(self.loop.submit(_asked(self.inner, request)))

    def each(self, jobs: Iterable[Callable[[], Awaitable[T]]]) -> Iterator[Came[T]]:
        """What becomes of *jobs*, as it comes; enough run at once to keep the first model busy."""
        return self.loop.each(jobs, hands(self.concurrency))

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """What *work* comes to, for code that is not async."""
        return self.loop.run(work)

    def close(self) -> None:
        """Ends what runs, and its connections."""
        self.loop.close()


async def _asked(converse: Converse, request: ChatRequest) -> Reply:
    return await converse(request)


async def _all(
    jobs: Iterator[Callable[[], Awaitable[T]]], concurrency: int, put: Callable[[Came[T]], None]
) -> None:
    """Workers that share the iterator; each takes the next job when it has done one."""
    numbered = enumerate(jobs)

    async def work() -> None:
        for number, job in numbered:
            try:
                put(Came(number, value=await job()))
            except Exception as error:  # noqa: BLE001 - handed to the caller, who decides
                put(Came(number, error=error))

    workers = [asyncio.create_task(work()) for _ in range(concurrency)]
    try:
        await asyncio.gather(*workers)
    finally:
        for worker in workers:
            worker.cancel()


async def _wind_up() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.gather(*others, return_exceptions=True)
    await provider.close()
    await asyncio.get_running_loop().shutdown_default_executor()  # replies that are being kept
