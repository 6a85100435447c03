import asyncio
import threading
import time
from collections.abc import Sequence

import pytest

from graders.chat.shelf import Shelf, Together
from graders.chat.types import Arrived, Reply
from questions.errors import BankUnusable
from tests.fakes import FakeReplies


class Doubling:
    """Doubles numbers, slowly; *batches* holds what came together."""

    def __init__(self, seconds: float = 0.02) -> None:
        self.batches: list[list[int]] = []
        self.seconds = seconds
        self.begun = threading.Event()

    def __call__(self, items: Sequence[int]) -> Sequence[int]:
        self.batches.append(list(items))
        self.begun.set()
        time.sleep(self.seconds)
        if min(items) < 0:
            raise BankUnusable("the disk is full")
        return [2 * item for item in items]


def test_what_comes_together_is_done_together_and_in_order() -> None:
    work = Doubling()

    async def story() -> list[int]:
        together = Together(work)
        first = asyncio.create_task(together(0))
        await asyncio.sleep(0.005)
        rest = await asyncio.gather(*(together(number) for number in range(1, 50)))
        return [await first, *rest]

    assert asyncio.run(story()) == [2 * number for number in range(50)]
    assert work.batches == [[0], list(range(1, 50))]


def test_an_error_reaches_all_who_asked_and_no_later_one() -> None:
    work = Doubling()

    async def story() -> int:
        together = Together(work)
        came = await asyncio.gather(together(-1), together(2), return_exceptions=True)
        assert [type(one) for one in came] == [BankUnusable, BankUnusable]
        return await together(3)

    assert asyncio.run(story()) == 6


def test_who_is_cancelled_leaves_the_work_to_be_done() -> None:
    work = Doubling()

    async def story() -> int:
        together = Together(work)
        gone, stays = asyncio.create_task(together(1)), asyncio.create_task(together(2))
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)
        assert gone.cancelled()
        return await stays

    assert asyncio.run(story()) == 4
    assert work.batches == [[1, 2]]


def test_what_waits_when_the_loop_ends_is_done_too() -> None:
    work = Doubling(seconds=0.1)

    async def story() -> None:
        together = Together(work)
        first = asyncio.create_task(together(1))
        await asyncio.to_thread(work.begun.wait)
        second = asyncio.create_task(together(2))
        await asyncio.sleep(0)
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.gather(first, second, return_exceptions=True)

    asyncio.run(story())
    assert work.batches == [[1], [2]]


def test_replies_are_found_and_kept() -> None:
    replies = FakeReplies()

    async def story() -> None:
        shelf = Shelf(replies)
        await asyncio.gather(*(shelf.keep(Arrived(f"k{n}", Reply(str(n), "m"), "judge")) for n in range(5)))
        one, two = await asyncio.gather(shelf.find(["k1", "none"]), shelf.find(["k2", "k1"]))
        assert {key: reply.text for key, reply in one.items()} == {"k1": "1"}
        assert {key: reply.text for key, reply in two.items()} == {"k1": "1", "k2": "2"}

    asyncio.run(story())
    assert replies.purposes == ["judge"] * 5


def test_a_shelf_that_cannot_be_written_is_no_secret() -> None:
    class Full(FakeReplies):
        def keep(self, _: Sequence[Arrived], /) -> None:
            raise BankUnusable("the disk is full")

    with pytest.raises(BankUnusable):
        asyncio.run(Shelf(Full()).keep(Arrived("k", Reply("x", "m"))))
