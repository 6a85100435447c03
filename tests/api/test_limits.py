import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import anyio
import httpx

from api.lazy import Lazy
from api.limits import MAX_WAITING, Thinking
from graders.grader import Submission
from questions.errors import ServiceUnavailable
from questions.records import Grade
from tests.api.parts import fake_grade, make_services, running


def test_one_thread_computes_and_the_queue_has_an_end() -> None:
    inside: list[int] = []
    most = [0]
    gate = threading.Event()

    def work() -> int:
        inside.append(1)
        most[0] = max(most[0], len(inside))
        gate.wait(10)
        inside.pop()
        return 1

    async def ask(think: Thinking, refused: list[str]) -> None:
        try:
            await think(work)
        except ServiceUnavailable as error:
            refused.append(str(error))

    async def main() -> list[str]:
        think = Thinking()
        refused: list[str] = []
        async with anyio.create_task_group() as tasks:
            for _ in range(MAX_WAITING + 4):
                tasks.start_soon(ask, think, refused)
                await anyio.sleep(0.001)
            gate.set()
        return refused

    refused = anyio.run(main)
    assert most == [1]
    assert len(refused) == 3
    assert "try again" in refused[0]


def test_while_one_answer_is_graded_the_server_answers_others(tmp_path: Path) -> None:
    gate = threading.Event()

    def slow(items: Sequence[Submission], /) -> tuple[Grade, ...]:
        gate.wait(10)
        return fake_grade(items)

    services = replace(make_services(tmp_path), grade=Lazy(lambda: slow))
    with running(services) as client:
        body = {"reference": "r", "answer": "r"}
        told: list[httpx.Response] = []
        grading = threading.Thread(target=lambda: told.append(client.post("/v1/grades", json=body)))
        grading.start()
        try:
            start = time.perf_counter()
            assert client.get("/healthz").status_code == 200
            assert client.get("/v1/documents").status_code == 200
            assert time.perf_counter() - start < 5
            assert not told
        finally:
            gate.set()
            grading.join()
        assert told[0].status_code == 200


def test_a_body_that_is_announced_too_large_is_refused_before_it_comes(tmp_path: Path) -> None:
    with running(make_services(tmp_path)) as client:
        port = client.base_url.port
        with socket.create_connection(("127.0.0.1", port or 0), timeout=10) as raw:
            head = "POST /v1/grades HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999\r\n\r\n"
            raw.sendall(head.encode())
            assert b" 413 " in raw.recv(1000)
