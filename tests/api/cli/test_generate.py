"""`quizgen generate`."""

import json
from pathlib import Path

import pytest

from api.services import Services
from questions.bank import QuestionFilter
from questions.records import Cloze, Status
from tests.api.cli.test_main import Cli
from tests.api.parts import SHAKY
from tests.quizgen.documents import CASES


@pytest.fixture
def cells(tmp_path: Path) -> Path:
    """Notes on biology."""
    file = tmp_path / "cells.md"
    file.write_text((CASES / "making" / "cells.zh.md").read_text("utf-8"), "utf-8")
    return file


def test_drafts_are_made_and_kept(cells: Path, cli: Cli, services: Services) -> None:
    ran = cli("generate", cells, "-n", "8", "--seed", "7", "--json")
    assert ran.code == 0
    told = json.loads(ran.out)
    assert (told["asked_for"], len(told["questions"]), told["notes"]) == (8, 8, [])
    assert len({question["kind"] for question in told["questions"]}) >= 3
    kept = services.bank().questions(QuestionFilter(status=Status.DRAFT)).items
    assert {question.id for question in kept} == {question["id"] for question in told["questions"]}
    text = cells.read_text("utf-8")
    assert all(question["quote"] in text for question in told["questions"])


def test_a_dry_run_keeps_nothing(cells: Path, cli: Cli, services: Services) -> None:
    ran = cli("generate", cells, "-n", "5", "--dry-run")
    assert (ran.code, services.bank().count(), services.bank().documents()) == (0, 0, ())
    assert "[cloze]" in ran.out
    assert "> " in ran.out


def test_approved_ones_are_active_and_can_be_answered(cells: Path, cli: Cli, services: Services) -> None:
    assert cli("generate", cells, "-n", "2", "--kinds", "cloze", "--approve").code == 0
    found = services.bank().questions().items
    assert [(type(question), question.status) for question in found] == [(Cloze, Status.ACTIVE)] * 2


def test_fewer_than_asked_for_is_said_with_the_reason(cells: Path, cli: Cli) -> None:
    ran = cli("generate", cells, "-n", "900", "--kinds", "multiple,cloze", "--dry-run")
    assert ran.code == 1
    assert "of 900: the notes give no more sound questions of the kinds multiple-choice, cloze" in ran.err


def test_the_same_again_finds_others_and_says_so(cells: Path, cli: Cli) -> None:
    first = json.loads(cli("generate", cells, "-n", "4", "--kinds", "cloze", "--json").out)["questions"]
    second = cli("generate", cells, "-n", "900", "--kinds", "cloze", "--json")
    assert second.code == 1
    told = json.loads(second.out)
    assert not {one["id"] for one in first} & {one["id"] for one in told["questions"]}
    assert "in the bank already" in told["notes"][0]
    assert any("the bank" in item["why"] for item in told["dropped"])


def test_what_was_dropped_is_shown_with_the_reason(tmp_path: Path, cli: Cli) -> None:
    file = tmp_path / "earth.md"
    file.write_text(
        f"# Earth\n\n## Shape\n\nA {SHAKY} is an old picture of the world that many people of the past believed in.\n",
        "utf-8",
    )
    ran = cli("generate", file, "-n", "9", "--kinds", "cloze,true-false", "--verbose", "--dry-run")
    assert ran.code == 1
    assert "the notes look shaky here" in ran.out


def test_without_a_document_those_of_the_bank_are_taken(cells: Path, cli: Cli) -> None:
    assert cli("ingest", cells).code == 0
    ran = cli("generate", "-n", "3", "--kinds", "single", "--json")
    assert ran.code == 0
    assert {one["source"]["document"] for one in json.loads(ran.out)["questions"]} == {"cells.md"}
    cells.unlink()
    gone = cli("generate", "-n", "3")
    assert (gone.code, "name its file" in gone.err) == (2, True)


def test_several_documents_share_the_count(tmp_path: Path, cells: Path, cli: Cli) -> None:
    law = tmp_path / "law.md"
    law.write_text((CASES / "making" / "contracts.en.md").read_text("utf-8"), "utf-8")
    told = json.loads(cli("generate", cells, law, "-n", "8", "--dry-run", "--json").out)
    names = [one["source"]["document"] for one in told["questions"]]
    assert {name: names.count(name) for name in set(names)} == {"cells.md": 4, "law.md": 4}
    english = json.loads(
        cli("generate", cells, law, "-n", "4", "--language", "en", "--dry-run", "--json").out
    )
    assert {one["language"] for one in english["questions"]} == {"en"}


def test_made_questions_outlive_an_edit_elsewhere(cells: Path, cli: Cli, services: Services) -> None:
    assert cli("ingest", cells).code == 0
    assert cli("generate", cells, "-n", "5", "--kinds", "cloze", "--approve").code == 0
    before = {each.id: each for each in services.bank().questions(QuestionFilter(kind="cloze")).items}
    cells.write_text("# 序\n\n" + cells.read_text("utf-8").replace("合成蛋白质", "制造蛋白质"), "utf-8")
    assert cli("ingest", cells).code == 0
    after = {each.id: each for each in services.bank().questions(QuestionFilter(kind="cloze")).items}
    assert set(after) == set(before)
    for name, question in after.items():
        assert isinstance(question, Cloze)
        fell = "合成蛋白质" in (question.explanation or "")
        assert question.status is (Status.RETIRED if fell else Status.ACTIVE)
        was = before[name].source
        assert question.source is not None
        assert was is not None
        assert question.source.line_start == was.line_start + (0 if fell else 2)


@pytest.mark.parametrize(
    "options", [("--kinds", "riddle"), ("-n", "0"), ("-n", "5000"), ("--language", "fr")]
)
def test_what_cannot_be_asked_for_is_refused(cells: Path, cli: Cli, options: tuple[str, ...]) -> None:
    ran = cli("generate", cells, *options)
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.strip().splitlines()) == 1
