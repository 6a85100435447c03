"""The frame around the commands: exit codes, one line for an error, help, speed."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import typer

from api.cli.main import app, main
from api.services import Services
from api.settings import Settings
from questions.errors import ServiceUnavailable
from tests.api.conftest import Ran

START = [sys.executable, "-c", "from api.cli.main import run; run()"]
Cli = Callable[..., Ran]


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in group.commands.items():
        here = (*path, name)
        if hasattr(command, "commands"):
            yield from commands(command, here)
        else:
            yield here, command


COMMANDS = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_has_help_with_an_example_and_json(path: tuple[str, ...], cli: Cli) -> None:
    ran = cli(*path, "--help")
    assert ran.code == 0
    assert (
        f"Example: {'QUIZGEN_STAFF_TOKEN=… ' if path == ('serve',) else ''}quizgen {' '.join(path)}"
        in ran.out
    )
    assert "--json" in ran.out


@pytest.mark.parametrize("words", [(), ("--help",), ("-h",)])
def test_the_top_help_names_every_command(words: tuple[str, ...], cli: Cli) -> None:
    ran = cli(*words)
    assert ran.code == 0
    for path in COMMANDS:
        assert path[0] in ran.out


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("grade",),
        ("grade", "x", "--nonsense"),
        ("practice", "--count", "0"),
        ("serve", "--port", "many"),
        ("grade", "missing.jsonl", "-o", "out.jsonl"),
        ("grade", "missing.jsonl", "--format", "xlsx"),
        ("grade", "missing.jsonl", "--resume"),
        ("audit", "missing.md"),
        ("audit", "missing.md", "--fail-on", "never"),
        ("extract", "missing.md"),
        ("extract", "nowhere/*.md"),
        ("ingest", "missing.md"),
        ("questions", "show", "q-none"),
        ("questions", "edit", "q-none"),
        ("questions", "approve", "q-none"),
        ("questions", "list", "--status", "lost"),
        ("questions", "list", "--cursor", "nonsense"),
        ("practice",),
        ("serve", "--host", "0.0.0.0"),  # noqa: S104  (refused)
        ("questions",),
        ("bench",),
    ],
)
def test_bad_use_is_one_line_and_exit_2(words: tuple[str, ...], cli: Cli) -> None:
    ran = cli(*words)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.startswith("quizgen: ")
    assert ran.err.count("\n") == 1


def test_a_bad_setting_is_one_line(monkeypatch: pytest.MonkeyPatch, cli: Cli) -> None:
    monkeypatch.setenv("QUIZGEN_CHUNK_ROWS", "none")
    ran = cli("doctor")
    assert (ran.code, ran.err.startswith("quizgen: QUIZGEN_CHUNK_ROWS: ")) == (2, True)


def test_a_message_cannot_drive_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    def build(_: Settings) -> Services:
        raise ServiceUnavailable("evil \x1b[2J\nsecond line")

    assert main(["doctor"], build) == 2
    assert capsys.readouterr().err == "quizgen: evil ␛[2J second line\n"


def test_an_interrupt_is_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    def build(_: Settings) -> Services:
        raise KeyboardInterrupt

    assert main(["doctor"], build) == 1
    assert capsys.readouterr().err == "quizgen: stopped\n"


def test_help_comes_quickly() -> None:
    def work() -> float:  # of the processor, by the processes that have ended; others keep the clock busy
        return sum(os.times()[2:4])

    times = []
    for _ in range(3):
        start = work()
        done = subprocess.run([*START, "--help"], capture_output=True, check=True)
        times.append(work() - start)
        assert b"practice" in done.stdout
    assert min(times) < 0.4


@pytest.mark.skipif(not hasattr(signal, "SIGPIPE"), reason="no pipes of that kind")
def test_a_reader_that_leaves_is_no_traceback() -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run([*START, "--help"], stdout=theirs, stderr=subprocess.PIPE, check=False)
    os.close(theirs)
    assert done.returncode == 1
    assert done.stderr == b""


def test_the_version_is_said(cli: Cli) -> None:
    pytest.importorskip("importlib.metadata").version("quizgen") if _installed() else pytest.skip(
        "not installed"
    )
    assert cli("--version").out.startswith("quizgen ")


def _installed() -> bool:
    from importlib.metadata import PackageNotFoundError, version

    try:
        version("quizgen")
    except PackageNotFoundError:
        return False
    return True
