import asyncio
from itertools import pairwise

import pytest

from graders.chat.gate import APART_S, Gate
from tests.fakes import FakeTime


def test_no_more_than_so_many_at_once() -> None:
    inside, most = 0, 0

    async def work(gate: Gate) -> None:
        nonlocal inside, most
        async with gate.enter():
            inside += 1
            most = max(most, inside)
            for _ in range(20):
                await asyncio.sleep(0)
            inside -= 1

    async def all_of_it() -> None:
        time = FakeTime()
        gate = Gate(3, 0.0, time.clock, time.sleep)
        await asyncio.gather(*(work(gate) for _ in range(20)))

    asyncio.run(all_of_it())
    assert most == 3


@pytest.mark.parametrize("concurrency", [1, 4])
def test_so_many_a_minute_evenly(concurrency: int) -> None:
    time = FakeTime()
    starts = []

    async def work(gate: Gate) -> None:
        async with gate.enter():
            starts.append(time.now)

    async def all_of_it() -> None:
        gate = Gate(concurrency, 30.0, time.clock, time.sleep)
        await asyncio.gather(*(work(gate) for _ in range(10)))

    asyncio.run(all_of_it())
    assert starts == [1000.0 + 2.0 * turn for turn in range(10)]


def test_a_pause_holds_for_all_even_for_those_who_wait_already() -> None:
    time = FakeTime()
    starts = []

    async def work(gate: Gate, pause: float) -> None:
        async with gate.enter():
            starts.append(time.now)
            if pause:
                gate.pause(pause)

    async def all_of_it() -> None:
        gate = Gate(1, 0.0, time.clock, time.sleep)
        await asyncio.gather(*(work(gate, pause) for pause in (0.0, 7.0, 0.0)))

    asyncio.run(all_of_it())
    assert starts == pytest.approx([1000.0, 1000.0 + APART_S, 1007.0 + APART_S])


def test_who_is_cancelled_while_waiting_leaves_the_room() -> None:
    async def all_of_it() -> None:
        gate = Gate(1, 0.0, asyncio.get_running_loop().time, asyncio.sleep)
        gate.pause(30)

        async def wait() -> None:
            async with gate.enter():
                pass

        task = asyncio.create_task(wait())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not gate._room.locked()

    asyncio.run(all_of_it())


def test_after_a_pause_the_rate_still_holds() -> None:
    time = FakeTime()
    starts = []

    async def work(gate: Gate) -> None:
        async with gate.enter():
            starts.append(time.now)

    async def all_of_it() -> None:
        gate = Gate(10, 60.0, time.clock, time.sleep)
        tasks = [asyncio.create_task(work(gate)) for _ in range(6)]
        await asyncio.sleep(0)
        gate.pause(30.0)
        await asyncio.gather(*tasks)

    asyncio.run(all_of_it())
    apart = [after - before for before, after in pairwise(starts)]
    assert min(apart) >= 1.0 - 1e-9
    assert starts[1] >= 1030.0
