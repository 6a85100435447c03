import json
from pathlib import Path
from typing import Any

import pytest

from api.rowfiles.graded import HumanGrade, human_grades, scores_by_id
from api.rowfiles.reading import Malformed
from questions.errors import BadInput

ROW = {"question_id": "q", "question": "Why?", "reference": "So.", "answer": "so", "score": 3, "max_score": 4}


def write(path: Path, *rows: object) -> Path:
    path.write_text("".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in rows), "utf-8")
    return path


def one(tmp_path: Path, row: object) -> HumanGrade | Malformed:
    (found,) = human_grades(write(tmp_path / "in.jsonl", row))
    return found


def test_a_row(tmp_path: Path) -> None:
    assert one(tmp_path, ROW) == HumanGrade(1, "q", "Why?", "So.", "so", 0.75)


@pytest.mark.parametrize(
    ("change", "human"),
    [
        ({"score_norm": 0.2}, 0.2),
        ({"score_norm": None}, 0.75),
        ({"score": "3", "max_score": "4"}, 0.75),
        ({"score": 1, "max_score": None}, 1.0),
        ({"score": 0, "max_score": 1}, 0.0),
    ],
)
def test_the_grade_is_a_share(tmp_path: Path, change: dict[str, Any], human: float) -> None:
    found = one(tmp_path, ROW | change)
    assert isinstance(found, HumanGrade)
    assert found.human == human


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (ROW | {"score": None}, "no human grade"),
        (ROW | {"score": 7}, "is max_score missing"),
        (ROW | {"max_score": 0}, "above 0"),
        (ROW | {"score": "much"}, "no number"),
        (ROW | {"score": True}, "no number"),
        (ROW | {"score_norm": -0.1}, "-0.1 of 1"),
        (ROW | {"score": float("inf")}, "no number"),
        (ROW | {"answer": ["so"]}, "not text"),
        ("[1]", "not an object"),
        ("{", "not JSON"),
    ],
)
def test_what_holds_no_grade_is_said_with_its_reason(tmp_path: Path, row: object, why: str) -> None:
    found = one(tmp_path, row)
    assert isinstance(found, Malformed)
    assert why in found.why


def test_questions_without_a_name_are_told_apart_by_their_words(tmp_path: Path) -> None:
    bare = {name: value for name, value in ROW.items() if name != "question_id"}
    rows = [bare, bare | {"answer": "no"}, bare | {"question": "When?"}]
    found = list(human_grades(write(tmp_path / "in.jsonl", *rows)))
    names = [row.question_id for row in found if isinstance(row, HumanGrade)]
    assert names[0] == names[1] != names[2]


def test_references_and_rows_whose_reference_is_wrong_do_not_count(tmp_path: Path) -> None:
    rows = [ROW | {"is_reference": True}, ROW | {"reference_ok": False}, ROW | {"is_reference": False}]
    found = list(human_grades(write(tmp_path / "in.jsonl", *rows)))
    assert [isinstance(row, HumanGrade) and row.counts for row in found] == [False, False, True]


def test_csv_and_parquet_hold_the_same(tmp_path: Path) -> None:
    table = tmp_path / "in.csv"
    table.write_text(
        "question_id,question,reference,answer,score,max_score\nq,Why?,So.,so,3,4\n", "utf-8-sig"
    )
    (found,) = human_grades(table)
    assert isinstance(found, HumanGrade)
    assert (found.question_id, found.human) == ("q", 0.75)
    pa = pytest.importorskip("pyarrow", reason="needs the extra parquet")
    pq = pytest.importorskip("pyarrow.parquet", reason="needs the extra parquet")
    rows = [{**ROW, "id": 1}]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "in.parquet")
    (found,) = human_grades(tmp_path / "in.parquet")
    assert isinstance(found, HumanGrade)
    assert found.human == 0.75


def test_scores_by_id(tmp_path: Path) -> None:
    rows = [{"id": 1, "score": 1, "max_score": 2}, {"score": 1}, {"id": "b", "score_norm": 1}]
    found = list(scores_by_id(write(tmp_path / "in.jsonl", *rows)))
    assert found[0] == (1, 0.5)
    assert isinstance(found[1], Malformed)
    assert found[2] == ("b", 1.0)


def test_a_file_that_is_not_there_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="name a file"):
        list(human_grades(tmp_path / "none.jsonl"))
    with pytest.raises(BadInput, match="name a file"):
        list(human_grades(tmp_path))
