"""Common mistakes of notes on training and serving, and true statements that look like them."""

import json
from collections import Counter
from pathlib import Path

import pytest

from graders.audit import Auditor, Reference
from graders.facts import FactBase
from questions.records import Severity

CASES = Path(__file__).parents[2] / "cases" / "audit_training.jsonl"
FOUND, EXPECTED, FALSE = 0.92, 0.95, 0.01

Row = dict[str, str]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def flagged(base: FactBase, rows: list[Row]) -> dict[str, list[str]]:
    """The corrections of the flags of severity medium or high, by the row's id."""
    references = [Reference(row["id"], row["question"], row["text"]) for row in rows]
    return {
        audited.id: [
            flag.corrections.get("en", "") for flag in audited.flags if flag.severity is not Severity.LOW
        ]
        for audited in Auditor(base)(references)
    }


def test_common_mistakes_are_found(rows: list[Row], flagged: dict[str, list[str]]) -> None:
    shaky = [row for row in rows if row["label"] == "shaky"]
    missed = [row["text"] for row in shaky if not flagged[row["id"]]]
    assert len(missed) <= (1 - FOUND) * len(shaky), missed


def test_the_fact_that_denies_a_mistake_is_the_one_shown(
    base: FactBase, rows: list[Row], flagged: dict[str, list[str]]
) -> None:
    named = [row for row in rows if row.get("fact")]
    assert {row["fact"] for row in named} <= set(base.facts)
    others = [row["text"] for row in named if base.facts[row["fact"]].en not in flagged[row["id"]]]
    assert len(others) <= (1 - EXPECTED) * len(named), others


def test_true_statements_that_look_like_them_are_left_alone(
    rows: list[Row], flagged: dict[str, list[str]]
) -> None:
    sound = [row for row in rows if row["label"] == "sound"]
    wrong = [row["text"] for row in sound if flagged[row["id"]]]
    assert len(wrong) <= FALSE * len(sound), wrong


def test_the_table_is_in_both_languages_without_repeats(rows: list[Row]) -> None:
    counts = Counter((row["language"], row["label"]) for row in rows)
    assert min(counts.values()) >= 150
    assert len(counts) == 4
    assert len({row["id"] for row in rows}) == len(rows)
    assert len({(row["question"], row["text"]) for row in rows}) == len(rows)
