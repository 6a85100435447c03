"""Lines that ask and answer at once."""

import pytest

from quizgen.extract.told import ask_before_colons, split_asking, split_at_colon


@pytest.mark.parametrize(
    ("line", "asked", "told"),
    [
        ("What is a kiln? An oven for clay.", "What is a kiln?", "An oven for clay."),
        ("什么是窑？烧制陶器的炉子，温度很高。", "什么是窑？", "烧制陶器的炉子，温度很高。"),
        ("What is a kiln? And why?", "What is a kiln? And why?", ""),
        ("What is a kiln?", "What is a kiln?", ""),
        ("A kiln is an oven.", "A kiln is an oven.", ""),
    ],
)
def test_a_mark_parts_question_and_answer(line: str, asked: str, told: str) -> None:
    assert split_asking(line) == (asked, told)


@pytest.mark.parametrize(
    ("line", "asked", "told"),
    [
        ("为什么要上釉：让表面光滑，也不漏水。", "为什么要上釉", "让表面光滑，也不漏水。"),
        ("Why glaze a pot: it holds water then.", "Why glaze a pot", "it holds water then."),
        ("Glaze: a layer of glass.", "Glaze: a layer of glass.", ""),
        ("Why glaze a pot: so", "Why glaze a pot: so", ""),
        ("Why at 10:30 in the morning", "Why at 10:30 in the morning", ""),
    ],
)
def test_a_colon_parts_them_where_the_words_before_it_ask(line: str, asked: str, told: str) -> None:
    assert split_at_colon(line) == (asked, told)


def test_one_line_with_a_colon_may_be_anything() -> None:
    line = "Why glaze a pot: it holds water then."
    assert ask_before_colons([line] * 3)
    assert not ask_before_colons([line] * 2)
    assert not ask_before_colons([line, line, line, "Clay.", "Water."])
