import codecs
import io
import json
import os
import re
import select
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from api.cli.main import main
from api.services import Services
from questions.records import MultipleChoice, OptionId, QuestionId
from quizgen.shown import shown_options
from tests.api.cli.test_main import Cli
from tests.api.parts import (
    FIRST,
    LAST,
    SHAPE,
    SO,
    TIDES,
    TWO,
    choices,
    fill,
    fill_choices,
    make_services,
)


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))


def test_a_round_shows_covered_and_missing_points(
    cli: Cli, filled: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "The moon pulls\nthe water\n\n")
    ran = cli("practice", "--topic", "seas", "--learner", "mia")
    assert ran.code == 0
    assert "✓ The moon pulls the water" in ran.out
    assert "✗ The sun adds to it" in ran.out
    assert "50%" in ran.out
    assert "1 answered" in ran.out
    assert "weak: Seas" in ran.out
    (attempt,) = filled.bank().attempts(learner="mia").items
    assert attempt.answer == "The moon pulls\nthe water"


def test_json_is_alone_on_standard_output(
    cli: Cli, filled: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "The moon\n\n")
    ran = cli("practice", "--count", 1, "--seed", 3, "--json")
    told = json.loads(ran.out)
    assert told["summary"]["answered"] == 1
    assert told["attempts"][0]["id"] == filled.bank().attempts().items[0].id
    assert "answered" in ran.err


def test_the_same_seed_draws_the_same_questions(
    cli: Cli, filled: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = []
    for _ in range(2):
        typed(monkeypatch, "a\n\nb\n\n")
        told = json.loads(cli("practice", "--count", 2, "--seed", 5, "--json").out)
        drawn.append([attempt["question_id"] for attempt in told["attempts"]])
    assert drawn[0] == drawn[1]
    assert set(drawn[0]) == {TIDES.id, SHAPE.id}
    assert len(filled.bank().attempts().items) == 4


def test_the_end_of_the_input_grades_what_was_typed_and_ends(
    cli: Cli, filled: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "The moon pulls the water")
    ran = cli("practice", "--count", 2, "--seed", 1)
    assert ran.code == 0
    assert "1 answered" in ran.out
    assert len(filled.bank().attempts().items) == 1
    typed(monkeypatch, "")
    assert "Nothing was answered" in cli("practice").out


def test_an_empty_answer_skips(cli: Cli, filled: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "\nsomething\n\n")
    ran = cli("practice", "--count", 2)
    assert "Skipped" in ran.out
    assert len(filled.bank().attempts().items) == 1


def test_the_reference_is_shown_where_asked(
    cli: Cli, filled: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert filled.bank().get(TIDES.id)
    typed(monkeypatch, "wind\n\n")
    assert (TIDES.reference or "") not in cli("practice", "--topic", "seas").out
    typed(monkeypatch, "wind\n\n")
    assert (TIDES.reference or "") in cli("practice", "--topic", "seas", "--reference").out


def test_what_a_learner_types_is_not_obeyed(
    cli: Cli, filled: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    evil = "the moon pulls the water \x1b]0;owned\x07 [red]markup[/red] \u202e"
    typed(monkeypatch, evil + "\n\n")
    out = cli("practice", "--topic", "seas").out
    assert "\x1b" not in out
    assert "\x07" not in out
    assert "\u202e" not in out
    assert "[red]markup[/red]" in out
    assert filled.bank().attempts().items[0].answer == evil


def test_an_answer_that_is_too_long_is_said(
    cli: Cli, filled: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "x" * 20_001 + "\n\n")
    assert "shorten it" in cli("practice", "--topic", "seas").out
    assert filled.bank().attempts().items == ()


def test_nothing_to_practise_is_said(cli: Cli) -> None:
    ran = cli("practice")
    assert (ran.code, ran.err.count("\n")) == (2, 1)


def test_every_kind_is_asked_in_its_own_way(
    cli: Cli, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_choices(services)
    (quiz,) = [json.loads(cli("quiz", "new", "--total", 4, "--seed", 3, "--learner", "mia", "--json").out)]
    order = [item["question_id"] for item in quiz["items"]]
    by_id = {question.id: question for question in choices()}
    right = {FIRST: "alpha", SO: "false", LAST: "omega"}
    both = by_id[TWO]
    assert isinstance(both, MultipleChoice)
    shown = [option.id for option in shown_options(both, 3)]
    right[TWO] = " ".join(sorted("ABCD"[shown.index(OptionId(name))] for name in "AC"))
    typed(monkeypatch, "".join(right[QuestionId(name)] + "\n" for name in order))
    ran = cli("practice", "--quiz", quiz["id"], "--reference")
    assert ran.code == 0
    assert "4 answered, 100% on average" in ran.out
    assert "(A. alpha; B. beta; C. gamma; D. delta ␛[31m)" in ran.out  # the letters of the notes
    assert "\x1b" not in ran.out
    kept = {attempt.question_id: attempt for attempt in services.bank().attempts(learner="mia").items}
    assert (kept[FIRST].answer, kept[TWO].answer) == ("A", "A, C")
    assert all(attempt.grade.score == 1 for attempt in kept.values())


def test_an_answer_that_cannot_be_read_is_no_attempt(
    cli: Cli, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_choices(services)
    typed(monkeypatch, "perhaps\n" * 4)
    ran = cli("practice", "--count", 4, "--seed", 1)
    assert ran.code == 0
    assert ran.out.count("cannot be read") == 3
    (gap,) = services.bank().attempts().items
    assert (gap.question_id, gap.grade.score) == (LAST, 0)


def test_the_order_of_options_differs_from_round_to_round(
    cli: Cli, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_choices(services)
    orders: set[tuple[str, ...]] = set()
    for seed in range(6):
        typed(monkeypatch, "")
        out = cli("practice", "--topic", "letters", "--count", 4, "--seed", seed).out
        orders.update(tuple(re.findall(r"^  [A-D]\. (\w+)", block, re.MULTILINE)) for block in out.split("["))
    assert len(orders) > 3


def test_a_quiz_is_not_mixed_with_a_choice_of_questions(cli: Cli, filled: Services) -> None:
    name = json.loads(cli("quiz", "new", "--total", 1, "--json").out)["id"]
    assert filled.bank().quiz(name)
    ran = cli("practice", "--quiz", name, "--topic", "seas")
    assert (ran.code, ran.err.count("\n")) == (2, 1)


def terminal_main() -> int:
    """The command line over the test services, in a process of its own."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # so that Ctrl-C there reaches this process
    made = make_services(Path(sys.argv[1]))
    return main(sys.argv[2:], lambda _: made)


class Terminal:
    """A process behind a pseudo-terminal."""

    def __init__(self, folder: Path, *words: str) -> None:
        pty = pytest.importorskip("pty", reason="no pseudo-terminals here")
        self.ours, theirs = pty.openpty()
        code = "import sys; from tests.api.cli.test_practice import terminal_main; sys.exit(terminal_main())"
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, str(folder), *words],
            stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
            env=os.environ | {"TERM": "xterm", "COLUMNS": "100"},
        )  # fmt: skip
        os.close(theirs)
        self.seen = ""
        self.decode = codecs.getincrementaldecoder("utf-8")("replace").decode

    def until(self, text: str, press: str = "") -> None:
        """Read up to *text*; *press* is pressed again every five seconds in which nothing comes.

        Python's readline misses a signal that comes between writing the prompt and waiting.
        """
        end = time.monotonic() + 60
        while text not in self.seen:
            if not select.select([self.ours], [], [], 5.0)[0]:
                assert time.monotonic() < end, self.seen
                self.type(press)
                continue
            try:
                self.seen += self.decode(os.read(self.ours, 4096))
            except OSError:  # the other end has gone
                assert text in self.seen, self.seen
        self.seen = self.seen.partition(text)[2]

    def type(self, text: str) -> None:
        os.write(self.ours, text.encode())

    def end(self) -> int:
        return self.process.wait(30)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.ours)


@pytest.mark.parametrize("end", ["\x04", "\x03"])
def test_on_a_terminal(tmp_path: Path, end: str) -> None:
    services = make_services(tmp_path)
    fill(services)
    with closing(
        Terminal(tmp_path, "practice", "--topic", "notes", "--count", "2", "--seed", "2")
    ) as terminal:
        terminal.until("[1/2]")
        terminal.until("> ")
        terminal.type("The moon\n")
        terminal.until("> ")
        terminal.type("\n")
        terminal.until("r for the reference")
        terminal.type("r\n")
        terminal.until("[2/2]")
        terminal.until("> ")
        time.sleep(0.3)
        terminal.type(end)
        terminal.until("1 answered", press=end)
        assert terminal.end() == 0
    assert len(services.bank().attempts().items) == 1
    services.close()
