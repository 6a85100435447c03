"""`quizgen facts add` at a terminal: it asks, and loses nothing of what was typed."""

import os
import re
import select
import shlex
import signal
import subprocess
import time
import tomllib
from pathlib import Path

import pytest

from tests.api.cli.test_facts import FALSE, ROOT, TRUE
from tests.api.cli.test_main import START

PATIENCE = 60


class Terminal:
    """The command at a real terminal: what is typed, and what it says."""

    def __init__(self, folder: Path, *words: str) -> None:
        pty = pytest.importorskip("pty", reason="no pseudo-terminals here")
        self.ours, theirs = pty.openpty()
        environment = {**os.environ, "TERM": "dumb", "COLUMNS": "400", "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            [*START, "facts", "add", *words], cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
        )  # fmt: skip
        os.close(theirs)

    def types(self, *lines: str) -> tuple[int, str]:
        """The exit code and all that was said, when each of *lines* was typed behind a prompt."""
        said, left = b"", list(lines)
        while select.select([self.ours], [], [], PATIENCE)[0]:
            try:
                more = os.read(self.ours, 65536)
            except OSError:  # how a terminal without a process ends on Linux
                break
            said += more
            if said.endswith(b": ") and left:
                self._type(left.pop(0))
        self.process.kill()  # only if it still waits for somebody to type
        code = self.process.wait(PATIENCE)
        os.close(self.ours)
        return code, said.decode("utf-8", "replace").replace("\r\n", "\n")

    def _type(self, line: str) -> None:
        if line != "\x03":
            os.write(self.ours, line.encode())
            return
        # It is not our terminal, so no key of it interrupts; a signal that comes just before it reads is not heard.
        for _ in range(PATIENCE):
            if self.process.poll() is None:
                self.process.send_signal(signal.SIGINT)
                time.sleep(0.5)


def test_a_terminal_is_asked_and_what_is_amiss_may_be_mended(tmp_path: Path) -> None:
    lines = [
        "db.toml", "", "B+ tree, B+树", TRUE, "", FALSE, "", "inner node; hold*|store*; data", "",
        "todo", "Sec. 3", "high", "source", "Comer 1979",
    ]  # fmt: skip
    code, said = Terminal(tmp_path).types(*(line + "\n" for line in lines))
    assert code == 0, said
    assert "'todo', 'Sec. 3' is no source that one can look up" in said
    assert "about B+ tree = B+树, which is new" in said
    pack = tomllib.loads((tmp_path / "db.toml").read_text("utf-8"))
    assert pack["terms"]["b-plus-tree"]["names"] == ["B+ tree", "B+树"]
    assert pack["facts"][0]["sources"] == [{"source": "Comer 1979", "locator": "Sec. 3"}]
    assert pack["facts"][0]["wrong"][0]["says"] == ["inner node", "hold*|store*", "data"]


@pytest.mark.parametrize("end", ["\x04", "\x03"], ids=["end of input", "interrupt"])
def test_what_was_typed_is_given_back_as_a_command(tmp_path: Path, end: str) -> None:
    code, said = Terminal(tmp_path, "--pack", "db.toml").types("B+ tree\n", f"{TRUE}\n", end)
    assert code == 1, said
    (command,) = re.findall(r"nothing was written; to go on: (.*)", said)
    words = shlex.split(command)
    assert words[:5] == ["quizgen", "facts", "add", "--pack", "db.toml"]
    assert words[5:] == ["--about", "B+ tree", "--en", TRUE]
    assert not (tmp_path / "db.toml").exists()
