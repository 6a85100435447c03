import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.api.cli.test_main import START, Cli


@contextmanager
def serving(folder: Path, *words: str, **environment: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The real command in a process of its own, on a free port; its URL."""
    command = [*START, "serve", "--port", "0", "--json", "--db", str(folder / "bank.db"), *words]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | environment
    )
    with process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line, process.stderr.read() if process.stderr else ""
            yield json.loads(line)["url"], process
        finally:
            process.kill()


def test_it_serves_and_ends_politely(tmp_path: Path) -> None:
    with serving(tmp_path) as (url, process):
        with httpx.Client(base_url=url, trust_env=False) as client:
            assert client.get("/healthz").status_code == 200
            assert client.get("/v1/questions").json() == {
                "questions": [],
                "difficulties": {},
                "next_cursor": None,
            }
            assert client.get("/docs").status_code == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
        assert process.stderr is not None
        told = process.stderr.read()
    assert "everybody on this machine is staff" in told
    assert "Traceback" not in told


def test_with_a_token_it_may_listen_elsewhere(tmp_path: Path) -> None:
    with serving(tmp_path, "--host", "0.0.0.0", QUIZGEN_STAFF_TOKEN="open-sesame") as (url, _):  # noqa: S104, S106
        port = url.rpartition(":")[2]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            assert client.get("/v1/questions").status_code == 401
            staff = {"Authorization": "Bearer open-sesame"}
            assert client.get("/v1/questions", headers=staff).status_code == 200
            assert client.get("/v1/learner/questions", headers={"Host": "quiz.example"}).status_code == 200


def test_a_port_that_is_taken_is_one_line(cli: Cli) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = cli("serve", "--port", taken.getsockname()[1])
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "choose another --port" in ran.err


def test_a_host_that_does_not_exist_is_one_line(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZGEN_STAFF_TOKEN", "x")
    ran = cli("serve", "--host", "no such host")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
