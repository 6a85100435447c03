import json
import stat
from pathlib import Path

import pytest

from api.services import Services
from questions.records import FreeText
from tests.api.cli.test_main import Cli
from tests.api.parts import BARE, DRAFT, SHAKY, SHAPE, TIDES


@pytest.fixture(autouse=True)
def _filled(filled: Services) -> Services:
    return filled


def test_list_and_filters(cli: Cli) -> None:
    assert [q["id"] for q in json.loads(cli("questions", "list", "--json").out)["questions"]] == [
        TIDES.id,
        SHAPE.id,
        DRAFT.id,
        BARE.id,
    ]
    found = json.loads(cli("questions", "list", "--json", "--flagged").out)["questions"]
    assert [q["id"] for q in found] == [SHAPE.id]
    assert TIDES.text in cli("questions", "list", "--topic", "seas").out


def test_pages(cli: Cli) -> None:
    first = json.loads(cli("questions", "list", "--limit", 3, "--json").out)
    rest = json.loads(cli("questions", "list", "--cursor", first["next_cursor"], "--json").out)
    assert [q["id"] for q in rest["questions"]] == [BARE.id]
    assert "--cursor" in cli("questions", "list", "--limit", 3).err


def test_show(cli: Cli) -> None:
    ran = cli("questions", "show", SHAPE.id)
    assert ran.code == 0
    assert SHAPE.reference is not None
    assert SHAPE.reference in ran.out
    assert SHAKY in ran.out
    told = json.loads(cli("questions", "show", SHAPE.id, "--json").out)
    assert told["question"]["id"] == SHAPE.id
    assert told["flags"][0]["flag"]["quote"] == SHAKY
    assert cli("questions", "show", BARE.id).code == 0


def test_approve(cli: Cli, services: Services) -> None:
    assert cli("questions", "approve", DRAFT.id, TIDES.id).code == 0
    assert services.bank().get(DRAFT.id).status == "active"


def test_one_unknown_id_and_none_is_approved(cli: Cli, services: Services) -> None:
    assert cli("questions", "approve", DRAFT.id, "q-none").code == 2
    assert services.bank().get(DRAFT.id).status == "draft"


def test_key_points_from_a_file(tmp_path: Path, cli: Cli, services: Services) -> None:
    file = tmp_path / "points.json"
    file.write_text('[{"text": "The moon", "weight": 0.75, "id": "k1"}, {"text": "gravity"}]', "utf-8")
    assert cli("questions", "edit", TIDES.id, "--key-points", file).code == 0
    changed = services.bank().get(TIDES.id)
    assert isinstance(changed, FreeText)
    assert [(point.text, point.weight) for point in changed.key_points] == [
        ("The moon", 0.75),
        ("gravity", 0.5),
    ]
    span = changed.key_points[0].span
    assert span is not None
    assert (changed.reference or "")[span.start : span.end] == "The moon"
    assert changed.key_points[1].span is None


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '[{"text": ""}]', '[{"text": "a", "weight": 2}]', '["a"]',
                '[{"text": "a", "id": "k"}, {"text": "b", "id": "k"}]', '[{"text": "a", "extra": 1}]']
)  # fmt: skip
def test_bad_key_points_are_one_line(tmp_path: Path, cli: Cli, services: Services, content: str) -> None:
    file = tmp_path / "points.json"
    file.write_text(content, "utf-8")
    ran = cli("questions", "edit", TIDES.id, "--key-points", file)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert services.bank().get(TIDES.id) == TIDES


def test_a_question_without_reference_has_no_key_points(cli: Cli) -> None:
    assert cli("questions", "edit", BARE.id, "--key-points", "x").code == 2


def _editor(folder: Path, body: str) -> str:
    script = folder / "editor.sh"
    script.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
    script.chmod(script.stat().st_mode | stat.S_IEXEC)
    return str(script)


def test_key_points_in_an_editor(
    tmp_path: Path, cli: Cli, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv(
        "EDITOR", _editor(tmp_path, 'sed -i "s/The moon pulls the water/The moon pulls/" "$1"')
    )
    assert cli("questions", "edit", TIDES.id).code == 0
    changed = services.bank().get(TIDES.id)
    assert isinstance(changed, FreeText)
    assert changed.key_points[0].text == "The moon pulls"
    monkeypatch.setenv("EDITOR", "true")
    ran = cli("questions", "edit", TIDES.id)
    assert (ran.code, "nothing was changed" in ran.err) == (0, True)
    monkeypatch.setenv("EDITOR", "false")
    assert cli("questions", "edit", TIDES.id).code == 2


def test_a_list_of_nothing_says_why(cli: Cli) -> None:
    assert "did you mean 'Seas'?" in cli("questions", "list", "--topic", "sea's").err
    assert cli("questions", "list", "--status", "retired").err == ""


def test_topics_are_listed(cli: Cli) -> None:
    told = json.loads(cli("questions", "topics", "--json").out)["topics"]
    assert [(one["topic"], one["active"], one["drafts"]) for one in told] == [("Seas", 1, 0), ("Earth", 1, 1)]
    assert "Seas" in cli("questions", "topics").out
