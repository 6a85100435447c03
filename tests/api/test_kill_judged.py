"""A judged batch killed at any moment and resumed: a row for each, none twice, and no reply paid for twice."""

import json
import random
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from api import wiring
from api.cli.main import main
from api.lazy import Lazy
from graders.chat.gate import hands
from tests.api.cli.test_grade import inline, read, write
from tests.api.parts import fake_grade
from tests.graders.judge.making import reply, verdict
from tests.servers.scripted import serving, wait_for

ROWS, AT_ONCE, KILLS = 200, 8, 3
HALF = reply(verdict(1, "covered", "The moon pulls"), verdict(2, "missing"))
pytest.importorskip("litellm", reason="the extra llm is not installed")
pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 here")


def judged_main(database: str, url: str, source: str, target: str) -> int:
    """`quizgen grade --judge` over the fake panel; started by the test in a process of its own."""
    more = {"database_url": f"sqlite:///{database}", "judge_api_base": url, "judge_concurrency": AT_ONCE}
    words = ["grade", source, "-o", target, "--resume", "--judge", "openai/m", "--judge-mode", "always"]
    return main(
        words,
        lambda given: replace(wiring.build(given.model_copy(update=more)), grade=Lazy(lambda: fake_grade)),
    )


def _start(folder: Path, url: str, target: str = "out.jsonl") -> subprocess.Popen[bytes]:
    code = (
        "import sys; from tests.api.test_kill_judged import judged_main; sys.exit(judged_main(*sys.argv[1:]))"
    )
    names = (str(folder / name) for name in ("bank.db", "in.jsonl", target))
    database, source, out = names
    return subprocess.Popen([sys.executable, "-c", code, database, url, source, out], stderr=subprocess.PIPE)


def test_kill_9_and_resume(tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", [inline(n, f"The moon pulls, as I said {n} times.") for n in range(ROWS)])
    randomly = random.Random(5)  # noqa: S311
    with serving({"content": HALF, "delay": 0.01}) as server:
        for _ in range(KILLS):
            with _start(tmp_path, server.url) as running:
                try:
                    wait_for(server, len(server.got) + randomly.randrange(15, 50), running)
                finally:
                    running.kill()
                    running.communicate()
            assert running.returncode == -signal.SIGKILL
        with _start(tmp_path, server.url) as last:
            _, told = last.communicate(timeout=300)
        assert last.returncode == 0, told
        paid = len(server.got)
        with _start(tmp_path, server.url, "again.jsonl") as replayed:
            replayed.communicate(timeout=300)
        assert len(server.got) == paid
    asked = Counter(got.body["messages"][-1]["content"] for got in server.got)
    assert len(asked) == ROWS
    assert sum(asked.values()) - ROWS <= KILLS * hands(AT_ONCE)
    rows = read(tmp_path / "out.jsonl")
    assert [row["id"] for row in rows] == list(range(ROWS))
    assert {row["score"] for row in rows} == {0.5}
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "out.jsonl").read_bytes()
    assert json.dumps(rows[0]["opinions"]).count("judge/1+openai/m+") == 1


def test_an_interrupt_keeps_what_is_paid_and_says_how_to_go_on(tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", [inline(n, f"The moon pulls, as I said {n} times.") for n in range(120)])
    # Slow enough that the interrupt comes long before the end, however late it is noticed.
    with serving({"content": HALF, "delay": 0.3}) as server:
        with _start(tmp_path, server.url) as running:
            wait_for(server, 20, running)
            running.send_signal(signal.SIGINT)
            _, told = running.communicate(timeout=300)
        assert running.returncode == 1
        assert b"--resume" in told
        assert b"Traceback" not in told
        interrupted = len(server.got)
        assert interrupted < 120
        with _start(tmp_path, server.url) as again:
            _, told = again.communicate(timeout=300)
        assert again.returncode == 0, told
        assert len(server.got) <= 120 + hands(AT_ONCE)
    assert [row["id"] for row in read(tmp_path / "out.jsonl")] == list(range(120))
