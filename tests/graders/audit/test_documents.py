"""The bars on the documents and judged answers beside the repository, where they are present."""

import json
from pathlib import Path
from typing import Any

import pytest

from graders.audit import Audited, Auditor, Reference
from graders.facts import FactBase
from questions.records import Severity
from quizgen.extract import extract
from quizgen.generate.sections import section_questions
from quizgen.readers import read_path

SHARED = Path(__file__).parents[4] / "shared"
pytestmark = pytest.mark.skipif(
    not (SHARED / "data" / "audit").is_dir(), reason="no judged answers beside the repository"
)

Flagged = dict[str, Audited]


def is_flagged(audited: Audited) -> bool:
    return any(flag.severity is not Severity.LOW for flag in audited.flags)


@pytest.fixture(scope="module")
def flagged(base: FactBase) -> Flagged:
    """What was found in each answer of the documents, by its question."""
    references = [
        Reference(found.question, found.question, found.answer, path.name, found.source.heading_path)
        for path in sorted((SHARED / "documents").glob("*.md"))
        for text in [read_path(path)]
        for found in (*extract(text), *section_questions(text))
    ]
    return {each.id: each for each in Auditor(base)(references)}


def audits(flagged: Flagged, name: str) -> list[tuple[str, Audited]]:
    judged: dict[str, Any] = json.loads((SHARED / "data/audit/document_answers.json").read_text("utf-8"))
    questions = {row["id"]: row["question"] or row["id"].rpartition("/")[2] for row in judged["answers"]}
    return [
        (each, audited)
        for each in judged[name]
        for question, audited in flagged.items()
        if questions[each].lower() in question.lower()
    ]


def test_what_must_be_flagged_is(flagged: Flagged) -> None:
    found = audits(flagged, "must_flag")
    assert len(found) == 4
    for name, audited in found:
        strong = [flag for flag in audited.flags if flag.severity is not Severity.LOW]
        assert strong, name
        assert all(flag.quote and flag.correction and flag.evidence for flag in strong)


def test_most_of_what_should_be_flagged_is(flagged: Flagged) -> None:
    found = audits(flagged, "should_flag")
    assert len(found) == 5
    assert sum(is_flagged(audited) for _, audited in found) >= 4


def test_what_must_not_be_flagged_is_not(flagged: Flagged) -> None:
    found = audits(flagged, "must_not_flag")
    assert len(found) >= 4
    assert [name for name, audited in found if is_flagged(audited)] == []


def test_answers_from_elsewhere(base: FactBase) -> None:
    path = SHARED / "data/audit/outside_answers_dev.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    audited = Auditor(base)([Reference(row["id"], row["question"], row["answer"]) for row in rows])
    flagged = {each.id for each in audited if is_flagged(each)}
    shaky = {row["id"] for row in rows if row["label"] == "shaky"}
    assert len(flagged & shaky) >= 0.85 * len(flagged)
    assert len(flagged & shaky) >= 0.6 * len(shaky)


def places(base: FactBase) -> dict[str, list[tuple[int, int]]]:
    """Where in each document a flag of weight stands."""
    auditor = Auditor(base)
    found: dict[str, list[tuple[int, int]]] = {}
    for path in sorted((SHARED / "documents").glob("*.md")):
        text, raw = read_path(path), path.read_text("utf-8")
        starts = [0]
        for line in raw.splitlines(keepends=True):
            starts.append(starts[-1] + len(line))
        questions = (*extract(text), *section_questions(text))
        references = [
            Reference(str(n), each.question, each.answer, path.name, each.source.heading_path)
            for n, each in enumerate(questions)
        ]
        for each, audited in zip(questions, auditor(references), strict=True):
            for flag in audited.flags:
                if flag.severity is Severity.LOW or not flag.quote:
                    continue
                at = raw.index(flag.quote, starts[each.source.line_start - 1])
                for _ in range((each.answer or "")[: flag.start].count(flag.quote)):
                    at = raw.index(flag.quote, at + 1)
                found.setdefault(path.name, []).append((at, at + len(flag.quote)))
    return found


def test_the_claims_of_the_documents(base: FactBase) -> None:
    """Of wrong claims of weight at least 70 % lie under a flag, of supported ones at most 3 %."""
    flags = places(base)
    rows = [
        json.loads(line)
        for line in (SHARED / "data/audit/document_claims.jsonl").read_text("utf-8").splitlines()
    ]
    hit: dict[str, list[bool]] = {"wrong": [], "supported": []}
    for row in rows:
        lines = (SHARED / "documents" / row["doc"]).read_text("utf-8").splitlines(keepends=True)
        start = sum(map(len, lines[: row["line"] - 1])) + lines[row["line"] - 1].index(row["claim"])
        end = start + len(row["claim"])
        wrong = row["verdict"] in ("contradicted", "imprecise") and row["severity"] in ("high", "medium")
        if wrong or row["verdict"] == "supported":
            touched = any(left < end and start < right for left, right in flags[row["doc"]])
            hit["wrong" if wrong else "supported"].append(touched)
    assert len(hit["wrong"]) >= 25
    assert sum(hit["wrong"]) >= 0.7 * len(hit["wrong"])
    assert sum(hit["supported"]) <= 0.03 * len(hit["supported"])
