import json
from pathlib import Path

import pytest

from api.services import Services
from tests.api.cli.test_grade import read, write
from tests.api.cli.test_main import Cli
from tests.api.parts import SHAKY, SHAPE

NOTES = f"# Earth\n\n## 1. What shape has the earth?\n\nMany said it is a {SHAKY}.\n\n## 2. Who measured it?\n\nEratosthenes did.\n"


def test_rows_in_rows_out(tmp_path: Path, cli: Cli) -> None:
    source = write(
        tmp_path / "in.jsonl",
        [
            {"id": "a", "question": "q", "answer": f"a {SHAKY}"},
            "{",
            {"id": "c", "question": "q", "answer": "fine"},
            {"id": "d", "question": 1, "answer": "fine"},
            {"id": "a", "question": "q", "answer": None},
        ],
    )
    ran = cli("audit", source, "-o", tmp_path / "out.jsonl")
    assert ran.code == 1  # two rows could not be read
    rows = read(tmp_path / "out.jsonl")
    assert [row["id"] for row in rows] == ["a", None, "c", "d", "a"]
    assert [row["risk"] for row in rows] == [0.9, None, 0.0, None, 0.0]
    assert set(rows[0]) == {"id", "risk", "flags"}
    (flag,) = rows[0]["flags"]
    assert flag["quote"] == SHAKY
    assert flag["evidence"] == [
        {"source": "Eratosthenes", "locator": "On the measure of the earth", "quote": ""}
    ]
    assert "line 2: " in ran.err
    assert "line 4: " in ran.err


def test_a_document(tmp_path: Path, cli: Cli) -> None:
    file = tmp_path / "earth.md"
    file.write_text(NOTES, "utf-8")
    ran = cli("audit", file)
    assert ran.code == 0
    assert SHAKY in ran.out
    assert "globe" in ran.out
    told = json.loads(cli("audit", file, "--json").out)
    assert told["summary"] == {"rows": 2, "flagged": 1, "flags": 1, "unread": 0}
    assert told["audits"][0]["line"] == 3
    assert cli("audit", file, "-o", tmp_path / "out.csv").code == 0
    assert (tmp_path / "out.csv").read_text("utf-8").startswith("id,question,document,line,risk,flags,reason")


@pytest.mark.parametrize(("floor", "code"), [("high", 1), ("medium", 1), ("low", 1), (None, 0)])
def test_fail_on(tmp_path: Path, cli: Cli, floor: str | None, code: int) -> None:
    file = tmp_path / "earth.md"
    file.write_text(NOTES, "utf-8")
    words = ("--fail-on", floor) if floor else ()
    assert cli("audit", file, *words).code == code
    file.write_text(NOTES.replace(SHAKY, "globe"), "utf-8")
    ran = cli("audit", file, *words)
    assert ran.code == 0
    assert "nothing shaky" in ran.out


def test_the_bank_is_audited_and_flags_are_filed(cli: Cli, filled: Services) -> None:
    filled.bank().file_flags(SHAPE.id, ())
    ran = cli("audit", "--json")
    assert ran.code == 0
    assert json.loads(ran.out)["summary"]["flagged"] == 1
    assert len(filled.bank().flags(question_id=SHAPE.id).items) == 1


def test_standard_output(tmp_path: Path, cli: Cli) -> None:
    file = tmp_path / "earth.md"
    file.write_text(NOTES, "utf-8")
    lines = cli("audit", file, "-o", "-", "--json").out.splitlines()
    assert [bool(json.loads(line)["flags"]) for line in lines] == [True, False]


def test_a_folder_of_notes(tmp_path: Path, cli: Cli) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "earth.md").write_text(NOTES, "utf-8")
    (notes / "moon.md").write_text("# Moon\n\n## 1. What pulls the tides?\n\nThe moon does.\n", "utf-8")
    told = json.loads(cli("audit", notes, "--json", "--fail-on", "low").out)
    assert told["summary"] == {"rows": 3, "flagged": 1, "flags": 1, "unread": 0}
    assert {row["document"] for row in told["audits"]} == {"earth.md", "moon.md"}
    both = json.loads(cli("audit", notes / "moon.md", notes / "earth.md", "--json").out)
    assert [row["document"] for row in both["audits"]] == ["moon.md", "earth.md", "earth.md"]


def test_what_is_unreadable_in_a_folder_is_named_and_exit_code_1(tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "earth.md").write_text(NOTES, "utf-8")
    (tmp_path / "broken.html").write_bytes(b"\x00\x01\x02" * 50)
    ran = cli("audit", tmp_path, "--json")
    assert ran.code == 1
    assert "left out: broken.html" in ran.err
    assert json.loads(ran.out)["summary"]["flags"] == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [(("rows.jsonl",), "one file at a time"), (("--patch",), "one document at a time")],
)
def test_what_takes_one_file_says_so(tmp_path: Path, cli: Cli, words: tuple[str, ...], says: str) -> None:
    ran = cli("audit", tmp_path / "a.md", tmp_path / "b.md", *words)
    assert ran.code == 2
    assert says in ran.err
