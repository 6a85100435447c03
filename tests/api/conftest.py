"""Services and a client for tests of the ways in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from api.cli.main import main
from api.services import Services
from tests.api.parts import fill, make_services, running


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The environment of whoever runs the tests decides nothing, and their bank is not touched."""
    import os

    for name in [name for name in os.environ if name.startswith("QUIZGEN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg-data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg-cache"))


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """Services over an empty bank."""
    made = make_services(tmp_path)
    yield made
    made.close()


@pytest.fixture
def filled(services: Services) -> Services:
    """Services over a bank with a few questions."""
    fill(services)
    return services


@pytest.fixture
def client(filled: Services) -> Iterator[httpx.Client]:
    """A client of a real server over the filled bank, without a token."""
    with running(filled) as client:
        yield client


@dataclass(frozen=True)
class Ran:
    """What a command left."""

    code: int
    out: str
    err: str


@pytest.fixture
def cli(services: Services, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Runs a command in this process over *services*."""

    def run(*words: object) -> Ran:
        capsys.readouterr()
        code = main([str(word) for word in words], lambda _: services)
        told = capsys.readouterr()
        return Ran(code, told.out, told.err)

    return run
