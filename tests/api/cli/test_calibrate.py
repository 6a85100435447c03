import json
from pathlib import Path
from typing import Any

import pytest

from api.services import Services
from questions.records import QuestionId
from tests.api.cli.test_main import Cli
from tests.api.parts import BARE, TIDES

EN = Path(__file__).parents[2] / "cases" / "quality" / "nature_en.jsonl"
HALF = "The moon pulls the water."


def write(path: Path, rows: list[Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def lenient(count: int, question_id: str = TIDES.id) -> list[dict[str, Any]]:
    """Half an answer each, for which people give nine tenths."""
    return [
        {"question_id": question_id, "answer": f"{HALF} {n}", "score": 9, "max_score": 10}
        for n in range(count)
    ]


def ran_json(cli: Cli, *words: object, code: int = 0) -> dict[str, Any]:
    ran = cli("calibrate", *words, "--json")
    assert ran.code == code, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_a_question_of_the_bank_keeps_its_map_and_grades_follow_it(
    cli: Cli, filled: Services, tmp_path: Path
) -> None:
    source = write(tmp_path / "in.jsonl", lenient(8))
    (one,) = ran_json(cli, source)["questions"]
    assert (one["in_bank"], one["stored"], one["grades"]) == (True, True, 8)
    assert one["held_back"]["rmse"] < one["held_back"]["rmse_uncalibrated"] == pytest.approx(0.4)
    stored = filled.bank().calibration(QuestionId(TIDES.id))
    assert stored is not None
    assert stored.model_dump(mode="json") == one["calibration"]
    answers = write(tmp_path / "a.jsonl", [{"id": 1, "question_id": TIDES.id, "answer": HALF}])
    assert cli("grade", answers, "-o", tmp_path / "g.jsonl").code == 0
    graded = json.loads((tmp_path / "g.jsonl").read_text("utf-8"))
    assert graded["score"] == pytest.approx(stored(0.5), abs=1e-4)
    assert graded["decided_by"] == "calibration/1+fake/1"
    # A second run learns from offline scores again, not from calibrated ones.
    assert ran_json(cli, source)["questions"][0]["calibration"] == one["calibration"]


def test_a_dry_run_stores_nothing(cli: Cli, filled: Services, tmp_path: Path) -> None:
    (one,) = ran_json(cli, write(tmp_path / "in.jsonl", lenient(8)), "--dry-run")["questions"]
    assert (one["stored"], one["calibration"]["own"]) == (False, True)
    assert filled.bank().calibration(QuestionId(TIDES.id)) is None


def test_a_question_that_comes_with_its_reference_is_measured_and_not_stored(cli: Cli) -> None:
    found = ran_json(cli, EN)
    assert [one["question_id"] for one in found["questions"]] == ["tides", "sky", "yeast"]
    assert not any(one["in_bank"] or one["stored"] for one in found["questions"])
    assert found["mean"]["answers"] == sum(one["grades"] for one in found["questions"])
    shared = ran_json(cli, EN, "--shared")
    assert shared["mean"]["rmse_global"] < shared["mean"]["rmse_uncalibrated"]


def test_too_few_grades_change_nothing_and_are_said(cli: Cli, filled: Services, tmp_path: Path) -> None:
    ran = cli("calibrate", write(tmp_path / "in.jsonl", lenient(4)))
    assert ran.code == 1
    assert "1 questions have fewer than 5 human grades" in ran.err
    assert "too few grades" in ran.out
    assert filled.bank().calibration(QuestionId(TIDES.id)) is None


def test_a_simulation_says_what_five_grades_would_gain(cli: Cli, filled: Services, tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", lenient(25))
    found = ran_json(cli, source, "--grades", 5)
    (one,) = found["questions"]
    assert one["held_back"]["answers"] == 20
    assert found["mean"]["rmse"] < 0.5 * found["mean"]["rmse_uncalibrated"]
    assert found == ran_json(cli, source, "--grades", 5)
    assert filled.bank().calibration(QuestionId(TIDES.id)) is None
    assert cli("calibrate", EN, "--grades", 5).code == 2  # no question has twenty answers


def test_people_get_a_table(cli: Cli, filled: Services, tmp_path: Path) -> None:
    ran = cli("calibrate", write(tmp_path / "in.jsonl", lenient(6)))
    assert ran.code == 0
    for word in (TIDES.id, "own map, stored", "% less"):
        assert word in ran.out
    assert filled.bank().calibration(QuestionId(TIDES.id))


def test_rows_that_cannot_be_used_are_named_and_the_others_used(
    cli: Cli, filled: Services, tmp_path: Path
) -> None:
    rows = [
        *lenient(6),
        *lenient(1, "q-none"),
        {"question_id": TIDES.id, "answer": "x"},
        *lenient(1, BARE.id),
    ]
    ran = cli("calibrate", write(tmp_path / "in.jsonl", rows))
    assert ran.code == 1
    assert "line 7: no question 'q-none'" in ran.err
    assert "line 8: the row has no human grade" in ran.err
    assert filled.bank().calibration(QuestionId(TIDES.id))
    assert cli("calibrate", write(tmp_path / "none.jsonl", lenient(3, "q-none"))).code == 2
    assert cli("calibrate", tmp_path / "missing.jsonl").code == 2
