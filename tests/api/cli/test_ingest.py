import json
from pathlib import Path

import pytest

from api.cli.main import main
from api.services import Services
from tests.api.cli.test_extract import NOTES, TEXT
from tests.api.cli.test_main import Cli
from tests.api.parts import SHAKY, make_services


def test_the_same_document_again_changes_nothing(tmp_path: Path, cli: Cli) -> None:
    file = tmp_path / "heat.md"
    file.write_text(TEXT, "utf-8")
    (first,) = json.loads(cli("ingest", file, "--json").out)["documents"]
    assert len(first["report"]["added"]) == 2
    (again,) = json.loads(cli("ingest", file, "--json").out)["documents"]
    assert again["report"]["unchanged"] == first["report"]["added"]
    assert again["document"] == first["document"]


def test_a_folder_is_ingested_file_by_file(tmp_path: Path, cli: Cli, services: Services) -> None:
    (tmp_path / "notes" / "deep").mkdir(parents=True)
    (tmp_path / "notes" / "README.md").write_text(TEXT, "utf-8")
    (tmp_path / "notes" / "deep" / "README.md").write_text(NOTES, "utf-8")
    (tmp_path / "notes" / "deep" / "warm.md").write_text(NOTES, "utf-8")
    (tmp_path / "notes" / ".hidden.md").write_text(TEXT, "utf-8")
    (tmp_path / "notes" / "picture.png").write_bytes(b"\x89PNG\x00")
    ran = cli("ingest", tmp_path / "notes")
    assert ran.code == 0
    assert [document.name for document in services.bank().documents()] == ["README.md", "deep/warm.md"]
    assert "deep/README.md: asks no question" in ran.err


def test_two_files_of_one_name_are_not_mixed_up(tmp_path: Path, cli: Cli, services: Services) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "n.md").write_text(TEXT, "utf-8")
    ran = cli("ingest", tmp_path / "a" / "n.md", tmp_path / "b" / "n.md")
    assert (ran.code, "--name" in ran.err) == (2, True)
    assert services.bank().documents() == ()
    assert cli("ingest", tmp_path / "a" / "n.md", "--name", "first.md").code == 0
    assert [document.name for document in services.bank().documents()] == ["first.md"]


def test_one_unreadable_file_and_nothing_is_stored(tmp_path: Path, cli: Cli, services: Services) -> None:
    good, bad = tmp_path / "good.md", tmp_path / "bad.md"
    good.write_text(TEXT, "utf-8")
    bad.write_bytes(b"\x00")
    assert cli("ingest", good, bad).code == 2
    assert services.bank().documents() == ()


def test_an_empty_folder_is_said(tmp_path: Path, cli: Cli) -> None:
    ran = cli("ingest", tmp_path)
    assert (ran.code, ran.err.count("\n")) == (2, 1)


def test_notes_give_drafts_and_flags_are_filed(tmp_path: Path, cli: Cli, services: Services) -> None:
    file = tmp_path / "earth.md"
    file.write_text(
        f"# Earth\n\nPeople used to believe in a {SHAKY}, which ships that vanish hull first disprove.\n",
        "utf-8",
    )
    ran = cli("ingest", file)
    assert ran.code == 0
    assert "approve" in ran.err
    (question,) = services.bank().questions().items
    assert (question.status, question.origin) == ("draft", "generated")
    (flag,) = services.bank().flags(question_id=question.id).items
    assert flag.flag.quote == SHAKY


def test_a_dry_run_changes_nothing(tmp_path: Path, cli: Cli, services: Services) -> None:
    file = tmp_path / "heat.md"
    file.write_text(TEXT, "utf-8")
    told = json.loads(cli("ingest", file, "--dry-run", "--json").out)
    assert len(told["documents"][0]["report"]["added"]) == 2
    assert services.bank().documents() == ()


def test_the_bank_may_be_postgresql(
    tmp_path: Path, postgres_schema_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    services = make_services(tmp_path, database_url=postgres_schema_url)
    file = tmp_path / "heat.md"
    file.write_text(TEXT, "utf-8")
    assert main(["ingest", str(file)], lambda _: services) == 0
    assert main(["ingest", str(file)], lambda _: services) == 0
    capsys.readouterr()
    assert main(["doctor", "--json"], lambda _: services) == 0
    found = json.loads(capsys.readouterr().out)["database"]
    assert (found["dialect"], found["migrated"], found["questions"]) == ("postgresql", True, 2)
    services.close()


EDITED = TEXT.replace("Heat moves", "In short, heat moves")


def _changed_bank(tmp_path: Path, cli: Cli) -> str:
    """Ingest a document, edit it and ingest it again; the id of a question whose new words wait."""
    file = tmp_path / "heat.md"
    file.write_text(TEXT, "utf-8")
    cli("ingest", file)
    file.write_text(EDITED, "utf-8")
    (done,) = json.loads(cli("ingest", file, "--json").out)["documents"]
    return str(done["report"]["changed"][0])


def test_a_dry_run_prints_the_plan(tmp_path: Path, cli: Cli) -> None:
    file = tmp_path / "heat.md"
    file.write_text(TEXT, "utf-8")
    cli("ingest", file)
    file.write_text(EDITED, "utf-8")
    ran = cli("ingest", file, "--dry-run")
    assert ran.code == 0
    for words in ("changed", "another answer", "{+In short", "unchanged", "dry run"):
        assert words in ran.out
    (told,) = json.loads(cli("ingest", file, "--dry-run", "--json").out)["documents"]
    assert {row["what"] for row in told["plan"]} == {"changed", "unchanged"}
    (row,) = [row for row in told["plan"] if row["what"] == "changed"]
    assert set(row) == {
        "id", "what", "why", "similarity", "status", "document", "line", "question", "old", "new", "diff"
    }  # fmt: skip
    assert row["old"]["answer"] != row["new"]["answer"]


def test_new_words_wait_and_are_shown_with_what_differs(tmp_path: Path, cli: Cli) -> None:
    name = _changed_bank(tmp_path, cli)
    shown = cli("questions", "show", name)
    assert "learners meet version 1" in shown.out
    assert "{+In short" in shown.out
    told = json.loads(cli("questions", "show", name, "--json").out)
    assert (told["question"]["version"], told["approved"]["version"], told["met_version"]) == (2, 1, 1)
    assert told["diff"][0]["field"] == "answer"
    assert {part["op"] for part in told["diff"][0]["parts"]} == {"same", "removed", "added"}
    drafts = json.loads(cli("questions", "list", "--status", "draft", "--json").out)["questions"]
    assert [draft["id"] for draft in drafts] == [name]

    assert cli("questions", "approve", name).code == 0
    told = json.loads(cli("questions", "show", name, "--json").out)
    assert (told["approved"], told["met_version"], told["diff"]) == (None, 2, [])
    assert "learners meet" not in cli("questions", "show", name).out


def test_what_became_draft_is_said(tmp_path: Path, cli: Cli) -> None:
    file = tmp_path / "heat.md"
    file.write_text(TEXT, "utf-8")
    assert "wait for approval" not in cli("ingest", file).err
    file.write_text(EDITED, "utf-8")
    assert "wait for approval" in cli("ingest", file).err
    assert "wait for approval" not in cli("ingest", file).err


def test_what_comes_back_is_counted(tmp_path: Path, cli: Cli) -> None:
    file = tmp_path / "heat.md"
    file.write_text(TEXT, "utf-8")
    assert "revived" not in cli("ingest", file).out
    second = TEXT.index("## 2.")
    file.write_text(TEXT[:second], "utf-8")
    assert cli("ingest", file).code == 0
    file.write_text(TEXT, "utf-8")
    assert "revived" in cli("ingest", file).out
