"""Statements of interview notes on retrieval, agents, vision, evaluation, model families and machine learning."""

import json
from pathlib import Path

import pytest

from graders.audit import Auditor, Reference
from graders.facts import FactBase
from questions.records import Severity

CASES = Path(__file__).parents[2] / "cases"
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (CASES / name).read_text("utf-8").splitlines()]


def flagged(base: FactBase, cases: list[Row]) -> set[str]:
    """The ids of the rows that get a flag of weight; no row sees another."""
    auditor = Auditor(base)
    return {
        row["id"]
        for row in cases
        for audited in auditor([Reference(row["id"], row["question"], row["text"])])
        if any(flag.severity is not Severity.LOW for flag in audited.flags)
    }


@pytest.mark.parametrize(
    ("name", "least"),
    [("audit_breadth.jsonl", 0.95), ("audit_directions.jsonl", 0.9)],
    ids=["breadth", "directions"],
)
def test_mistakes_are_found_and_what_is_so_is_left_alone(base: FactBase, name: str, least: float) -> None:
    cases = rows(name)
    wrong = {row["id"] for row in cases if row["label"] == "shaky"}
    right = {row["id"] for row in cases} - wrong
    assert len({row["text"] for row in cases}) == len(cases) == len(wrong) + len(right)
    found = flagged(base, cases)
    assert len(found & wrong) >= least * len(wrong), sorted(wrong - found)
    assert len(found & right) <= 0.01 * len(right), sorted(found & right)


def test_fresh_mistakes_are_found_more_often_than_not(base: FactBase) -> None:
    """Written after the facts, in other words, and no fact was changed for them."""
    cases = rows("audit_breadth_blind.jsonl")
    wrong = {row["id"] for row in cases if row["label"] == "shaky"}
    right = {row["id"] for row in cases} - wrong
    assert len(wrong) >= 40
    found = flagged(base, cases)
    assert len(found & wrong) >= 0.5 * len(wrong), sorted(wrong - found)
    assert len(found & right) <= 0.05 * len(right), sorted(found & right)
