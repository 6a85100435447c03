import asyncio
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.chat.budget import Budget, Purse, estimate, most, prompt_tokens, tokens
from graders.chat.client import ChatClient
from graders.chat.failing import TryFailed
from graders.chat.types import ChatRequest, FailureKind, ModelsFailed, Price, Reply
from questions.errors import BadInput, BadSetting, BudgetSpent
from tests.fakes import FakeReplies
from tests.graders.chat.trying import PRICE, Scripted, asking

SHORT = replace(ChatRequest.of("Be brief.", "What is conduction? " * 20), max_tokens=20)
REAL = PRICE.of(100, 20)  # what the scripted models say they took


def _within(asked: ChatClient, limit: float) -> ChatClient:
    return replace(asked, purse=Purse(Budget(limit)))


def _ask(asked: ChatClient, count: int) -> list[Reply | BaseException]:
    async def all_of_them() -> list[Reply | BaseException]:
        calls = [asked(replace(SHORT, seed=number)) for number in range(count)]
        return list(await asyncio.gather(*calls, return_exceptions=True))

    return asyncio.run(all_of_them())


@pytest.mark.parametrize("limit", [-1.0, float("nan"), float("inf")])
def test_what_is_no_budget_is_refused(limit: float) -> None:
    with pytest.raises(BadInput, match="US dollars"):
        Budget(limit)


def test_it_stops_cleanly_and_says_what_to_do() -> None:
    tried = Scripted(a=["fine"])
    came = _ask(_within(asking(tried, "a"), 10.5 * REAL), 30)
    assert sum(isinstance(one, Reply) for one in came) == len(tried.asked) == 10
    stopped = [one for one in came if not isinstance(one, Reply)]
    assert all(isinstance(one, BudgetSpent) for one in stopped)
    assert "what was paid for is kept" in str(stopped[0])


@given(limit=st.floats(0, 0.003), count=st.integers(1, 20), longest=st.integers(20, 200))
def test_no_budget_is_ever_overdrawn(limit: float, count: int, longest: int) -> None:
    tried = Scripted(a=["fine"])
    asked = _within(asking(tried, "a"), limit)

    async def all_of_them() -> None:
        request = ChatRequest.of("", "Why? " * 60)
        calls = [asked(replace(request, seed=number, max_tokens=longest)) for number in range(count)]
        await asyncio.gather(*calls, return_exceptions=True)

    asyncio.run(all_of_them())
    assert asked.purse is not None
    assert asked.purse.held == pytest.approx(0.0, abs=1e-12)
    assert asked.purse.spent == pytest.approx(len(tried.asked) * REAL)
    assert asked.purse.spent <= limit + 1e-12


@pytest.mark.parametrize("amounts", [(0.1, 0.2, 0.3), (0.1, 0.7, 0.2), (0.3, 0.3, 0.3)])
def test_calls_of_different_sizes_leave_nothing_behind(amounts: tuple[float, ...]) -> None:
    purse = Purse(Budget(1.0))

    async def story() -> None:
        held = [purse.hold(amount) for amount in amounts]
        for one in held:
            await one.__aenter__()
        for one in held:
            await one.__aexit__(None, None, None)
        # It would wait for ever for a call that is not there.
        async with purse.hold(1.1):
            pass

    with pytest.raises(BudgetSpent):
        asyncio.run(asyncio.wait_for(story(), 20))


@given(st.lists(st.floats(0.001, 0.5), min_size=1, max_size=12), st.floats(0.0, 1.0))
def test_calls_of_any_size_come_or_are_told(amounts: list[float], limit: float) -> None:
    purse = Purse(Budget(limit))

    async def call(amount: float) -> bool:
        try:
            async with purse.hold(amount) as bill:
                await asyncio.sleep(0)
                bill.charge(amount / 2)
        except BudgetSpent:
            return False
        return True

    async def all_of_them() -> list[bool]:
        return list(await asyncio.wait_for(asyncio.gather(*map(call, amounts)), 20))

    came = asyncio.run(all_of_them())
    paid = sum(amount / 2 for amount, whether in zip(amounts, came, strict=True) if whether)
    assert purse.held == 0.0
    assert purse.spent == pytest.approx(paid)
    assert purse.spent <= limit + 1e-9


def test_who_is_cancelled_lets_the_others_go_on() -> None:
    purse = Purse(Budget(1.0))

    async def call(amount: float, seconds: float) -> None:
        async with purse.hold(amount):
            await asyncio.sleep(seconds)

    async def story() -> None:
        first = asyncio.create_task(call(0.9, 60.0))
        await asyncio.sleep(0)
        others = [asyncio.create_task(call(0.5, 0.0)) for _ in range(5)]
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.gather(*others)

    asyncio.run(asyncio.wait_for(story(), 20))
    assert purse.spent == 0.0


def test_kept_replies_need_no_budget() -> None:
    replies = FakeReplies()
    _ask(asking(Scripted(a=["fine"]), "a", replies=replies), 5)
    came = _ask(_within(asking(Scripted(a=["fine"]), "a", replies=replies), 0.0), 5)
    assert all(isinstance(one, Reply) and one.from_cache for one in came)


def test_failures_that_may_be_billed_are_counted_and_others_are_not() -> None:
    for may_cost, spent in ((True, 3 * most(SHORT, PRICE)), (False, 0.0)):
        tried = Scripted(a=[TryFailed(FailureKind.TIMED_OUT, may_cost=may_cost)])
        asked = _within(asking(tried, "a"), 1.0)
        (came,) = _ask(asked, 1)
        assert isinstance(came, ModelsFailed)
        assert asked.purse is not None
        assert asked.purse.spent == pytest.approx(spent)


def test_an_unknown_price_and_a_budget_do_not_go_together() -> None:
    asked = _within(asking(Scripted(a=["fine"]), "a"), 1.0)
    for line in asked.lines:
        line.spec = replace(line.spec, price=None, api_base="http://127.0.0.1:1")
    (came,) = _ask(asked, 1)
    assert isinstance(came, BadSetting)
    assert "QUIZGEN_JUDGE_PRICE" in str(came)


@given(st.text(max_size=200), st.text(max_size=200))
def test_tokens_add_up_at_least(one: str, other: str) -> None:
    assert tokens(one + other) <= tokens(one) + tokens(other)
    assert tokens(one + other) >= max(tokens(one), tokens(other))


def test_the_rule_is_on_the_safe_side_of_real_tokenizers() -> None:
    tiktoken_counts = {  # by the encoding of GPT-4o
        "The gradient of the loss says in which direction to step.": 12,
        "多头注意力让模型同时关注不同位置的信息。": 15,
        "def f(x): return [y ** 2 for y in x if y > 0]": 20,
    }
    for text, counted in tiktoken_counts.items():
        assert tokens(text) >= 0.75 * counted


def test_an_estimate_before_a_batch() -> None:
    requests = [replace(SHORT, seed=number) for number in range(10)]
    found = estimate(requests, Price(1e-6, 1e-5))
    assert (found.calls, found.completion_tokens) == (10, 200)
    assert found.prompt_tokens == 10 * prompt_tokens(SHORT)
    assert found.cost == pytest.approx(found.prompt_tokens * 1e-6 + 200 * 1e-5)
    assert estimate(requests, None).cost is None
    assert estimate(requests, None, reply_tokens=5).completion_tokens == 50
    assert estimate(requests, None, reply_tokens=500).completion_tokens == 200
    assert prompt_tokens(replace(SHORT, schema={"type": "object"})) > prompt_tokens(SHORT)
