import json
from dataclasses import replace
from pathlib import Path

import pytest

from api.cli.main import main
from api.lazy import Lazy
from api.services import Services
from graders.grader import Encode
from questions.errors import BankUnusable, ServiceUnavailable
from tests.api.cli.test_main import Cli
from tests.api.parts import make_services


def test_what_is_there(cli: Cli, filled: Services) -> None:
    found = json.loads(cli("doctor", "--json").out)
    assert set(found["extras"]) == {"llm", "embeddings", "parquet", "plots", "postgres"}
    assert found["encoder"] == {"name": "universal", "works": True, "dimensions": 256}
    database = found["database"]
    assert (database["dialect"], database["migrated"]) == ("sqlite", True)
    assert database["revision"] == database["head"]
    assert (database["documents"], database["questions"]) == (1, 4)
    assert filled.settings.database_url.endswith(database["url"])
    assert found["problems"] == []
    assert "sqlite" in cli("doctor").out


def test_looking_makes_no_database(tmp_path: Path, cli: Cli) -> None:
    ran = cli("doctor", "--json")
    assert ran.code == 0
    assert json.loads(ran.out)["database"]["exists"] is False
    assert not (tmp_path / "bank.db").exists()


def test_what_falls_short_is_said_and_exits_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def no_encoder() -> Encode:
        raise ServiceUnavailable("no model here; install one")

    def no_bank() -> object:
        raise BankUnusable("the database is locked; try again")

    (tmp_path / "bank.db").touch()
    services = replace(
        make_services(tmp_path),
        encode=Lazy(no_encoder),
        bank=Lazy(no_bank),  # type: ignore[arg-type]
    )
    assert main(["doctor"], lambda _: services) == 1
    told = capsys.readouterr()
    assert "no model here" in told.err
    assert "locked" in told.err
    assert main(["doctor", "--json"], lambda _: services) == 1
    assert len(json.loads(capsys.readouterr().out)["problems"]) == 2


def test_the_password_is_not_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    services = make_services(tmp_path)
    shown = services.settings.model_copy(update={"database_url": "postgresql://me:secret@127.0.0.1:1/quiz"})

    def unreachable() -> object:
        raise BankUnusable("cannot be reached")

    broken = replace(services, settings=shown, bank=Lazy(unreachable))  # type: ignore[arg-type]
    assert main(["doctor"], lambda _: broken) == 1
    told = capsys.readouterr()
    assert "secret" not in told.out + told.err
