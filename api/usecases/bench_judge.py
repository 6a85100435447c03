"""What our chat client costs beside a bare request to the same server."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from api.lazy import Lazy
from api.replies import BankReplies
from api.services import Services
from graders.chat.client import ChatClient, client
from graders.chat.gate import hands
from graders.chat.provider import close, load
from graders.chat.shelf import Shelf
from graders.chat.types import ChatRequest, ModelSpec
from questions.bank import open_bank

_SCHEMA = {
    "type": "object",
    "properties": {"ok": {"type": "boolean"}},
    "required": ["ok"],
    "additionalProperties": False,
}
_ROUND = 100


@dataclass(frozen=True, slots=True)
class ClientSpeed:
    """Milliseconds a call: bare, ours, ours with every reply kept in a bank; of time, and of this process.

    Then the wall time of a run of calls that take *latency_s* each, against the best possible.
    """

    calls: int
    concurrency: int
    bare_ms: float
    ours_ms: float
    kept_ms: float
    bare_cpu_ms: float
    ours_cpu_ms: float
    kept_cpu_ms: float
    latency_s: float
    slow_calls: int
    slow_s: float
    ideal_s: float

    @property
    def overhead_ms(self) -> float:
        """What our client adds to a call, with every reply kept."""
        return self.kept_ms - self.bare_ms

    @property
    def overhead_cpu_ms(self) -> float:
        """What of that the processor works; on a busy machine the steadier figure."""
        return self.kept_cpu_ms - self.bare_cpu_ms

    @property
    def ratio(self) -> float:
        """How much longer than ideal the run of slow calls took."""
        return self.slow_s / self.ideal_s


def client_speed(
    services: Services, calls: int, concurrency: int, latency_s: float, slow_calls: int
) -> ClientSpeed:
    """Measure; starts servers of its own, and keeps replies in a bank of its own."""
    with TemporaryDirectory() as folder, open_bank(str(Path(folder) / "bench.db")) as bank:
        replies = BankReplies(Lazy(lambda: bank), services.now, services.new_id, batch="bench")
        with served(0.0) as url:
            ours = client([ModelSpec("openai/canned", url, "none", concurrency=concurrency)])
            kept = replace(ours, shelf=Shelf(replies))
            found = asyncio.run(_fast(url, ours, kept, calls, concurrency))
        with served(latency_s) as url:
            slow = client([ModelSpec("openai/canned", url, "none", concurrency=concurrency)], replies=replies)
            slow_s = asyncio.run(_slow(slow, slow_calls, concurrency))
    (bare_ms, bare_cpu), (ours_ms, ours_cpu), (kept_ms, kept_cpu) = found
    ideal_s = -(-slow_calls // concurrency) * latency_s
    return ClientSpeed(
        calls, concurrency, bare_ms, ours_ms, kept_ms, bare_cpu, ours_cpu, kept_cpu,
        latency_s, slow_calls, slow_s, ideal_s,
    )  # fmt: skip


@contextmanager
def served(latency_s: float) -> Iterator[str]:
    """A canned server in a process of its own: its address."""
    command = [sys.executable, "-m", "api.canned", str(latency_s)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdin  # noqa: S101 - it is a pipe
        assert process.stdout  # noqa: S101
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}/v1"
        finally:
            process.stdin.close()


async def _fast(
    url: str, ours: ChatClient, kept: ChatClient, calls: int, concurrency: int
) -> list[tuple[float, float]]:
    """Milliseconds of time and of processor a call: bare, ours, ours with a bank; in turn, round by round."""
    import aiohttp

    load()
    async with aiohttp.ClientSession() as session:

        async def bare(number: int) -> None:
            body = {"model": "canned", "messages": [{"role": "user", "content": _text(number)}]}
            async with session.post(f"{url}/chat/completions", json=body) as response:
                await response.json()

        numbers = count()
        ways = [bare, _asking(ours), _asking(kept)]
        spent = [[0.0, 0.0] for _ in ways]
        for way in ways:
            await _run(way, numbers, concurrency, concurrency)  # connections, and what is loaded late
        for _ in range(max(1, calls // _ROUND)):
            for way, sums in zip(ways, spent, strict=True):
                wall, processor = await _run(way, numbers, _ROUND, concurrency)
                sums[0] += wall
                sums[1] += processor
    await close()
    done = max(1, calls // _ROUND) * _ROUND
    return [(wall / done * 1e3, processor / done * 1e3) for wall, processor in spent]


async def _slow(asked: ChatClient, calls: int, concurrency: int) -> float:
    numbers = count(10**9)  # prompts that were not asked before
    at_once = hands(concurrency)  # as in a batch; the client's gate lets *concurrency* through
    await _run(_asking(asked), numbers, at_once, at_once)
    wall, _ = await _run(_asking(asked), numbers, calls, at_once)
    await close()
    return wall


def _asking(converse: ChatClient) -> Callable[[int], Awaitable[None]]:
    async def ask(number: int) -> None:
        await converse(ChatRequest.of("You grade answers.", _text(number), schema=_SCHEMA, purpose="bench"))

    return ask


async def _run(
    way: Callable[[int], Awaitable[None]], numbers: Iterator[int], calls: int, concurrency: int
) -> tuple[float, float]:
    """Seconds, and seconds of the processor, that *calls* calls take."""
    left = iter(range(calls))

    async def work() -> None:
        for _ in left:
            await way(next(numbers))

    wall, processor = time.perf_counter(), time.process_time()
    await asyncio.gather(*(work() for _ in range(concurrency)))
    return time.perf_counter() - wall, time.process_time() - processor


def _text(number: int) -> str:
    """A prompt of the usual size, unlike every other."""
    return f"Answer {number}: " + "the gradient of the loss says where to step. " * 30
