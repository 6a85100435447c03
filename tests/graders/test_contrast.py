import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.contrast import contrasts
from tests.graders.making import Row, table


@pytest.mark.parametrize("case", table("contrasts"), ids=lambda case: ascii(case["question"]))
def test_what_a_question_sets_against_each_other_is_an_axis(case: Row) -> None:
    axes = [
        [list(aliases) for aliases in axis] for axis in contrasts(case["question"], case["points"]).values()
    ]
    assert case["axis"] in axes if case["axis"] else axes == []


@given(st.text(max_size=120), st.lists(st.text(max_size=40), max_size=4))
def test_an_axis_has_two_values_that_differ(question: str, points: list[str]) -> None:
    for values in contrasts(question, points).values():
        aliases = [alias for value in values for alias in value]
        assert len(aliases) == len(set(aliases)) >= 2
        assert all(aliases)
