"""--explain: feedback by a scripted chat model, in batches and in practice."""

import io
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from api.cli.main import main
from api.lazy import Lazy
from graders.chat.types import ChatRequest, FailureKind
from tests.api.cli.test_grade import read, write
from tests.api.conftest import Ran
from tests.api.parts import TIDES, fill, make_services, talking
from tests.fakes import FakeConverse, Scripted, outage

HINT = "The moon is right. Which other body in the sky is heavy enough to matter?"
ALL = "The moon pulls the water, and the sun adds to it."
Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command over a filled bank with a chat model of this *answer*."""

    def _run(*words: object, answer: Callable[[ChatRequest], Scripted] = lambda _: told(HINT)) -> Ran:
        conversation = talking(FakeConverse(answer=answer))
        made = replace(make_services(tmp_path, judge_model="scripted"), converse=Lazy(lambda: conversation))
        if not made.bank().documents():
            fill(made)
        capsys.readouterr()
        code = main([str(word) for word in words], lambda _: made)
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return _run


def told(text: str) -> str:
    return json.dumps({"feedback": text})


def rows(folder: Path) -> Path:
    return write(
        folder / "in.jsonl",
        [
            {"id": 1, "question_id": TIDES.id, "answer": "The moon pulls the water"},
            {"id": 2, "question_id": TIDES.id, "answer": "The moon pulls the water. The sun adds to it."},
            {"id": 3, "question_id": "q-none", "answer": "x"},
        ],
    )


def test_a_batch_is_explained(tmp_path: Path, run: Run) -> None:
    ran = run("grade", rows(tmp_path), "-o", tmp_path / "out.jsonl", "--explain", "--model", "scripted")
    first, second, third = read(tmp_path / "out.jsonl")
    assert (first["feedback"], first["score"]) == (HINT, 0.5)
    assert first["opinions"][-1] == {
        "grader": "explain/1+scripted",
        "score": None,
        "why": "wrote the feedback",
    }
    assert second["feedback"] == "All there."  # a full mark needs no advice
    assert third["status"] == "unscored"
    assert ran.code == 1  # for the third


def test_a_feedback_that_tells_too_much_is_not_shown_unless_allowed(tmp_path: Path, run: Run) -> None:
    out = tmp_path / "out.jsonl"
    ran = run("grade", rows(tmp_path), "-o", out, "--explain", answer=lambda _: told(ALL))
    assert read(out)[0]["feedback"] != ALL
    assert ran.err.count("gives the reference away") == 1
    run("grade", rows(tmp_path), "-o", out, "--explain", "--reveal", answer=lambda _: told(ALL))
    assert read(out)[0]["feedback"] == ALL


def test_an_outage_costs_no_grade(tmp_path: Path, run: Run) -> None:
    out = tmp_path / "out.jsonl"
    ran = run("grade", rows(tmp_path), "-o", out, "--explain", answer=lambda _: outage(FailureKind.TIMED_OUT))
    assert read(out)[0]["score"] == 0.5
    assert "timed out" in ran.err


def test_no_model_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = make_services(tmp_path)
    assert main(["grade", str(rows(tmp_path)), "--explain"], lambda _: made) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_practice_hints_at_what_is_missing(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def practise(*words: str) -> str:
        typed = io.BytesIO(b"The moon pulls the water\n\n")
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(typed, encoding="utf-8"))
        return run("practice", "--topic", "seas", "--explain", *words).out

    hinted = practise()
    assert HINT in hinted
    assert "✓ The moon pulls the water" in hinted
    assert "The sun adds to it" not in hinted
    assert "The sun adds to it" in practise("--reference")
    assert tmp_path.exists()
