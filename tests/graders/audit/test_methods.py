"""Statements of interview notes on how models are trained, in many wordings of the same mistakes."""

import json
from pathlib import Path

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


def test_mistakes_are_found_in_many_wordings_and_what_is_so_is_left_alone(base: FactBase) -> None:
    cases = rows("audit_methods.jsonl")
    wrong = {row["id"] for row in cases if row["label"] == "shaky"}
    right = {row["id"] for row in cases} - wrong
    assert len({row["text"] for row in cases}) == len(cases)
    assert len(wrong) >= 250
    assert len(right) >= 120
    found = flagged(base, cases)
    assert len(found & wrong) >= 0.94 * len(wrong), sorted(wrong - found)
    assert len(found & right) <= 0.01 * len(right), sorted(found & right)


def test_wordings_that_no_fact_was_changed_for(base: FactBase) -> None:
    """An honest forecast: written last, and nothing was learnt from it."""
    cases = rows("audit_methods_blind.jsonl")
    assert len(cases) >= 30
    assert len(flagged(base, cases)) >= 0.6 * len(cases)
