"""`quizgen bench audit`, over the real detectors and the real encoder."""

import json
from pathlib import Path

import pytest

from graders.audit.detectors import OFFLINE
from tests.api.cli.test_facts import Real, real

__all__ = ["real"]

WRONG = {"id": 1, "question": "GPT-3 的归一化？", "answer": "GPT-3 采用 Post-LN。", "label": "shaky"}
RIGHT = {"id": 2, "question": "GPT-3 的归一化？", "answer": "GPT-3 采用 Pre-LN。", "label": "sound"}
SLIP = {
    **RIGHT,
    "id": 3,
    "answer": "GPT-3 采用 Pre-LN，它是 Tranformer 解码器。",
    "errors": [{"span": "Tranformer", "severity": "low"}],
}


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_text(
        "".join(json.dumps(row) + "\n" for row in (WRONG, RIGHT, SLIP, {"id": 4, "answer": 1})), "utf-8"
    )
    return path


def test_each_detector_is_measured_by_itself(real: Real, rows: Path) -> None:
    ran = real("bench", "audit", rows, "--answers", "0", "--json")
    assert ran.code == 0
    assert "line 4: needs 'answer' as text" in ran.err
    told = json.loads(ran.out)
    assert (told["rows"], told["shaky"], told["speed"]) == (3, 1, None)
    assert told["together"]["precision"] == told["together"]["recall"] == 1
    assert set(told["detectors"]) == set(OFFLINE)
    assert told["detectors"]["typos"]["low"] == {"hit": 1, "false": 0, "missed": 0}
    assert told["detectors"]["form"]["recall_lost"] == 0
    shown = real("bench", "audit", rows, "--answers", "0").out
    for name in OFFLINE:
        assert name in shown
    assert "1 of 1" in shown


def test_what_falls_short_is_exit_code_1(real: Real, rows: Path) -> None:
    alone = ("bench", "audit", rows, "--answers", "0", "--only", "form", "--json")
    assert real(*alone).code == 0
    assert real(*alone, "--minimum-recall", "0.5").code == 1
    assert real(*alone, "--minimum-precision", "0.5").code == 1
    assert set(json.loads(real(*alone).out)["detectors"]) == {"form"}
    assert real("bench", "audit", rows, "--only", "forms").code == 2


def test_the_cost_is_measured_with_growing_answers_and_facts(real: Real) -> None:
    ran = real("bench", "audit", "--answers", "150", "--maximum-ratio", "20", "--json")
    assert ran.code == 0, ran.err
    speed = json.loads(ran.out)["speed"]
    assert 0 < speed["ratio"] < 20
    answers, facts = speed["more_answers"], speed["more_facts"]
    assert [cost["answers"] for cost in answers] == [150, 300, 600]
    assert [cost["facts"] for cost in facts] == [n * facts[0]["facts"] for n in (1, 2, 4)]
    assert all(cost["seconds"] > 0 for cost in (*answers, *facts))
