import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.coverage import (
    CreditModel,
    Units,
    nearest_clause,
    nearest_sentence,
    recall,
    shipped_model,
    units_of,
    wanted_of,
)
from graders.lexicon import build
from graders.statement import Statement, analyse

LEXICON = build(
    general={"fast-slow": [["fast"], ["slow"]]}, entities=[], synonyms=[["car", "automobile"]], roles={}
)
shares = st.floats(0, 1)


def _said(text: str) -> Statement:
    return analyse(text, LEXICON)


def _units(text: str) -> Units:
    return units_of(_said(text))


@given(st.floats(-1, 1), shares, shares)
def test_credit_lies_between_nothing_and_all_and_rises_in_both_signals(
    cosine: float, recalled: float, more: float
) -> None:
    model = shipped_model()
    credit = model(cosine, recalled)
    assert 0 <= credit <= 1
    assert model(max(cosine, more), recalled) >= credit
    assert model(cosine, max(recalled, more)) >= credit


@pytest.mark.parametrize(
    "wrong", [{"cosine": -1.0}, {"recall": -1.0}, {"low": 0.9, "high": 0.9}, {"low": 0.9, "high": 0.1}]
)
def test_a_model_that_would_punish_agreement_is_refused(wrong: dict[str, float]) -> None:
    fitted = {"intercept": -3.0, "cosine": 4.0, "recall": 2.0, "low": 0.1, "high": 0.9}
    with pytest.raises(ValueError, match="credit must rise"):
        CreditModel(**(fitted | wrong))


@pytest.mark.parametrize(
    ("wanted", "asked", "said", "share"),
    [
        ("workers send gradients", "", "workers send gradients", 1.0),
        ("workers send gradients", "", "rivers flow", 0.0),
        ("workers send gradients", "what do workers send", "workers send weights", 0.0),
        ("workers send gradients", "what do workers send", "gradients", 1.0),
        ("the car is red", "", "a red automobile", 1.0),
        ("the car is fast", "", "the car is slow", 0.5),
        ("12 rows", "", "12 rows", 1.0),
        ("workers", "workers", "workers", 1.0),
        ("", "", "anything", 0.0),
    ],
)
def test_recall_is_the_share_of_what_the_question_does_not_give_away(
    wanted: str, asked: str, said: str, share: float
) -> None:
    assert recall(wanted_of(_units(wanted), _units(asked)), _units(said)) == pytest.approx(share)


def test_the_nearest_sentence_is_named() -> None:
    rows = np.array([[1, 0], [0, 1]], dtype=np.float32)
    assert nearest_sentence(np.array([0, 1], dtype=np.float32), rows) == (1.0, 1)


def test_the_clause_that_shares_most_words_is_found() -> None:
    clauses = _said("rivers flow. workers send gradients. workers sleep").clauses
    found = nearest_clause(_units("workers send weights"), clauses)
    assert found is clauses[1]
    assert nearest_clause(_units("gold"), clauses) is None
    assert nearest_clause(_units("gold"), ()) is None
