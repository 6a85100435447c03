"""`quizgen attempts`: the queue, one attempt, a person's grade, the walk."""

import io
import json
import sys
from typing import Any

import pytest

from api.cli.marking import score_and_note
from api.services import Services
from api.usecases.grading import BankAnswer, answer
from questions.gradebook import PERSON
from questions.records import Attempt, Question
from tests.api.cli.test_main import Cli
from tests.api.parts import BARE, SHAPE, TIDES

HALF = "The moon pulls the water"
HOSTILE = "moon \x1b[2J\x07 \u202eevil [bold]not bold[/bold]"


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))


def said(services: Services, text: str, question: Question = TIDES, learner: str | None = None) -> Attempt:
    return answer(services, BankAnswer(question.id, text, learner))


def told(cli: Cli, *words: object) -> dict[str, Any]:
    ran = cli("attempts", *words, "--json")
    assert ran.code == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_the_list_is_filtered_and_paged(cli: Cli, filled: Services) -> None:
    first, waiting = said(filled, HALF, learner="mia"), said(filled, "Air", BARE, "leo")
    assert [one["id"] for one in told(cli, "list")["attempts"]] == [waiting.id, first.id]
    assert [one["id"] for one in told(cli, "list", "--review")["attempts"]] == [waiting.id]
    assert [one["id"] for one in told(cli, "list", "--learner", "mia")["attempts"]] == [first.id]
    page = told(cli, "list", "--question", BARE.id, "--limit", 1)
    assert [one["id"] for one in page["attempts"]] == [waiting.id]
    more = told(cli, "list", "--limit", 1)
    after = told(cli, "list", "--limit", 1, "--cursor", more["next_cursor"])
    assert [one["id"] for one in after["attempts"]] == [first.id]
    shown = cli("attempts", "list").out
    assert first.id in shown
    assert "mia" in shown


def test_a_grade_is_given_and_shown_with_all_before_it(cli: Cli, filled: Services) -> None:
    one = said(filled, HALF)
    ran = cli(
        "attempts", "grade", one.id, "--score", 0.7, "--by", "ann", "--note", "nearly", "--point", "2=partial"
    )
    assert (ran.code, f"{one.id}: 0.70 partial" in ran.out) == (0, True)
    found = told(cli, "show", one.id)
    assert found["attempt"]["grade"]["decided_by"] == PERSON
    assert [given["by"] for given in found["grades"]] == [None, "ann"]
    shown = cli("attempts", "show", one.id).out
    for words in (TIDES.text, HALF, "1 ✓", "2 ~", "ann", "nearly", "fake/1"):
        assert words in shown


def test_a_group_is_graded_at_once(cli: Cli, filled: Services) -> None:
    one, same = said(filled, HALF), said(filled, HALF.upper())
    done = told(cli, "grade", one.id, "--score", 1, "--by", "ann", "--apply-to-group")
    assert done["group"] == [same.id]
    groups = json.loads(cli("group", "--question", TIDES.id, "--json").out)
    assert [(row["id"], row["score"], row["size"]) for row in groups["groups"]] == [
        (one.id, 1.0, 2),
        (same.id, 1.0, 2),
    ]


def test_the_coach_is_told_what_was_learnt(cli: Cli, filled: Services) -> None:
    for number in range(5):
        ran = cli("attempts", "grade", said(filled, f"{HALF} {number}").id, "--score", 0.9, "--by", "ann")
    assert f"{TIDES.id} has learnt from 5 people's grades" in ran.out
    assert "RMSE on grades held back 0.400 without" in ran.out


@pytest.mark.parametrize(
    "words",
    [
        ("grade", "a-none", "--score", "0.5"),
        ("grade", "ID", "--score", "1.5"),
        ("grade", "ID"),
        ("grade", "ID", "--score", "0.5", "--point", "covered"),
        ("grade", "ID", "--score", "0.5", "--point", "7=covered"),
        ("grade", "ID", "--score", "0.5", "--by", " "),
        ("show", "a-none"),
        ("list", "--cursor", "nonsense"),
    ],
)
def test_bad_use_is_one_line(cli: Cli, filled: Services, words: tuple[str, ...]) -> None:
    one = said(filled, HALF)
    ran = cli("attempts", *(one.id if word == "ID" else word for word in words))
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert len(filled.bank().grades_of(one.id)) == 1


def test_the_walk_grades_skips_and_ends(cli: Cli, filled: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [said(filled, f"Air {number}", BARE).id for number in range(5)]
    typed(monkeypatch, "what\n7,5 quite good\n\nc\n11\ni wrong\nq\n")
    ran = cli("attempts", "review", "--by", "ann")
    assert ran.code == 0
    assert "3 graded, 1 skipped." in ran.out
    scores = [filled.bank().attempt(name).grade.score for name in ids]
    assert scores == [0.75, None, 1.0, 0.0, None]
    assert filled.bank().grades_of(ids[0])[-1].note == "quite good"
    assert ran.out.count("waiting") == 5
    typed(monkeypatch, "p")  # the input ends after one
    done = json.loads(cli("attempts", "review", "--json", "--by", "ann").out)
    assert [one["attempt"]["grade"]["score"] for one in done["graded"]] == [0.5]


def test_the_walk_shows_what_stands_against_the_reference(
    cli: Cli, filled: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(filled, "a globe", SHAPE)
    typed(monkeypatch, "s\n")
    ran = cli("attempts", "review")
    for words in (SHAPE.text, "a globe", SHAPE.reference or "", "in doubt", "The earth is a globe."):
        assert words in ran.out


def test_an_answer_cannot_drive_the_terminal(
    cli: Cli, filled: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = said(filled, HOSTILE, BARE, learner="\x1b]0;x\x07mia")
    typed(monkeypatch, "4 \x1b[31mred\n")
    outputs = [cli("attempts", "review", "--by", "an\x1bn").out, cli("attempts", "show", one.id).out]
    outputs += [cli("attempts", "list").out, cli("attempts", "list", "--json").out]
    for out in outputs:
        assert not any(mark in out for mark in "\x1b\x07\u202e")
    assert "[bold]not bold[/bold]" in outputs[1]


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("c", (1.0, "")),
        ("P well", (0.5, "well")),
        (" 10 ", (1.0, "")),
        ("0", (0.0, "")),
        ("7.5", (0.75, "")),
        ("11", None),
        ("x", None),
        ("-1", None),
        ("1e1", None),
        ("7/10", None),
        ("", None),
    ],
)
def test_what_is_typed(text: str, given: tuple[float, str] | None) -> None:
    assert score_and_note(text) == given
