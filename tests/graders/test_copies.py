import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.copies import swap_in
from graders.text import fold, tokens
from tests.graders.making import clashes_of, lines


def _words(text: str) -> list[str]:
    return [token.text for token in tokens(fold(text).text)]


def _swapped(original: str, copy: str) -> bool:
    return swap_in(_words(original), _words(copy)) is not None


SWAPS = [
    ("The port of the first service is 80; the second one listens on port 443.", "The port of the first service is 443; the second one listens on port 80."),
    ("冻结原始权重，只训练注入的低秩矩阵。", "训练原始权重，只冻结注入的低秩矩阵。"),
    ("A queue serves the oldest item, and a stack serves the newest item.", "A stack serves the oldest item, and a queue serves the newest item."),
]  # fmt: skip


@pytest.mark.parametrize(("original", "copy"), SWAPS)
def test_two_words_in_each_others_place_are_seen_and_contradict(original: str, copy: str) -> None:
    assert _swapped(original, copy)
    assert clashes_of(original, copy)


@pytest.mark.parametrize(
    ("original", "copy"),
    [
        ("Locks protect shared data and queues.", "Locks protect shared queues and data."),
        ("水和油不相溶，需要乳化剂。", "油和水不相溶，需要乳化剂。"),
        ("The oven heats the dough before the baker shapes it.", "Before the baker shapes it the oven heats the dough."),
        ("The oven heats the dough.", "The oven warms the dough."),
        ("", "anything"),
        ("anything", ""),
    ],
)  # fmt: skip
def test_a_list_in_other_order_and_other_words_are_no_swap(original: str, copy: str) -> None:
    assert not _swapped(original, copy)


@given(st.text(max_size=80), st.text(max_size=80))
def test_nothing_is_swapped_with_itself(one: str, other: str) -> None:
    assert not _swapped(one, one)
    _swapped(one, other)


@pytest.mark.parametrize(
    ("name", "field"), [("near_copies", "answer"), ("paraphrases", "answer"), ("near_misses", "good")]
)
def test_no_honest_answer_has_a_swap(name: str, field: str) -> None:
    assert [row["id"] for row in lines(name) if _swapped(row["reference"], row[field])] == []


def test_a_swap_that_is_known_already_is_not_counted_twice() -> None:
    found = clashes_of(
        "Pre-norm is more stable than post-norm here.", "Post-norm is more stable than pre-norm here."
    )
    assert len({(clash.start, clash.end) for clash in found}) == len(found) == 1
