"""Statements about transformers and model families, as interview notes make them."""

import json
from pathlib import Path
from typing import Any

from graders.audit import Auditor, Reference
from graders.facts import FactBase
from questions.records import Severity

CASES = Path(__file__).parents[2] / "cases"


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / name).read_text("utf-8").splitlines()]


def flagged(base: FactBase, cases: list[dict[str, Any]]) -> set[str]:
    """The ids of the rows that get a flag of weight, each audited alone."""
    auditor = Auditor(base)
    return {
        row["id"]
        for row in cases
        for audited in auditor([Reference(row["id"], row["question"], row["text"])])
        if any(flag.severity is not Severity.LOW for flag in audited.flags)
    }


def test_what_notes_get_wrong_is_found_and_what_they_get_right_is_left_alone(base: FactBase) -> None:
    cases = rows("audit_architecture.jsonl")
    wrong = {row["id"] for row in cases if row["label"] == "shaky"}
    right = {row["id"] for row in cases} - wrong
    assert len(wrong) >= 500
    assert len(right) >= 250
    assert len({row["text"] for row in cases}) == len(cases)
    found = flagged(base, cases)
    assert len(found & wrong) >= 0.93 * len(wrong), sorted(wrong - found)
    assert len(found & right) <= 0.01 * len(right), sorted(found & right)


def test_statements_that_no_fact_was_written_for(base: FactBase) -> None:
    """An honest forecast: written after the facts, and none of them was changed for it."""
    cases = rows("audit_architecture_blind.jsonl")
    assert len(cases) >= 40
    assert len(flagged(base, cases)) >= 0.6 * len(cases)
