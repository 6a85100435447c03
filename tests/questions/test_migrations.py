"""The steps that make the tables: complete, whole or not at all, and in the wheel."""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from questions import migrations
from questions.bank import open_bank
from questions.bank_engine import make_engine, writing
from questions.errors import BankUnusable
from questions.gradebook import first_id
from questions.tables import Base
from tests.questions.making import attempt, question

ROOT = Path(__file__).parents[2]
NO_CACHE = shutil.ignore_patterns("__pycache__")


def test_the_steps_make_the_tables_that_the_rows_need(any_url: str) -> None:
    with open_bank(any_url) as bank:
        assert bank.migrated
        assert bank.revision == bank.head == migrations.REVISION
    engine = make_engine(any_url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


def test_the_newest_step_is_the_one_that_is_named() -> None:
    from alembic.script import ScriptDirectory

    folder = Path(migrations.__file__).parent
    assert ScriptDirectory(str(folder)).get_heads() == [migrations.REVISION]
    assert migrations.REVISION in migrations.known()


def test_a_step_that_fails_leaves_nothing_behind(any_url: str) -> None:
    engine = make_engine(any_url)
    with writing(engine).connect() as connection, connection.begin() as transaction:
        migrations.upgrade(connection)
        assert inspect(connection).has_table("attempts")
        transaction.rollback()  # what the database does when the process dies here
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == []
    engine.dispose()
    with open_bank(any_url) as bank:
        assert bank.count() == 0


def test_a_bank_of_a_newer_release_is_refused_in_one_line(any_url: str) -> None:
    open_bank(any_url).close()
    engine = make_engine(any_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(BankUnusable, match=r"newer quizgen \(revision 9999\); upgrade quizgen") as raised:
        open_bank(any_url)
    assert len(str(raised.value).splitlines()) == 1
    with engine.connect() as connection:
        assert migrations.current(connection) == "9999"
    engine.dispose()


def test_tables_of_another_program_are_not_taken_over(any_url: str) -> None:
    engine = make_engine(any_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE questions (asked TEXT)"))
    engine.dispose()
    with pytest.raises(BankUnusable, match="another program"):
        open_bank(any_url)


def test_a_folder_with_a_percent_sign_is_no_trouble(tmp_path: Path) -> None:
    site = tmp_path / "100%(x)s"
    shutil.copytree(ROOT / "questions", site / "questions", ignore=NO_CACHE)
    _open_elsewhere(site, tmp_path)


def test_the_wheel_brings_its_steps(tmp_path: Path) -> None:
    pytest.importorskip("setuptools", minversion="77", reason="the wheel is built with setuptools 77")
    source, site = tmp_path / "source", tmp_path / "site"
    shutil.copytree(ROOT / "questions", source / "questions", ignore=NO_CACHE)
    shutil.copy(ROOT / "pyproject.toml", source)
    (source / "README.md").touch()
    build = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, str(tmp_path)], cwd=source, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    _open_elsewhere(site, tmp_path)


def _open_elsewhere(site: Path, work: Path) -> None:
    """Opens a bank in a new process that finds our packages in *site* alone."""
    script = (
        "import questions, questions.bank as b\n"
        "with b.open_bank('new.db') as bank: print(questions.__file__, bank.migrated, sep='\\n')"
    )
    environment = {"PYTHONPATH": str(site), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=work, env=environment, check=True, capture_output=True, text=True
    )
    where, migrated = done.stdout.splitlines()
    assert Path(where) == site / "questions" / "__init__.py"
    assert migrated == "True"
    assert (work / "new.db").exists()


def test_attempts_of_an_older_bank_get_their_first_grade(any_url: str) -> None:
    from alembic import command
    from alembic.config import Config

    engine = make_engine(any_url)
    with writing(engine).begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        command.upgrade(config, "0002")
        body = question("q-1").model_dump(mode="json")
        connection.execute(
            text(
                "INSERT INTO questions (id, document, line_start, kind, status, origin, language, text,"
                " headings, version, words_hash, key_points_edited, in_document, body_version, body)"
                " VALUES ('q-1', '', 1, 'free_text', 'active', 'extracted', 'en', '', '', 1, 'h', :no, :no,"
                " 1, :body)"
            ),
            {"body": json.dumps(body), "no": False},
        )
        said = [attempt(f"a-{number:04}", after=number) for number in range(1100)]
        rows = [
            {"id": one.id, "at": one.at, "us": number, "body": one.model_dump_json(), "no": False}
            for number, one in enumerate(said)
        ]
        connection.execute(
            text(
                "INSERT INTO attempts (id, question_id, question_version, at_us, score, needs_review,"
                " body_version, body) VALUES (:id, 'q-1', 1, :us, 0.5, :no, 1, :body)"
            ),
            rows,
        )
    engine.dispose()
    with open_bank(any_url) as bank:
        for one in (said[0], said[-1]):
            (first,) = bank.grades_of(one.id)
            assert (first.id, first.grade, first.at) == (first_id(one.id), one.grade, one.at)
            assert bank.record(one) == bank.attempt(one.id) == one
        assert len(bank.attempts(least_sure_first=True, limit=1000).items) == 1000
        assert bank.count_attempts(by_person=False) == 1100
