import io
import json
import sys
from pathlib import Path

import pytest

from tests.api.cli.test_main import Cli

TEXT = """\
# Heat

## 1. What is conduction?

Heat moves through a body while the body stays in place.

## 2. What is convection?
"""
NOTES = (
    "# Radiation\n\nEvery warm body radiates, and the power grows with the fourth power of its temperature.\n"
)


def test_the_contract(tmp_path: Path, cli: Cli) -> None:
    file = tmp_path / "heat.md"
    file.write_text(TEXT, "utf-8")
    ran = cli("extract", file, "--json")
    assert ran.code == 0
    first, second = json.loads(ran.out)["questions"]
    assert first["question"] == "What is conduction?"
    assert first["answer"].startswith("Heat moves")
    assert first["kind"] == "free_text"
    assert first["source"]["document"] == "heat.md"
    assert first["source"]["line_start"] == 3
    assert first["source"]["line_end"] >= 5
    assert first["source"]["heading_path"]
    assert second["answer"] is None
    assert second["reason"]


def test_only_explicit_questions_unless_asked_for_more(tmp_path: Path, cli: Cli) -> None:
    file = tmp_path / "radiation.md"
    file.write_text(NOTES, "utf-8")
    assert json.loads(cli("extract", file, "--json").out)["questions"] == []
    (made,) = json.loads(cli("extract", file, "--json", "--generate").out)["questions"]
    assert made["origin"] == "generated"


def test_a_table_for_people(tmp_path: Path, cli: Cli) -> None:
    file = tmp_path / "heat.md"
    file.write_text(TEXT, "utf-8")
    ran = cli("extract", file)
    assert ran.code == 0
    assert "What is conduction?" in ran.out
    file.write_text(NOTES, "utf-8")
    ran = cli("extract", file)
    assert (ran.code, ran.out) == (0, "")
    assert "--generate" in ran.err


def test_gb18030_is_said(tmp_path: Path, cli: Cli) -> None:
    file = tmp_path / "热.md"
    file.write_bytes("# 热\n\n## 1. 什么是传导？\n\n热量在物体内部传递，而物体不动。\n".encode("gb18030"))
    ran = cli("extract", file, "--json")
    told = json.loads(ran.out)
    assert told["questions"][0]["question"] == "什么是传导？"
    assert told["encoding"].lower() == "gb18030"
    assert told["notes"]


def test_standard_input(monkeypatch: pytest.MonkeyPatch, cli: Cli) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert len(json.loads(cli("extract", "-", "--json").out)["questions"]) == 2


def test_several_documents_are_one_list(tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "heat.md").write_text(TEXT, "utf-8")
    (tmp_path / "page.html").write_text(
        "<!doctype html><h1>Work</h1><h2>1. What is work?</h2>Force.", "utf-8"
    )
    (tmp_path / "README.md").write_text(NOTES, "utf-8")
    (tmp_path / "broken.txt").write_bytes(b"a\0b")
    ran = cli("extract", tmp_path, "--json")
    told = json.loads(ran.out)
    assert ran.code == 1
    assert [(one["document"], one["format"]) for one in told["documents"]] == [
        ("heat.md", "markdown"),
        ("page.html", "html"),
    ]
    assert {one["source"]["document"] for one in told["questions"]} == {"heat.md", "page.html"}
    assert [(one["document"], one["failed"]) for one in told["skipped"]] == [
        ("README.md", False),
        ("broken.txt", True),
    ]
    ran = cli("extract", f"{tmp_path}/*.*")
    assert (ran.code, "What is work?" in ran.out) == (1, True)
    assert "left out: README.md: asks no question" in ran.err


def test_standard_input_has_a_name_and_its_format(monkeypatch: pytest.MonkeyPatch, cli: Cli) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"* What is it?\nThat.\n* Why?\nSo.\n")))
    told = json.loads(cli("extract", "-", "--name", "x.org", "--json").out)
    assert (told["document"], told["format"], len(told["questions"])) == ("x.org", "org", 2)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "empty"), (b" \n", "empty"), (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "picture"), (b"a\x00b", "NUL")],
)
def test_what_is_no_document_is_one_line(tmp_path: Path, cli: Cli, content: bytes, words: str) -> None:
    file = tmp_path / "x.md"
    file.write_bytes(content)
    ran = cli("extract", file, "--json")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert words in ran.err


def test_a_huge_document_is_refused_before_it_is_read(tmp_path: Path, cli: Cli) -> None:
    file = tmp_path / "x.md"
    with file.open("wb") as stream:
        stream.truncate(60_000_000)
    ran = cli("extract", file)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "50 MB" in ran.err
