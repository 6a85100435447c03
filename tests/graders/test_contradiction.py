from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.contradiction import Limits, clashes
from graders.difference import ClashKind
from graders.lexicon import load
from graders.statement import analyse
from graders.text import language_of
from tests.graders.making import Row, claims, clashes_of, table

CASES = table("contradictions")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['claim']} | {case['answer']}")
def test_contradictions_are_found_and_agreement_is_not_accused(case: Row) -> None:
    kinds = {clash.kind for clash in clashes_of(case["claim"], case["answer"])}
    if case["kind"] is None:
        assert kinds == set()
    else:
        assert ClashKind(case["kind"]) in kinds


def test_the_table_holds_every_kind_in_both_languages() -> None:
    counts = Counter((case["kind"], language_of(case["claim"])) for case in CASES)
    told = {kind.value for kind in ClashKind} - {ClashKind.TERM.value, ClashKind.FORMULA.value}
    assert {(kind, language) for kind in (*told, None) for language in ("zh", "en")} <= set(counts)
    assert len(CASES) >= 80


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["claim"])
def test_no_claim_contradicts_itself(case: Row) -> None:
    assert clashes_of(case["claim"], case["claim"]) == ()
    assert clashes_of(case["answer"], case["answer"]) == ()


@pytest.mark.parametrize("case", [case for case in CASES if case["kind"]], ids=lambda case: case["claim"])
def test_the_words_that_contradict_are_pointed_at(case: Row) -> None:
    padding = "\u200b  " * 3
    for clash in clashes_of(case["claim"], padding + case["answer"]):
        assert len(padding) - 2 <= clash.start < clash.end <= len(padding + case["answer"])
        assert 0 < clash.strength <= 0.95


@given(st.sampled_from(CASES), st.text(max_size=80))
def test_any_answer_can_be_compared_with_any_claim(case: Row, text: str) -> None:
    for answer in (text, case["answer"] + text, text + case["answer"]):
        for clash in clashes(claims(case["claim"]), analyse(answer, load()), Limits()):
            assert 0 <= clash.start <= clash.end <= len(answer)
            assert 0 <= clash.match <= 1
            assert 0 <= clash.kept <= 1


@pytest.mark.parametrize("match", [0, -1, 1.1])
def test_limits_are_shares(match: float) -> None:
    with pytest.raises(ValueError, match="is not a share"):
        Limits(match=match)


FIRE = [
    "The alarm wakes the crew at night.",
    "The pump sends water to the hose.",
    "The ladder reaches the upper floors.",
]


def test_who_denies_one_claim_after_another_denies_all() -> None:
    answer = "The alarm does not wake the crew at night. The pump never sends water to the hose, and no ladder is of any use at the upper floors."
    found = clashes(claims(*FIRE), analyse(answer, load()), Limits())
    assert {clash.point for clash in found} == {0, 1, 2}


def test_one_denial_among_what_is_held_is_one() -> None:
    answer = "The alarm does not wake the crew at night. The pump sends water to the hose. The ladder reaches the upper floors."
    found = clashes(claims(*FIRE), analyse(answer, load()), Limits())
    assert {clash.point for clash in found} == {0}
