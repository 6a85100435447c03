import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.reported import own_words
from graders.text import fold
from tests.graders.making import Row, table

words = st.lists(
    st.sampled_from(
        "not the but 不是 而是 而不是 people think , . 。 与 不同 unlike rather than a b 键".split()
    ),
    max_size=30,
)


@pytest.mark.parametrize("case", table("reported"), ids=lambda case: ascii(case["text"][:40]))
def test_what_is_denied_or_reported_is_blanked_out(case: Row) -> None:
    assert " ".join(own_words(fold(case["text"]).text).split()) == case["own"]


@given(st.text(max_size=200) | words.map(" ".join) | words.map("".join))
def test_the_text_keeps_its_length_and_nothing_is_added(text: str) -> None:
    own = own_words(text)
    assert len(own) == len(text)
    assert all(letter in (" ", before) for before, letter in zip(text, own, strict=True))
