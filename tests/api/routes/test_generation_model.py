"""`POST /v1/documents/{document_id}/generate?model=true`: questions by the chat model of the server."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.lazy import Lazy
from graders.chat.types import ChatRequest, Converse, FailureKind, Reply
from questions.errors import BudgetSpent
from tests.api.parts import fake_audit, make_services, running, talking
from tests.api.routes.test_documents import MARKDOWN
from tests.fakes import FakeConverse, FakeEncode, Scripted, outage
from tests.quizgen.generate.scripted import DIVIDES, FLATTENS, KEEPS, NOTES, items

Serve = Callable[..., httpx.Client]


def good(request: ChatRequest) -> str:
    return items(KEEPS) if "# Top-p" in request.messages[1].content else items(DIVIDES, FLATTENS)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """A client of a server whose chat model is *converse*."""
    open_ones: list[Any] = []

    def _serve(converse: Converse, **settings: Any) -> httpx.Client:
        made = make_services(tmp_path, **{"judge_model": "scripted"} | settings)
        context = running(replace(made, converse=Lazy(lambda: talking(converse))))
        open_ones.append(context)
        return context.__enter__()

    yield _serve
    for context in open_ones:
        context.__exit__(None, None, None)


def uploaded(client: httpx.Client) -> str:
    answer = client.post("/v1/documents?name=sampling.md", content=NOTES.encode(), headers=MARKDOWN)
    assert answer.status_code == 201, answer.text
    return f"/v1/documents/{answer.json()['document']['id']}/generate?model=true&kinds=free"


def post(client: httpx.Client, place: str) -> httpx.Response:
    return client.post(place, content=NOTES.encode(), headers=MARKDOWN)


def test_its_questions_are_drafts_with_the_words_they_rest_on(serve: Serve) -> None:
    client = serve(FakeConverse(answer=good))
    answer = post(client, f"{uploaded(client)}&count=3")
    assert answer.status_code == 200, answer.text
    made = answer.json()["questions"]
    assert [one["question"]["text"] for one in made] == [it["question"] for it in (DIVIDES, FLATTENS, KEEPS)]
    assert {one["maker"] for one in made} == {"model/1+scripted"}
    assert {one["question"]["status"] for one in made} == {"draft"}
    assert all(one["quote"].split()[0] in NOTES for one in made)
    first = made[0]["question"]
    assert client.get(f"/v1/questions/{first['id']}").json()["text"] == first["text"]
    learner = client.get("/v1/learner/questions").json()["questions"]
    assert {one["question"]["id"] for one in made}.isdisjoint({one["id"] for one in learner})


def test_without_the_word_no_model_is_asked(serve: Serve) -> None:
    converse = FakeConverse(answer=good)
    client = serve(converse)
    post(client, uploaded(client).replace("model=true", "model=false"))
    assert converse.asked == []


def test_a_dry_run_keeps_nothing_and_fewer_are_said(serve: Serve) -> None:
    client = serve(FakeConverse(answer=good))
    told = post(client, f"{uploaded(client)}&count=9&dry_run=true").json()
    assert len(told["questions"]) == 3
    assert any("3 of 9" in note for note in told["notes"])
    assert client.get(f"/v1/questions/{told['questions'][0]['question']['id']}").status_code == 404


@pytest.mark.parametrize(
    ("said", "status", "why"),
    [
        (outage(FailureKind.TIMED_OUT), 503, "timed out"),
        (BudgetSpent("the budget of $1.00 is spent"), 402, "budget"),
    ],
)
def test_what_becomes_of_failures(serve: Serve, said: Scripted, status: int, why: str) -> None:
    client = serve(FakeConverse(answer=lambda _: said))
    answer = post(client, uploaded(client))
    assert (answer.status_code, why in answer.json()["detail"]) == (status, True)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("settings", "more", "why"),
    [
        ({"judge_model": None}, "", "no chat model"),
        ({}, "&approve=true", "waits for a person"),
    ],
)
def test_what_cannot_be_done_is_refused(serve: Serve, settings: dict[str, Any], more: str, why: str) -> None:
    converse = FakeConverse(answer=good)
    client = serve(converse, **settings)
    answer = post(client, uploaded(client) + more)
    assert (answer.status_code, why in answer.json()["detail"], converse.asked) == (422, True, [])


def test_it_is_for_staff(serve: Serve) -> None:
    client = serve(FakeConverse(answer=good), staff_token="s3cret")  # noqa: S106
    assert client.post("/v1/documents/doc-x/generate?model=true").status_code == 401


def test_nobody_waits_for_the_model_and_one_computes_at_a_time(tmp_path: Path) -> None:
    busy, together, encode = threading.Lock(), list[bool](), FakeEncode()
    answer = threading.Event()

    def computed(work: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def _computed(given: Any, /) -> Any:
            together.append(not busy.acquire(blocking=False))
            time.sleep(0.02)
            busy.release()
            return work(given)

        return _computed

    async def slow(request: ChatRequest, /) -> Reply:
        await asyncio.to_thread(answer.wait)
        return Reply(good(request), "slow")

    made = replace(
        make_services(tmp_path, judge_model="slow"),
        encode=Lazy(lambda: computed(encode)),
        audit=Lazy(lambda: computed(fake_audit)),
        converse=Lazy(lambda: talking(slow)),
    )
    with running(made) as client, ThreadPoolExecutor(3) as pool:
        place = f"{uploaded(client)}&count=3&dry_run=true"
        waiting = [pool.submit(post, client, place) for _ in range(3)]
        time.sleep(0.3)
        try:
            assert client.get("/v1/questions").status_code == 200
            body = {"question": "What?", "reference": "The moon pulls.", "answer": "The moon pulls."}
            assert client.post("/v1/grades", json=body).status_code == 200
            assert not any(one.done() for one in waiting)
        finally:
            answer.set()
        assert [len(one.result().json()["questions"]) for one in waiting] == [3] * 3
    assert len(together) > 3
    assert not any(together)
