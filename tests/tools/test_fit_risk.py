"""The script that fits the risk, on rows of our own; and that what ships is what it writes."""

import json
from pathlib import Path
from typing import Any

import pytest

from graders.audit.detectors import NAMES, OFFLINE
from graders.audit.risk import MODEL, read_model
from tools import fit_risk

WRONG = {"question": "GPT-3 的归一化？", "answer": "GPT-3 采用 Post-LN。", "label": "shaky"}
RIGHT = {"question": "GPT-3 的归一化？", "answer": "GPT-3 采用 Pre-LN。", "label": "sound"}
EMPTY = {"question": "What is RoPE?", "answer": "TODO", "label": "shaky"}


def fitted(rows: list[dict[str, Any]], base_rate: float = 0.2) -> dict[str, Any]:
    return fit_risk.fitted([rows], ["own"], base_rate)


@pytest.fixture(scope="module")
def plain() -> dict[str, Any]:
    return fitted([WRONG, RIGHT] * 10)


def test_what_ships_has_the_shape_of_what_is_written(plain: dict[str, Any]) -> None:
    stored = json.loads(MODEL.read_text("utf-8"))
    assert set(stored) == set(plain)
    assert list(stored["detectors"]) == list(plain["detectors"]) == list(NAMES)
    assert stored["rows"]["audit-rows.jsonl"] >= 120
    assert all(row["weight"] >= 0 for row in stored["detectors"].values())
    for name in NAMES:
        seen = stored["detectors"][name]["flagged_rows"]
        assert seen or name not in OFFLINE or stored["detectors"][name]["weight"] == stored["other"]


def test_a_detector_that_is_right_weighs_more_than_one_that_is_wrong(plain: dict[str, Any]) -> None:
    right = plain["detectors"]["claims"]["weight"] + plain["detectors"]["facts"]["weight"]
    lies = [{**WRONG, "label": "sound"}, {**RIGHT, "label": "shaky"}] * 10
    wrong = fitted(lies)["detectors"]
    assert wrong["claims"]["weight"] + wrong["facts"]["weight"] < right
    assert plain["detectors"]["form"] == {"weight": fit_risk.OTHER, "flagged_rows": 0}


def test_a_higher_base_rate_is_a_higher_level(plain: dict[str, Any]) -> None:
    assert fitted([WRONG, RIGHT] * 10, base_rate=0.5)["level"] > plain["level"]


def test_the_command_writes_what_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text("".join(json.dumps(row) + "\n" for row in (WRONG, RIGHT, EMPTY)), "utf-8")
    written = tmp_path / "model.json"
    monkeypatch.setattr(fit_risk, "MODEL", written)
    assert fit_risk.main([str(rows)]) == 0
    assert not written.exists()
    assert fit_risk.main([str(rows), "--write"]) == 0
    model = read_model(written)
    assert set(model.weights) == set(NAMES)
    assert json.loads(written.read_text("utf-8"))["rows"] == {"rows.jsonl": 3}
    assert WRONG["answer"] not in written.read_text("utf-8")
    assert json.loads(capsys.readouterr().out.split("\n}\n")[0] + "\n}")["level"] == model.level
