"""The example documents, their gold lists and the learner answers agree with one another."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from quizgen.keypoints import MOST, key_points
from quizgen.points.labels import size

EXAMPLES = Path(__file__).parent.parent / "examples"
COLLECTIONS = ("transformer-questions.zh.md", "llm-interview.en.md")
NOTES = "training-notes.zh.md"
FEWEST_SECTIONS = 6
FEWEST_ANSWERS = 40
LONGEST_TEXT = 80
"""In the sizes of key points: an English word counts two."""

Row = dict[str, Any]


@cache
def text_of(name: str) -> str:
    return (EXAMPLES / name).read_text("utf-8")


def gold_of(name: str) -> Row:
    row: Row = json.loads((EXAMPLES / "gold" / f"{name}.gold.json").read_text("utf-8"))
    return row


def answers() -> list[Row]:
    return [json.loads(line) for line in (EXAMPLES / "answers.jsonl").read_text("utf-8").splitlines()]


def references(name: str) -> list[tuple[str, str]]:
    """(question, answer) as the gold list has them, the answer up to the next question or section."""
    lines = text_of(name).splitlines()
    questions = gold_of(name)["questions"]
    starts = {question["line"] - 1 for question in questions}
    found = []
    for question in questions:
        end = question["line"]
        while end < len(lines) and end not in starts and not lines[end].startswith("## "):
            end += 1
        found.append((question["text"], "\n".join(lines[question["line"] : end]).strip()))
    return found


@pytest.mark.parametrize("name", COLLECTIONS)
def test_gold_questions_stand_in_their_lines(name: str) -> None:
    gold, lines = gold_of(name), text_of(name).splitlines()
    questions = gold["questions"]
    assert gold["file"] == name
    assert gold["count_question_units"] == len(questions)
    assert gold["count_with_answer"] == sum(row["status"] == "answered" for row in questions)
    assert [row["n"] for row in questions] == list(range(1, len(questions) + 1))
    for row, (_, answer) in zip(questions, references(name), strict=True):
        assert lines[row["line"] - 1] == f"### {row['text']}"
        assert f"## {row['section']}" in lines[: row["line"]]
        assert answer.startswith(row["answer_first40"])
        assert row["answer_chars"] == len(answer)
        assert (row["status"] == "empty") == (not answer)


def test_gold_sections_stand_in_their_lines() -> None:
    gold, lines = gold_of(NOTES), text_of(NOTES).splitlines()
    sections = gold["sections"]
    assert [lines[row["line"] - 1] for row in sections] == [row["section"] for row in sections]
    usable = [row for row in sections if row["make_question"]]
    assert len(usable) == gold["count_sections_usable"] >= FEWEST_SECTIONS
    assert len(sections) - len(usable) == gold["count_sections_not_usable"]
    for row in usable:
        assert row["key_points"]
        assert row["answerable_from"].split("：")[0].rstrip("…") in text_of(NOTES)


def test_every_learner_answer_belongs_to_a_question_of_ours() -> None:
    rows = answers()
    assert len(rows) >= FEWEST_ANSWERS
    assert len({row["id"] for row in rows}) == len(rows)
    known = {answer: question for name in COLLECTIONS for question, answer in references(name)}
    for row in rows:
        assert set(row) == {"id", "question", "reference", "answer"}
        assert known[row["reference"]].endswith(row["question"]), row["id"]
    assert f"{len(rows)} learner answers" in text_of("README.md")


def test_every_kind_of_answer_is_explained() -> None:
    kinds = {row["id"].split("-", 2)[2] for row in answers()}
    explained = text_of("README.md").split("## The learner answers")[1]
    for kind in kinds:
        assert any(kind.endswith(name) for name in explained.split("`")[1::2]), kind


def test_every_shaky_place_is_where_the_readme_says() -> None:
    table = text_of("README.md").split("## Shaky on purpose")[1].split("\n## ")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if ".md`" in line
    ]
    assert len(rows) >= 10
    for name, _, words, _ in rows:
        assert words in text_of(name.strip("`")), words


def test_examples_have_no_picture_files_and_name_some() -> None:
    assert "](images/" in text_of(COLLECTIONS[0])
    assert not (EXAMPLES / "images").exists()


@pytest.mark.parametrize("name", COLLECTIONS)
def test_every_reference_falls_into_short_points(name: str) -> None:
    for question, answer in references(name):
        points = key_points(answer, question)
        assert len(points) <= MOST
        assert bool(points) == bool(answer), question
        for point in points:
            assert point.span is not None
            if "\n" not in point.text:
                assert size(point.text) <= LONGEST_TEXT, point.text
                assert "images/" not in point.text


def test_points_of_a_comparison_keep_their_sides() -> None:
    question, answer = references(COLLECTIONS[0])[2]
    texts = [point.text for point in key_points(answer, question)]
    assert {text.split("：")[0] for text in texts} == {"MHA", "MQA", "GQA"}


def test_code_alone_is_one_point() -> None:
    question, answer = references(COLLECTIONS[1])[9]
    (point,) = key_points(answer, question)
    assert point.weight == 1
    assert point.text.startswith("import math")
    assert point.text.endswith("@ v")
