"""Two processes that ask the same at the same time: one pays, and its end, however it comes, lets the other go on."""

import asyncio
import os
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest

from api.turns import FileTurns, turns_for
from graders.chat import provider
from graders.chat.client import client
from graders.chat.types import ChatRequest, ModelSpec
from questions.bank import open_bank
from tests.servers.scripted import Scripted, serving

pytest.importorskip("fcntl", reason="no locks on files here")

AT_ONCE = 3
HOLD = """
import sys
from pathlib import Path
from api.turns import turns_for
turns = turns_for("bank", Path(sys.argv[1]))
print(turns.take("k"), flush=True)
sys.stdin.read()
"""


def holder(folder: Path) -> subprocess.Popen[str]:
    """A process that has taken the turn of "k"; it ends with us, too."""
    running = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert running.stdout
    assert running.stdout.readline() == "True\n"
    return running


def ours(folder: Path) -> FileTurns:
    found = turns_for("bank", folder)
    assert found
    return found


def test_a_turn_is_one_process_s_until_it_ends(tmp_path: Path) -> None:
    mine = ours(tmp_path)
    with holder(tmp_path) as other:
        assert not mine.take("k")
        assert mine.take("another")
        other.kill()
    assert mine.take("k")
    mine.give_back("k")
    mine.give_back("never taken")


def test_without_a_place_for_the_file_there_are_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert turns_for("bank", tmp_path / "file" / "below") is None


def test_the_file_is_closed_with_them(tmp_path: Path) -> None:
    number = ours(tmp_path).number
    with pytest.raises(OSError, match=r"."):
        os.fstat(number)


def test_a_call_waits_for_the_process_that_asks_already(tmp_path: Path) -> None:
    pytest.importorskip("litellm", reason="the extra llm is not installed")
    with serving({"content": "fine"}) as server, holder(tmp_path) as other:
        spec = ModelSpec("openai/m", server.url, "none")
        turns = _Same(ours(tmp_path))
        asked = client([spec], turns=turns)
        before: list[int] = []

        def end() -> None:
            before.append(len(server.got))
            other.kill()

        async def story() -> str:
            try:
                return (await asked(ChatRequest.of("a", "b", purpose="doctor"))).text
            finally:
                await provider.close()

        threading.Timer(0.5, end).start()
        assert asyncio.run(story()) == "fine"
        assert (before, len(server.got)) == ([0], 1)


class _Same:
    """Turns in which every key is "k"."""

    def __init__(self, inner: FileTurns) -> None:
        self.inner = inner

    def take(self, _: str, /) -> bool:
        return self.inner.take("k")

    def give_back(self, _: str, /) -> None:
        self.inner.give_back("k")


def _start(database: str, server: Scripted, cache: Path) -> subprocess.Popen[bytes]:
    code = "import sys; from tests.api.test_kill_paid import batch; sys.exit(batch(*sys.argv[1:]))"
    return subprocess.Popen(
        [sys.executable, "-c", code, database, server.url],
        env={**os.environ, "QUIZGEN_CACHE": str(cache / "vectors.db")},
    )


def test_a_batch_in_several_processes_is_paid_for_once(any_url: str, tmp_path: Path) -> None:
    pytest.importorskip("litellm", reason="the extra llm is not installed")
    with serving({"content": "fine", "delay": 0.03}) as server:
        running = [_start(any_url, server, tmp_path) for _ in range(AT_ONCE)]
        assert [one.wait(300) for one in running] == [0] * AT_ONCE
    asked = Counter(got.body["messages"][1]["content"] for got in server.got)
    assert max(asked.values()) == 1
    with open_bank(any_url) as bank:
        (day,) = bank.costs()
    assert day.calls == len(asked) == len(server.got)
