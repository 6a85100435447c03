import csv
import io
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.cli.main import main
from api.lazy import Lazy
from api.rowfiles.columns import COLUMNS
from api.services import GradeAll, Services
from api.settings import Settings
from graders.grader import Submission
from questions.errors import ServiceUnavailable
from questions.records import Grade
from tests.api.cli.test_main import Cli
from tests.api.parts import BARE, SHAKY, SHAPE, TIDES, fake_grade, make_services

Rows = list[dict[str, Any]]
REFERENCE = "The moon pulls the water. The sun adds to it."


def inline(id_: object, answer: object, **more: object) -> dict[str, Any]:
    return {"id": id_, "question": "What causes the tides?", "reference": REFERENCE, "answer": answer} | more


def write(path: Path, rows: Sequence[object]) -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    return path


def read(path: Path) -> Rows:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_the_contract(tmp_path: Path, cli: Cli, filled: Services) -> None:
    source = write(
        tmp_path / "in.jsonl",
        [
            inline("a", REFERENCE),
            inline("b", ""),
            {"id": "c", "question_id": TIDES.id, "answer": "The moon."},
        ],
    )
    ran = cli("grade", source, "-o", tmp_path / "out.jsonl")
    assert (ran.code, ran.out) == (0, "")
    rows = read(tmp_path / "out.jsonl")
    assert [row["id"] for row in rows] == ["a", "b", "c"]
    assert [row["question_id"] for row in rows] == [None, None, TIDES.id]
    for row in rows:
        assert list(row) == [
            "id",
            "question_id",
            *[name for name in row if name not in ("id", "question_id")],
        ]
        assert set(row) == set(COLUMNS["grades"])
    assert rows[1]["verdict"] == "blank"
    assert filled.bank().attempts().items == ()


@pytest.mark.usefixtures("filled")
def test_each_broken_row_is_named_and_the_others_are_graded(tmp_path: Path, cli: Cli) -> None:
    source = write(
        tmp_path / "in.jsonl",
        [
            inline("a", REFERENCE),
            "{broken",
            {"id": "c", "answer": "x"},
            {"id": "d", "question_id": "q-none", "answer": "x"},
            inline("e", None),
            inline("f", 5),
            inline("g", "x" * 1_200_000),
            inline("h", "x", reference="y" * 100_001),
            inline("i", "x", reference=""),
            {"id": "j", "question_id": BARE.id, "answer": "x"},
            inline("a", "again"),
            json.dumps(inline("k", "half \ud83d and \x00")),
            {"id": 7, "question": None, "reference": REFERENCE, "answer": "x"},
            inline("l", REFERENCE, question_id=TIDES.id),
        ],
    )
    ran = cli("grade", source, "-o", tmp_path / "out.jsonl")
    assert ran.code == 1
    rows = read(tmp_path / "out.jsonl")
    assert [row["id"] for row in rows] == ["a", None, *"cdefghij", "a", "k", 7, "l"]
    unscored = [number for number, row in enumerate(rows, start=1) if row["status"] == "unscored"]
    assert unscored == [2, 3, 4, 5, 6, 7, 8, 9, 10]
    for row in rows:
        assert (row["reason"] is None) == (row["status"] == "scored")
        assert (row["score"] is None) == (row["status"] == "unscored")
    told = ran.err.splitlines()
    for number in range(2, 12):
        assert any(line.startswith(f"line {number}: ") for line in told), number
    assert "line 11: the id 'a' was used in line 1" in ran.err


def test_nothing_readable_is_exit_2_and_no_output(tmp_path: Path, cli: Cli) -> None:
    source = tmp_path / "in.jsonl"
    source.write_bytes(b"\x89PNG\x00")
    ran = cli("grade", source, "-o", tmp_path / "out.jsonl")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert not (tmp_path / "out.jsonl").exists()


def test_the_same_answer_gets_the_same_row_in_any_company(tmp_path: Path, cli: Cli) -> None:
    rows = [inline(number, f"The moon pulls the water {number % 3}") for number in range(150)]
    cli("grade", write(tmp_path / "in.jsonl", rows), "-o", tmp_path / "out.jsonl")
    cli("grade", write(tmp_path / "back.jsonl", rows[::-1]), "-o", tmp_path / "back-out.jsonl")
    assert read(tmp_path / "back-out.jsonl") == read(tmp_path / "out.jsonl")[::-1]


def test_an_inline_reference_is_audited_once(tmp_path: Path, services: Services) -> None:
    asked: list[str | None] = []
    audit = services.audit()

    def counting(items: Any, /) -> Any:
        asked.extend(item.answer for item in items)
        return audit(items)

    source = write(
        tmp_path / "in.jsonl", [inline(n, "round", reference=f"It is a {SHAKY}.") for n in range(200)]
    )
    code = main(
        ["grade", str(source), "-o", str(tmp_path / "out.jsonl")],
        lambda _: replace(services, audit=Lazy(lambda: counting)),
    )
    assert code == 0
    assert asked == [f"It is a {SHAKY}."]
    assert all(row["needs_review"] for row in read(tmp_path / "out.jsonl"))


def test_flags_of_the_bank_reach_the_grade(tmp_path: Path, cli: Cli, filled: Services) -> None:
    source = write(tmp_path / "in.jsonl", [{"id": 1, "question_id": SHAPE.id, "answer": "A globe"}])
    cli("grade", source, "-o", tmp_path / "out.jsonl")
    assert read(tmp_path / "out.jsonl")[0]["review_reasons"] == ["The earth is a globe."]
    assert filled.bank().get(SHAPE.id)


def test_csv_in_and_out(tmp_path: Path, cli: Cli) -> None:
    source = tmp_path / "in.csv"
    with source.open("w", encoding="gb18030", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "question", "reference", "answer"])
        writer.writerow(["=2+5", "残差连接是什么？", "把输入加到输出上。", "把输入加到输出上。"])
    ran = cli("grade", source, "-o", tmp_path / "out.csv")
    assert "GB18030" in ran.err
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["id"] == "'=2+5"
    assert float(row["score"]) >= 0
    assert [path.name for path in tmp_path.iterdir() if "partial" in path.name or "draft" in path.name] == []


def test_parquet_in_and_out(tmp_path: Path, cli: Cli) -> None:
    pa = pytest.importorskip("pyarrow", reason="needs the extra parquet")
    pq = pytest.importorskip("pyarrow.parquet", reason="needs the extra parquet")
    rows = [inline("a", REFERENCE), inline("b", None)]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "in.parquet")
    assert cli("grade", tmp_path / "in.parquet", "-o", tmp_path / "out.parquet").code == 1
    found = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert [row["status"] for row in found] == ["scored", "unscored"]
    assert found[0]["key_points"][0]["state"] == "covered"


def test_standard_input_and_output(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    text = json.dumps(inline("a", REFERENCE)) + "\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    ran = cli("grade", "-", "-o", "-")
    assert json.loads(ran.out)["id"] == "a"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert cli("grade", "-", "-o", "-", "--format", "csv").out.startswith("id,question_id,status,")


def test_without_output_people_get_a_table_and_machines_an_object(tmp_path: Path, cli: Cli) -> None:
    source = write(tmp_path / "in.jsonl", [inline("a", REFERENCE), "{"])
    ran = cli("grade", source)
    assert ran.code == 1
    assert "correct" in ran.out
    told = json.loads(cli("grade", source, "--json").out)
    assert [row["id"] for row in told["grades"]] == ["a", None]
    assert told["summary"] == {"rows": 2, "scored": 1, "unscored": 1, "resumed": 0, "duplicate_ids": 0}
    told = json.loads(cli("grade", source, "-o", tmp_path / "out.jsonl", "--json").out)
    assert told["summary"]["rows"] == 2


def test_input_and_output_may_not_be_one_file(tmp_path: Path, cli: Cli) -> None:
    source = write(tmp_path / "in.jsonl", [inline("a", REFERENCE)])
    before = source.read_bytes()
    assert cli("grade", source, "-o", source).code == 2
    assert source.read_bytes() == before


class Failing:
    """Grades until it has been called *times* times, then is down."""

    def __init__(self, times: int) -> None:
        self.left = times

    def __call__(self, items: Sequence[Submission], /) -> tuple[Grade, ...]:
        self.left -= 1
        if self.left < 0:
            raise ServiceUnavailable("the encoder is down; try again")
        return fake_grade(items)


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "parquet"])
def test_an_outage_keeps_what_is_done_and_resume_does_the_rest(tmp_path: Path, suffix: str) -> None:
    services = make_services(tmp_path, chunk_rows=10)
    rows = [inline(number, REFERENCE) for number in range(95)]
    rows[33]["answer"] = None
    source, target = write(tmp_path / "in.jsonl", rows), tmp_path / f"out.{suffix}"
    whole = tmp_path / f"whole.{suffix}"
    assert main(["grade", str(source), "-o", str(whole)], lambda _: services) == 1
    grade: Lazy[GradeAll] = Lazy(lambda: Failing(4))
    broken = replace(services, grade=grade)
    assert main(["grade", str(source), "-o", str(target)], lambda _: broken) == 2
    assert target.exists() == (suffix == "jsonl")
    assert main(["grade", str(source), "-o", str(target), "--resume"], lambda _: broken) == 2
    finished = Failing(6)  # 55 rows are left, in chunks of ten
    rest = replace(services, grade=Lazy(lambda: finished))
    assert main(["grade", str(source), "-o", str(target), "--resume"], lambda _: rest) == 1
    assert finished.left == 0
    assert target.read_bytes() == whole.read_bytes()
    left = {path.name for path in tmp_path.iterdir() if path.name.startswith(".")}
    assert left == set()


def test_resume_of_other_rows_is_refused(tmp_path: Path, cli: Cli) -> None:
    target = tmp_path / "out.jsonl"
    cli("grade", write(tmp_path / "in.jsonl", [inline("a", "x"), inline("b", "x")]), "-o", target)
    before = target.read_bytes()
    ran = cli(
        "grade",
        write(tmp_path / "other.jsonl", [inline("a", "x"), inline("z", "x")]),
        "-o",
        target,
        "--resume",
    )
    assert (ran.code, "other rows" in ran.err) == (2, True)
    ran = cli("grade", write(tmp_path / "short.jsonl", [inline("a", "x")]), "-o", target, "--resume")
    assert ran.code == 2
    assert target.read_bytes() == before


def test_resuming_what_is_finished_changes_nothing_and_says_the_same(tmp_path: Path, cli: Cli) -> None:
    source, target = (
        write(tmp_path / "in.jsonl", [inline("a", "x"), inline("b", None)]),
        tmp_path / "out.jsonl",
    )
    assert cli("grade", source, "-o", target).code == 1
    before = target.read_bytes()
    ran = cli("grade", source, "-o", target, "--resume", "--json")
    assert ran.code == 1
    assert json.loads(ran.out)["summary"]["resumed"] == 2
    assert target.read_bytes() == before


@pytest.mark.parametrize(("words", "risk"), [((), 0.3), (("--review-risk", "0.1"), 0.1)])
def test_the_risk_of_a_review_is_a_setting(
    words: tuple[str, ...], risk: float, services: Services, tmp_path: Path
) -> None:
    asked: list[Settings] = []

    def build(settings: Settings) -> Services:
        asked.append(settings)
        return services

    source = write(tmp_path / "in.jsonl", [inline("a", REFERENCE)])
    assert main(["grade", str(source), "-o", str(tmp_path / "out.jsonl"), *words], build) == 0
    assert [one.review_risk for one in asked] == [risk]


@pytest.mark.parametrize("risk", ["-0.1", "1.1", "much"])
def test_a_risk_is_a_share(cli: Cli, tmp_path: Path, risk: str) -> None:
    source = write(tmp_path / "in.jsonl", [inline("a", REFERENCE)])
    assert cli("grade", source, "-o", tmp_path / "out.jsonl", "--review-risk", risk).code == 2
