"""Notes, names and answers of strangers through every command: no terminal, page or spreadsheet obeys them."""

import csv
import html.parser
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.cli.test_main import Cli
from tests.api.cli.test_practice import typed
from tests.api.parts import SHAPE, TIDES
from tests.test_cases import CASES

NOTES: list[dict[str, str]] = json.loads((CASES / "hostile_notes.json").read_text("utf-8"))
# All but tabs and line ends; \r\n ends a line of CSV.
OBEYED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]|\r(?!\n)"
)
HARMLESS_TAGS = frozenset(
    "a article blockquote body h1 h2 h3 head html li mark meta p section strong style title ul".split()
)
EVIL = "=cmd|' /C calc'!A0 \x1b]0;owned\x07\u202e\x9b31m\r\x00"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    for note in NOTES:
        (folder / note["file"]).write_text(note["text"], "utf-8")
    return folder


def _commands(cli: Cli, notes: Path) -> Iterator[tuple[str, str]]:
    """What each command wrote, with its words."""
    first = notes / NOTES[0]["file"]
    for words in (
        ("extract", notes),
        ("extract", notes, "--json"),
        ("ingest", notes, "--dry-run"),
        ("ingest", notes),
        ("ingest", notes, "--json"),
        ("questions", "list", "--limit", "100"),
        ("questions", "list", "--json", "--limit", "100"),
        ("questions", "list", "--flagged"),
        ("flags", "list"),
        ("audit", notes),
        ("audit", notes, "--json"),
        ("generate", first, "-n", "3", "--dry-run", "--verbose"),
        ("quiz", "new", "--topic", "*:5", "--learner", EVIL),
        ("quiz", "list"),
        ("stats",),
        ("stats", "--learner", EVIL),
        ("practice", "--topic", EVIL),
        ("questions", "show", EVIL),
        ("attempts", "list", "--learner", EVIL),
        ("attempts", "export", "--format", "csv"),
        ("extract", EVIL),
        ("audit", notes / EVIL.replace("\x00", "")),
    ):
        ran = cli(*words)
        assert ran.code in (0, 1, 2), words
        yield " ".join(map(repr, words)), ran.out + ran.err


def test_no_terminal_obeys_what_a_command_writes(cli: Cli, notes: Path) -> None:
    obeyed = {words: found for words, text in _commands(cli, notes) if (found := OBEYED.findall(text))}
    assert obeyed == {}


def test_each_note_is_read_and_asked_about(cli: Cli, notes: Path) -> None:
    told = json.loads(cli("extract", notes, "--json").out)
    read = {question["source"]["document"] for question in told["questions"]}
    assert len(read) == len(NOTES)
    shown = json.loads(cli("ingest", notes, "--json").out)
    assert shown


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note["what"])
def test_a_page_holds_no_markup_of_the_notes(cli: Cli, notes: Path, note: dict[str, str]) -> None:
    path, page = notes / note["file"], notes / "page.html"
    assert cli("audit", "--report", page, "--", path).code == 0
    text = page.read_text("utf-8")
    assert OBEYED.findall(text) == []
    seen = _Tags()
    seen.feed(text)
    assert seen.tags <= HARMLESS_TAGS
    assert all(link.startswith("https://") for link in seen.links)


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note["what"])
def test_a_report_in_markdown_holds_no_markup_of_the_notes(
    cli: Cli, notes: Path, note: dict[str, str]
) -> None:
    path, page = notes / note["file"], notes / "page.md"
    assert cli("audit", "--report", page, "--", path).code == 0
    text = page.read_text("utf-8")
    assert OBEYED.findall(text) == []
    assert not re.search(r"<[a-zA-Z/!]|(?<!\\)`", text)
    assert not re.search(r"(?<!\\)\]\((?!<https://)", text)


def test_no_cell_of_a_table_is_a_formula(cli: Cli, notes: Path) -> None:
    table = notes.parent / "flags.csv"
    assert cli("audit", notes, "-o", table).code == 0
    text = table.read_bytes().decode()
    assert OBEYED.findall(text) == []
    cells = [cell for row in csv.reader(text.splitlines(keepends=True)) for cell in row]
    assert [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "＝"))] == []


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_rows_of_strangers_come_out_harmless(cli: Cli, tmp_path: Path, form: str) -> None:
    rows = tmp_path / "rows.jsonl"
    asked = {"question": "What shape has the earth?", "reference": "It is round."}
    texts = (EVIL, "＝1+1", "+1+1", "\t=1", "a\r\nb\u2028c", "答\u202e案\x9b")
    lines = [
        *(json.dumps({"id": text, **asked, "answer": text}) for text in texts),
        '{"id": "nan", "question": "q?", "reference": "r.", "answer": NaN}',
        '{"id": "deep", "question": ' + "[" * 90_000 + "]" * 90_000 + "}",
        '{"id": ' + "9" * 5000 + "}",
        '{"id": 1e999, "question": "q?", "reference": "r.", "answer": "x"}',
        '{"id": "half \\ud83d", "question": "q?", "reference": "r.", "answer": "\\udc00"}',
    ]
    rows.write_text("\n".join(lines), "utf-8")
    ran = cli("grade", rows, "--format", form)
    assert ran.code == 1
    assert OBEYED.findall(ran.out + ran.err) == []
    assert "Traceback" not in ran.err


@pytest.mark.usefixtures("filled")
def test_a_folder_of_answers_gives_its_own_files_and_no_pipe(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    table = f'question,name,answer\n"{TIDES.text}","{EVIL[:30]}","The moon pulls the water. \x1b[31m"\n'
    (folder / "a.csv").write_text(table.replace("\r", ""), "utf-8")
    (tmp_path / "private.csv").write_text(table, "utf-8")
    (folder / "out.csv").symlink_to("../private.csv")
    os.mkfifo(folder / "pipe.csv")
    ran = cli("collect", folder, "--json")
    assert ran.code == 1
    assert OBEYED.findall(ran.out + ran.err) == []
    assert "out.csv: a link to a file outside of the folder" in ran.err
    assert len(json.loads(ran.out)["answers"]) == 1


@pytest.mark.usefixtures("filled")
def test_nothing_of_the_reference_is_shown_before_an_answer(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "\n\n\n")
    ran = cli("practice", "--count", "3", "--reference")
    shown = (ran.out + ran.err).casefold()
    assert "skipped" in shown
    for question in (TIDES, SHAPE):
        for point in question.key_points:
            assert point.text.casefold() not in shown


class _Tags(html.parser.HTMLParser):
    """The tags of a page, and where it links to."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note *tag*; an attribute that runs something is a tag of its own."""
        self.tags.add(tag)
        self.tags |= {name for name, _ in attrs if name.startswith("on")}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
