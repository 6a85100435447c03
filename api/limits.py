"""How large a request may be, and how many answers may wait to be encoded."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

import anyio
from anyio import from_thread, to_thread
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import problem
from questions.errors import ServiceUnavailable

T = TypeVar("T")
_UPLOADS = "/v1/documents"
_TOO_LARGE = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
_MULTIPART_EXTRA = 64 * 1024
MAX_WAITING = 32


class Thinking:
    """One thread for whatever computes: the encoder is never entered twice, the event loop never waits.

    Raises ServiceUnavailable when too many wait already.
    """

    def __init__(self) -> None:
        self._limiter = anyio.CapacityLimiter(1)

    async def __call__(self, work: Callable[[], T]) -> T:
        """The result of *work*."""
        if self._limiter.statistics().tasks_waiting >= MAX_WAITING:
            raise ServiceUnavailable("too many requests are waiting; try again in a few seconds")
        return await to_thread.run_sync(work, limiter=self._limiter)


class Judging:
    """Threads for grades that wait for a chat model: neither those who compute nor those who look up wait with them.

    What is computed on the way is handed to *think*.  Raises ServiceUnavailable when too many wait already.
    """

    def __init__(self, think: Thinking, at_once: int) -> None:
        self._think = think
        self._limiter = anyio.CapacityLimiter(at_once)

    async def __call__(self, work: Callable[[], T]) -> T:
        """The result of *work*."""
        if self._limiter.statistics().tasks_waiting >= MAX_WAITING:
            raise ServiceUnavailable("too many answers wait for the judge; try again in a minute")
        return await to_thread.run_sync(work, limiter=self._limiter)

    def think(self, work: Callable[[], T]) -> T:
        """The result of *work*, from inside of such a thread."""
        return from_thread.run(self._think, work)


class BodyLimit:
    """Refuses bodies over their limit with 413, whether or not their length was announced."""

    def __init__(self, app: ASGIApp, *, request: int, document: int) -> None:
        self.app = app
        self.request = request
        self.document = document

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on with a receive that counts."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self.document + _MULTIPART_EXTRA if scope["path"] == _UPLOADS else self.request
        if _announced(scope) > limit:
            await problem(_TOO_LARGE, _too_large(limit))(scope, receive, send)
            return
        await self.app(scope, _counted(receive, limit), send)


def _announced(scope: Scope) -> int:
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    return int(lengths[0]) if lengths and lengths[0].isdigit() else 0


def _too_large(limit: int) -> str:
    return f"the request is larger than {limit:,} bytes; split it"


def _counted(receive: Receive, limit: int) -> Receive:
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > limit:
            # An HTTPException, because FastAPI hides any other that is raised while it reads a body.
            raise HTTPException(_TOO_LARGE, _too_large(limit))
        return message

    return counted
