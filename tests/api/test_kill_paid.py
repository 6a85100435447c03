"""A batch of calls killed at any moment and run again: no reply is paid for twice, but those under way."""

import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from api import wiring
from api.settings import Settings
from graders.chat.gate import hands
from graders.chat.types import ChatRequest, Reply
from questions.bank import open_bank
from tests.servers.scripted import serving, wait_for

CALLS, AT_ONCE, KILLS = 300, 8, 2
pytest.importorskip("litellm", reason="the extra llm is not installed")
pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 here")


def batch(database: str, url: str) -> int:
    """Asks all there is to ask; started by the test in a process of its own."""
    services = wiring.build(
        Settings(database_url=database, judge_model="openai/m", judge_api_base=url, judge_concurrency=AT_ONCE)
    )
    talk = services.converse()

    def job(number: int) -> Callable[[], Awaitable[Reply]]:
        return lambda: talk(ChatRequest.of("Judge.", f"Answer {number}", purpose="judge"))

    came = list(talk.each(job(number) for number in range(CALLS)))
    services.close()
    return int(len(came) != CALLS or any(one.error for one in came))


def _start(database: Path, url: str) -> subprocess.Popen[bytes]:
    code = "import sys; from tests.api.test_kill_paid import batch; sys.exit(batch(*sys.argv[1:]))"
    return subprocess.Popen([sys.executable, "-c", code, str(database), url])


def test_kill_9_and_again(tmp_path: Path) -> None:
    database = tmp_path / "bank.db"
    randomly = random.Random(11)  # noqa: S311
    with serving({"content": "fine", "delay": 0.01}) as server:
        for _ in range(KILLS):
            with _start(database, server.url) as running:
                try:
                    wait_for(server, len(server.got) + randomly.randrange(20, 60), running)
                finally:
                    running.kill()
            assert running.returncode == -signal.SIGKILL
        with _start(database, server.url) as last:
            assert last.wait(300) == 0
    asked = Counter(got.body["messages"][1]["content"] for got in server.got)
    assert len(asked) == CALLS
    twice = sum(asked.values()) - CALLS
    assert twice <= KILLS * hands(AT_ONCE)
    with open_bank(str(database)) as bank:
        (day,) = bank.costs()
    # Every reply that arrived and was stored is in the accounts; those that died on the way are not.
    assert CALLS <= day.calls <= CALLS + twice
    assert day.calls >= sum(asked.values()) - KILLS * hands(AT_ONCE)
