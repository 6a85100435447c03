import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Iterator

import pytest

from graders.chat.gate import hands
from graders.chat.loop import Conversation, OwnLoop
from graders.chat.types import ChatRequest, Reply
from tests.fakes import FakeConverse

ASKED = ChatRequest.of("x", "y")


@pytest.fixture
def own() -> Iterator[OwnLoop]:
    loop = OwnLoop()
    yield loop
    loop.close()


def _job(value: int, seconds: float = 0.0) -> Callable[[], Awaitable[int]]:
    async def work() -> int:
        await asyncio.sleep(seconds)
        if value < 0:
            raise ValueError(str(value))
        return value

    return work


def test_all_callers_meet_on_one_loop(own: OwnLoop) -> None:
    async def loop_id(_: ChatRequest, /) -> Reply:
        await asyncio.sleep(0)
        return Reply(str(id(asyncio.get_running_loop())), "m")

    talk = Conversation(loop_id, own)

    async def ask() -> str:
        return (await talk(ASKED)).text

    from_here = asyncio.run(ask())
    from_there = talk.run(ask())
    assert from_here == asyncio.run(ask()) == from_there


def test_results_come_as_they_are_done(own: OwnLoop) -> None:
    turns = [asyncio.Event() for _ in range(2)]

    async def last() -> int:
        await turns[1].wait()
        return 0

    async def last_but_one() -> int:
        await turns[0].wait()
        asyncio.get_running_loop().call_later(0.01, turns[1].set)
        return 3

    async def failing() -> int:
        asyncio.get_running_loop().call_later(0.01, turns[0].set)
        raise ValueError("-2")

    jobs: list[Callable[[], Awaitable[int]]] = [last, _job(1), failing, last_but_one]
    came = list(own.each(jobs, 4))
    assert [one.number for one in came][-2:] == [3, 0]
    assert {one.number: one.value for one in came} == {0: 0, 1: 1, 2: None, 3: 3}
    (error,) = [one.error for one in came if one.error]
    assert str(error) == "-2"


def test_no_more_jobs_are_taken_than_there_is_room_for(own: OwnLoop) -> None:
    taken, done = 0, 0
    most = 0

    def jobs() -> Iterator[Callable[[], Awaitable[int]]]:
        nonlocal taken, most
        for number in range(50):
            taken += 1
            most = max(most, taken - done)
            yield work
            _ = number

    async def work() -> int:
        nonlocal done
        await asyncio.sleep(0.001)
        done += 1
        return done

    assert len(list(own.each(jobs(), 5))) == 50
    assert most == 5


def test_who_stops_listening_stops_the_rest(own: OwnLoop) -> None:
    started = []

    def slow(number: int) -> Callable[[], Awaitable[int]]:
        async def work() -> int:
            started.append(number)
            await asyncio.sleep(0.01 if number == 0 else 300)
            return number

        return work

    came = own.each((slow(number) for number in range(100)), 3)
    assert next(came).number == 0
    begin = time.monotonic()
    came.close()  # type: ignore[attr-defined]  # a generator
    own.close()
    assert time.monotonic() - begin < 25
    assert len(started) <= 4


def test_an_error_of_the_list_itself_is_raised(own: OwnLoop) -> None:
    def jobs() -> Iterator[Callable[[], Awaitable[int]]]:
        yield _job(1)
        raise RuntimeError("the file ended badly")

    with pytest.raises(RuntimeError, match="ended badly"):
        list(own.each(jobs(), 1))


def test_a_cancelled_caller_cancels_the_call(own: OwnLoop) -> None:
    ended = threading.Event()

    async def never(_: ChatRequest, /) -> Reply:
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()
        raise AssertionError

    async def impatient() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(Conversation(never, own)(ASKED), 0.1)

    asyncio.run(impatient())
    assert ended.wait(60)


def test_it_does_not_wait_for_itself(own: OwnLoop) -> None:
    async def inside() -> None:
        async def more() -> None:
            raise AssertionError

        own.run(more())

    with pytest.raises(RuntimeError, match="await instead"):
        own.run(inside())


def test_closing_waits_for_replies_that_are_being_kept(own: OwnLoop) -> None:
    begun, kept = threading.Event(), []

    def keep() -> None:
        begun.set()
        time.sleep(0.2)
        kept.append(True)

    own.submit(asyncio.to_thread(keep))
    assert begun.wait(60)
    own.close()
    assert kept == [True]


def test_it_can_be_closed_twice_and_used_again(own: OwnLoop) -> None:
    talk = Conversation(FakeConverse("one", "two"), own)

    async def ask() -> str:
        return (await talk(ASKED)).text

    assert asyncio.run(ask()) == "one"
    talk.close()
    talk.close()
    assert asyncio.run(ask()) == "two"
    assert [one.value for one in talk.each([_job(5)])] == [5]


def test_a_batch_has_some_more_jobs_than_calls_so_that_none_of_its_calls_waits_for_the_bank() -> None:
    assert [hands(concurrency) for concurrency in (1, 4, 8, 50)] == [1, 5, 10, 62]
