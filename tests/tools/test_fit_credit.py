"""The script that fits the credit curve, on sets of our own; and that what ships is what it writes."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graders.coverage import CreditModel, shipped_model, units_of
from graders.grader import Submission
from graders.panel import Panel
from graders.standing import standing
from graders.statement import analyse
from questions.records import FreeText, QuestionId, Scored
from quizgen.keypoints import key_points
from tests.fakes import FakeEncode
from tools import credit_data, credit_models, fit_credit

SETS = Path(__file__).parents[1] / "cases" / "quality"
STORED = json.loads(fit_credit.MODEL.read_text("utf-8"))


@pytest.fixture(scope="module")
def sets() -> list[credit_data.GradedSet]:
    return [credit_data.read_set(file, FakeEncode(), 0) for file in credit_data.files_in([SETS])]


@pytest.fixture(scope="module")
def fitted(sets: list[credit_data.GradedSet]) -> dict[str, Any]:
    return fit_credit.fitted(sets, low=0.3, high=0.9)


def shape(value: Any) -> Any:
    """The fields of *value*, down to numbers and texts; what is named after sets or languages by one of them."""
    if isinstance(value, dict):
        return {name: shape(part) for name, part in value.items()}
    return shape(value[0]) if isinstance(value, list) and value else None


def test_what_ships_has_the_fields_that_the_script_writes(fitted: dict[str, Any]) -> None:
    assert set(STORED) == {*fitted, "encoder", "fitted", "rows_at_most"}
    assert STORED["method"] == fitted["method"]
    assert [set(one) for one in STORED["data"]] == [set(fitted["data"][0])] * len(STORED["data"])
    assert set(STORED["figures"]) == set(fitted["figures"])
    assert shape(STORED["figures"]["mean"]) == shape(fitted["figures"]["mean"])
    assert STORED["figures"]["plain_features"] == list(credit_data.PLAIN)
    names = [one["set"] for one in STORED["data"]]
    assert list(STORED["figures"]["sets"]) == names
    assert all(len(one["sha256"]) == 64 for one in STORED["data"])


def test_what_ships_is_what_the_grader_takes() -> None:
    assert CreditModel(**STORED["coefficients"]) == shipped_model()


def test_what_ships_says_that_it_beats_raw_cosine_and_the_ridge_regression() -> None:
    mean = STORED["figures"]["mean"]
    assert mean["curve"]["r"] > mean["ridge"]["r"] > mean["cosine"]["r"]


def test_what_ships_holds_no_text_of_a_set() -> None:
    def texts(value: Any) -> list[str]:
        if isinstance(value, dict | list):
            return [
                text
                for part in (value.values() if isinstance(value, dict) else value)
                for text in texts(part)
            ]
        return [value] if isinstance(value, str) else []

    assert max(len(text) for text in texts({**STORED, "method": ""})) <= 80


def test_the_signals_are_those_of_the_marker() -> None:
    encode = FakeEncode()
    model = CreditModel(intercept=-1.0, cosine=2.0, recall=2.0, low=0.1, high=0.95)
    panel = Panel(encode, model=model)
    for file in credit_data.files_in([SETS]):
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line)
            if not row["answer"].strip():
                continue
            asked = FreeText(
                id=QuestionId("q"),
                text=row["question"],
                language="en",
                reference=row["reference"],
                key_points=key_points(row["reference"], row["question"]),
            )
            (grade,) = panel([Submission(asked, row["answer"])])
            if not isinstance(grade, Scored) or not grade.opinions[0].grader.startswith("coverage"):
                continue
            prepared = credit_data.prepared_for(row["question"], row["reference"])
            found = credit_data.signals_for(row["question"], row["reference"], row["answer"], encode)
            said = units_of(analyse(row["answer"], prepared.lexicon))
            expected = model(*found) * standing(row["answer"], said, prepared)
            assert grade.opinions[0].score == pytest.approx(expected, abs=1e-4), row["answer"]


def test_a_known_curve_is_found_again() -> None:
    signals = np.random.default_rng(0).random((4000, 2))
    human = credit_models.curve(np.array([-2.0, 1.0, 3.0]), signals)
    found = credit_models.logistic(signals, human, np.ones(4000))
    assert found == pytest.approx([-2.0, 1.0, 3.0], abs=1e-6)


def test_a_signal_that_speaks_against_people_counts_nothing() -> None:
    signals = np.random.default_rng(0).random((500, 2))
    found = credit_models.logistic(signals, 1 - signals[:, 0], np.ones(500))
    assert found[1] == 0
    assert found[2] >= 0


def test_each_set_counts_the_same(sets: list[credit_data.GradedSet]) -> None:
    weights = credit_models.weights_of(sets)
    ends = np.cumsum([len(one.human) for one in sets])
    assert [part.sum() for part in np.split(weights, ends[:-1])] == pytest.approx([1.0] * len(sets))


def test_no_question_is_in_both_halves(sets: list[credit_data.GradedSet]) -> None:
    """A model that only knows the questions it has seen knows none of those that it is asked."""
    names = sorted({(one.name, question) for one in sets for question in one.questions})
    codes = [
        np.array([[float(names.index((one.name, question)))] for question in one.questions]) for one in sets
    ]

    def fit(seen: Any, _human: Any, _weights: Any) -> credit_models.Predict:
        return lambda unseen: np.isin(unseen[:, 0], seen[:, 0]).astype(float)

    for given in credit_models.across_questions(sets, codes, fit, 3):
        assert not given.any()
    for given in credit_models.across_sets(sets, codes, fit):
        assert not given.any()


def test_the_script_prints_and_writes_only_when_asked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    before = fit_credit.MODEL.read_bytes()
    target = tmp_path / "model.json"
    words = [str(SETS), "--limit", "20", "--date", "2026-01-02"]
    assert fit_credit.main(words, build=lambda *_: FakeEncode(), target=target) == 0
    assert "mean of sets" in capsys.readouterr().out
    assert not target.exists()
    assert fit_credit.main([*words, "--write"], build=lambda *_: FakeEncode(), target=target) == 0
    stored = json.loads(target.read_text("utf-8"))
    assert stored["fitted"] == "2026-01-02"
    assert [one["rows"] for one in stored["data"]] == [20, 20]
    present = shipped_model()
    assert (stored["coefficients"]["low"], stored["coefficients"]["high"]) == (present.low, present.high)
    assert fit_credit.MODEL.read_bytes() == before
