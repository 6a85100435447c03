import json

from hypothesis import given
from hypothesis import strategies as st

from graders.audit.detectors import NAMES
from graders.audit.risk import GRAVITY, MODEL, RiskModel, evidence, read_model, risk
from questions.records import Flag, FlagVerdict, Severity


def flag(severity: Severity, confidence: float = 0.9, detector: str = "facts/1") -> Flag:
    return Flag(
        quote="x",
        start=0,
        end=1,
        verdict=FlagVerdict.CONTRADICTED,
        severity=severity,
        correction="y",
        detector=detector,
        confidence=confidence,
    )


detectors = st.sampled_from([*(f"{name}/1" for name in NAMES), "plugin/2", "judge/1+model"])
flags = st.lists(st.builds(flag, st.sampled_from(Severity), st.floats(0, 1), detectors), max_size=8)


@given(flags, flags)
def test_more_flags_are_no_less_risk(some: list[Flag], more: list[Flag]) -> None:
    assert 0 <= risk(some) <= risk([*some, *more]) <= 1


def test_no_flag_is_no_risk_and_graver_is_riskier() -> None:
    assert risk([]) == 0
    for name in NAMES:
        low, medium, high = (risk([flag(each, 0.9, f"{name}/1")]) for each in reversed(Severity))
        assert 0 < low < medium < high < 1
    assert set(GRAVITY) == set(Severity)


def test_a_handful_of_typos_is_less_than_one_wrong_claim() -> None:
    assert risk([flag(Severity.LOW, detector="typos/1")] * 8) < risk([flag(Severity.MEDIUM)]) / 3


def test_two_detectors_say_more_than_one() -> None:
    one = [flag(Severity.MEDIUM, 0.5)]
    assert risk([*one, flag(Severity.MEDIUM, 0.5, "claims/1")]) > risk(one) == risk(one * 3)


def test_the_gravest_and_surest_flag_of_a_detector_counts() -> None:
    found = evidence([flag(Severity.HIGH, 0.5), flag(Severity.MEDIUM, 0.9), flag(Severity.LOW, 1.0)])
    assert found == {"facts": 0.8 * 0.9}


def test_the_weights_that_ship_name_every_detector_and_none_takes_risk_away() -> None:
    stored = json.loads(MODEL.read_text("utf-8"))
    assert set(stored["detectors"]) == set(NAMES)
    assert all(row["weight"] > 0 for row in stored["detectors"].values())
    assert 0 < stored["base_rate"] < 0.5
    assert read_model(MODEL)([flag(Severity.HIGH)]) == risk([flag(Severity.HIGH)])


def test_a_detector_without_a_weight_has_the_usual_one() -> None:
    model = RiskModel(level=-2.0, weights={"facts": 1.0}, other=4.0)
    assert model([flag(Severity.HIGH, 0.5, "plugin/1")]) == 0.5
