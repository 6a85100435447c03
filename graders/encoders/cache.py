"""Rows that were computed before, in one SQLite file that any number of processes and threads may share."""

import logging
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import numpy as np

from graders.encoders.base import Encoder, each_once
from graders.grader import Vectors

T = TypeVar("T")
_log = logging.getLogger(__name__)

LIMIT = 256 * 1024 * 1024

_APPLICATION = 0x5155495A  # marks the file as ours, so that no other database is written to by mistake
_TABLE = (
    "CREATE TABLE IF NOT EXISTS rows (id INTEGER PRIMARY KEY, key BLOB UNIQUE NOT NULL, row BLOB NOT NULL)"
)
_PAGE = 16_384  # holds seven rows of 512 numbers; the usual 4,096 would hold one
_PATIENCE = 2.0  # seconds to wait for another writer: computing the rows again is not much slower
_ROUNDS = 64  # of eviction: enough to empty any file, and an end where a broken file never shrinks
_AT_ONCE = 500  # SQLite counts its placeholders


@dataclass(frozen=True)
class Cached:
    """*inner*, remembering its rows in the file *path*.

    A row is kept under the text's hash and *inner*'s fingerprint, so what comes out has the bits that *inner*
    gives.  The file keeps within about *limit* bytes: the rows written first go first.  A file that cannot be
    used (read-only, broken, another program's) is left as it is: a warning is logged once, and *inner* works.
    """

    inner: Encoder
    path: Path
    limit: int = LIMIT
    _warned: set[str] = field(default_factory=set, init=False, repr=False, compare=False)

    @property
    def name(self) -> str:
        """The name of what is cached."""
        return self.inner.name

    @cached_property
    def fingerprint(self) -> str:
        """See Encoder."""
        return self.inner.fingerprint

    def __call__(self, texts: Sequence[str], /) -> Vectors:
        """The rows of *texts*."""
        return each_once(texts, self._rows) if texts else self.inner(texts)

    def _rows(self, texts: Sequence[str]) -> Vectors:
        keys = {text: self._key(text) for text in texts}
        known = self._ask(partial(_find, list(keys.values()))) or {}
        missing = [text for text in texts if keys[text] not in known]
        if missing:
            fresh = {keys[text]: row for text, row in zip(missing, self.inner(missing), strict=True)}
            self._ask(partial(_keep, fresh, self.limit))
            known |= fresh
        return np.stack([known[keys[text]] for text in texts])

    def _key(self, text: str) -> bytes:
        return sha256(f"{self.fingerprint}\n{text}".encode("utf-8", "surrogatepass")).digest()

    def _ask(self, act: Callable[[sqlite3.Connection], T]) -> T | None:
        """What *act* makes of the file, or None with a warning."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            # A connection a call: nothing to guard between threads, nothing to lose in a fork.
            with closing(sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None)) as connection:
                _prepare(connection)
                return act(connection)
        # A broken schema is quoted in sqlite3's message, which then may be no text.
        except (sqlite3.Error, OSError, UnicodeDecodeError) as error:
            self._warn(f"{type(error).__name__}: {error}")
            return None

    def _warn(self, why: str) -> None:
        if why not in self._warned:
            self._warned.add(why)
            _log.warning("working without the encoder cache %s: %s", self.path, why)


def _prepare(connection: sqlite3.Connection) -> None:
    """Makes a new file ours.  Raises sqlite3.Error for a file that is another's, or none."""
    connection.execute("PRAGMA synchronous = NORMAL")
    if _pragma(connection, "application_id") == _APPLICATION:
        return
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise sqlite3.DatabaseError("this file holds something else, choose another")
    connection.execute(f"PRAGMA page_size = {_PAGE}")
    with _transaction(connection):
        connection.execute(_TABLE)
        connection.execute(f"PRAGMA application_id = {_APPLICATION}")
    connection.execute("PRAGMA journal_mode = WAL")


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _find(keys: Sequence[bytes], connection: sqlite3.Connection) -> dict[bytes, Vectors]:
    found: dict[bytes, Vectors] = {}
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        marks = ",".join("?" * len(some))
        query = f"SELECT key, row FROM rows WHERE key IN ({marks})"  # noqa: S608  # nothing but question marks
        for key, blob in connection.execute(query, some):
            row = _unpack(key, blob)
            if row is not None:
                found[key] = row
    return found


def _keep(rows: Mapping[bytes, Vectors], limit: int, connection: sqlite3.Connection) -> None:
    with _transaction(connection):
        connection.executemany(
            "INSERT OR REPLACE INTO rows (key, row) VALUES (?, ?)",
            [(key, _pack(key, row)) for key, row in rows.items()],
        )
        for _ in range(_ROUNDS):
            if _size(connection) <= limit:
                break
            _drop_oldest_quarter(connection)


def _drop_oldest_quarter(connection: sqlite3.Connection) -> None:
    first, last = connection.execute("SELECT min(id), max(id) FROM rows").fetchone()
    if first is not None:
        connection.execute("DELETE FROM rows WHERE id <= ?", (first + (last - first) // 4,))


def _size(connection: sqlite3.Connection) -> int:
    """Bytes in use; the file itself never shrinks, it fills up again."""
    pages = _pragma(connection, "page_count") - _pragma(connection, "freelist_count")
    return pages * _pragma(connection, "page_size")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _pack(key: bytes, row: Vectors) -> bytes:
    numbers = row.astype("<f4").tobytes()
    return numbers + _check(key, numbers)


def _unpack(key: bytes, blob: object) -> Vectors | None:
    """The row, or None if not every bit of it is as it was written, and written for *key*."""
    if not isinstance(blob, bytes) or len(blob) < 8 or len(blob) % 4:
        return None
    numbers, check = blob[:-4], blob[-4:]
    return np.frombuffer(numbers, dtype="<f4").astype(np.float32) if _check(key, numbers) == check else None


def _check(key: bytes, numbers: bytes) -> bytes:
    return zlib.crc32(numbers, zlib.crc32(key)).to_bytes(4, "little")
