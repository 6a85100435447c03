"""The audit with a scripted chat model beside the offline detectors."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from api.cli.main import main
from api.lazy import Lazy
from api.services import Services
from api.usecases import auditing
from graders.chat.types import ChatRequest, FailureKind
from questions.records import FlagState
from tests.api.cli.test_grade import read, write
from tests.api.conftest import Ran
from tests.api.parts import SHAKY, SHAPE, TIDES, fill, make_services, talking
from tests.fakes import FakeConverse, Scripted, outage

FINE = '{"claims": []}'


def judged(request: ChatRequest) -> str:
    """Finds that the sun has no part in the tides, and that the earth is no flat one."""
    user = request.messages[1].content
    quote = next((words for words in ("The sun adds to it", SHAKY) if words in user), None)
    if quote is None:
        return FINE
    number = next(line[1] for line in user.splitlines() if line[:1] == "[" and quote in line)
    found = {
        "claim": int(number),
        "verdict": "contradicted",
        "quote": quote,
        "correction": "It does not.",
        "evidence": [],
    }
    return json.dumps({"claims": [found]})


def answered(request: ChatRequest) -> str:
    """As `judged`, and answers every question with something else."""
    if "reference answer" in request.messages[0].content:
        return judged(request)
    return json.dumps({"answer": "Nobody knows anything.", "unknown": False})


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command over a filled bank with a chat model of this *answer*."""

    def _run(*words: object, answer: Callable[[ChatRequest], Scripted] = judged) -> Ran:
        made = services(tmp_path, answer)
        capsys.readouterr()
        code = main([str(word) for word in words], lambda _: made)
        told = capsys.readouterr()
        return Ran(code, told.out, told.err)

    return _run


def services(folder: Path, answer: Callable[[ChatRequest], Scripted] = judged) -> Services:
    made = make_services(folder, judge_model="scripted")
    conversation = talking(FakeConverse(answer=answer))
    return replace(made, converse=Lazy(lambda: conversation))


ROWS = [
    {"id": "a", "question": TIDES.text, "answer": TIDES.reference},
    {"id": "b", "question": SHAPE.text, "answer": SHAPE.reference},
    {"id": "c", "question": "Why?", "answer": None},
]


def test_the_model_adds_to_what_was_found_and_not_in_the_same_words(tmp_path: Path, run: Run) -> None:
    source = write(tmp_path / "in.jsonl", ROWS)
    assert run("audit", source, "--model", "scripted", "-o", tmp_path / "out.jsonl").code == 0
    first, second, third = read(tmp_path / "out.jsonl")
    assert [(flag["quote"], flag["detector"]) for flag in first["flags"]] == [
        ("The sun adds to it", "judge/1+scripted")
    ]
    assert 0 < first["risk"] < 0.5
    assert [flag["detector"] for flag in second["flags"]] == ["fake/1"]  # with a source already
    assert third["flags"] == []


def test_without_model_nothing_is_asked(tmp_path: Path, run: Run) -> None:
    def never(_: ChatRequest) -> str:
        raise AssertionError("asked")

    source = write(tmp_path / "in.jsonl", ROWS)
    assert run("audit", source, "-o", tmp_path / "out.jsonl", answer=never).code == 0


def test_consensus_flags_what_the_model_answers_otherwise(tmp_path: Path, run: Run) -> None:
    source = write(tmp_path / "in.jsonl", ROWS[:1])
    ran = run(
        "audit", source, "--model", "m", "--consensus", 3, "-o", tmp_path / "out.jsonl", answer=answered
    )
    assert ran.code == 0
    (row,) = read(tmp_path / "out.jsonl")
    assert {flag["detector"] for flag in row["flags"]} == {"judge/1+scripted", "consensus/1"}
    (flag,) = [flag for flag in row["flags"] if flag["detector"] == "consensus/1"]
    assert (flag["confidence"], flag["severity"]) == (1.0, "low")


def test_an_outage_is_said_and_is_no_clean_bill(tmp_path: Path, run: Run) -> None:
    source = write(tmp_path / "in.jsonl", ROWS)
    ran = run("audit", source, "--model", "m", "-o", "-", answer=lambda _: outage(FailureKind.TIMED_OUT))
    assert ran.code == 1
    assert "2 answers not judged by the model: " in ran.err
    assert "timed out" in ran.err
    assert len(ran.out.splitlines()) == 3


@pytest.mark.parametrize("words", [("--consensus", 3), ("--patch", "--model", "m"), ("--consensus", -1)])
def test_bad_use_is_one_line(tmp_path: Path, run: Run, words: tuple[object, ...]) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text("# A\n\n## 1. What is it?\n\nIt is so.\n", "utf-8")
    ran = run("audit", notes, *words)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_no_model_set_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(tmp_path / "in.jsonl", ROWS)
    assert main(["audit", str(source), "--model", "m"], lambda _: make_services(tmp_path)) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_what_a_model_found_in_the_bank_stays_until_one_is_asked_again(tmp_path: Path, run: Run) -> None:
    made = services(tmp_path)
    fill(made)

    def found() -> list[str]:
        flags = made.bank().flags(TIDES.id, FlagState.OPEN).items
        return [filed.flag.detector for filed in flags]

    assert run("audit", "--model", "m").code == 0
    assert found() == ["judge/1+scripted"]
    assert run("audit").code == 0
    auditing.audit_bank(made)
    assert found() == ["judge/1+scripted"]
    assert run("audit", "--model", "m", answer=lambda _: FINE).code == 0
    assert found() == []
    made.close()
