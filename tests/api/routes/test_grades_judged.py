"""The judge over HTTP: when staff asks for it, and without anybody waiting for it who did not."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.lazy import Lazy
from api.services import Services
from graders.chat.types import ChatRequest, Converse, FailureKind, Reply
from questions.errors import BudgetSpent
from tests.api.parts import TIDES, fill, make_services, running, talking
from tests.fakes import FakeConverse, outage
from tests.graders.judge.making import reply, verdict

ASKED = {"question_id": TIDES.id, "answer": "The moon pulls, I think."}
HALF = reply(verdict(1, "covered", "The moon pulls"), verdict(2, "missing"))
Serve = Callable[..., httpx.Client]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """A client of a server whose chat model is *converse*."""
    open_ones: list[Any] = []

    def _serve(converse: Converse, **settings: Any) -> httpx.Client:
        made: Services = make_services(tmp_path, **{"judge_model": "m"} | settings)
        made = replace(made, converse=Lazy(lambda: talking(converse)))
        fill(made)
        context = running(made)
        open_ones.append(context)
        return context.__enter__()

    yield _serve
    for context in open_ones:
        context.__exit__(None, None, None)


def test_it_judges_when_it_is_asked_to(serve: Serve) -> None:
    converse = FakeConverse(answer=lambda _: HALF)
    client = serve(converse)
    plain = client.post("/v1/grades", json=ASKED).json()
    assert (plain["grade"]["decided_by"], converse.asked) == ("fake/1", [])
    judged = client.post("/v1/grades", json=ASKED | {"judge": "always"})
    assert judged.status_code == 200, judged.text
    grade = judged.json()["grade"]
    assert grade["decided_by"].startswith("judge/1+fake+")
    assert [opinion["grader"].split("/")[0] for opinion in grade["opinions"]] == ["fake", "judge"]
    stored = client.get(f"/v1/attempts/{judged.json()['attempt_id']}").json()
    assert stored["attempt"]["grade"] == grade


def test_true_is_the_mode_of_the_settings(serve: Serve) -> None:
    converse = FakeConverse(answer=lambda _: HALF)
    client = serve(converse, judge_mode="always")
    assert client.post("/v1/grades", json=ASKED | {"judge": True}).json()["grade"]["score"] == 0.5
    assert len(converse.asked) == 1
    client.post("/v1/grades", json=ASKED | {"judge": "cascade"})
    assert len(converse.asked) == 1  # the fake panel is sure of itself


def test_a_batch_is_judged_as_a_whole(serve: Serve) -> None:
    client = serve(FakeConverse(answer=lambda _: HALF))
    body = {"answers": [ASKED, {"question_id": TIDES.id, "answer": ""}], "judge": "always"}
    grades = [item["grade"] for item in client.post("/v1/grades/batch", json=body).json()["grades"]]
    assert [grade["decided_by"].split("/")[0] for grade in grades] == ["judge", "fake"]


def test_an_outage_is_no_error_and_no_zero(serve: Serve) -> None:
    client = serve(FakeConverse(answer=lambda _: outage(FailureKind.SERVER_ERROR)))
    grade = client.post("/v1/grades", json=ASKED | {"judge": "always"}).json()["grade"]
    assert (grade["status"], grade["score"]) == ("unscored", None)
    assert "server error" in grade["reason"]


def test_a_spent_budget_is_silence(serve: Serve) -> None:
    client = serve(FakeConverse(answer=lambda _: BudgetSpent("the budget of $1.00 is spent")))
    grade = client.post("/v1/grades", json=ASKED | {"judge": "always"}).json()["grade"]
    assert (grade["status"], "budget" in grade["reason"]) == ("unscored", True)


@pytest.mark.parametrize(
    ("judge", "settings", "why"),
    [
        ("sometimes", {}, "no judge mode"),
        ("teach:30", {}, "for files of answers"),
        (True, {"judge_model": None}, "this server has no judge"),
        ("always", {"judge_model": None}, "this server has no judge"),
        (3, {}, "judge"),
    ],
)
def test_what_cannot_be_done_is_refused(serve: Serve, judge: Any, settings: dict[str, Any], why: str) -> None:
    client = serve(FakeConverse(), **settings)
    answer = client.post("/v1/grades", json=ASKED | {"judge": judge})
    assert answer.status_code == 422
    assert why in answer.json()["detail"]
    assert client.get("/v1/attempts").json()["attempts"] == []


def test_learners_have_no_say_in_it(serve: Serve) -> None:
    client = serve(FakeConverse())
    assert client.post("/v1/learner/grades", json=ASKED | {"judge": True}).status_code == 422


def test_it_is_for_staff(serve: Serve) -> None:
    client = serve(FakeConverse(), staff_token="s3cret")  # noqa: S106
    assert client.post("/v1/grades", json=ASKED | {"judge": True}).status_code == 401


def test_nobody_waits_for_a_slow_judge_who_did_not_ask_for_it(serve: Serve) -> None:
    answer, begun = threading.Event(), threading.Semaphore(0)

    async def slow(_: ChatRequest, /) -> Reply:
        begun.release()
        await asyncio.to_thread(answer.wait)
        return Reply(HALF, "slow")

    client = serve(slow)
    with ThreadPoolExecutor(3) as pool:
        judged = [pool.submit(client.post, "/v1/grades", json=ASKED | {"judge": "always"}) for _ in range(3)]
        try:
            assert [begun.acquire(timeout=60) for _ in judged] == [True] * 3
            for _ in range(5):
                assert client.post("/v1/grades", json=ASKED).status_code == 200
                assert client.get("/healthz").status_code == 200
            assert not any(one.done() for one in judged)
        finally:
            answer.set()
        assert [one.result().json()["grade"]["score"] for one in judged] == [0.5] * 3
