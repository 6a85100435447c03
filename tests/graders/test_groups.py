import json
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.grader import Vectors
from graders.groups import Group, Nearness, groups
from graders.lexicon import load
from tests.fakes import FakeEncode

CASES = Path(__file__).parents[1] / "cases"
LEXICON = load()


def all_near(texts: Sequence[str], /) -> Vectors:
    """Every text lies where every other does: only words and contradictions can part them."""
    return np.ones((len(texts), 1), dtype=np.float32)


def together(answers: Sequence[str], nearness: Nearness = Nearness()) -> set[frozenset[str]]:  # noqa: B008
    return {
        frozenset(answers[m] for m in group.members) for group in groups(answers, all_near, LEXICON, nearness)
    }


def test_case_width_space_and_a_last_stop_make_no_difference() -> None:
    found = groups(["Shared  heads.", "shared heads", "ｓhared heads。", "own heads"], all_near, LEXICON)
    assert found == (Group((0, 1, 2), 0, identical=True), Group((3,), 3, identical=True))


def test_the_most_frequent_wording_speaks_for_all() -> None:
    answers = ["the key heads are shared", "key heads are being shared", "the key heads are shared"]
    (group,) = groups(answers[1:] + answers[:1], all_near, LEXICON)
    assert group == Group((0, 1, 2), 1, identical=False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The encoder reads the whole text", "The encoder does not read the whole text"),
        ("残差连接放在归一化之前", "残差连接放在归一化之后"),
        ("A 在 B 之前运行", "B 在 A 之前运行"),
        ("It keeps 2 layers of the stack", "It keeps 3 layers of the stack"),
        ("Bulb B is in the closed path", "Bulb C is in the closed path"),
        ("所有查询头共享键和值", "部分查询头共享键和值"),
        ("LLaMA 2 uses grouped heads in all layers", "LLaMA 3 uses grouped heads in all layers"),
    ],
)
def test_what_says_otherwise_is_not_put_together(one: str, other: str) -> None:
    assert together([one, other]) == {frozenset([one]), frozenset([other])}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "The cache shrinks because heads share keys",
            "the cache shrinks, because the heads share their keys",
        ),
        ("所有查询头共享一组键和值", "所有的查询头共享了一组键和值"),
    ],
)
def test_what_says_the_same_is(one: str, other: str) -> None:
    assert together([one, other]) == {frozenset([one, other])}


def test_texts_that_lie_apart_are_not_compared() -> None:
    def apart(texts: Sequence[str], /) -> Vectors:
        return np.eye(len(texts), dtype=np.float32)

    answers = ["the cache shrinks because heads share keys", "the cache shrinks because the heads share keys"]
    assert len(groups(answers, apart, LEXICON)) == 2
    assert len(groups(answers, all_near, LEXICON)) == 1


@pytest.mark.parametrize("answers", [[], [""], ["", " ", "."], ["…", "😀", "\u200b"]])
def test_next_to_nothing_is_grouped_too(answers: list[str]) -> None:
    found = groups(answers, FakeEncode(), LEXICON)
    assert sorted(member for group in found for member in group.members) == list(range(len(answers)))


WORDS = ["all", "no", "heads", "share", "one", "two", "keys", "not", "before", "after", "共享", "不", "键"]
some_answers = st.lists(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join), max_size=12)


@given(some_answers, st.randoms(use_true_random=False))
def test_every_answer_is_in_one_group_whatever_the_order(answers: list[str], randomly: object) -> None:
    encode = FakeEncode()
    found = groups(answers, encode, LEXICON, Nearness(0.5, 0.5))
    assert sorted(m for group in found for m in group.members) == list(range(len(answers)))
    assert all(group.speaker in group.members for group in found)
    shuffled = list(range(len(answers)))
    randomly.shuffle(shuffled)  # type: ignore[attr-defined]
    again = groups([answers[place] for place in shuffled], encode, LEXICON, Nearness(0.5, 0.5))
    as_sets = {frozenset(group.members) for group in found}
    assert {frozenset(shuffled[m] for m in group.members) for group in again} == as_sets


def test_a_chain_of_small_steps_does_not_join_its_ends() -> None:
    chain = ["aa bb cc dd ee", "aa bb cc dd ff", "aa bb cc gg ff"]
    for order in permutations(chain):
        for group in together(list(order), Nearness(0.5, 0.75)):
            assert not {chain[0], chain[2]} <= group


def test_a_right_and_a_wrong_answer_share_no_group() -> None:
    """Our near misses, with every pair held to be near: what is wrong may stand beside what is right in few."""
    rows = [json.loads(line) for line in (CASES / "near_misses.jsonl").read_text("utf-8").splitlines()]
    joined = [row["id"] for row in rows if len(groups([row["good"], row["bad"]], all_near, LEXICON)) == 1]
    assert len(joined) <= 0.01 * len(rows), joined


def test_a_nearness_is_a_share() -> None:
    with pytest.raises(ValueError, match="above 0"):
        Nearness(cosine=0)
