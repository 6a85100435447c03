import json
import math
from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.assurance import (
    FILE,
    KNOTS,
    MOST_RISK,
    Assurance,
    ConfidenceModel,
    Signals,
    bends,
    shipped_model,
    signals_of,
)
from graders.lexicon import load
from graders.prepared import prepare
from graders.rubric import rubric_of
from questions.records import GraderId, Scored, Verdict
from tests.graders.making import free_text, grade, panel

PLAIN = ConfidenceModel(
    level=1.0,
    score=(-4.0, 0.0, 0.0, 8.0, 0.0, 0.0),
    said=-0.5,
    wanted=0.25,
    said_by_score=0.5,
    wanted_by_score=0.0,
    said_range=(1, 100),
    wanted_range=(0, 40),
    usual=0.75,
)
PREPARED = prepare(rubric_of(free_text("Plants turn light into sugar."), ()), load())
units = st.floats(0, 1)
signals = st.builds(Signals, units, st.integers(0, 5000), st.integers(0, 5000))
inside = st.builds(Signals, units, st.integers(1, 100), st.integers(0, 39))


def scored(confidence: float = 1.0, *reasons: str, score: float = 0.5) -> Scored:
    return Scored(
        score=score,
        verdict=Verdict.PARTIAL,
        confidence=confidence,
        needs_review=bool(reasons),
        review_reasons=reasons,
        decided_by=GraderId("coverage/1"),
        feedback="",
        language="en",
    )


@pytest.mark.parametrize(
    ("score", "said", "wanted", "confidence"),
    [
        (0.0, 1, 0, 1 / (1 + math.exp(-(1 - 0.5 * math.log(2))))),
        (1.0, 50, 0, 1 / (1 + math.exp(-(1 - 4 + 8 * 0.4)))),
        (0.6, 1, 20, 1 / (1 + math.exp(-(1 - 2.4 - 0.2 * math.log(2) + 0.25 * math.log(21))))),
        # What is longer than anything seen counts as the longest, and is no surer than usual.
        (1.0, 100, 40, 1 / (1 + math.exp(-(0.2 + 0.25 * math.log(41))))),
        (1.0, 101, 400, 0.75),
    ],
)
def test_confidences_are_these(score: float, said: int, wanted: int, confidence: float) -> None:
    assert PLAIN(Signals(score, said, wanted)) == pytest.approx(confidence)


@pytest.mark.parametrize("model", [PLAIN, shipped_model()])
@given(given_signals=signals)
def test_a_confidence_is_a_share_and_no_more_than_usual_beyond_what_was_seen(
    model: ConfidenceModel, given_signals: Signals
) -> None:
    assert 0 < model(given_signals) < 1
    if not model.covers(given_signals):
        assert model(given_signals) <= model.usual


@given(inside)
def test_a_longer_reference_makes_it_surer(given_signals: Signals) -> None:
    model = shipped_model()
    longer = replace(given_signals, wanted=given_signals.wanted + 1)
    assert model.covers(given_signals)
    assert model(longer) >= model(given_signals)


@given(inside.filter(lambda found: found.said < 100))
def test_a_longer_answer_of_little_credit_makes_it_less_sure(given_signals: Signals) -> None:
    model, low = shipped_model(), replace(given_signals, score=given_signals.score / 2)
    assert model(replace(low, said=low.said + 1)) <= model(low)


def test_the_middle_is_less_sure_than_the_top() -> None:
    model = shipped_model()
    for said, wanted in ((5, 5), (20, 10), (80, 40)):
        top, middle = (model(Signals(score, said, wanted)) for score in (1.0, 0.45))
        assert middle < top


@given(units)
def test_bends_begin_at_their_knots(score: float) -> None:
    for knot, bend in zip(KNOTS, bends(score), strict=True):
        assert bend == (score - knot if score > knot else 0)


@given(units, units, units, st.sampled_from(["", "disputed_reference", "doubtful_claim", "other_value"]))
def test_it_only_takes_confidence_and_adds_one_reason(
    most: float, score: float, risk: float, reason: str
) -> None:
    before = scored(most, *filter(None, [reason]), score=score)
    after = Assurance(risk, PLAIN)(before, PREPARED, "Plants make sugar.")
    assert after.confidence <= round(most, 4)
    assert after.review_reasons[: len(before.review_reasons)] == before.review_reasons
    added = after.review_reasons[len(before.review_reasons) :]
    assert added == (("low_confidence",) if round(1 - after.confidence, 4) > risk else ())
    assert after.needs_review == bool(after.review_reasons)
    assert after.model_copy(update=before.model_dump(include=CHANGED)) == before


CHANGED = {"confidence", "needs_review", "review_reasons"}


@pytest.mark.parametrize(("reason", "most"), [("disputed_reference", 0.5), ("doubtful_claim", 0.7)])
def test_what_is_wrong_beside_the_answer_limits_confidence(reason: str, most: float) -> None:
    sure = replace(PLAIN, level=50.0)
    assert Assurance(model=sure)(scored(), PREPARED, "Sugar.").confidence == 1
    assert Assurance(model=sure)(scored(1.0, reason), PREPARED, "Sugar.").confidence == most


def test_a_reason_is_given_once() -> None:
    after = Assurance(0.0, PLAIN)(scored(0.5, "low_confidence"), PREPARED, "Sugar.")
    assert after.review_reasons == ("low_confidence",)


@given(units, units)
def test_more_risk_sends_no_more_to_a_person(one: float, other: float) -> None:
    careful, bold = sorted((one, other))
    sent = [Assurance(risk, PLAIN)(scored(), PREPARED, "Sugar.").needs_review for risk in (careful, bold)]
    assert sent[0] or not sent[1]


def test_signals_count_tokens_and_what_the_question_does_not_hold() -> None:
    question = free_text("Plants turn light into sugar.", "What do plants make of light?")
    found = signals_of(0.5, prepare(rubric_of(question, ()), load()), "They make sugar, 3 g of it.")
    assert found == Signals(0.5, said=7, wanted=2)  # turn, sugar
    chinese = prepare(rubric_of(free_text("植物把光变成糖。"), ()), load())
    assert signals_of(0.5, chinese, "变成糖").said == 3


def test_the_panel_states_it() -> None:
    question = free_text("Plants turn light into sugar.")
    found = grade(question, "Plants turn light into sugar.")
    signals = signals_of(
        found.score, prepare(rubric_of(question, ()), load()), "Plants turn light into sugar."
    )
    assert found.confidence == round(shipped_model()(signals), 4)
    wary = replace(panel(), assure=Assurance(0.0))
    assert "low_confidence" in grade(question, "Plants turn light into sugar.", wary).review_reasons


def test_slopes_and_ranges_are_checked() -> None:
    with pytest.raises(ValueError, match="6 slopes"):
        replace(PLAIN, score=(1.0,))
    with pytest.raises(ValueError, match="no range: 4 to 4"):
        replace(PLAIN, said_range=(4, 4))


def test_what_ships_says_what_it_bends_at() -> None:
    stored = json.loads(files("graders").joinpath(FILE).read_text("utf-8"))
    assert stored["knots"] == list(KNOTS)
    assert 0 < MOST_RISK < 1
