"""Databases that open, and those that cannot: one line each."""

import sqlite3
import stat
import sys
from pathlib import Path

import pytest
from sqlalchemy import exc

from questions.bank import open_bank
from questions.bank_engine import engine_url, foreign_errors, in_batches, label, make_engine
from questions.errors import BadInput, BankUnusable, Conflict, MissingExtra, QuizError


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("postgres://ann:secret@db.example:5433/quiz", "postgresql+psycopg"),
        ("postgresql://ann:secret@db.example:5433/quiz", "postgresql+psycopg"),
        ("postgresql+psycopg://ann:secret@db.example:5433/quiz", "postgresql+psycopg"),
    ],
)
def test_postgresql_is_reached_through_psycopg(given: str, driver: str) -> None:
    url = engine_url(given)
    assert url.drivername == driver
    assert (url.username, url.password, url.host, url.port, url.database) == (
        "ann",
        "secret",
        "db.example",
        5433,
        "quiz",
    )


def test_the_label_of_a_database_hides_its_password() -> None:
    engine = make_engine("postgres://ann:secret@db.example/quiz?options=-csearch_path%3Dx")
    assert label(engine) == "postgresql://ann:***@db.example/quiz"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "cannot be read"),
        ("://", "cannot be read"),
        ("postgresql://host:port/x", "cannot be read"),
        ("mysql://host/quiz", "'mysql'"),
        ("postgresql+asyncpg://host/quiz", "asyncpg"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("sqlite:///file:quiz?mode=memory", "needs a file"),
        ("sqlite:///a\0b", "NUL"),
        (" ", "cannot be read"),
    ],
)
def test_a_url_that_names_no_usable_database_is_refused(url: str, why: str) -> None:
    with pytest.raises(BankUnusable, match=why) as raised:
        open_bank(url)
    assert len(str(raised.value).splitlines()) == 1


def test_a_plain_path_is_an_sqlite_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for given in ("a b.db", "sqlite:///a b.db", f"sqlite:///{tmp_path / 'a b.db'}", "~/a b.db"):
        with open_bank(given) as bank:
            assert bank.url == str(tmp_path / "a b.db")


def test_folder_and_file_are_made_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "newer" / "quiz.db"
    with open_bank(str(path)) as bank:
        bank.count()
        made = [path, path.parent, path.parent.parent, *path.parent.glob("quiz.db-*")]
        assert [stat.S_IMODE(it.stat().st_mode) & 0o077 for it in made] == [0] * len(made)


def test_sqlite_keeps_a_write_ahead_log_and_foreign_keys(sqlite_url: str) -> None:
    open_bank(sqlite_url).close()
    engine = make_engine(sqlite_url, patience_s=7)
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 7000}


def _folder(path: Path) -> None:
    path.mkdir()


def _text(path: Path) -> None:
    path.write_text("not a database, but long enough to be looked at " * 100, encoding="utf-8")


def _another_program(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE places (url TEXT)")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("make", "why"),
    [(_folder, "is a folder"), (_text, "not a database"), (_another_program, "another program")],
)
def test_a_file_that_is_no_bank_is_refused_and_left_alone(tmp_path: Path, make: object, why: str) -> None:
    path = tmp_path / "quiz.db"
    assert callable(make)
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(BankUnusable, match=why) as raised:
        open_bank(f"sqlite:///{path}")
    assert len(str(raised.value).splitlines()) == 1
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_path_through_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BankUnusable, match="cannot be made"):
        open_bank(str(tmp_path / "file" / "quiz.db"))
    with pytest.raises(BankUnusable, match="cannot be made"):
        open_bank(str(tmp_path / ("n" * 300)))


def test_a_server_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BankUnusable, match=r"postgresql://ann:\*\*\*@/quiz cannot be used") as raised:
        open_bank(f"postgresql://ann:secret@/quiz?host={tmp_path}")
    assert len(str(raised.value).splitlines()) == 1
    assert "secret" not in str(raised.value)


def test_postgresql_without_psycopg_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingExtra, match=r"pip install 'quizgen\[postgres\]'"):
        open_bank("postgresql://host/quiz")


@pytest.mark.parametrize(
    ("foreign", "ours"),
    [
        (exc.IntegrityError("INSERT secret", {}, sqlite3.IntegrityError("UNIQUE failed\nsecret")), Conflict),
        (exc.DataError("INSERT secret", {}, sqlite3.DataError("out of range\nsecret")), BadInput),
        (OverflowError("too large\nsecret"), BadInput),
        (
            exc.OperationalError("INSERT secret", {}, sqlite3.OperationalError("disk full\nsecret")),
            BankUnusable,
        ),
        (exc.TimeoutError("no connection\nsecret"), BankUnusable),
        (exc.InvalidRequestError(), BankUnusable),
    ],
)
def test_foreign_errors_become_ours_without_statements(foreign: Exception, ours: type[QuizError]) -> None:
    with pytest.raises(ours) as raised, foreign_errors("quiz.db"):
        raise foreign
    assert len(str(raised.value).splitlines()) == 1
    assert "secret" not in str(raised.value)
    assert raised.value.__cause__ is foreign


def test_our_errors_and_bugs_pass_through() -> None:
    for error in (Conflict("ours"), ZeroDivisionError("a bug")):
        with pytest.raises(type(error)) as raised, foreign_errors("quiz.db"):
            raise error
        assert raised.value is error


def test_batches_hold_everything_once() -> None:
    ids = [str(number) for number in range(2001)]
    batches = list(in_batches(ids))
    assert [len(batch) for batch in batches] == [1000, 1000, 1]
    assert [name for batch in batches for name in batch] == ids
    assert list(in_batches([])) == []
