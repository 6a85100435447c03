"""`quizgen audit --report` and `--patch`: something to read, something to apply."""

import io
import json
from pathlib import Path

import pytest

from api.cli.audit_report import raw_output
from tests.api.cli.test_main import Cli
from tests.api.parts import SHAKY

NOTES = f"# Notes\n\n## What shape has the earth?\n\nIt is a {SHAKY}.\n"
FIXED = NOTES.replace(SHAKY, "The earth is a globe")


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "notes.md"
    path.write_text(NOTES, "utf-8")
    return path


@pytest.mark.parametrize("ending", ["html", "md", "HTM"])
def test_a_report_is_written(cli: Cli, notes: Path, ending: str) -> None:
    report = notes.with_name(f"report.{ending}")
    ran = cli("audit", notes, "--report", report)
    assert (ran.code, ran.out) == (0, "")
    assert "1 flag (1 high) on 1 of 1 answer" in ran.err
    page = report.read_text("utf-8")
    for words in (SHAKY, "The earth is a globe.", "Eratosthenes", "What shape has the earth?"):
        assert words in page
    assert page.startswith("# What" if ending == "md" else "<!doctype html>")


def test_a_report_can_fail_a_check_of_notes(cli: Cli, notes: Path) -> None:
    assert cli("audit", notes, "--report", notes.with_name("r.md"), "--fail-on", "high").code == 1


@pytest.mark.usefixtures("filled")
def test_a_report_of_the_bank(cli: Cli, tmp_path: Path) -> None:
    assert cli("audit", "--report", tmp_path / "bank.md").code == 0
    assert "What looks shaky in the bank" in (tmp_path / "bank.md").read_text("utf-8")


def test_a_patch_is_printed(cli: Cli, notes: Path) -> None:
    ran = cli("audit", "notes.md", "--patch")
    assert ran.code == 0
    assert ran.out.startswith("--- notes.md\n+++ notes.md\n@@ ")
    assert f"-It is a {SHAKY}.\n+It is a The earth is a globe.\n" in ran.out
    assert "apply with: patch -p0" in ran.err
    assert notes.read_text("utf-8") == NOTES
    notes.write_text(FIXED, "utf-8")
    ran = cli("audit", "notes.md", "--patch")
    assert (ran.code, ran.out, "nothing to replace" in ran.err) == (0, "", True)


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """It is."""
        return True


def test_a_terminal_is_shown_a_patch_and_obeys_none_of_it() -> None:
    terminal, file = Terminal(), io.StringIO()
    for stream in (terminal, file):
        raw_output(b"--- a.md\n-\x1b]0;owned\x07 \xe5\x9c\xb0\r\n", stream)
    assert terminal.getvalue() == "--- a.md\n-␛]0;owned␇ 地␍\n"
    assert file.getvalue() == "--- a.md\n-\x1b]0;owned\x07 地\r\n"


@pytest.mark.usefixtures("notes")
def test_json_has_the_diff(cli: Cli) -> None:
    told = json.loads(cli("audit", "notes.md", "--patch", "--report", "r.html", "--json").out)
    assert (told["flags"], told["replaced"], told["left_out"], told["report"]) == (1, 1, [], "r.html")
    assert told["diff"].startswith("--- notes.md\n")


@pytest.mark.usefixtures("notes")
@pytest.mark.parametrize(
    "words",
    [
        ("notes.md", "--report", "report.txt"),
        ("notes.md", "--report", "missing/report.md"),
        ("rows.jsonl", "--patch"),
        ("-", "--report", "r.md"),
        ("--patch",),
        ("missing.md", "--patch"),
    ],
)
def test_bad_use_is_one_line(cli: Cli, words: tuple[str, ...]) -> None:
    ran = cli("audit", *words)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
