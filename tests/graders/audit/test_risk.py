from hypothesis import given
from hypothesis import strategies as st

from graders.audit.risk import WEIGHTS, risk
from questions.records import Flag, FlagVerdict, Severity


def flag(severity: Severity, confidence: float = 0.9) -> Flag:
    return Flag(
        quote="x",
        start=0,
        end=1,
        verdict=FlagVerdict.CONTRADICTED,
        severity=severity,
        correction="y",
        detector="facts/1",
        confidence=confidence,
    )


flags = st.lists(st.builds(flag, st.sampled_from(Severity), st.floats(0, 1)), max_size=8)


@given(flags, flags)
def test_more_flags_are_no_less_risk(some: list[Flag], more: list[Flag]) -> None:
    assert 0 <= risk(some) <= risk([*some, *more]) <= 1


def test_no_flag_is_no_risk_and_graver_is_riskier() -> None:
    assert risk([]) == 0
    assert risk([flag(Severity.LOW)]) < risk([flag(Severity.MEDIUM)]) < risk([flag(Severity.HIGH)])
    assert set(WEIGHTS) == set(Severity)


def test_a_handful_of_typos_is_less_than_one_wrong_claim() -> None:
    assert risk([flag(Severity.LOW)] * 8) < risk([flag(Severity.MEDIUM)])
