"""Words for up and down beside a quantity."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.audit.directions import DOWN, UP, is_reset, led, trailed
from graders.facts.plain import folded


@pytest.mark.parametrize(
    ("before", "direction"),
    [
        ("增大 ", UP),
        ("会显著提高检索的", UP),
        ("降低了", DOWN),
        ("模型越容易", UP),
        ("越不容易", DOWN),
        ("越难", DOWN),
        ("a larger ", UP),
        ("increasing the number of ", UP),
        ("it reduces ", DOWN),
        ("过小则", None),
        ("并不会提高", None),
        ("it does not increase ", None),
        ("提高召回但", None),
        ("larger chunks and ", None),
        ("with a smaller one ", None),
        ("", None),
    ],
)
def test_a_word_before_a_quantity(before: str, direction: str | None) -> None:
    found = led(before, causes=False)
    assert (found[1] if found else None) == direction


def test_what_is_caused_counts_only_when_asked_for() -> None:
    assert led("过大会导致", causes=False) is None
    assert led("过大会导致", causes=True) == (2, UP)


@pytest.mark.parametrize(
    ("behind", "direction"),
    [
        ("越大", UP),
        ("会变得更高", UP),
        ("的值过小", DOWN),
        ("太低时", DOWN),
        ("缓慢", DOWN),
        (" increases", UP),
        (" is too small", DOWN),
        (" drops when", DOWN),
        ("的含义", None),
        (" increasingly", None),
        ("", None),
    ],
)
def test_a_word_behind_a_quantity(behind: str, direction: str | None) -> None:
    found = trailed(behind)
    assert (found[1] if found else None) == direction


@pytest.mark.parametrize(
    ("between", "upwards"),
    [
        (",过小则收敛", False),
        ("、越大", True),
        (", a smaller one ", False),
        (",速度越慢", None),
        (" and ", None),
    ],
)
def test_a_clause_may_begin_anew(between: str, upwards: bool | None) -> None:
    assert is_reset(between) is upwards


@given(st.text(alphabet="越大小高低更过,不提高降 abincreaseslower", max_size=80))
def test_what_is_found_lies_within_the_words(text: str) -> None:
    plain = folded(text)
    if found := led(plain, causes=True):
        assert 0 < found[0] <= len(plain)
    if found := trailed(plain):
        assert 0 < found[0] <= len(plain)
