import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.relations import arguments_exchanged
from tests.graders.making import Row, table


@pytest.mark.parametrize("case", table("relations"), ids=lambda case: f"{case['claim']} | {case['clause']}")
def test_exchanged_arguments_are_seen(case: Row) -> None:
    assert arguments_exchanged(case["claim"], case["clause"]) is case["exchanged"]
    assert arguments_exchanged(case["clause"], case["claim"]) is case["exchanged"]


@given(st.text(st.sampled_from("ab 在比前后更导致 before than into"), max_size=60))
def test_a_clause_never_exchanges_its_own_arguments(clause: str) -> None:
    assert not arguments_exchanged(clause, clause)


def test_what_is_too_long_to_be_a_clause_is_left_alone() -> None:
    assert not arguments_exchanged("a before b" + " c" * 500, "b before a" + " c" * 500)
