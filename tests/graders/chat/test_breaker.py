from hypothesis import given
from hypothesis import strategies as st

from graders.chat.breaker import Breaker, BreakerRule
from tests.fakes import FakeTime

RULE = BreakerRule(failures=3, patience_s=2.0, rest_s=30.0, longest_rest_s=100.0)


def _dead(time: FakeTime) -> Breaker:
    breaker = Breaker(time.clock, RULE)
    for _ in range(3):
        assert breaker.admit()
        breaker.failed()
        time.now += 1.0
    return breaker


def test_it_opens_after_failures_in_a_row_and_rests() -> None:
    time = FakeTime()
    breaker = _dead(time)
    assert breaker.is_open
    assert not breaker.admit()
    time.now += 28.9
    assert not breaker.admit()


def test_many_failures_at_one_moment_are_a_hiccup() -> None:
    time = FakeTime()
    breaker = Breaker(time.clock, RULE)
    for _ in range(50):
        breaker.failed()
    assert not breaker.is_open
    time.now += 2.0
    breaker.failed()
    assert breaker.is_open


def test_a_success_starts_the_count_anew() -> None:
    time = FakeTime()
    breaker = Breaker(time.clock, RULE)
    for turn in range(20):
        time.now += 1.0
        breaker.succeeded() if turn % 3 == 2 else breaker.failed()
    assert not breaker.is_open


def test_half_open_lets_one_probe_through_whose_luck_decides() -> None:
    time = FakeTime()
    breaker = _dead(time)
    time.now += 30.0
    assert breaker.admit()
    assert not breaker.admit()
    breaker.succeeded()
    assert not breaker.is_open
    assert breaker.admit()
    assert breaker.admit()


def test_who_asks_to_be_left_alone_is_but_not_for_ever() -> None:
    time = FakeTime()
    breaker = Breaker(time.clock, RULE)
    breaker.rest(70.0)
    time.now += 69.9
    assert not breaker.admit()
    time.now += 0.1
    assert breaker.admit()
    breaker.rest(1e8)  # said to the probe
    breaker.rest(5.0)  # said to one that was under way before
    time.now += 99.9
    assert not breaker.admit()
    time.now += 0.1
    assert breaker.admit()
    breaker.succeeded()
    assert not breaker.is_open


def test_rests_double_while_probes_fail() -> None:
    time = FakeTime()
    breaker = _dead(time)
    rests = []
    for _ in range(4):
        start = time.now
        while not breaker.admit():
            time.now += 1.0
        rests.append(time.now - start)
        breaker.failed()
    assert rests == [29.0, 60.0, 100.0, 100.0]


def test_a_probe_that_was_cancelled_leaves_room_for_another() -> None:
    time = FakeTime()
    breaker = _dead(time)
    time.now += 30.0
    assert breaker.admit()
    breaker.gave_up()
    assert breaker.admit()


def test_what_no_time_will_heal_opens_it_at_once() -> None:
    breaker = Breaker(FakeTime().clock, RULE)
    breaker.failed(for_good=True)
    assert not breaker.admit()


def test_stragglers_do_not_lengthen_the_rest() -> None:
    time = FakeTime()
    breaker = _dead(time)
    time.now += 20.0
    for _ in range(10):
        breaker.failed()
    time.now += 10.0
    assert breaker.admit()


@given(st.lists(st.sampled_from(["fail", "succeed", "wait", "give up"]), max_size=60))
def test_a_dead_provider_is_asked_once_a_rest_at_most(events: list[str]) -> None:
    time = FakeTime()
    breaker = _dead(time)
    probes = 0
    for event in events:
        if breaker.is_open and breaker.admit():
            probes += 1
            breaker.failed()
        if event == "wait":
            time.now += 10.0
    assert probes <= 1 + len(events) * 10.0 / RULE.rest_s
