import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.formula import Formula, formulas
from graders.text import fold
from tests.graders.making import Row, table


def _one(text: str) -> Formula:
    (found,) = formulas(fold(text).text)
    return found


@pytest.mark.parametrize("case", table("formulas"), ids=lambda case: f"{case['one']} {case['other']}")
def test_formulas_are_the_same_rivals_or_about_something_else(case: Row) -> None:
    one, other = _one(case["one"]), _one(case["other"])
    assert one.same(other) == other.same(one) == (case["relation"] == "same")
    assert one.rival(other) == (case["relation"] == "rival")


@pytest.mark.parametrize("text", table("no_formulas"))
def test_prose_is_no_formula(text: str) -> None:
    assert formulas(fold(text).text) == ()


def test_a_formula_is_found_in_a_sentence() -> None:
    text = "by bayes, p(a|b) = p(b|a)*p(a)/p(b), so it holds"
    (found,) = formulas(text)
    assert "p(a|b) = p(b|a)*p(a)/p(b)" in text[found.start : found.end]


@given(st.text(st.sampled_from("abxyz0129 ()[]{}+-*/^=|_.,√sqrtlog"), max_size=120))
def test_a_formula_stands_in_its_text_and_is_no_rival_of_itself(text: str) -> None:
    for found in formulas(text):
        assert 0 <= found.start < found.end <= len(text)
        assert found.same(found)
        assert not found.rival(found)
