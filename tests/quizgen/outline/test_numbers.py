import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.outline.numbers import Number, split_number
from tests.quizgen.documents import Case, table


@pytest.mark.parametrize("case", table("numbering"), ids=lambda case: case["text"] or "empty")
def test_numbering_is_told_from_numbers(case: Case) -> None:
    number, rest = split_number(case["text"])
    assert (number.text if number else None, rest) == (case["number"], case["rest"])


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("14.4.1 什么", (14, 4, 1)),
        ("二十一、什么", (21,)),
        ("③ 什么", (3,)),
        ("第十题：什么", (10,)),
        ("7️⃣ x", (7,)),
    ],
)
def test_a_number_has_a_value(text: str, parts: tuple[int, ...]) -> None:
    number, _ = split_number(text)
    assert number is not None
    assert number.parts == parts


def test_a_longer_number_continues_a_shorter_one() -> None:
    two, two_one, three = (Number("", parts, "") for parts in ((2,), (2, 1), (3,)))
    assert two_one.continues(two)
    assert not two_one.continues(three)
    assert not two.continues(two)


@given(st.text(alphabet="0123456789.．、()（）一二十百第题Q ①3️⃣🔟x是", max_size=12))
def test_what_is_taken_off_is_a_prefix(text: str) -> None:
    number, rest = split_number(text)
    assert text.endswith(rest)
    assert number is None or all(part >= 0 for part in number.parts)
