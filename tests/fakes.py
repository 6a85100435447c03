"""Stand-ins for what is slow or far away: they keep the promises of the real ones, and remember calls."""

import asyncio
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from graders.chat.types import Arrived, ChatRequest, Failure, FailureKind, ModelsFailed, Reply
from graders.grader import Vectors


class FakeEncode:
    """Texts that share characters are near, without a model: hashed runs of one to three characters.

    The same text has the same row in every process; *asked* holds the lists it was called with.
    """

    def __init__(self, width: int = 256, name: str = "fake") -> None:
        self.width = width
        self.name = name
        self.fingerprint = f"{name}/{width}"
        self.asked: list[tuple[str, ...]] = []

    @property
    def calls(self) -> int:
        """How often it was called."""
        return len(self.asked)

    def __call__(self, texts: Sequence[str], /) -> Vectors:
        """The rows of *texts*."""
        self.asked.append(tuple(texts))
        rows = np.empty((len(texts), self.width), dtype=np.float32)
        for place, text in enumerate(texts):
            rows[place] = _row(text, self.width)
        return rows


def _row(text: str, width: int) -> NDArray[np.float64]:
    plain = text.casefold()
    row = np.zeros(width)
    for size in (1, 2, 3):
        for start in range(len(plain) - size + 1):
            code = zlib.crc32(plain[start : start + size].encode("utf-8", "surrogatepass"))
            row[code % width] += 1.0 if code & 0x8000_0000 else -1.0
    length = float(np.sqrt(np.sum(row * row)))
    if length == 0.0:  # nothing to hash, or it cancels out
        row[0] = length = 1.0
    return row / length


Scripted = str | Reply | Exception
"""What a fake model does: say so, reply so, or raise so."""


class FakeConverse:
    """Does what the script says, in turn, or what a function of the request says; *asked* holds the requests.

    When the script is at its end it is out of service.
    """

    def __init__(self, *script: Scripted, answer: Callable[[ChatRequest], Scripted] | None = None) -> None:
        self._script = list(script)
        self._answer = answer
        self.asked: list[ChatRequest] = []

    async def __call__(self, request: ChatRequest, /) -> Reply:
        """The next reply."""
        self.asked.append(request)
        said = self._answer(request) if self._answer else self._next()
        if isinstance(said, Exception):
            raise said
        if isinstance(said, Reply):
            return said
        return Reply(text=said, model="fake", prompt_tokens=10, completion_tokens=5, cost=0.001)

    def _next(self) -> Scripted:
        return self._script.pop(0) if self._script else outage(FailureKind.SERVER_ERROR)


class FakeChat:
    """As `FakeConverse`, for those who want text alone; *asked* holds (system, user, schema)."""

    def __init__(self, *script: Scripted, answer: Callable[[str, str], Scripted] | None = None) -> None:
        self._answer = answer
        self._converse = FakeConverse(*script)
        self.asked: list[tuple[str, str, Mapping[str, object] | None]] = []

    async def __call__(self, system: str, user: str, /, *, schema: Mapping[str, object] | None = None) -> str:
        """The next reply."""
        self.asked.append((system, user, schema))
        if self._answer:
            self._converse = FakeConverse(self._answer(system, user))
        return (await self._converse(ChatRequest.of(system, user, schema=schema))).text


def outage(kind: FailureKind, detail: str = "scripted") -> ModelsFailed:
    """The error of a client whose only model failed so."""
    failure = Failure("fake", kind, detail)
    return ModelsFailed(str(failure), (failure,))


class FakeReplies:
    """Keeps replies in memory; *kept* holds them by key, *purposes* what for."""

    def __init__(self) -> None:
        self.kept: dict[str, Reply] = {}
        self.purposes: list[str] = []

    def find(self, keys: Sequence[str], /) -> Mapping[str, Reply]:
        """The replies kept under *keys*."""
        return {key: replace(self.kept[key], from_cache=True) for key in keys if key in self.kept}

    def keep(self, arrived: Sequence[Arrived], /) -> None:
        """Keeps replies."""
        for one in arrived:
            self.kept[one.key] = one.reply
            self.purposes.append(one.purpose)


class FakeTime:
    """A clock that jumps to when the next sleeper wakes; *slept* holds for how long they asked, in order."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []
        self._due: list[tuple[float, int]] = []

    def clock(self) -> float:
        """Seconds."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Returns when it is the first to wake; others who can run do so before."""
        mine = (self.now + seconds, len(self.slept))
        self.slept.append(seconds)
        self._due.append(mine)
        try:
            while True:
                for _ in range(10):
                    await asyncio.sleep(0)
                if min(self._due) == mine:
                    self.now = max(self.now, mine[0])
                    return
        finally:
            self._due.remove(mine)
