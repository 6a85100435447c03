import csv
import json
from pathlib import Path
from typing import Any

import pytest

from api.rowfiles.columns import COLUMNS
from tests.api.cli.test_main import Cli

ANSWERS: list[dict[str, Any]] = [
    {"id": 1, "question": "Why do tides come?", "answer": "The moon pulls the water of the sea."},
    {"id": 2, "question": "Why do tides come?", "answer": "the moon pulls the water of the sea"},
    {"id": 3, "question": "Why do tides come?", "answer": "The moon does not pull the water of the sea."},
    {"id": 4, "question": "Why is the sea wet?", "answer": "The moon pulls the water of the sea."},
    {"id": "5", "question_id": "q-1", "answer": "The moon pulls the water of the sea."},
]


def write(path: Path, rows: list[Any]) -> Path:
    path.write_text("".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in rows), "utf-8")
    return path


def grouped(cli: Cli, tmp_path: Path, rows: list[Any], *words: object, code: int = 0) -> list[dict[str, Any]]:
    ran = cli("group", write(tmp_path / "in.jsonl", rows), "-o", tmp_path / "out.jsonl", *words)
    assert ran.code == code, ran.err
    return [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]


def test_a_row_out_for_each_row_in(cli: Cli, tmp_path: Path) -> None:
    rows = grouped(cli, tmp_path, ANSWERS)
    assert [row["id"] for row in rows] == [1, 2, 3, 4, "5"]
    assert all(set(row) == set(COLUMNS["groups"]) for row in rows)
    assert rows[0]["group"] == rows[1]["group"]
    assert len({row["group"] for row in rows}) == 4  # of other questions, and what says the opposite
    assert (rows[1]["size"], rows[1]["speaker"], rows[1]["identical"]) == (2, 1, True)
    assert rows[4]["question_id"] == "q-1"


def test_a_group_has_the_same_name_whatever_the_order(cli: Cli, tmp_path: Path) -> None:
    names = {row["id"]: row["group"] for row in grouped(cli, tmp_path, ANSWERS)}
    assert {row["id"]: row["group"] for row in grouped(cli, tmp_path, ANSWERS[::-1])} == names


def test_the_grade_of_one_is_that_of_all(cli: Cli, tmp_path: Path) -> None:
    grades = write(
        tmp_path / "grades.jsonl", [{"id": 2, "score": 3, "max_score": 4}, {"id": 4, "score_norm": 0}]
    )
    rows = grouped(cli, tmp_path, ANSWERS, "--apply", grades)
    assert [row["score"] for row in rows] == [0.75, 0.75, None, 0.0, None]
    assert [row["graded_by"] for row in rows] == [2, 2, None, 4, None]


def test_where_people_differ_nothing_is_copied(cli: Cli, tmp_path: Path) -> None:
    third = {**ANSWERS[0], "id": 6}
    grades = write(tmp_path / "grades.jsonl", [{"id": 1, "score": 1}, {"id": 2, "score": 0}])
    ran = cli(
        "group",
        write(tmp_path / "in.jsonl", [*ANSWERS, third]),
        "--apply",
        grades,
        "-o",
        tmp_path / "out.jsonl",
    )
    assert ran.code == 1
    assert "people gave 1 to 1, 0 to 2; nothing is copied" in ran.err
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [row["score"] for row in rows] == [1, 0, None, None, None, None]


def test_rows_that_cannot_be_grouped_keep_their_place_and_a_reason(cli: Cli, tmp_path: Path) -> None:
    bad = ["{", {"id": 7, "question": "Why?"}, {"id": 8, "answer": "x"}, {"question": "Why?", "answer": "x"}]
    rows = grouped(cli, tmp_path, [*bad, ANSWERS[0]], code=1)
    assert [row["reason"] is None for row in rows] == [False] * 4 + [True]
    assert [row["group"] is None for row in rows] == [True] * 4 + [False]


def test_other_formats_and_ways_out(cli: Cli, tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", ANSWERS)
    assert cli("group", source, "-o", tmp_path / "out.csv").code == 0
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["size"] for row in csv.DictReader(stream)] == ["2", "2", "1", "1", "1"]
    assert cli("group", source, "-o", "-").out.count("\n") == 5
    told = json.loads(cli("group", source, "--json").out)
    assert told["summary"] == {"rows": 5, "groups": 4, "graded": 0, "disputed_groups": 0, "refused": 0}
    told = json.loads(cli("group", source, "-o", tmp_path / "out.jsonl", "--json").out)
    assert told["summary"]["groups"] == 4
    assert "the largest groups" in cli("group", source).out


def test_parquet_out(cli: Cli, tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet", reason="needs the extra parquet")
    grades = write(tmp_path / "grades.jsonl", [{"id": 2, "score": 1}])
    source = write(tmp_path / "in.jsonl", ANSWERS)
    assert cli("group", source, "--apply", grades, "-o", tmp_path / "out.parquet").code == 0
    rows = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert [row["graded_by"] for row in rows] == ["2", "2", None, None, None]


def test_bad_use_is_exit_2(cli: Cli, tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", ANSWERS)
    assert cli("group", tmp_path / "missing.jsonl").code == 2
    assert cli("group", source, "--apply", tmp_path / "missing.jsonl").code == 2
    assert cli("group", source, "-o", tmp_path).code == 2
