"""`quizgen grade` killed at any moment, and resumed: a row for each, none twice."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from api.cli.main import main
from api.lazy import Lazy
from graders.grader import Submission
from questions.records import Grade
from tests.api.parts import fake_grade, make_services

ROWS = 400
pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 here")


def slow_grade(items: Sequence[Submission], /) -> tuple[Grade, ...]:
    """As the fake, but slow enough to be killed in the middle."""
    time.sleep(0.02)
    return fake_grade(items)


def slow_main() -> int:
    """The command line over services that take their time; started by the test in a process of its own."""
    made = replace(make_services(Path(sys.argv[1]), chunk_rows=8), grade=Lazy(lambda: slow_grade))
    return main(sys.argv[2:], lambda _: made)


def _start(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    code = "import sys; from tests.api.cli.test_kill import slow_main; sys.exit(slow_main())"
    return subprocess.Popen([sys.executable, "-c", code, str(folder), *words], stderr=subprocess.PIPE)


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv"])
def test_kill_9_and_resume(tmp_path: Path, name: str) -> None:
    source = tmp_path / "in.jsonl"
    with source.open("w") as stream:
        for number in range(ROWS):
            row = {
                "id": f"r{number % 390}",
                "question": "q",
                "reference": "The moon.",
                "answer": f"moon {number}",
            }
            stream.write(json.dumps(row) + "\n" if number % 97 else "{broken\n")
    whole, target = tmp_path / f"whole-{name}", tmp_path / name
    journal = target if name.endswith("jsonl") else tmp_path / f".{name}.partial.jsonl"
    services = make_services(tmp_path)
    assert main(["grade", str(source), "-o", str(whole)], lambda _: services) == 1
    randomly = random.Random(7)  # noqa: S311
    sizes = [0]
    for _ in range(3):
        with _start(tmp_path, "grade", str(source), "-o", str(target), "--resume") as running:
            try:
                _wait_for_growth(journal, sizes[-1], running)
                time.sleep(randomly.random() / 20)
            finally:
                running.kill()
                running.communicate()
        assert running.returncode == -signal.SIGKILL
        sizes.append(journal.stat().st_size)
        os.truncate(journal, sizes[-1] - randomly.randrange(1, 40))  # a line that was cut in half
    with _start(tmp_path, "grade", str(source), "-o", str(target), "--resume") as last:
        _, told = last.communicate(timeout=60)
    assert last.returncode == 1
    assert b"from an earlier run" in told
    assert target.read_bytes() == whole.read_bytes()


def _wait_for_growth(file: Path, size: int, running: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while not file.exists() or file.stat().st_size <= size + 1000:
        assert running.poll() is None
        assert time.monotonic() < until
        time.sleep(0.005)
