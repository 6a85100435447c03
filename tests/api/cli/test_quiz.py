"""`quizgen quiz`: blueprints of flags and files, shortfalls, sheets."""

import json
from pathlib import Path
from typing import Any

import pytest

from api.services import Services
from questions.records import QuestionId, Status
from tests.api.cli.test_main import Cli
from tests.api.cli.test_practice import typed
from tests.api.parts import BARE, DRAFT, SHAPE, TIDES, fill_choices


def made(cli: Cli, *words: object, code: int = 0) -> Any:
    ran = cli("quiz", "new", *words, "--json")
    assert ran.code == code, ran.err
    return json.loads(ran.out)


def ids(quiz: Any) -> set[str]:
    return {item["question_id"] for item in quiz["items"]}


def test_a_quiz_of_topics_is_kept(cli: Cli, filled: Services) -> None:
    ran = cli("quiz", "new", "--topic", "seas:1", "--topic", "EARTH:1", "--seed", 7)
    assert ran.code == 0
    assert "estimated" in ran.out
    assert "seed 7" in ran.err
    (quiz,) = filled.bank().quizzes().items
    assert {item.question_id: item.topic for item in quiz.items} == {TIDES.id: "seas", SHAPE.id: "EARTH"}
    assert quiz.id in cli("quiz", "list").out
    assert json.loads(cli("quiz", "list", "--json").out)["quizzes"][0]["id"] == quiz.id
    assert made(cli, "--topic", "seas:1", "--topic", "EARTH:1", "--seed", 7)["id"] == quiz.id
    assert len(filled.bank().quizzes().items) == 1


def test_a_shortfall_is_said_for_each_topic(cli: Cli, filled: Services) -> None:
    ran = cli("quiz", "new", "--topic", "seas:2", "--topic", "earth:3", "--topic", "moon:1")
    assert ran.code == 1
    assert "too few under seas: 1 of 2; the bank has no more" in ran.err
    assert (
        "too few under earth: 1 of 3; the others are 1 not approved yet, 1 without a reference answer"
        in ran.err
    )
    assert "too few under moon: 0 of 1" in ran.err
    assert ids(made(cli, "--total", 9, code=1)) == {TIDES.id, SHAPE.id}
    assert (
        made(cli, "--topic", "moon:1", "--topic", "earth:1", "--fill", code=1)["shortfalls"][0]["found"] == 0
    )
    filled.bank().set_status(QuestionId(DRAFT.id), Status.ACTIVE)
    quiz = made(cli, "--topic", "moon:1", "--topic", "earth:1", "--fill")
    assert ids(quiz) == {SHAPE.id, DRAFT.id}
    assert BARE.id not in ids(quiz)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--topic", "erath:2"), "no heading holds 'erath'; did you mean 'Earth'?"),
        (("--topic", "*:2", "--kinds", "cloze"), "no question fits: too few under *: 0 of 2"),
        (("--total", 2, "--document", "note.md"), "did you mean 'notes.md'?"),
    ],
)
def test_a_quiz_of_nothing_is_not_kept(
    cli: Cli, filled: Services, words: tuple[object, ...], why: str
) -> None:
    ran = cli("quiz", "new", *words)
    assert ran.code == 2
    assert why in ran.err
    assert not filled.bank().quizzes().items


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (
            "plan.toml",
            'total = 2\nseed = 3\n[[topics]]\ntopic = "seas"\ncount = 1\n[[topics]]\ntopic = "*"\n',
        ),
        ("plan.json", '{"total": 2, "seed": 3, "topics": [{"topic": "seas", "count": 1}, {"topic": "*"}]}'),
        ("short.toml", 'total = 2\nseed = 3\ntopics = ["seas:1", "*"]\n'),
    ],
)
def test_a_blueprint_in_a_file(cli: Cli, filled: Services, tmp_path: Path, name: str, written: str) -> None:
    assert filled.bank().count() == 4
    plan = tmp_path / name
    plan.write_text(written, "utf-8")
    quiz = made(cli, "--blueprint", plan)
    assert ids(quiz) == {TIDES.id, SHAPE.id}
    assert quiz["blueprint"]["seed"] == 3
    over = made(cli, "--blueprint", plan, "--seed", 4, "--topic", "earth:1", "--total", 1)
    assert (over["blueprint"]["seed"], ids(over)) == (4, {SHAPE.id})


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "how many questions in total"),
        (("--total", "0"), "total: "),
        (("--total", "2", "--kinds", "essay"), "'free_text'"),
        (("--total", "2", "--difficulty", "brutal"), "'easy'"),
        (("--total", "2", "--topic", "a:5"), "add up to 5"),
        (("--total", "9", "--topic", "a:100%", "--topic", "b"), "less than 100%"),
        (("--total", "2", "--exclude-days", "3"), "name the learner"),
        (("--topic", ":3"), "how many questions in total"),
        (("--blueprint", "missing.toml"), "missing.toml"),
        (("--blueprint", "."), "name a blueprint"),
    ],
)
def test_a_bad_blueprint_is_one_line(cli: Cli, words: tuple[str, ...], said: str) -> None:
    ran = cli("quiz", "new", *words)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert said in ran.err


@pytest.mark.parametrize(
    "written", ["total = ", "[1]", "\xff", "total = nan", 'topics = [{topic = "a", colour = 1}]']
)
def test_a_file_that_is_no_blueprint_is_one_line(cli: Cli, tmp_path: Path, written: str) -> None:
    for name in ("plan.toml", "plan.json"):
        (tmp_path / name).write_bytes(written.encode("latin-1"))
        ran = cli("quiz", "new", "--blueprint", tmp_path / name)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_percentages_share_what_the_counts_leave(cli: Cli, filled: Services) -> None:
    fill_choices(filled)
    quiz = made(cli, "--topic", "earth:1", "--topic", "letters:75%", "--topic", "seas", "--total", 5)
    weights = {share["topic"]: (share["count"], share["weight"]) for share in quiz["blueprint"]["topics"]}
    assert weights == {"earth": (1, None), "letters": (None, 75), "seas": (None, 25)}
    assert len([item for item in quiz["items"] if item["topic"] == "letters"]) == 3


def test_what_was_answered_lately_is_left_out(
    cli: Cli, filled: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "the moon\n\n")
    assert cli("practice", "--topic", "seas", "--learner", "mia").code == 0
    assert filled.bank().attempts().items
    mine = made(cli, "--total", 2, "--learner", "mia", "--exclude-days", 7, code=1)
    assert ids(mine) == {SHAPE.id}
    assert mine["shortfalls"][0]["left_out"]["answered lately"] == 1
    assert ids(made(cli, "--total", 2, "--learner", "leo", "--exclude-days", 7)) == {TIDES.id, SHAPE.id}


def test_the_sheet_holds_no_answer_and_the_key_stands_apart(
    cli: Cli, filled: Services, tmp_path: Path
) -> None:
    fill_choices(filled)
    name = made(cli, "--total", 6, "--seed", 2)["id"]
    sheet = cli("quiz", "show", name).out
    for secret in ("moon pulls", "flat earth", "Because the alphabet", "omega"):
        assert secret not in sheet
    assert sheet.count("\n## ") == 6
    both = cli("quiz", "show", name, "--with-answers").out
    assert both.startswith(sheet)
    assert "moon pulls" in both
    file = tmp_path / "quiz.md"
    assert cli("quiz", "show", name, "-o", file, "--with-answers").code == 0
    assert file.read_text("utf-8") == sheet
    assert "moon pulls" in (tmp_path / "quiz.key.md").read_text("utf-8")
    assert cli("quiz", "show", name, "-o", tmp_path / "none" / "quiz.md").code == 2
    told = json.loads(cli("quiz", "show", name, "--json").out)
    assert set(told) == {"quiz", "questions"}
    assert "moon pulls" not in json.dumps(told)
    assert len(json.loads(cli("quiz", "show", name, "--json", "--with-answers").out)["answers"]) == 6


def test_a_quiz_is_printed_as_it_was_made(cli: Cli, filled: Services, tmp_path: Path) -> None:
    name = made(cli, "--topic", "seas:1")["id"]
    points = tmp_path / "points.json"
    points.write_text('[{"text": "the wind does it"}]', "utf-8")
    assert cli("questions", "edit", TIDES.id, "--key-points", points).code == 0
    ran = cli("quiz", "show", name, "--with-answers")
    assert "The sun adds to it" in ran.out
    assert "the wind does it" not in ran.out
    assert f"learners are asked the new words: {TIDES.id}" in ran.err
    filled.bank().set_status(TIDES.id, Status.RETIRED)
    assert "1 of its questions are not asked any more" in cli("quiz", "show", name).err
    ran = cli("practice", "--quiz", name)
    assert (ran.code, ran.err.count("\n")) == (2, 1)


def test_a_quiz_that_is_not_there(cli: Cli) -> None:
    for words in (("quiz", "show", "z-none"), ("practice", "--quiz", "z-none")):
        ran = cli(*words)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
        assert "quizgen quiz list" in ran.err
    assert cli("practice", "--quiz", "z-none", "--count", 3).code == 2
