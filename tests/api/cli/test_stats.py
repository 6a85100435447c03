"""`quizgen stats`: what attempts tell about questions and about a learner."""

import json
import math
from datetime import timedelta
from typing import Any

import pytest

from api.services import Services
from api.usecases import statistics
from graders.agreement.items import ItemFigures
from graders.agreement.measures import Figure
from questions.records import Attempt, AttemptId, GraderId, QuestionId, Scored, Verdict
from tests.api.cli.test_main import Cli
from tests.api.parts import BEGIN, FIRST, LAST, SHAPE, SO, TIDES, TWO, fill_choices


def answer(services: Services, asked: str, learner: str | None, score: float, minute: int = 0) -> None:
    grade = Scored(
        score=score,
        verdict=Verdict.CORRECT if score == 1 else Verdict.INCORRECT,
        confidence=1,
        needs_review=False,
        decided_by=GraderId("fake/1"),
        feedback="",
        language="en",
    )
    services.bank().record(
        Attempt(
            id=AttemptId("a-" + services.new_id()),
            question_id=QuestionId(asked),
            question_version=1,
            answer="x",
            grade=grade,
            at=BEGIN + timedelta(minutes=minute),
            learner=learner,
        )
    )


@pytest.fixture
def answered(filled: Services) -> Services:
    """30 learners; the strong half masters all but SO, whose key is wrong; 9 answered TIDES."""
    fill_choices(filled)
    for number in range(30):
        strong = number % 2
        for asked in (FIRST, TWO, LAST, SHAPE.id):
            answer(filled, asked, f"l{number}", float(strong if number % 7 else 1 - strong))
        answer(filled, SO, f"l{number}", float(1 - strong))
        if number < 9:
            answer(filled, TIDES.id, f"l{number}", 0.25)
    return filled


def told(cli: Cli, *words: object) -> Any:
    ran = cli("stats", *words, "--json")
    assert ran.code == 0
    return json.loads(ran.out)


def test_questions_with_a_wrong_key_come_first(cli: Cli, answered: Services) -> None:
    assert answered.bank().count() == 8
    first, *others = told(cli)["questions"]
    assert first["question_id"] == SO
    assert first["remark"] == "strong learners miss it: look at its answer"
    assert first["discrimination"]["high"] < 0
    by_id = {one["question_id"]: one for one in others}
    assert by_id[TIDES.id]["facility"]["value"] == 0.25
    assert by_id[TIDES.id]["discrimination"] is None
    assert by_id[TIDES.id]["difficulty"]["origin"] == "from 9 attempts"
    assert by_id[FIRST]["discrimination"]["low"] > 0.5
    assert "strong learners" in cli("stats").out
    assert {one["question_id"] for one in told(cli, "--topic", "seas")["questions"]} == {TIDES.id}
    assert told(cli, "--document", "other.md")["questions"] == []


def test_the_difficulty_in_the_lists_follows_the_attempts(cli: Cli, answered: Services) -> None:
    assert answered.bank().count() == 8
    assert "from 30 attempts" in cli("questions", "show", SO).out
    assert "from 9 attempts" in cli("questions", "list", "--topic", "seas").out
    rated = json.loads(cli("questions", "list", "--json").out)["difficulties"]
    assert (rated[SO]["attempts"], rated[TIDES.id]["attempts"]) == (30, 9)
    assert json.loads(cli("questions", "show", SO, "--json").out)["difficulty"] == rated[SO]


def test_few_attempts_are_said_to_be_few(cli: Cli, filled: Services) -> None:
    answer(filled, TIDES.id, "mia", 1)
    (one,) = told(cli)["questions"]
    assert (one["facility"], one["discrimination"], one["remark"]) == (None, None, "too few learners")
    assert one["difficulty"]["origin"] == "estimated"


def test_the_progress_of_a_learner(cli: Cli, filled: Services) -> None:
    fill_choices(filled)
    answer(filled, TIDES.id, "mia", 0.0, 1)
    answer(filled, TIDES.id, "mia", 1.0, 2)
    answer(filled, FIRST, "mia", 0.5, 3)
    answer(filled, SO, "mia", 0.0, 3)
    answer(filled, SHAPE.id, "leo", 1.0, 3)
    found = told(cli, "--learner", "mia")
    assert found["attempts"] == 4
    assert found["untouched_topics"] == 1
    assert [
        (one["topic"], one["questions"], one["answered"], one["first"], one["latest"])
        for one in found["topics"]
    ] == [
        ("Letters", 4, 2, 0.25, 0.25),
        ("Seas", 1, 1, 0.0, 1.0),
    ]
    ran = cli("stats", "--learner", "mia")
    assert "2 of 4" in ran.out
    assert "not met yet: 1 topic" in ran.err
    assert told(cli, "--learner", "\x1b[31m")["topics"] == []
    assert "\x1b" not in cli("stats", "--learner", "\x1b[31m").out
    assert cli("stats", "--learner", "mia", "--topic", "x").code == 2


def test_an_empty_bank_has_no_figures(cli: Cli) -> None:
    assert told(cli) == {"questions": []}
    assert cli("stats").code == 0


@pytest.mark.parametrize(
    ("facility", "discrimination", "remark"),
    [
        (Figure(0.5, 0.4, 0.6), Figure(0.05, -0.1, 0.15), "tells little"),
        (Figure(0.5, 0.4, 0.6), Figure(0.5, 0.3, 0.6), ""),
        (Figure(0.5, 0.4, 0.6), Figure(math.nan), "too few learners, or all alike, to tell strong from weak"),
    ],
)
def test_remarks(facility: Figure, discrimination: Figure, remark: str) -> None:
    from quizgen.difficulty import estimate

    figures = ItemFigures(30, 30, facility, discrimination)
    assert statistics.ItemReport(TIDES, estimate(TIDES), figures).remark == remark
