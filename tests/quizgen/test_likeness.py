"""How like two texts are, and which of many is near."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.likeness import Neighbours, grams, likeness
from tests import strategies

TEXTS = st.text(strategies.characters, max_size=40)


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("", "", 1.0),
        ("", "a", 0.0),
        ("abcd", "abcd", 1.0),
        ("ABC d", "ａｂｃ\n**d**", 1.0),
        ("abc", "xyz", 0.0),
        ("abcd", "abce", 0.5),
        ("锁", "锁", 1.0),
        ("C++", "C", 0.0),
    ],
)
def test_the_share_of_common_grams(one: str, other: str, share: float) -> None:
    assert likeness(grams(one), grams(other)) == share


@given(TEXTS, TEXTS)
def test_it_is_a_share_the_same_both_ways(one: str, other: str) -> None:
    found = likeness(grams(one), grams(other))
    assert found == likeness(grams(other), grams(one))
    assert 0 <= found <= 1
    assert likeness(grams(one), grams(one)) == 1


def test_half_characters_do_not_break_it() -> None:
    assert len(grams("\ud800 half \udfff"))


def test_the_nearest_come_first() -> None:
    texts = [
        "the cache of keys",
        "the cache of keys and values",
        "rotary position embedding",
        "keys and values of the cache",
    ]
    near = Neighbours([grams(text) for text in texts])
    assert near.of(grams("the cache of keys and values!"), 2) == (1, 3)
    assert near.of(grams("旋转位置编码"), 2) == ()
    assert near.of(grams(""), 2) == ()
    assert Neighbours([]).of(grams("x"), 2) == ()


def test_a_text_is_found_among_many_of_one_template() -> None:
    texts = [
        f"What is the time complexity of algorithm number {number} of the book?" for number in range(3000)
    ]
    near = Neighbours([grams(text) for text in texts])
    for number in (0, 1234, 2999):
        asked = grams(f"What is the complexity in time of algorithm number {number} of the book")
        assert number in near.of(asked, 6)
