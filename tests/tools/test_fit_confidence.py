"""The script that fits the confidence, on sets of our own; and that what ships is what it writes."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from api import wiring
from api.lazy import Lazy
from api.services import Services
from api.settings import Settings
from graders.assurance import ConfidenceModel, Signals, shipped_model
from graders.panel import Panel
from tests.fakes import FakeEncode
from tests.tools.test_fit_credit import SETS, shape
from tools import confidence_data, confidence_models, fit_confidence
from tools.confidence_models import Table

STORED = json.loads(fit_confidence.MODEL.read_text("utf-8"))


def build(settings: Settings) -> Services:
    """The product with another encoder."""
    return replace(wiring.build(settings), grade=Lazy(lambda: Panel(FakeEncode())))


@pytest.fixture(scope="module")
def sets() -> list[confidence_data.SureSet]:
    services = build(Settings())
    return [confidence_data.read_set(file, services, 0) for file in sorted(SETS.glob("*.jsonl"))]


@pytest.fixture(scope="module")
def fitted(sets: list[confidence_data.SureSet]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(fit_confidence.fitted(sets)))
    return found


def test_what_ships_has_the_fields_that_the_script_writes(fitted: dict[str, Any]) -> None:
    assert set(STORED) == {*fitted, "encoder", "fitted", "rows_at_most"}
    assert (STORED["method"], STORED["close"]) == (fitted["method"], fitted["close"])
    assert shape(STORED["coefficients"]) == shape(fitted["coefficients"])
    assert [set(one) for one in STORED["data"]] == [set(fitted["data"][0])] * len(STORED["data"])
    for seen in ("other_questions", "other_sets", "own_set"):
        assert set(STORED["figures"][seen]) == set(fitted["figures"][seen])
        assert shape(STORED["figures"][seen]["two_steps"]["mean"]) == shape(
            fitted["figures"][seen]["two_steps"]["mean"]
        )
    assert all(len(one["sha256"]) == 64 for one in STORED["data"])


def test_what_ships_is_what_the_grader_takes(fitted: dict[str, Any]) -> None:
    for stored in (STORED, fitted):
        parts: dict[str, Any] = stored["coefficients"]
        parts = {name: tuple(v) if isinstance(v, list) else v for name, v in parts.items()}
        assert isinstance(ConfidenceModel(**parts), ConfidenceModel)
    ranges = {name: tuple(STORED["coefficients"][name]) for name in ("score", "said_range", "wanted_range")}
    assert ConfidenceModel(**{**STORED["coefficients"], **ranges}) == shipped_model()


def test_what_ships_orders_and_is_calibrated_on_questions_that_it_has_not_seen() -> None:
    found = STORED["figures"]["other_questions"]["two_steps"]
    assert found["pooled_ece"] < 0.05
    assert found["mean"]["ece"] < 0.1
    assert found["mean"]["rmse_change_without_20%"] < -0.05


def test_what_ships_holds_no_text_of_a_set() -> None:
    for one in STORED["data"]:
        assert set(one) == {"set", "rows", "questions", "languages", "screened", "refused", "sha256"}
        assert len(one["set"]) < 60


def test_the_fitted_curve_is_the_one_that_grades(sets: list[confidence_data.SureSet]) -> None:
    seen = confidence_models.table_of(sets)
    level, *slopes = confidence_models.coefficients(seen).tolist()
    model = ConfidenceModel(
        level=level,
        score=tuple(slopes[:6]),
        said=slopes[6],
        wanted=slopes[7],
        said_by_score=slopes[8],
        wanted_by_score=slopes[9],
        said_range=(0, 9999),
        wanted_range=(0, 9999),
        usual=1.0,
    )
    given = [model(signals) for one in sets for signals in one.signals]
    assert given == pytest.approx(confidence_models.two_steps(seen)(seen.features).tolist())


def test_where_errors_are_large_the_fit_is_less_sure() -> None:
    random = np.random.default_rng(0)
    signals = tuple(
        Signals(float(score), int(said), int(wanted))
        for score, said, wanted in zip(
            random.random(3000), random.integers(1, 99, 3000), random.integers(1, 40, 3000), strict=True
        )
    )
    risky = np.array([one.said > 50 for one in signals])
    score = np.array([one.score for one in signals])
    human = np.where(risky & (random.random(3000) < 0.5), 1 - score, score)
    one = confidence_data.SureSet(
        "made", "", ("en",), tuple(str(i % 60) for i in range(3000)), human, signals, 0, 0
    )
    for fit in (confidence_models.two_steps, confidence_models.one_step, confidence_models.neighbours):
        given = confidence_models.across_questions([one], confidence_models.table_of([one]), fit, 3)
        assert given[risky].mean() < given[~risky].mean() - 0.05


def test_each_set_counts_the_same_and_held_out_answers_are_not_seen(
    sets: list[confidence_data.SureSet],
) -> None:
    seen = confidence_models.table_of(sets)
    sums = np.bincount(seen.sets, weights=seen.weights)
    assert sums == pytest.approx([sums[0]] * len(sets))

    def fit(part: Table) -> confidence_models.Predict:
        number = set(part.sets.tolist())
        return lambda unseen: np.full(len(unseen), float(len(number)))

    assert set(confidence_models.across_sets(seen, fit)) == {len(sets) - 1.0}
    assert set(confidence_models.within_sets(sets, seen, fit, 3)) == {1.0}


def test_the_script_prints_and_writes_only_when_asked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    before = fit_confidence.MODEL.read_bytes()
    target = tmp_path / "model.json"
    words = [str(SETS), "--limit", "20", "--date", "2026-01-02", "--cache", str(tmp_path / "vectors.db")]
    assert fit_confidence.main(words, build=build, target=target) == 0
    assert "other_sets, two_steps" in capsys.readouterr().out
    assert not target.exists()
    assert fit_confidence.main([*words, "--write"], build=build, target=target) == 0
    stored = json.loads(target.read_text("utf-8"))
    assert (stored["fitted"], stored["rows_at_most"]) == ("2026-01-02", 20)
    assert [one["rows"] + one["screened"] for one in stored["data"]] == [20, 20]
    assert fit_confidence.MODEL.read_bytes() == before
