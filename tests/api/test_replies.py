from datetime import UTC, datetime
from itertools import count

from api.lazy import Lazy
from api.replies import BankReplies
from graders.chat.types import Arrived, Finish, Reply, Structure, TokenChoice
from questions.accounts import CostsBy
from questions.bank import QuestionBank

FULL = Reply(
    text="好",
    model="openai/m",
    prompt_tokens=100,
    completion_tokens=20,
    cost=0.001,
    latency_s=0.5,
    finish=Finish.LENGTH,
    structure=Structure.OBJECT,
    tokens=(TokenChoice("好", -0.1, (("坏", -2.5),)),),
)


def test_a_reply_comes_back_as_it_was_but_for_its_origin(bank: QuestionBank) -> None:
    from dataclasses import replace

    numbers = count()
    now = datetime(2025, 3, 1, tzinfo=UTC)
    replies = BankReplies(Lazy(lambda: bank), lambda: now, lambda: f"c{next(numbers)}", batch="b1")
    bare = Reply("?", "local")
    replies.keep([Arrived("k1", FULL, "judge"), Arrived("k2", bare, "generate")])
    assert replies.find(["k1", "k2", "k3"]) == {
        "k1": replace(FULL, from_cache=True),
        "k2": replace(bare, from_cache=True),
    }
    assert [one.name for one in bank.costs(CostsBy.PURPOSE)] == ["generate", "judge"]
    assert [one.name for one in bank.costs(CostsBy.BATCH)] == ["b1"]


def test_a_clock_that_jumps_loses_no_reply_and_no_cost(bank: QuestionBank) -> None:
    times = [datetime(year, 3, 1, 23, 59, 59, tzinfo=UTC) for year in (2025, 1970, 9999, 2025)]
    numbers = count()
    for place, now in enumerate(times):
        replies = BankReplies(Lazy(lambda: bank), lambda now=now: now, lambda: f"c{next(numbers)}")  # type: ignore[misc]
        replies.keep([Arrived(f"k{place}", FULL)])
        assert set(replies.find(["k0", "k1", "k2", "k3"])) == {f"k{number}" for number in range(place + 1)}
    days = [(one.name, one.calls) for one in bank.costs(CostsBy.DAY)]
    assert days == [("1970-03-01", 1), ("2025-03-01", 2), ("9999-03-01", 1)]
