import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.caution import Doubt
from graders.contradiction import Clash
from graders.difference import ClashKind
from graders.rubric import RubricPoint
from graders.verdicts import confidence_of, may_be_correct, review_reasons, total, verdict_of
from questions.records import KeyPointId, PointResult, PointState, Verdict

COVERED, PARTIAL, MISSING, CONTRADICTED = PointState

POINTS = tuple(RubricPoint(KeyPointId(str(number)), "x", 0.25) for number in range(4))
units = st.floats(0, 1)


def _results(*states: PointState) -> list[PointResult]:
    return [PointResult(id=KeyPointId("k"), text="x", state=state, credit=0.5) for state in states]


def _clash(point: int = 0, kept: float = 1.0, kind: ClashKind = ClashKind.NUMBER) -> Clash:
    return Clash(point, kind, match=kept, kept=kept, start=0, end=1)


clashes = st.lists(st.builds(_clash, st.integers(0, 3), units, st.sampled_from(list(ClashKind))), max_size=5)


@pytest.mark.parametrize(
    ("score", "states", "doubtful", "verdict"),
    [
        (1.0, (COVERED,), False, Verdict.CORRECT),
        (0.75, (COVERED, COVERED), False, Verdict.CORRECT),
        (0.7499, (COVERED,), False, Verdict.PARTIAL),
        (0.9, (COVERED, PARTIAL), False, Verdict.PARTIAL),
        (0.9, (COVERED, MISSING), False, Verdict.PARTIAL),
        (0.9, (COVERED,), True, Verdict.PARTIAL),
        (0.9, (COVERED, CONTRADICTED), False, Verdict.PARTIAL),
        (0.3, (PARTIAL,), False, Verdict.PARTIAL),
        (0.2999, (PARTIAL,), False, Verdict.INCORRECT),
        (0.2999, (CONTRADICTED,), False, Verdict.CONTRADICTORY),
        (0.0, (MISSING,), True, Verdict.INCORRECT),
    ],
)
def test_verdicts(score: float, states: tuple[PointState, ...], doubtful: bool, verdict: Verdict) -> None:
    assert verdict_of(score, _results(*states), doubtful=doubtful) is verdict
    may_be = may_be_correct(score, _results(*states))
    assert may_be == (verdict_of(score, _results(*states), doubtful=False) is Verdict.CORRECT)


@given(units, clashes, st.integers(0, 5))
def test_a_score_is_a_share_of_the_credit(credit: float, against: list[Clash], false: int) -> None:
    score = total(credit, POINTS, against, false)
    assert 0 <= score <= round(credit, 4)
    if not against and not false:
        assert score == round(credit, 4)


@given(units, clashes, st.integers(0, 3))
def test_another_contradiction_or_false_claim_never_helps(
    credit: float, against: list[Clash], false: int
) -> None:
    score = total(credit, POINTS, against, false)
    assert total(credit, POINTS, against, false + 1) <= score
    assert total(credit, POINTS, [*against, _clash(3)], false) <= score


def test_saying_yes_for_no_leaves_next_to_nothing() -> None:
    assert total(1.0, POINTS, [_clash(kept=0.4, kind=ClashKind.ANSWER)], 0) <= 0.1


def test_one_sure_contradiction_costs_more_than_its_point() -> None:
    assert total(1.0, POINTS, [_clash()], 0) < 0.75


@given(units, clashes)
def test_confidence_is_a_share_and_lower_across_languages(score: float, against: list[Clash]) -> None:
    here = confidence_of(score, against, same_language=True)
    there = confidence_of(score, against, same_language=False)
    assert 0 <= there < here <= 1


def test_only_an_answer_that_passes_with_a_contradiction_is_less_sure() -> None:
    strong, weak = [_clash()], [_clash(kept=0.2)]
    assert confidence_of(0.8, [], same_language=True) == 1
    assert confidence_of(0.29, strong, same_language=True) == 1
    assert confidence_of(0.8, weak, same_language=True) < confidence_of(0.8, strong, same_language=True) < 1


@pytest.mark.parametrize(
    ("confidence", "disputed", "false", "doubts", "reasons"),
    [
        (0.9, False, 0, (), ()),
        (0.2, False, 0, (), ("low_confidence",)),
        (0.2, True, 2, (), ("disputed_reference", "doubtful_claim", "low_confidence")),
        (0.9, False, 0, (Doubt.ALTERED_WORDING,), ("altered_wording",)),
    ],
)
def test_reasons_for_a_review(
    confidence: float, disputed: bool, false: int, doubts: tuple[Doubt, ...], reasons: tuple[str, ...]
) -> None:
    assert review_reasons(confidence, disputed=disputed, false=false, doubts=doubts) == reasons
