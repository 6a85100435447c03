"""--judge: by a scripted model, and by a real client over a real socket."""

import io
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from api import wiring
from api.cli.main import main
from api.lazy import Lazy
from api.services import Services
from api.settings import Settings
from graders.chat.types import ChatRequest, FailureKind
from tests.api.cli.judging import HALF, QUOTE, Run, rows, runner
from tests.api.cli.test_grade import read
from tests.api.conftest import Ran
from tests.api.parts import TIDES, fake_grade
from tests.fakes import Scripted, outage
from tests.graders.judge.making import reply, verdict
from tests.servers.scripted import Scripted as Server
from tests.servers.scripted import errors, serving


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(tmp_path, capsys)


def test_the_judge_decides(tmp_path: Path, run: Run) -> None:
    out = tmp_path / "out.jsonl"
    ran = run("grade", rows(tmp_path), "-o", out, "--judge", "m", "--judge-mode", "always")
    assert (ran.code, "3 sent to the judge" in ran.err) == (0, True)
    for row in read(out):
        assert row["decided_by"].startswith("judge/1+fake+")
        assert (row["score"], row["verdict"]) == (0.5, "partial")
        assert [point["state"] for point in row["key_points"]] == ["covered", "missing"]
        assert [opinion["grader"].split("/")[0] for opinion in row["opinions"]] == ["fake", "judge"]


def test_in_a_cascade_only_what_is_unsure_is_sent(tmp_path: Path, run: Run) -> None:
    asked: list[ChatRequest] = []
    run("grade", rows(tmp_path), "--judge", "m", "--json", asked=asked)
    assert asked == []  # the fake panel is sure of itself: 0.9
    ran = run("grade", rows(tmp_path), "--judge", "m", "--json", asked=asked, judge_threshold=0.95)
    assert len(asked) == 3
    assert json.loads(ran.out)["summary"]["judge"] == {"sent": 3, "failed": 0, "alpha": None}


def test_an_outage_keeps_the_offline_grade_and_is_told(tmp_path: Path, run: Run) -> None:
    out = tmp_path / "out.jsonl"
    words = ("grade", rows(tmp_path), "-o", out, "--judge", "m")
    dead = outage(FailureKind.TIMED_OUT)
    ran = run(*words, answer=lambda _: dead, judge_threshold=0.95)
    assert ran.code == 1
    assert "3 sent to the judge, 3 without a verdict" in ran.err
    assert "3 times: fake: timed out" in ran.err
    assert {(row["status"], row["score"], row["needs_review"]) for row in read(out)} == {
        ("scored", 0.0, True)
    }
    assert read(out)[0]["review_reasons"] == ["judge_unavailable"]
    ran = run(*words, "--judge-mode", "always", answer=lambda _: dead)
    assert ran.code == 1
    assert {(row["status"], row["score"]) for row in read(out)} == {("unscored", None)}
    assert "3 times: fake: timed out" in ran.err
    assert "line " not in ran.err


def test_a_panel_tells_how_far_it_agrees(tmp_path: Path, run: Run) -> None:
    def answer(request: ChatRequest) -> Scripted:
        said = request.messages[1].content
        return (
            HALF
            if request.seed < 2 or "0 times" in said
            else reply(verdict(1, "missing"), verdict(2, "missing"))
        )

    ran = run("grade", rows(tmp_path), "--judge", "m", "--judge-mode", "panel:3", "--json", answer=answer)
    found = json.loads(ran.out)
    assert -1 < found["summary"]["judge"]["alpha"] < 1
    assert [len(row["opinions"]) for row in found["grades"]] == [4, 4, 4]
    assert [row["review_reasons"] for row in found["grades"]] == [
        [],
        ["judges_disagree"],
        ["judges_disagree"],
    ]


@pytest.mark.parametrize(
    ("words", "settings", "sent"),
    [
        ((), {}, False),
        ((), {"judge_model": "m"}, True),
        (("--judge-mode", "never"), {"judge_model": "m"}, False),
        ((), {"judge_model": "m", "judge_mode": "never"}, False),
        (("--judge", "m"), {}, True),
        (("--model", "m"), {}, False),  # named for something else
        (("--judge", "m", "--model", "m"), {}, True),
    ],
)
def test_who_turns_it_on(
    tmp_path: Path, run: Run, words: tuple[str, ...], settings: dict[str, str], sent: bool
) -> None:
    asked: list[ChatRequest] = []
    assert run("grade", rows(tmp_path), *words, asked=asked, judge_threshold=0.95, **settings).code == 0
    assert bool(asked) is sent


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--judge", "m", "--judge-mode", "sometimes"), "no judge mode 'sometimes'"),
        (("--judge-mode", "always"), "no judge is set; name one with --judge"),
        (("--judge", "m", "--model", "n"), "name two models"),
        (("--dry-run",), "name one with --judge"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, run: Run, words: tuple[str, ...], why: str) -> None:
    ran = run("grade", rows(tmp_path), *words)
    assert ran.code == 2
    assert why in ran.err


def test_a_bad_setting_names_its_variable(tmp_path: Path, run: Run) -> None:
    ran = run("grade", rows(tmp_path), "--judge", "m", judge_mode="sometimes")
    assert (ran.code, "QUIZGEN_JUDGE_MODE" in ran.err) == (2, True)


def test_practice_is_judged(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{QUOTE}.\n\n"))
    ran = run("practice", "--topic", "Seas", "--judge", "m", "--judge-mode", "always", "--json")
    (attempt,) = json.loads(ran.out)["attempts"]
    assert attempt["question_id"] == TIDES.id
    assert attempt["grade"]["decided_by"].startswith("judge/1+fake+")


def test_attempts_are_judged_again(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{QUOTE}.\n\n"))
    run("practice", "--topic", "Seas")
    ran = run("regrade", "--judge", "m", "--judge-mode", "always", "--json")
    assert (ran.code, "1 sent to the judge" in ran.err) == (0, True)
    (row,) = json.loads(ran.out)["attempts"]
    assert (row["outcome"], row["score_before"], row["score"]) == ("changed", 0.0, 0.5)
    again = run("regrade", "--judge", "m", "--judge-mode", "always", "--json")
    assert json.loads(again.out)["attempts"] == []


# With the real client, over a real socket.


@pytest.fixture
def server() -> Iterator[Server]:
    pytest.importorskip("litellm", reason="the extra llm is not installed")
    with serving({"content": HALF}) as running:
        yield running


@pytest.fixture
def real(tmp_path: Path, server: Server, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command over the fake panel and the real client; a call costs $0.0002."""

    def build(chosen: Settings) -> Services:
        database = f"sqlite:///{tmp_path / 'bank.db'}"
        more = {"database_url": database, "judge_api_base": server.url, "judge_price": "1/5"}
        return replace(wiring.build(chosen.model_copy(update=more)), grade=Lazy(lambda: fake_grade))

    def _run(*words: object) -> Ran:
        capsys.readouterr()
        code = main([str(word) for word in words], build)
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return _run


JUDGED = ("--judge", "openai/m", "--judge-mode", "always")


def test_a_second_run_costs_nothing(tmp_path: Path, real: Run, server: Server) -> None:
    out = tmp_path / "out.jsonl"
    assert real("grade", rows(tmp_path, 5), "-o", out, *JUDGED).code == 0
    first = out.read_bytes()
    assert len(server.got) == 5
    assert b"tokens 100 + 20, $0.000200" in first
    assert real("grade", rows(tmp_path, 5), "-o", out, *JUDGED).code == 0
    assert (len(server.got), out.read_bytes()) == (5, first)


def test_an_estimate_asks_nothing_and_knows_what_is_kept(tmp_path: Path, real: Run, server: Server) -> None:
    ran = real("grade", rows(tmp_path, 5), "--dry-run", *JUDGED)
    assert (ran.code, server.got) == (0, [])
    assert "5 answers, 5 for openai/m: 5 calls; " in ran.out
    assert "about $0.0" in ran.out
    real("grade", rows(tmp_path, 2), "-o", tmp_path / "out.jsonl", *JUDGED)
    found = json.loads(real("grade", rows(tmp_path, 5), "--dry-run", "--json", *JUDGED).out)
    assert (found["calls"], found["kept"], len(server.got)) == (5, 2, 2)
    assert 0 < found["cost_usd"] < found["most_usd"]
    assert found["prompt_tokens"] > 300


def test_a_budget_stops_cleanly_and_a_later_run_goes_on(tmp_path: Path, real: Run, server: Server) -> None:
    source, out = rows(tmp_path, 40), tmp_path / "out.jsonl"
    whole = tmp_path / "whole.jsonl"
    ran = real("grade", source, "-o", out, *JUDGED, "--resume", "--budget", "0.0082")
    assert ran.code == 1
    assert "the budget of $0.0082 is spent" in ran.err
    assert "--resume" in ran.err
    paid = len(server.got)
    assert 0 < paid < 40
    assert len(read(out)) in (0, 32)  # whole chunks
    for _ in range(3):
        ran = real("grade", source, "-o", out, *JUDGED, "--resume", "--budget", "0.05")
    assert ran.code == 0
    assert len(server.got) == 40
    assert len(read(out)) == 40
    assert real("grade", source, "-o", whole, *JUDGED).code == 0
    assert (len(server.got), whole.read_bytes()) == (40, out.read_bytes())


def test_without_a_price_no_budget_is_promised(tmp_path: Path, server: Server, run: Run) -> None:
    ran = run("grade", rows(tmp_path), "--dry-run", "--judge", "openai/m", judge_api_base=server.url)
    assert (ran.code, "price unknown" in ran.out) == (0, True)


def test_a_bad_reply_is_asked_for_again_and_then_the_fallback_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("litellm", reason="the extra llm is not installed")
    out = tmp_path / "out.jsonl"
    with serving({"content": "Sure!"}) as first, serving({"content": HALF}) as second:
        monkeypatch.setenv("QUIZGEN_JUDGE_API_BASE", first.url)
        monkeypatch.setenv("QUIZGEN_JUDGE_FALLBACKS", f"openai/n@{second.url}")
        monkeypatch.setenv("QUIZGEN_DATABASE_URL", f"sqlite:///{tmp_path / 'bank.db'}")
        words = ["grade", str(rows(tmp_path, 1)), "-o", str(out), *JUDGED]
        assert main(words, lambda chosen: replace(wiring.build(chosen), grade=Lazy(lambda: fake_grade))) == 0
        assert (len(first.got), len(second.got)) == (2, 1)
    assert read(out)[0]["decided_by"].startswith("judge/1+openai/n+")


def test_a_provider_that_is_down_leaves_a_reason_in_every_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("litellm", reason="the extra llm is not installed")
    out = tmp_path / "out.jsonl"
    with serving(errors(401)) as dead:
        monkeypatch.setenv("QUIZGEN_JUDGE_API_BASE", dead.url)
        monkeypatch.setenv("QUIZGEN_DATABASE_URL", f"sqlite:///{tmp_path / 'bank.db'}")
        words = ["grade", str(rows(tmp_path, 20)), "-o", str(out), *JUDGED]
        assert main(words, lambda chosen: replace(wiring.build(chosen), grade=Lazy(lambda: fake_grade))) == 1
        assert len(dead.got) <= 8  # a wrong key is not tried twenty times
    assert {(row["status"], row["score"], bool(row["reason"])) for row in read(out)} == {
        ("unscored", None, True)
    }
