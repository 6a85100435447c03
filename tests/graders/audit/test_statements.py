"""Statements about models, their training and serving, retrieval, vision and machine learning, as notes make them."""

import json
from pathlib import Path
from typing import Any

import pytest

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


@pytest.mark.parametrize(
    ("name", "shaky", "sound", "least"),
    [
        ("audit_architecture.jsonl", 500, 250, 0.93),
        ("audit_wider.jsonl", 500, 250, 0.94),
        ("audit_breadth.jsonl", 500, 100, 0.95),
        ("audit_directions.jsonl", 30, 20, 0.9),
        ("audit_methods.jsonl", 250, 120, 0.94),
        ("audit_serving.jsonl", 500, 150, 0.95),
    ],
    ids=["models", "wider", "breadth", "directions", "training", "serving"],
)
def test_what_notes_get_wrong_is_found_and_what_they_get_right_is_left_alone(
    base: FactBase, name: str, shaky: int, sound: int, least: float
) -> None:
    cases = rows(name)
    wrong = {row["id"] for row in cases if row["label"] == "shaky"}
    right = {row["id"] for row in cases} - wrong
    assert (len(wrong) >= shaky, len(right) >= sound) == (True, True)
    assert len({row["text"] for row in cases}) == len(cases) == len(wrong) + len(right)
    found = flagged(base, cases)
    assert len(found & wrong) >= least * len(wrong), sorted(wrong - found)
    assert len(found & right) <= 0.01 * len(right), sorted(found & right)


@pytest.mark.parametrize(
    ("name", "shaky", "least"),
    [
        ("audit_architecture_blind.jsonl", 40, 0.6),
        ("audit_wider_blind.jsonl", 40, 0.7),
        ("audit_breadth_blind.jsonl", 40, 0.5),
        ("audit_methods_blind.jsonl", 30, 0.6),
        ("audit_serving_blind.jsonl", 40, 0.75),
    ],
    ids=["models", "wider", "breadth", "training", "serving"],
)
def test_statements_that_no_fact_was_changed_for(base: FactBase, name: str, shaky: int, least: float) -> None:
    """An honest forecast: written after the facts, about the same subjects, and nothing was learnt from it."""
    cases = rows(name)
    right = {row["id"] for row in cases if row.get("label") == "sound"}
    wrong = {row["id"] for row in cases} - right
    assert len(wrong) >= shaky
    found = flagged(base, cases)
    assert len(found & wrong) >= least * len(wrong), sorted(wrong - found)
    assert not found & right


def test_things_of_one_kind_are_told_apart(base: FactBase) -> None:
    """Right of one, wrong of the other: only the place with the wrong one is flagged."""
    pairs = [
        ("ID3 用信息增益，C4.5 用信息增益率。", "ID3 用信息增益率，C4.5 用信息增益。"),
        (
            "随机森林的树可以并行生成，GBDT 的树只能串行生成。",
            "随机森林的树只能串行生成，GBDT 的树可以并行生成。",
        ),
        (
            "ROC 曲线：横轴为 FPR。\nPR 曲线：横轴为召回率。",
            "ROC 曲线：横轴为召回率。\nPR 曲线：横轴为 FPR。",
        ),
        ("微调需要更新模型参数，RAG 不需要。", "RAG 需要更新模型参数，微调不需要。"),
    ]
    for sound, shaky in pairs:
        cases = [
            {"id": "sound", "question": "", "text": sound},
            {"id": "shaky", "question": "", "text": shaky},
        ]
        assert flagged(base, cases) == {"shaky"}, sound
