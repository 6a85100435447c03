"""What servers do, each through litellm and a real socket; the cases are a table."""

import asyncio
import json
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from graders.chat import provider
from graders.chat.client import ChatClient, client
from graders.chat.failing import Backoff
from graders.chat.foreign import read_failure
from graders.chat.line import Patience
from graders.chat.types import ChatRequest, FailureKind, ModelsFailed, ModelSpec, Price, Reply, Structure
from tests.fakes import FakeTime
from tests.servers.scripted import Step, serving

CASES = json.loads((Path(__file__).parents[2] / "cases" / "chat_servers.json").read_text(encoding="utf-8"))
SCHEMA = {"type": "object", "properties": {"ok": {"type": "boolean"}}}
KEY, PROMPT = "sk-never-in-a-log", "The learner wrote this in confidence."
OWN, LISTED = "openai/m", "openai/gpt-4o-mini"  # litellm has two ways, one of them through OpenAI's SDK

pytest.importorskip("litellm", reason="the extra llm is not installed")
# litellm's own; the filters of the product do not outlive a test.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Pydantic serializer"),
    pytest.mark.filterwarnings("ignore:coroutine '.*acompletion' was never awaited"),
]


def _request(case: dict[str, Any]) -> ChatRequest:
    return ChatRequest.of("Be brief.", PROMPT, schema=SCHEMA if case.get("schema") else None)


def _client(case: dict[str, Any], url: str, time: FakeTime, model: str = OWN) -> ChatClient:
    spec = ModelSpec(model, url, KEY, timeout_s=case.get("timeout", 60.0))
    patience = Patience(Backoff(tries=3, jitter=lambda: 0.5), clock=time.clock, sleep=time.sleep)
    return client([spec], patience=patience)


async def _ask(asked: ChatClient, request: ChatRequest) -> Reply | ModelsFailed:
    try:
        return await asked(request)
    except ModelsFailed as failed:
        return failed
    finally:
        await provider.close()


@pytest.mark.parametrize("model", [OWN, LISTED])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_what_a_server_does(case: dict[str, Any], model: str, caplog: pytest.LogCaptureFixture) -> None:
    if model != OWN and "own_only" in case:
        pytest.skip(case["own_only"])
    caplog.set_level(logging.DEBUG)
    time = FakeTime()
    with serving(*case["steps"]) as server:
        came = asyncio.run(_ask(_client(case, server.url, time, model), _request(case)))
    if "failure" in case:
        _check_failure(case, came)
    else:
        _check_reply(case, came)
    if "requests_at_least" in case:
        assert len(server.got) >= case["requests_at_least"]
    else:
        assert len(server.got) == case["requests"]
    assert sum(time.slept) >= case.get("waits_at_least", 0)
    logged = caplog.text
    assert KEY not in logged
    assert PROMPT not in logged
    assert "sk-very-secret" not in logged


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    """What litellm and the SDK load with the first call must not count as the time of a reply."""
    with serving({"content": "fine"}) as server:
        for model in (OWN, LISTED):
            asyncio.run(_ask(_client({}, server.url, FakeTime(), model), _request({})))


def _check_failure(case: dict[str, Any], came: Reply | ModelsFailed) -> None:
    assert isinstance(came, ModelsFailed), came
    (failure,) = came.failures
    assert failure.kind is FailureKind(case["failure"])
    assert case.get("detail", "") in failure.detail
    told = str(came)
    assert str(failure) in told
    assert len(told.splitlines()) == 1
    assert not any(secret in told for secret in (KEY, PROMPT, "sk-very-secret"))
    # A traceback is printed by whoever meets a bug; no stranger's words may hang on to it.
    assert came.__cause__ is None


def _check_reply(case: dict[str, Any], came: Reply | ModelsFailed) -> None:
    assert isinstance(came, Reply), came
    if "text_length" in case:
        assert len(came.text) == case["text_length"]
    else:
        assert came.text == case["text"]
    assert came.cost is None
    assert came.latency_s > 0
    assert not came.from_cache
    assert came.structure is Structure(case.get("structure", "plain"))
    if "tokens" in case:
        assert [came.prompt_tokens, came.completion_tokens] == case["tokens"]


def test_there_are_enough_cases_and_each_says_what_is_expected() -> None:
    assert len(CASES) >= 40
    assert len({case["why"] for case in CASES}) == len(CASES)
    assert all(("failure" in case) != ("text" in case or "text_length" in case) for case in CASES)


def test_what_is_sent() -> None:
    with serving({"content": "fine"}) as server:
        asyncio.run(_ask(_client({}, server.url, FakeTime()), _request({"schema": True})))
    (got,) = server.got
    assert (got.method, got.path) == ("POST", "/v1/chat/completions")
    assert got.headers["authorization"] == f"Bearer {KEY}"
    body = got.body
    assert body["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": PROMPT},
    ]
    assert (body["model"], body["temperature"], body["seed"], body["max_tokens"]) == ("m", 0, 0, 4096)
    assert body["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "reply", "schema": SCHEMA, "strict": True},
    }
    assert not body.get("stream")


def test_the_alternatives_of_a_token_come_back() -> None:
    other = {"token": " no", "logprob": -1.5, "bytes": None}
    token = {"token": " yes", "logprob": -0.25, "bytes": None, "top_logprobs": [other]}
    step = {"content": " yes", "choice": {"logprobs": {"content": [token]}}}
    request = ChatRequest.of("Say yes.", "Well?")
    with serving(step) as server:
        asked = ChatRequest(request.messages, top_logprobs=5)
        came = asyncio.run(_ask(_client({}, server.url, FakeTime()), asked))
    assert isinstance(came, Reply)
    assert (server.got[0].body["logprobs"], server.got[0].body["top_logprobs"]) == (True, 5)
    assert [(one.token, one.logprob, one.others) for one in came.tokens] == [
        (" yes", -0.25, ((" no", -1.5),))
    ]


@pytest.mark.parametrize(
    ("logprob", "read"), [(float("-inf"), -9999.0), (float("nan"), -9999.0), (0.5, 0.0), (-1e300, -9999.0)]
)
def test_an_odd_probability_is_one_that_can_be_kept(logprob: float, read: float) -> None:
    other = {"token": "B\ud800", "logprob": logprob, "bytes": None}
    token = {"token": "A", "logprob": logprob, "bytes": None, "top_logprobs": [other]}
    with serving({"content": "A", "choice": {"logprobs": {"content": [token]}}}) as server:
        asked = ChatRequest(ChatRequest.of("Say A.", "Well?").messages, top_logprobs=4)
        came = asyncio.run(_ask(_client({}, server.url, FakeTime()), asked))
    assert isinstance(came, Reply)
    assert [(one.logprob, one.others) for one in came.tokens] == [(read, (("B\ufffd", read),))]


def test_a_cost_beyond_all_measure_is_unknown() -> None:
    with serving({"content": "fine"}) as server:
        asked = client([ModelSpec(OWN, server.url, KEY, price=Price(1e308, 1e308))])
        came = asyncio.run(_ask(asked, _request({})))
    assert isinstance(came, Reply)
    assert came.cost is None


def test_a_form_that_was_rejected_is_not_tried_again() -> None:
    steps: list[Step] = [{"status": 400, "body": {"error": {"message": "no"}}}, {"content": "{}"}]
    request = _request({"schema": True})

    async def twice(asked: ChatClient) -> None:
        await asked(request)
        await _ask(asked, request)

    with serving(*steps) as server:
        asyncio.run(twice(_client({}, server.url, FakeTime())))
    forms = [got.body["response_format"]["type"] for got in server.got]
    assert forms == ["json_schema", "json_object", "json_object"]
    rules = server.got[-1].body["messages"][0]["content"]
    assert rules.startswith("Be brief.")
    assert rules.endswith(json.dumps(SCHEMA))


def test_nobody_listens() -> None:
    with serving({"content": "fine"}) as server:
        pass
    came = asyncio.run(_ask(_client({}, server.url, FakeTime()), _request({})))
    assert isinstance(came, ModelsFailed)
    assert came.failures[0].kind is FailureKind.CONNECTION
    assert came.failures[0].attempts == 3


@pytest.mark.parametrize(
    "model", ["openai/gpt-4o-mini", "anthropic/claude-3-5-haiku-20241022", "gemini/gemini-1.5-flash"]
)
def test_without_a_key_nothing_is_sent_and_the_reason_is_that(
    model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY"):
        monkeypatch.delenv(variable, raising=False)
    came = asyncio.run(_ask(client([ModelSpec(model)]), _request({})))
    assert isinstance(came, ModelsFailed)
    (failure,) = came.failures
    assert (failure.kind, failure.attempts) == (FailureKind.NOT_SET_UP, 1)
    assert failure.detail.startswith("no API key; set QUIZGEN_JUDGE_API_KEY")


def test_a_provider_whose_package_is_not_there_names_it() -> None:
    missing = ModuleNotFoundError("No module named 'google'", name="google")
    told = RuntimeError("litellm.APIConnectionError: No module named 'google'")
    told.__cause__ = missing
    found = read_failure(told, datetime.now(UTC))
    assert (found.kind, found.detail) == (
        FailureKind.NOT_SET_UP,
        "this provider needs the Python package google",
    )


def test_a_cancelled_call_lets_go_of_the_connection() -> None:
    async def stopped(asked: ChatClient) -> None:
        task = asyncio.create_task(asked(_request({})))
        assert await asyncio.to_thread(server.first.wait, 60)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await asyncio.wait_for(_ask(asked, _request({})), 60)).text == "fine"  # type: ignore[union-attr]

    with serving({"content": "late", "delay": 300}, {"content": "fine"}) as server:
        asyncio.run(stopped(_client({"timeout": 600.0}, server.url, FakeTime())))
    assert len(server.got) == 2
