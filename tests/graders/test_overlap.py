import pytest

from graders.overlap import likeness, recall, words_of


def test_words_are_stems_numbers_signs_and_pairs_of_characters() -> None:
    assert words_of("Shared heads: 8") == {"share", "head", "8"}
    assert words_of("共享键值") == {"共享", "享键", "键值"}
    assert words_of("键 and 值") == {"键", "and", "值"}
    assert words_of(" ... ") == frozenset()


def test_shares_of_words() -> None:
    one, other = words_of("the cat sat"), words_of("the cat ran off")
    assert recall(one, other) == pytest.approx(2 / 3)
    assert likeness(one, other) == pytest.approx(2 / 5)
    assert recall(frozenset(), other) == 0
    assert likeness(frozenset(), frozenset()) == 1
