"""Statements of interview notes on quantisation, caching, serving, decoding and the arithmetic of models."""

from graders.facts import FactBase
from tests.graders.audit.test_statements import flagged, rows


def test_what_notes_on_serving_get_wrong_is_found_and_the_rest_left_alone(base: FactBase) -> None:
    cases = rows("audit_serving.jsonl")
    wrong = {row["id"] for row in cases if row["label"] == "shaky"}
    right = {row["id"] for row in cases} - wrong
    assert len({row["text"] for row in cases}) == len(cases)
    assert len(wrong) >= 500
    assert len(right) >= 150
    found = flagged(base, cases)
    assert len(found & wrong) >= 0.95 * len(wrong), sorted(wrong - found)
    assert len(found & right) <= 0.01 * len(right), sorted(found & right)


def test_statements_on_serving_that_no_fact_was_changed_for(base: FactBase) -> None:
    """An honest forecast: written after the facts, of common mistakes, and nothing was learnt from it."""
    cases = rows("audit_serving_blind.jsonl")
    wrong = {row["id"] for row in cases if row["label"] == "shaky"}
    found = flagged(base, cases)
    assert len(found & wrong) >= 0.75 * len(wrong), sorted(wrong - found)
    assert not found - wrong
