"""`quizgen flags`, `quizgen review` and `quizgen regrade`: from a flag to corrected grades."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from api.services import Services
from api.usecases.grading import BankAnswer, answer
from questions.records import FlagState, FreeText
from tests.api.cli.test_main import Cli
from tests.api.parts import SHAKY, SHAPE


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))


def told(cli: Cli, *words: object) -> dict[str, Any]:
    ran = cli(*words, "--json")
    assert ran.code == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def flag_id(cli: Cli) -> str:
    (one,) = told(cli, "flags", "list")["flags"]
    return str(one["id"])


def reference(services: Services) -> str | None:
    question = services.bank().get(SHAPE.id)
    assert isinstance(question, FreeText)
    return question.reference


@pytest.mark.usefixtures("filled")
def test_a_flag_is_listed_shown_and_dismissed(cli: Cli) -> None:
    name = flag_id(cli)
    assert SHAKY in cli("flags", "list", "--severity", "high").out
    shown = cli("flags", "show", name).out
    for words in (SHAPE.text, "It is a flat earth.", "The earth is a globe.", "Eratosthenes", "open"):
        assert words in shown
    ran = cli("flags", "dismiss", name, "--by", "ann", "--note", "a joke")
    assert (ran.code, "dismissed" in ran.out) == (0, True)
    assert told(cli, "flags", "list")["flags"] == []
    assert [one["id"] for one in told(cli, "flags", "list", "--state", "all")["flags"]] == [name]
    assert "dismissed by ann on 2024-05-01: a joke" in cli("flags", "show", name).out


def test_from_a_confirmed_flag_to_corrected_grades(cli: Cli, filled: Services) -> None:
    attempt = answer(filled, BankAnswer(SHAPE.id, "It is a globe. Ships vanish hull first."))
    name = flag_id(cli)
    confirmed = told(cli, "flags", "confirm", name, "--by", "ann")
    assert confirmed["affected"] == {"attempts": 1, "locked": 0, "ids": [attempt.id]}
    ran = cli("flags", "correct", name, "--words", "globe", "--by", "ann")
    assert "at version 2" in ran.out
    assert f"quizgen regrade --question {SHAPE.id} --dry-run" in ran.out
    before = told(cli, "regrade", "--question", SHAPE.id, "--dry-run")
    assert before["summary"]["changed"] == 1
    assert before["attempts"][0]["score"] > before["attempts"][0]["score_before"]
    assert filled.bank().attempt(attempt.id) == attempt
    shown = cli("regrade").out
    assert "1 changed" in shown
    assert "0.50 → 1.00" in shown
    assert filled.bank().attempt(attempt.id).grade.score == 1.0
    assert "1 unchanged" in cli("regrade").out


def test_a_whole_reference_comes_from_a_file(cli: Cli, filled: Services, tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text("A globe.", "utf-8")
    done = told(cli, "flags", "correct", flag_id(cli), "--reference", tmp_path / "new.txt")
    assert done["question"]["reference"] == "A globe." == reference(filled)
    assert done["flag"]["state"] == "corrected"


@pytest.mark.parametrize(
    "words",
    [
        ("flags", "show", "f-none"),
        ("flags", "confirm", "f-none"),
        ("flags", "correct", "f-none"),
        ("flags", "list", "--state", "shut"),
        ("flags", "list", "--severity", "grave"),
        ("flags", "correct", "ID", "--reference", "missing.txt"),
        ("flags", "correct", "ID", "--words", SHAKY),
        ("flags", "dismiss", "ID", "--by", " "),
        ("review", "--severity", "grave"),
        ("regrade", "--question", "q-none"),
    ],
)
def test_bad_use_is_one_line(cli: Cli, filled: Services, words: tuple[str, ...]) -> None:
    name = flag_id(cli)
    ran = cli(*(name if word == "ID" else word for word in words))
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert filled.bank().flag(name).state is FlagState.OPEN  # type: ignore[arg-type]


def test_the_walk_decides_and_corrects(cli: Cli, filled: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "what\ne\nglobe\n")
    ran = cli("review", "--by", "ann")
    assert ran.code == 0
    assert "1 decided, 0 skipped." in ran.out
    assert reference(filled) == "It is a globe. Ships vanish hull first."


@pytest.mark.parametrize(
    ("keys", "state"),
    [
        ("c\n", FlagState.CONFIRMED),
        ("d a joke\n", FlagState.DISMISSED),
        ("s\n", FlagState.OPEN),
        ("q\n", FlagState.OPEN),
        ("", FlagState.OPEN),
        ("e\n\n", FlagState.CORRECTED),
        (f"e\n{SHAKY}\nq\n", FlagState.OPEN),  # nothing would change
    ],
)
def test_the_keys_of_the_walk(
    cli: Cli, filled: Services, monkeypatch: pytest.MonkeyPatch, keys: str, state: FlagState
) -> None:
    name = flag_id(cli)
    typed(monkeypatch, keys)
    done = told(cli, "review", "--by", "ann")["decided"]
    filed = filled.bank().flag(name)  # type: ignore[arg-type]
    assert filed.state is state
    assert len(done) == (state is not FlagState.OPEN)
    if state is FlagState.DISMISSED:
        assert filed.decision is not None
        assert filed.decision.note == "a joke"
