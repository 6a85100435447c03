"""Replies of chat models in the bank, and the accounts of what they cost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from questions.accounts import CostsBy
from questions.bank import QuestionBank
from questions.errors import Conflict
from questions.replies import Call, Costs, KeptReply, KeptToken

BEGIN = datetime(2025, 3, 1, 23, 30, tzinfo=UTC)
FULL = KeptReply(
    text='{"ok": "好 🙂"}',
    model="openai/m",
    prompt_tokens=100,
    completion_tokens=20,
    cost=0.001,
    latency_s=0.5,
    finish="stop",
    structure="json_schema",
    tokens=(KeptToken(token="好", logprob=-0.1, others=(("坏", -2.5),)),),  # noqa: S106 - not a password
)
BARE = KeptReply(text="?", model="local")


def _call(name: str, hours: int = 0, batch: str = "b1", purpose: str = "judge") -> Call:
    return Call(id=name, at=BEGIN + timedelta(hours=hours), batch=batch, purpose=purpose)


def test_what_is_kept_is_found(any_bank: QuestionBank) -> None:
    any_bank.keep_replies([("k1", FULL, _call("c1"))])
    any_bank.keep_replies([("k2", BARE, _call("c2"))])
    assert any_bank.kept_replies(["k1", "k2", "k3"]) == {"k1": FULL, "k2": BARE}
    assert any_bank.kept_replies([]) == {}


def test_the_first_reply_stays_and_every_call_is_counted(any_bank: QuestionBank) -> None:
    any_bank.keep_replies([("k1", FULL, _call("c1"))])
    any_bank.keep_replies([("k1", BARE, _call("c2"))])
    assert any_bank.kept_replies(["k1"]) == {"k1": FULL}
    (day,) = any_bank.costs()
    assert (day.calls, day.cost, day.unknown) == (2, 0.001, 1)


def test_a_call_is_entered_once(any_bank: QuestionBank) -> None:
    any_bank.keep_replies([("k1", FULL, _call("c1"))])
    with pytest.raises(Conflict):
        any_bank.keep_replies([("k2", FULL, _call("c1"))])
    assert any_bank.kept_replies(["k2"]) == {}


def test_what_no_database_can_hold_becomes_a_replacement_character(any_bank: QuestionBank) -> None:
    any_bank.keep_replies([("k1", BARE.model_copy(update={"text": "a\0b\ud83dc"}), _call("c1"))])
    assert any_bank.kept_replies(["k1"])["k1"].text == "a\ufffdb\ufffdc"


def test_accounts_by_day_batch_model_and_purpose(any_bank: QuestionBank) -> None:
    any_bank.keep_replies([("k1", FULL, _call("c1"))])
    any_bank.keep_replies([("k2", FULL, _call("c2", hours=1, batch="b2"))])
    any_bank.keep_replies([("k3", BARE, _call("c3", hours=2, batch="b2", purpose="generate"))])

    def one(name: str, calls: int, priced: int) -> Costs:
        return Costs(
            name=name,
            calls=calls,
            prompt_tokens=100 * priced,
            completion_tokens=20 * priced,
            cost=0.001 * priced if priced else None,
            unknown=calls - priced,
        )

    assert any_bank.costs() == (one("2025-03-01", 1, 1), one("2025-03-02", 2, 1))
    assert any_bank.costs(CostsBy.BATCH) == (one("b1", 1, 1), one("b2", 2, 1))
    assert any_bank.costs(CostsBy.MODEL) == (one("local", 1, 0), one("openai/m", 2, 2))
    assert any_bank.costs(CostsBy.PURPOSE) == (one("generate", 1, 0), one("judge", 2, 2))
    assert any_bank.costs(CostsBy.MODEL, batch="b2") == (one("local", 1, 0), one("openai/m", 1, 1))
    assert any_bank.costs(since=BEGIN + timedelta(minutes=31)) == (one("2025-03-02", 2, 1),)


def test_nothing_was_called(any_bank: QuestionBank) -> None:
    assert any_bank.costs() == ()


def test_many_at_once(any_bank: QuestionBank) -> None:
    def keep(number: int) -> None:
        any_bank.keep_replies([(f"k{number % 20}", FULL, _call(f"c{number}"))])
        assert any_bank.kept_replies([f"k{number % 20}"])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(keep, range(100)))
    (day,) = any_bank.costs()
    assert day.calls == 100
    assert len(any_bank.kept_replies(f"k{number}" for number in range(2000))) == 20
