import pickle
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graders.encoders.base import Lent, each_once, readable, runtime
from tests.fakes import FakeEncode
from tests.graders.encoders import ROOT

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=40)


@given(ANY_TEXT, st.integers(1, 50))
def test_what_is_readable_is_unicode_and_no_longer_than_asked(text: str, limit: int) -> None:
    head = readable(text, limit)
    assert len(head) <= limit
    assert head.encode("utf-8").decode("utf-8") == head


@given(st.text(max_size=40))
def test_a_good_text_is_left_as_it_is(text: str) -> None:
    assert readable(text, 40) == text


def test_surrogates_are_paired_or_replaced() -> None:
    assert readable("a\ud83d\ude00b", 9) == "a\U0001f600b"
    assert readable("a\ud83db\ude00", 9) == "a\ufffdb\ufffd"


@given(st.lists(st.sampled_from("abcde"), min_size=1, max_size=30))
def test_each_text_is_encoded_once_and_stands_where_it_was_asked_for(texts: list[str]) -> None:
    encode = FakeEncode()
    rows = each_once(texts, encode)
    assert np.array_equal(rows, FakeEncode()(texts))
    assert encode.asked == [tuple(dict.fromkeys(texts))]


def test_a_lent_value_is_built_once_and_has_one_user_at_a_time() -> None:
    built: list[int] = []
    inside: list[int] = []

    def build() -> list[int]:
        time.sleep(0.01)
        built.append(1)
        return inside

    lent = Lent(build)

    def use(_: int) -> int:
        with lent() as users:
            users.append(1)
            most = len(users)
            time.sleep(0.001)
            users.pop()
        return most

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(use, range(40))) == {1}
    assert built == [1]


def test_a_lent_value_travels_as_the_way_to_build_it() -> None:
    lent = Lent(dict[str, int])
    with lent() as value:
        value["here"] = 1
    with pickle.loads(pickle.dumps(lent))() as copy:  # noqa: S301  # our own bytes
        assert copy == {}


def test_the_runtime_is_the_same_in_another_process_and_depends_on_its_parts() -> None:
    script = "from graders.encoders.base import runtime; print(runtime('a', 'b'))"
    other = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert other.stdout.strip() == runtime("a", "b") != runtime("ab")
