import os
import tempfile
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.rowfiles.journal import Done, open_journal, read_back
from questions.errors import BadInput, Conflict

ROWS: list[dict[str, Any]] = [
    {"id": "一", "reason": None},
    {"id": 2, "reason": "no"},
    {"id": None, "reason": "not JSON"},
]


def test_rows_leave_the_process_as_they_are_written(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with open_journal(out, resume=False) as journal:
        journal.write(ROWS[:1])
        assert len(out.read_bytes().splitlines()) == 1
        journal.write(ROWS[1:])
    assert list(read_back(out)) == ROWS


def test_resuming_knows_what_is_done(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with open_journal(out, resume=True) as journal:  # resuming nothing is starting
        journal.write(ROWS)
    with open_journal(out, resume=True) as journal:
        assert journal.done == (Done("一", False), Done(2, True), Done(None, True))
    assert list(read_back(out)) == ROWS


@given(cut=st.integers(0, 200))
def test_wherever_the_last_line_was_cut_the_rest_is_written_once(cut: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out.jsonl")
        with open_journal(out, resume=False) as journal:
            journal.write(ROWS)
        whole = out.read_bytes()
        out.write_bytes(whole[: min(cut, len(whole))])
        with open_journal(out, resume=True) as journal:
            journal.write(ROWS[len(journal.done) :])
        assert out.read_bytes() == whole


def test_without_resume_it_starts_anew(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text('{"id": "old"}\n' * 9)
    with open_journal(out, resume=False) as journal:
        journal.write(ROWS[:1])
    assert list(read_back(out)) == ROWS[:1]


@pytest.mark.parametrize("content", ["hello\n", "[]\n", "{}\n", '{"id": 1}\nhello\n{"id": 2}\n'])
def test_another_file_is_not_resumed(tmp_path: Path, content: str) -> None:
    out = tmp_path / "notes.txt"
    out.write_text(content)
    with pytest.raises(BadInput, match="no row of an earlier run"), open_journal(out, resume=True):
        pass
    assert out.read_text() == content


def test_two_runs_do_not_write_one_file(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with open_journal(out, resume=False) as journal:
        journal.write(ROWS)
        with pytest.raises(Conflict, match="another run"), open_journal(out, resume=False):
            pass
    assert list(read_back(out)) == ROWS


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with (
        pytest.raises(BadInput, match="can be written"),
        open_journal(tmp_path / "no" / "out.jsonl", resume=False),
    ):
        pass


def test_a_pipe_is_written_through(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    with open_journal(pipe, resume=False) as journal:
        journal.write(ROWS[:1])
    reader.join()
    assert read[0].count(b"\n") == 1
