import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import replace

import pytest

from graders.chat.client import ChatClient, client, key_of
from graders.chat.failing import TryFailed
from graders.chat.gate import hands
from graders.chat.types import (
    Arrived,
    ChatRequest,
    Failure,
    FailureKind,
    Finish,
    ModelsFailed,
    ModelSpec,
    Reply,
    Structure,
)
from tests.fakes import FakeReplies, FakeTime
from tests.graders.chat.trying import ASKED, Scripted, asking

DOWN = FailureKind.SERVER_ERROR


def ask(asked: ChatClient, *requests: ChatRequest) -> list[Reply | BaseException]:
    """What becomes of *requests*, asked at once."""

    async def all_of_them() -> list[Reply | BaseException]:
        return list(await asyncio.gather(*map(asked, requests), return_exceptions=True))

    return asyncio.run(all_of_them())


def one(asked: ChatClient, request: ChatRequest = ASKED) -> Reply:
    (came,) = ask(asked, request)
    assert isinstance(came, Reply), came
    return came


def failed(asked: ChatClient, request: ChatRequest = ASKED) -> tuple[Failure, ...]:
    (came,) = ask(asked, request)
    assert isinstance(came, ModelsFailed), came
    return came.failures


def test_patience_then_a_reply() -> None:
    time = FakeTime()
    tried = Scripted(a=[DOWN, FailureKind.TIMED_OUT, "fine"])
    assert one(asking(tried, "a", time=time)).text == "fine"
    assert tried.names == ["a", "a", "a"]
    assert time.slept == [0.25, 0.5]


def test_the_next_model_takes_over() -> None:
    tried = Scripted(a=[DOWN], b=["fine"])
    assert one(asking(tried, "a", "b")).model == "b"
    assert tried.names == ["a", "a", "a", "b"]


@pytest.mark.parametrize("finish", [Finish.REFUSED, Finish.FILTERED, Finish.LENGTH])
def test_what_was_refused_or_cut_off_goes_to_the_next_model_at_once(finish: Finish) -> None:
    tried = Scripted(a=[finish], b=["fine"])
    assert one(asking(tried, "a", "b")).model == "b"
    assert tried.names == ["a", "b"]


def test_the_reasons_come_in_the_order_of_asking() -> None:
    tried = Scripted(
        a=[FailureKind.TIMED_OUT], b=[TryFailed(FailureKind.NOT_SET_UP, "no key")], c=[Finish.REFUSED]
    )
    found = failed(asking(tried, "a", "b", "c"))
    assert found == (
        Failure("a", FailureKind.TIMED_OUT, "", 3),
        Failure("b", FailureKind.NOT_SET_UP, "no key", 1),
        Failure("c", FailureKind.REFUSED),
    )
    (error,) = ask(asking(tried, "a", "b", "c"), ASKED)
    assert str(error).endswith("a: timed out after 3 tries; b: not set up (no key); c: refused")


class SlowReplies(FakeReplies):
    """On a slow disk."""

    def keep(self, arrived: Sequence[Arrived], /) -> None:
        """Keeps replies, after a while."""
        time.sleep(0.01)
        super().keep(arrived)


def test_what_a_kill_can_lose_is_what_is_under_way_also_on_a_slow_disk() -> None:
    replies, tried = SlowReplies(), Scripted(a=["fine"])
    lost: list[int] = []
    tried.before = lambda: lost.append(len(tried.asked) - len(replies.kept))
    asked = client([ModelSpec("a", concurrency=4)], replies=replies, try_model=tried)
    ask(asked, *(ChatRequest.of("Be brief.", f"What is {number}?") for number in range(40)))
    assert len(replies.kept) == 40
    assert max(lost) <= hands(4) == 5


def test_what_was_paid_for_is_not_asked_again() -> None:
    replies = FakeReplies()
    tried = Scripted(a=["fine"])
    first = one(asking(tried, "a", replies=replies))
    again = one(asking(tried, "a", replies=replies))
    assert tried.names == ["a"]
    assert replies.purposes == ["judge"]
    assert again == replace(first, from_cache=True)
    assert (first.paid, again.paid) == (first.cost, 0.0)


def test_a_fallbacks_reply_stays_when_the_first_is_back() -> None:
    replies = FakeReplies()
    assert one(asking(Scripted(a=[DOWN], b=["by b"]), "a", "b", replies=replies)).text == "by b"
    tried = Scripted(a=["by a"], b=["by b"])
    assert one(asking(tried, "a", "b", replies=replies)).text == "by b"
    assert tried.names == []


def test_a_kept_refusal_is_not_paid_for_again_either() -> None:
    replies = FakeReplies()
    assert failed(asking(Scripted(a=[Finish.REFUSED]), "a", replies=replies))[0].kind is FailureKind.REFUSED
    tried = Scripted(a=["fine"], b=["by b"])
    assert failed(asking(tried, "a", replies=replies))[0].kind is FailureKind.REFUSED
    assert one(asking(tried, "a", "b", replies=replies)).text == "by b"
    assert tried.names == ["b"]


def test_outages_are_not_kept() -> None:
    replies = FakeReplies()
    failed(asking(Scripted(a=[DOWN]), "a", replies=replies))
    assert replies.kept == {}


def test_a_fresh_request_is_asked_though_a_reply_is_kept() -> None:
    replies = FakeReplies()
    tried = Scripted(a=["fine"])
    one(asking(tried, "a", replies=replies))
    assert not one(asking(tried, "a", replies=replies), replace(ASKED, fresh=True)).from_cache
    assert tried.names == ["a", "a"]


def test_equal_requests_at_the_same_time_are_one_call() -> None:
    tried = Scripted(a=["fine"])
    other = ChatRequest.of("Be brief.", "What is convection?")
    came = ask(asking(tried, "a", replies=FakeReplies()), ASKED, ASKED, other, ASKED)
    assert tried.names == ["a", "a"]
    assert [reply.from_cache for reply in came if isinstance(reply, Reply)] == [False, True, False, True]


@pytest.mark.parametrize(
    "other",
    [
        ChatRequest.of("Be brief!", "What is conduction?"),
        ChatRequest.of("Be brief.", "What is conduction"),
        ChatRequest.of("Be brief.What", " is conduction?"),
        replace(ASKED, seed=1),
        replace(ASKED, schema={"type": "object"}),
        replace(ASKED, temperature=0.5),
        replace(ASKED, max_tokens=10),
        replace(ASKED, top_logprobs=2),
    ],
)
def test_whatever_decides_the_reply_parts_the_keys(other: ChatRequest) -> None:
    assert key_of(ModelSpec("a"), other) != key_of(ModelSpec("a"), ASKED)


def test_the_key_knows_model_and_place_but_not_secret_patience_or_purpose() -> None:
    key = key_of(ModelSpec("a"), ASKED)
    # Pinned: with another one, no reply of an older release would be found, and all be paid for again.
    assert key == "d4072a6c1e6d9a978c389ea6640e5555ddeaaee366c7b747eb36f4c929df1c29"
    assert key_of(ModelSpec("b"), ASKED) != key
    assert key_of(ModelSpec("a", "http://here"), ASKED) != key
    assert (
        key_of(ModelSpec("a", api_key="k", timeout_s=1, rate=5), replace(ASKED, purpose="x", fresh=True))
        == key
    )


def test_a_dead_model_is_left_alone_and_its_reason_told() -> None:
    time = FakeTime()
    tried = Scripted(a=[TryFailed(FailureKind.NOT_SET_UP, "HTTP 401")])
    asked = asking(tried, "a", time=time)
    came = ask(asked, *(ChatRequest.of("x", str(number)) for number in range(100)))
    assert len(tried.asked) == 1
    last = came[-1]
    assert isinstance(last, ModelsFailed)
    assert last.failures[0].kind is FailureKind.RESTING
    assert "HTTP 401" in last.failures[0].detail


def test_a_dead_provider_gets_few_of_a_thousand_calls() -> None:
    time = FakeTime()
    tried = Scripted(a=[DOWN])
    tried.before = lambda: setattr(time, "now", time.now + 0.05)
    came = ask(asking(tried, "a", time=time), *(ChatRequest.of("x", str(number)) for number in range(1000)))
    assert all(isinstance(one, ModelsFailed) for one in came)
    assert len(tried.asked) <= 80


def test_a_model_that_is_back_is_asked_again() -> None:
    time = FakeTime()
    tried = Scripted(a=[TryFailed(FailureKind.NOT_SET_UP), "fine"])
    asked = asking(tried, "a", time=time)

    async def story() -> Reply:
        with pytest.raises(ModelsFailed):
            await asked(ASKED)
        with pytest.raises(ModelsFailed):
            await asked(ASKED)
        time.now += 30.0
        return await asked(ASKED)

    assert asyncio.run(story()).text == "fine"
    assert tried.names == ["a", "a"]


def test_a_rate_limit_holds_back_all_calls_and_kills_nobody() -> None:
    time = FakeTime()
    tried = Scripted(a=[TryFailed(FailureKind.RATE_LIMITED, wait_s=10.0)] * 6 + ["fine"])
    came = ask(asking(tried, "a", time=time), *(ChatRequest.of("x", str(number)) for number in range(6)))
    assert [isinstance(one, Reply) for one in came] == [True] * 6
    assert time.now >= 1010.0


def test_a_provider_that_asks_for_an_hour_is_not_asked_again_and_again() -> None:
    time = FakeTime()
    tried = Scripted(a=[TryFailed(FailureKind.RATE_LIMITED, "HTTP 429", wait_s=3600.0), "fine"], b=["by b"])
    asked = asking(tried, "a", "b", time=time)
    requests = [ChatRequest.of("x", str(number)) for number in range(40)]

    async def story() -> list[str]:
        first = [(await asked(request)).text for request in requests[:20]]
        time.now += 300.0
        return first + [(await asked(request)).text for request in requests[20:]]

    assert asyncio.run(story()) == ["by b"] * 20 + ["fine"] * 20
    assert tried.names.count("a") == 21


def test_a_form_that_is_rejected_gives_way_to_a_weaker_one() -> None:
    shaped = replace(ASKED, schema={"type": "object"})
    tried = Scripted(a=[FailureKind.REJECTED, "{}"])
    asked = asking(tried, "a")

    async def twice() -> None:
        await asked(shaped)
        await asked(replace(shaped, seed=1))

    asyncio.run(twice())
    assert [form for _, form in tried.asked] == [Structure.SCHEMA, Structure.OBJECT, Structure.OBJECT]


def test_a_request_that_is_rejected_in_every_form_says_what_the_first_complaint_was() -> None:
    shaped = replace(ASKED, schema={"type": "object"})
    tried = Scripted(a=[TryFailed(FailureKind.REJECTED, "first"), TryFailed(FailureKind.REJECTED, "later")])
    (failure,) = failed(asking(tried, "a"), shaped)
    assert (failure.kind, failure.detail, len(tried.asked)) == (FailureKind.REJECTED, "first", 3)


def test_a_reply_that_is_paid_for_is_kept_though_nobody_waits(caplog: pytest.LogCaptureFixture) -> None:
    replies = FakeReplies()
    tried = Scripted(a=["fine"])
    asked = asking(tried, "a", replies=replies)

    async def story() -> None:
        arrived = asyncio.Event()
        tried.before = arrived.set
        task = asyncio.create_task(asked(ASKED))
        await arrived.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await asyncio.sleep(0.05)

    asyncio.run(story())
    assert [reply.text for reply in replies.kept.values()] == ["fine"]
    assert caplog.text == ""


def test_the_log_holds_prompts_only_when_asked_for(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    one(asking(Scripted(a=[DOWN, "the reply"]), "a"))
    assert "server error" in caplog.text
    assert "100 + 20" in caplog.text
    assert "conduction" not in caplog.text
    assert "the reply" not in caplog.text
    one(replace(asking(Scripted(a=["the\nreply"]), "a"), log_prompts=True))
    assert "What is conduction?" in caplog.text
    assert r"the\nreply" in caplog.text
