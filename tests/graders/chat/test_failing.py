from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.chat.failing import AGAIN, OUT_OF_ORDER, UNFINISHED, Backoff, TryFailed, retry_after
from graders.chat.foreign import read_failure
from graders.chat.types import FailureKind, Finish

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
SLOW = TryFailed(FailureKind.TIMED_OUT)


@given(tried=st.integers(1, 50), drawn=st.floats(0, 1))
def test_waits_grow_and_stay_within_bounds(tried: int, drawn: float) -> None:
    wait = Backoff(tries=100, jitter=lambda: drawn).wait(tried, SLOW)
    assert wait is not None
    assert 0 <= wait <= min(20.0, 0.5 * 2 ** (tried - 1))


def test_the_jitter_is_full() -> None:
    longest = [Backoff(tries=9, jitter=lambda: 1.0).wait(tried, SLOW) for tried in range(1, 9)]
    assert longest == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 20.0, 20.0]
    assert Backoff(jitter=lambda: 0.0).wait(3, SLOW) == 0.0


@pytest.mark.parametrize("kind", FailureKind)
def test_what_may_heal_is_tried_again_and_nothing_else(kind: FailureKind) -> None:
    wait = Backoff().wait(1, TryFailed(kind))
    assert (wait is not None) == (kind in AGAIN)
    assert Backoff(tries=4).wait(4, TryFailed(kind)) is None


def test_what_the_provider_asks_for_is_honoured_up_to_a_limit() -> None:
    backoff = Backoff(longest_s=60, jitter=lambda: 1.0)
    asked = backoff.wait(1, TryFailed(FailureKind.RATE_LIMITED, wait_s=30))
    assert asked is not None
    assert 30 <= asked <= 31
    assert backoff.wait(1, TryFailed(FailureKind.RATE_LIMITED, wait_s=61)) is None


@given(st.integers(-1000, 100_000))
def test_a_date_and_a_number_mean_the_same(seconds: int) -> None:
    date = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    assert retry_after(date, NOW) == max(0, seconds)
    assert retry_after(f" {seconds} ", NOW) == max(0, seconds)


@given(st.integers(-(10**9), 10**9), st.integers(0, 60))
def test_a_clock_that_is_wrong_or_has_jumped_changes_no_wait(wrong: int, seconds: int) -> None:
    theirs = NOW + timedelta(seconds=wrong)
    date, until = (format_datetime(at, usegmt=True) for at in (theirs, theirs + timedelta(seconds=seconds)))
    request = httpx.Request("POST", "http://server/")
    response = httpx.Response(429, headers={"Date": date, "Retry-After": until}, request=request)
    found = read_failure(httpx.HTTPStatusError("no", request=request, response=response), NOW)
    assert (found.kind, found.wait_s) == (FailureKind.RATE_LIMITED, seconds)


@pytest.mark.parametrize("date", ["", "yesterday", "Sat, 01 Mar"])
def test_without_a_date_ours_is_the_time(date: str) -> None:
    until = format_datetime(NOW + timedelta(seconds=9), usegmt=True)
    request = httpx.Request("POST", "http://server/")
    response = httpx.Response(503, headers={"Date": date, "Retry-After": until}, request=request)
    found = read_failure(httpx.HTTPStatusError("no", request=request, response=response), NOW)
    assert (found.kind, found.wait_s) == (FailureKind.SERVER_ERROR, 9)


@pytest.mark.parametrize("header", ["", "soon", "nan", "inf", "1e30", "Sat, 01 Mar", "٣٠٠٠٠٠٠٠٠٠٠"])
def test_nonsense_is_no_hint(header: str) -> None:
    assert retry_after(header, NOW) is None


@given(st.text(max_size=40))
def test_any_header_can_be_read(header: str) -> None:
    found = retry_after(header, NOW)
    assert found is None or 0 <= found < float("inf")


def test_every_kind_of_unfinished_reply_has_a_name() -> None:
    assert set(UNFINISHED) == set(Finish) - {Finish.STOP}
    assert not set(UNFINISHED.values()) & AGAIN
    assert FailureKind.RATE_LIMITED not in OUT_OF_ORDER
