import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from api.rowfiles import parquet
from api.rowfiles.columns import COLUMNS
from api.rowfiles.formats import RowFormat, chosen, for_output
from api.rowfiles.reading import Row, open_rows
from api.rowfiles.writing import beside, write_text, write_whole
from questions.errors import BadInput
from questions.records import GRADE

EVIDENCE = {"start": 0, "end": 2, "quote": "残差"}
GRADE_ROW: dict[str, Any] = {
    "id": "=1+1",
    "question_id": None,
    "status": "scored",
    "score": 0.5,
    "verdict": "partial",
    "confidence": 0.75,
    "needs_review": False,
    "review_reasons": ["unsure"],
    "decided_by": "coverage/1",
    "key_points": [
        {"id": "k1", "text": "a", "state": "covered", "credit": 1.0, "evidence": EVIDENCE},
        {"id": "k2", "text": "b", "state": "missing", "credit": 0.0, "evidence": None},
    ],
    "opinions": [{"grader": "coverage/1", "score": None, "why": "w"}],
    "feedback": "@SUM(A1) is missing",
    "language": "en",
    "reason": None,
}
AUDIT_ROW: dict[str, Any] = {
    "id": 7,
    "risk": 0.9,
    "flags": [
        {
            "quote": "q",
            "start": 0,
            "end": 1,
            "verdict": "typo",
            "severity": "low",
            "correction": "c",
            "corrections": {"zh": "正"},
            "evidence": [{"source": "s", "locator": "l", "quote": ""}],
            "detector": "form",
            "confidence": 1.0,
        }
    ],
}


def test_the_columns_of_grades_are_those_of_the_record() -> None:
    row = {key: value for key, value in GRADE_ROW.items() if key not in ("id", "question_id")}
    assert GRADE.validate_python(row).model_dump(mode="json") == row
    assert set(COLUMNS["grades"]) == set(GRADE_ROW)


def test_a_spreadsheet_finds_no_formula(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    write_whole(target, RowFormat.CSV, [GRADE_ROW], "grades")
    with target.open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["id"] == "'=1+1"
    assert row["feedback"] == "'@SUM(A1) is missing"
    assert row["score"] == "0.5"
    assert row["needs_review"] == "false"
    assert row["reason"] == ""
    assert json.loads(row["key_points"]) == GRADE_ROW["key_points"]


@pytest.mark.parametrize(("kind", "row"), [("grades", GRADE_ROW), ("audits", AUDIT_ROW)])
def test_parquet_holds_the_rows_as_they_are(tmp_path: Path, kind: str, row: dict[str, Any]) -> None:
    pq = pytest.importorskip("pyarrow.parquet", reason="needs the extra parquet")
    target = tmp_path / "out.parquet"
    write_whole(target, RowFormat.PARQUET, [row, row], kind)
    found = pq.read_table(target).to_pylist(maps_as_pydicts="strict")
    assert len(found) == 2
    expected = {name: row.get(name) for name in COLUMNS[kind]} | {"id": str(row["id"])}
    assert found[0] == expected


def test_parquet_without_rows_still_has_its_columns(tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet", reason="needs the extra parquet")
    target = tmp_path / "out.parquet"
    write_whole(target, RowFormat.PARQUET, [], "grades")
    assert pq.read_table(target).column_names == list(COLUMNS["grades"])


def test_parquet_comes_in(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow", reason="needs the extra parquet")
    pq = pytest.importorskip("pyarrow.parquet", reason="needs the extra parquet")
    file = tmp_path / "in.parquet"
    pq.write_table(pa.table({"id": [1, 2], "answer": ["残差", None], "reference": ["r", "r"]}), file)
    with open_rows(file) as rows:
        assert rows.total == 2
        found = list(rows)
    assert [(row.line, row.id) for row in found] == [(1, 1), (2, 2)]
    assert isinstance(found[0], Row)
    assert found[0].fields["answer"] == "残差"


def test_parquet_with_other_columns_is_refused(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow", reason="needs the extra parquet")
    pq = pytest.importorskip("pyarrow.parquet", reason="needs the extra parquet")
    file = tmp_path / "in.parquet"
    pq.write_table(pa.table({"question": ["q"]}), file)
    with pytest.raises(BadInput, match="no column answer, id"), open_rows(file):
        pass


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("before")

    def rows() -> Any:
        yield GRADE_ROW
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        write_whole(target, RowFormat.JSONL, rows(), "grades")
    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]


def test_a_new_file_has_the_rights_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    with beside(tmp_path / "out") as draft:
        draft.write_text("x")
    assert (tmp_path / "out").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.parametrize("target", ["", "no/out.csv"])
def test_a_target_that_cannot_be_written_is_said(tmp_path: Path, target: str) -> None:
    with pytest.raises(BadInput), beside(tmp_path / target):
        pass


def test_the_format_of_the_output() -> None:
    assert for_output(None, None) is RowFormat.JSONL
    assert for_output(Path("a.csv"), None) is RowFormat.CSV
    assert for_output(Path("a.csv"), RowFormat.JSONL) is RowFormat.JSONL
    assert chosen("CSV") is RowFormat.CSV
    assert chosen(None) is None
    with pytest.raises(BadInput, match="choose one of"):
        chosen("xlsx")
    with pytest.raises(BadInput, match="name a file"):
        for_output(None, RowFormat.PARQUET)


def test_csv_to_a_stream() -> None:
    stream = io.StringIO()
    write_text(stream, RowFormat.CSV, [AUDIT_ROW], "audits")
    assert stream.getvalue().splitlines()[0] == "id,question,document,line,risk,flags,reason"


def test_pyarrow_is_asked_for_by_name() -> None:
    parquet.require()
