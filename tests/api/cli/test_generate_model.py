"""`quizgen generate --model` with a scripted chat model."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from api.cli.main import main
from api.lazy import Lazy
from graders.chat.client import client
from graders.chat.types import ChatRequest, FailureKind, ModelSpec, Reply, Structure
from questions.bank import QuestionFilter
from questions.records import FreeText, Status
from tests.api.conftest import Ran
from tests.api.parts import make_services, talking
from tests.fakes import FakeConverse, FakeReplies, Scripted, outage
from tests.quizgen.generate.scripted import DIVIDES, FLATTENS, KEEPS, NOTES, items

Answer = Callable[[ChatRequest], Scripted]
Run = Callable[..., Ran]


def good(request: ChatRequest) -> str:
    return items(KEEPS) if "# Top-p" in request.messages[1].content else items(DIVIDES, FLATTENS)


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `quizgen generate` over notes with a chat model of this *answer*."""
    notes = tmp_path / "notes.md"
    notes.write_text(NOTES, "utf-8")

    def _run(*words: object, answer: Answer = good) -> Ran:
        conversation = talking(FakeConverse(answer=answer))
        made = replace(make_services(tmp_path, judge_model="scripted"), converse=Lazy(lambda: conversation))
        capsys.readouterr()
        code = main(["generate", str(notes), "--model", "scripted", *map(str, words)], lambda _: made)
        told = capsys.readouterr()
        return Ran(code, told.out, told.err)

    return _run


def test_as_many_as_were_asked_for_become_drafts(tmp_path: Path, run: Run) -> None:
    ran = run("-n", 3, "--kinds", "free", "--json")
    assert ran.code == 0, ran.err
    made = json.loads(ran.out)["questions"]
    assert [question["text"] for question in made] == [it["question"] for it in (DIVIDES, FLATTENS, KEEPS)]
    assert {question["maker"] for question in made} == {"model/1+scripted"}
    bank = make_services(tmp_path).bank()
    drafts = bank.questions(QuestionFilter(status=Status.DRAFT)).items
    assert len(drafts) == 3
    assert isinstance(drafts[0], FreeText)
    assert drafts[0].reference == DIVIDES["reference"]
    assert drafts[0].source is not None
    assert (drafts[0].source.line_start, drafts[0].source.heading_path) == (5, ("Sampling", "Temperature"))
    assert drafts[0].key_points
    bank.close()


def test_what_was_read_first_is_what_is_approved_then_and_is_paid_for_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[ChatRequest] = []

    async def write(spec: ModelSpec, request: ChatRequest, _: Structure, /) -> Reply:
        asked.append(request)
        return Reply(good(request), spec.name)

    notes, kept = tmp_path / "notes.md", FakeReplies()
    notes.write_text(NOTES, "utf-8")

    def generate(*words: str) -> list[str]:
        talk = talking(client([ModelSpec("scripted")], replies=kept, try_model=write))
        made = replace(make_services(tmp_path, judge_model="scripted"), converse=Lazy(lambda: talk))
        capsys.readouterr()
        given = ["generate", str(notes), "--model", "scripted", "-n", "3", "--kinds", "free", "--json"]
        assert main([*given, *words], lambda _: made) == 0
        return [question["text"] for question in json.loads(capsys.readouterr().out)["questions"]]

    read = generate("--dry-run")
    paid = len(asked)
    assert generate("--approve") == read
    assert len(asked) == paid
    bank = make_services(tmp_path).bank()
    assert {one.text for one in bank.questions(QuestionFilter(status=Status.ACTIVE)).items} == set(read)
    bank.close()


def test_fewer_are_said_and_exit_1(run: Run) -> None:
    ran = run("-n", 9, "--kinds", "free")
    assert ran.code == 1
    assert "3 of 9" in ran.err


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (lambda _: "I am sorry, I cannot help with that.", "the reply is no JSON object"),
        (
            lambda _: items({**DIVIDES, "quotes": ["words that are not there at all"]}),
            "do not hold the quote",
        ),
        (lambda _: items(cannot="too little is said"), "too little is said"),
    ],
)
def test_nothing_usable_is_said_with_its_reason(run: Run, answer: Answer, why: str) -> None:
    ran = run("-n", 2, "--kinds", "free", answer=answer)
    assert ran.code == 1
    assert why in ran.err


def test_an_outage_is_one_line(run: Run) -> None:
    ran = run("-n", 2, answer=lambda _: outage(FailureKind.TIMED_OUT))
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "timed out" in ran.err


def test_no_model_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text(NOTES, "utf-8")
    assert main(["generate", str(notes), "--model", "m"], lambda _: make_services(tmp_path)) == 2
    assert capsys.readouterr().err.count("\n") == 1
