"""The database under the bank: SQLite or PostgreSQL, opened, migrated, and its errors made ours.

SQLite runs in WAL mode, so that readers never wait for a writer; `synchronous=NORMAL` there loses nothing
when a process is killed.  PostgreSQL is reached through psycopg.
"""

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, inspect, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from questions import migrations
from questions.errors import BadInput, BankUnusable, Conflict, MissingExtra
from questions.tables import Base

PATIENCE_S = 30.0
"""How long one writer waits for another before it gives up."""

_BEGIN = "quizgen_begin"
_MIGRATING = 0x71_75_69_7A_67_65_6E  # the advisory lock that a migrating process holds on PostgreSQL


def make_engine(url: str, patience_s: float = PATIENCE_S) -> Engine:
    """An engine for *url*: sqlite:///FILE, a plain path, postgres:// or postgresql://.

    Creates the SQLite file, readable by its owner alone.  Raises BankUnusable for a URL or file that
    cannot be used, MissingExtra when psycopg is not installed.
    """
    where = engine_url(url)
    if where.get_backend_name() == "sqlite":
        _prepare_file(Path(where.database or ""))
        engine = create_engine(where, connect_args={"timeout": patience_s})
        event.listen(engine, "connect", _on_sqlite_connect)
        event.listen(engine, "begin", _on_sqlite_begin)
        return engine
    query: Mapping[str, object] = where.query
    arguments = {} if "connect_timeout" in query else {"connect_timeout": 10}
    try:
        return create_engine(where, connect_args=arguments, pool_pre_ping=True)
    except ImportError as missing:
        raise MissingExtra("PostgreSQL needs psycopg: pip install 'quizgen[postgres]'") from missing


def engine_url(url: str) -> URL:
    """*url* as SQLAlchemy needs it.  Raises BankUnusable when it is neither SQLite nor PostgreSQL."""
    if "://" not in url and url.strip():
        return URL.create("sqlite", database=_file(url))
    try:
        parsed = make_url(url)
    except (exc.ArgumentError, ValueError):
        raise BankUnusable("the database URL cannot be read; use sqlite:///FILE or postgresql://…") from None
    match parsed.drivername:
        case "sqlite" | "sqlite+pysqlite":
            return parsed.set(drivername="sqlite", database=_file(parsed.database or ""))
        case "postgres" | "postgresql" | "postgresql+psycopg":
            return parsed.set(drivername="postgresql+psycopg")
        case other:
            raise BankUnusable(f"no database of the kind {other!r} is known; use sqlite:/// or postgresql://")


def label(engine: Engine) -> str:
    """What people call the database: the file, or the URL without its password."""
    if engine.dialect.name == "sqlite":
        return str(engine.url.database)
    return engine.url.set(drivername="postgresql", query={}).render_as_string(hide_password=True)


def writing(engine: Engine) -> Engine:
    """The same engine, whose transactions take SQLite's write lock at once.

    A transaction that reads first and asks for the lock later cannot wait for it: it fails.
    """
    return engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})


def migrate(engine: Engine) -> None:
    """Brings the database to the present tables; of several processes one does, the others wait.

    Raises BankUnusable when it cannot be opened, is another program's, or is newer than this release.
    """
    with foreign_errors(label(engine)):
        with engine.connect() as connection:
            found = _our_revision(connection, label(engine))
        if engine.dialect.name == "sqlite":
            _use_wal(engine)
        if found == migrations.REVISION:
            return
        with writing(engine).begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATING})
            if _our_revision(connection, label(engine)) != migrations.REVISION:
                migrations.upgrade(connection)


@contextmanager
def foreign_errors(name: str) -> Iterator[None]:
    """SQLAlchemy's errors end here; *name* is what people call the database.

    Only the first line of the driver's message is told: the rest may quote a learner's words.
    """
    try:
        yield
    except exc.IntegrityError as error:
        raise Conflict(f"the bank holds something that forbids this: {_first_line(error)}") from error
    except (exc.DataError, OverflowError) as error:
        raise BadInput(f"a value does not fit into the database: {_first_line(error)}") from error
    except exc.SQLAlchemyError as error:
        raise BankUnusable(f"the database {name} cannot be used: {_first_line(error)}") from error


def insert_if_absent(session: Session, row: type[Base], values: Mapping[str, Any]) -> None:
    """Inserts *values* unless a row with the same key is there; waits for another writer of that key."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(row).values(**values).on_conflict_do_nothing())


def in_batches(ids: Iterable[str], size: int = 1000) -> Iterator[list[str]]:
    """*ids* in lists of at most *size*: a statement takes a limited number of values."""
    rest = iter(ids)
    while batch := list(islice(rest, size)):
        yield batch


def _file(path: str) -> str:
    if path in ("", ":memory:") or path.startswith("file:"):
        raise BankUnusable("the bank needs a file; use sqlite:///FILE")
    if "\0" in path:
        raise BankUnusable("the path of the database holds a NUL character")
    return str(Path(path).expanduser().absolute())


def _prepare_file(path: Path) -> None:
    try:
        for folder in reversed([folder for folder in path.parents if not folder.exists()]):
            folder.mkdir(mode=0o700, exist_ok=True)
        if path.is_dir():
            raise BankUnusable(f"{path} is a folder; name a file in it")
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise BankUnusable(f"the database {path} cannot be made: {reason}") from error


def _on_sqlite_connect(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: it would not begin one before DDL.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=NORMAL")


def _on_sqlite_begin(connection: Connection) -> None:
    begin = connection.get_execution_options().get(_BEGIN, "BEGIN")
    if begin:
        connection.exec_driver_sql(begin)


def _use_wal(engine: Engine) -> None:
    """Switches the file to WAL, which it then remembers.

    SQLite does not wait here while another process does the same; so we do.
    """
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            with engine.connect().execution_options(**{_BEGIN: ""}) as connection:
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        except exc.OperationalError as error:
            if "locked" not in str(error.orig) or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def _our_revision(connection: Connection, name: str) -> str | None:
    """The step the database stands at; None for an empty one.

    Raises BankUnusable for a database that is another program's, or newer than this release.
    """
    found = migrations.current(connection)
    if found is None:
        tables = set(inspect(connection).get_table_names())
        # A file is one program's own; a PostgreSQL schema may be shared while no names collide.
        if tables if connection.dialect.name == "sqlite" else tables & set(Base.metadata.tables):
            raise BankUnusable(f"the database {name} holds another program's tables; name another one")
    elif found != migrations.REVISION and found not in migrations.known():
        raise BankUnusable(
            f"the database {name} was written by a newer quizgen (revision {found}); upgrade quizgen"
        )
    return found


def _first_line(error: Exception) -> str:
    cause = error.orig if isinstance(error, exc.DBAPIError) and error.orig else error
    return next(iter(str(cause).strip().splitlines()), type(cause).__name__)
