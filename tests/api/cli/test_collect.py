"""`quizgen collect`, `quizgen attempts add` and `export`, `quizgen stats --learners`."""

import csv
import json
from pathlib import Path

import pytest

from api.services import Services
from tests.api.cli.test_main import Cli
from tests.api.parts import SHAPE, TIDES

FORM = f"Name,{TIDES.text},What shape has earth?,Age\nMia,The moon pulls the water,Flat,9\nLeo,Wind,,8\n"


@pytest.fixture
def form(tmp_path: Path) -> Path:
    file = tmp_path / "form.csv"
    file.write_text(FORM, "utf-8")
    return file


def test_rows_go_where_they_are_wanted_and_the_rest_is_told(
    cli: Cli, filled: Services, form: Path, tmp_path: Path
) -> None:
    assert filled.bank().count()
    out = tmp_path / "answers.jsonl"
    ran = cli("collect", form, "-o", out)
    assert ran.code == 1  # a column was left out
    assert "form.csv:1D: no question of the bank: Age" in ran.err
    assert f"“What shape has earth?” is taken for {SHAPE.id}" in ran.err
    assert "3 answers of 2 learners to 2 questions, 1 left blank and passed over" in ran.err
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [row["learner"] for row in rows] == ["Mia", "Mia", "Leo"]
    assert [json.loads(line) for line in cli("collect", form).out.splitlines()] == rows
    told = json.loads(cli("collect", form, "--json").out)
    assert told["answers"] == rows
    assert told["summary"]["blank"] == 1
    graded = cli("grade", out, "--json")
    assert graded.code == 0
    assert [row["id"] for row in json.loads(graded.out)["grades"]] == [
        "form.csv:2B",
        "form.csv:2C",
        "form.csv:3B",
    ]


def test_a_file_without_answers_is_one_line(cli: Cli, filled: Services, tmp_path: Path) -> None:
    assert filled.bank().count()
    file = tmp_path / "x.csv"
    file.write_text("a,b\n1,2\n", "utf-8")
    ran = cli("collect", file)
    assert (ran.code, ran.out) == (1, "")
    assert "x.csv: no column of answers, and no heading is a question of the bank: a | b" in ran.err
    assert cli("collect", tmp_path / "none").code == 2


def test_answers_are_added_counted_and_exported(
    cli: Cli, filled: Services, form: Path, tmp_path: Path
) -> None:
    ran = cli("attempts", "add", form)
    assert ran.code == 1
    assert "3 answers kept as attempts" in ran.out
    assert "wait for a person" in ran.err
    assert "3 of them were there before" in cli("attempts", "add", form).out
    assert len(filled.bank().attempts().items) == 3
    told = json.loads(cli("stats", "--learners", "--json").out)["learners"]
    assert [(one["learner"], one["answered"], one["weak"]) for one in told] == [
        ("Leo", 1, ["Seas"]),
        ("Mia", 2, ["Earth", "Seas"]),
    ]
    assert "Leo" in cli("stats", "--learners").out
    assert cli("stats", "--learners", "--learner", "Mia").code == 2
    out = tmp_path / "all.csv"
    assert cli("attempts", "export", "-o", out).code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
    assert {(row["learner"], row["question"]) for row in rows} == {
        ("Mia", TIDES.text),
        ("Mia", SHAPE.text),
        ("Leo", TIDES.text),
    }
    mine = json.loads(cli("attempts", "export", "--learner", "Leo", "--json").out)["attempts"]
    assert [row["answer"] for row in mine] == ["Wind"]


def test_marks_are_kept_as_grades_and_compared(cli: Cli, filled: Services, tmp_path: Path) -> None:
    file = tmp_path / "marked.csv"
    rows = [("Mia", "The moon pulls the water", 5), ("Leo", "Wind", 9)]
    lines = [f"{name},{TIDES.text},{words},{mark}" for name, words, mark in rows]
    file.write_text("\n".join(["name,question,answer,score", *lines]), "utf-8")
    unused = cli("attempts", "add", file, "--max-score", 10)
    assert "--marks-by NAME keeps them" in unused.err
    ran = cli("attempts", "add", file, "--max-score", 10, "--marks-by", "ann")
    assert ran.code == 0
    assert "2 offline scores beside the marks of ann: r -1.00, QWK" in ran.out
    assert "half of the scale or more apart: marked.csv:3" in ran.out
    found = json.loads(cli("attempts", "add", file, "--max-score", 10, "--marks-by", "ann", "--json").out)
    assert (found["before"], found["agreement"]["marks"], found["agreement"]["far"]) == (
        2,
        2,
        ["marked.csv:3"],
    )
    assert len(filled.bank().attempts().items) == 2
