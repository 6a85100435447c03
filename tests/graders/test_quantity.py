import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.quantity import Quantity, is_unit, quantities
from graders.text import fold
from tests.graders.making import Row, table

numeral = st.text(st.sampled_from("0123456789.,/^{}- 一二十百千万亿分之层第%kb倍"), max_size=60)


@pytest.mark.parametrize("case", table("quantities"), ids=lambda case: ascii(case["text"][:30]))
def test_quantities_are_read(case: Row) -> None:
    found = quantities(fold(case["text"]).text)
    assert [number.value for number in found] == pytest.approx([each["value"] for each in case["quantities"]])
    for number, expected in zip(found, case["quantities"], strict=True):
        assert number.unit == expected.get("unit", number.unit)


@given(numeral | st.text(max_size=80))
def test_every_quantity_is_finite_and_stands_in_the_text(text: str) -> None:
    folded = fold(text).text
    for number in quantities(folded):
        assert math.isfinite(number.value)
        assert 0 <= number.start < number.end <= len(folded)
        assert number.equals(number)


@given(st.integers(0, 9_999), st.integers(0, 9_999))
def test_whole_numbers_are_compared_to_the_digit(one: int, other: int) -> None:
    assert Quantity(one, "", 0, 1).equals(Quantity(other, "layer", 0, 1)) == (one == other)


def test_large_numbers_may_be_rounded_and_kinds_must_agree() -> None:
    assert Quantity(1.75e11, "", 0, 1).equals(Quantity(1.76e11, "", 0, 1))
    assert not Quantity(1.75e11, "", 0, 1).equals(Quantity(1.9e11, "", 0, 1))
    assert not Quantity(2, "byte", 0, 1).equals(Quantity(2, "layer", 0, 1))


def test_units_are_known() -> None:
    assert is_unit("kb")
    assert not is_unit("attention")
