"""The output of a long run while it grows: JSONL, one line a row of the input, in the input's order.

Because nothing is ever out of order, the number of whole lines says where a killed run stopped.  A last
line that was cut in half is dropped and written again.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from api.rowfiles.reading import RowId
from api.text import to_json
from questions.errors import BadInput, Conflict


@dataclass(frozen=True, slots=True)
class Done:
    """One row that a former run has written."""

    id: RowId | None
    fell_short: bool


@dataclass(frozen=True, slots=True)
class Journal:
    """An open output; *done* are the rows already in it."""

    stream: BinaryIO
    done: tuple[Done, ...]

    def write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Append *rows*, and have them leave this process before returning."""
        self.stream.write("".join(to_json(row) + "\n" for row in rows).encode("utf-8"))
        self.stream.flush()


@contextmanager
def open_journal(path: Path, *, resume: bool) -> Iterator[Journal]:
    """The output at *path*, emptied unless *resume*.

    Raises BadInput when it cannot be written or holds something else than such rows, Conflict when
    another run is writing it.
    """
    with _open(path) as stream:
        _lock(stream, path)
        if not stream.seekable():  # a pipe or /dev/stdout
            yield Journal(stream, ())
            return
        done = tuple(_whole_lines(stream, path)) if resume else ()
        if not resume:
            stream.seek(0)
        stream.truncate()
        yield Journal(stream, done)


def read_back(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a finished journal."""
    with path.open("rb") as stream:
        for line in stream:
            yield json.loads(line)


def _open(path: Path) -> BinaryIO:
    try:
        if path.exists() and not path.is_file():  # a pipe, /dev/stdout: can only be written
            return path.open("wb")
        # Not "a": a half line at the end must be written over, and appending would always go behind it.
        return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o666), "r+b")
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}; name an output file that can be written") from None


def _lock(stream: BinaryIO, path: Path) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: there the second writer is not held back
        return
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Conflict(f"another run is writing {path}; wait for it, or choose another output") from None


def _whole_lines(stream: BinaryIO, path: Path) -> Iterator[Done]:
    """What is done; leaves the stream behind the last whole line."""
    stream.seek(0)
    end = 0
    for number, line in enumerate(iter(stream.readline, b""), start=1):
        if not line.endswith(b"\n"):
            break
        yield _done(line, path, number)
        end += len(line)
    stream.seek(end)


def _done(line: bytes, path: Path, number: int) -> Done:
    try:
        row = json.loads(line)
        return Done(row["id"], bool(row.get("reason")))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadInput(
            f"{path} line {number} is no row of an earlier run; leave --resume away to start anew"
        ) from None
