"""Documents of many shapes, each with a list of its questions that was written before they were read."""

import json
from functools import reduce
from operator import add
from pathlib import Path

import pytest

from quizgen.extract import extract
from quizgen.outline.toc import letters
from quizgen.readers import read_path
from tests.quizgen.documents import CASES
from tests.quizgen.extract.scoring import Score, score

GOLD = sorted((CASES / "shapes").glob("*.gold.json"))


def _document(gold: Path) -> Path:
    return gold.with_name(gold.name.removesuffix(".gold.json"))


def _score(gold: Path) -> Score:
    return score(gold, extract(read_path(_document(gold))))


@pytest.mark.parametrize("gold", GOLD, ids=lambda path: path.name.removesuffix(".gold.json"))
def test_a_document_of_this_shape_gives_its_answered_questions(gold: Path) -> None:
    assert _score(gold).f1 >= 0.9


def test_all_of_them_together() -> None:
    assert len(GOLD) >= 80
    assert reduce(add, map(_score, GOLD)).f1 >= 0.97


@pytest.mark.parametrize("gold", GOLD, ids=lambda path: path.name.removesuffix(".gold.json"))
def test_what_has_no_answer_is_never_given_one(gold: Path) -> None:
    found = extract(read_path(_document(gold)))
    wanted = json.loads(gold.read_text("utf-8"))["questions"]
    without = {one["line"]: one["text"] for one in wanted if one["status"] != "answered"}
    for item in found:
        if item.source.line_start in without:
            assert item.answer is None, item.question
            assert letters(item.question) in letters(without[item.source.line_start])
