"""The README names what there is, and its commands run."""

import io
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from api.cli.main import main
from api.services import Services
from api.settings import PREFIX, Settings
from tests.api.cli.test_main import COMMANDS
from tests.api.parts import fill, make_services, running

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
LINES = [line.removeprefix("$ ") for block in BLOCKS for line in block.splitlines() if line.startswith("$ ")]


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_is_named(path: tuple[str, ...]) -> None:
    assert f"`quizgen {' '.join(path)}`" in README


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_named_with_its_default(name: str) -> None:
    (row,) = [line for line in README.splitlines() if line.startswith(f"| `{PREFIX}{name.upper()}` |")]
    default = Settings.model_fields[name].default
    if isinstance(default, int | str):
        assert row.split("|")[-2].strip(" `") == str(default).lower()


def routes(folder: Path) -> Iterator[str]:
    for path, item in create_app(make_services(folder)).openapi()["paths"].items():
        for method in item:
            yield f"{method.upper()} {path}"


@pytest.mark.parametrize("route", list(routes(Path("unused"))))
def test_every_route_is_named(route: str) -> None:
    assert f"`{route}`" in README


@pytest.mark.parametrize("target", ["make demo", "make test"])
def test_the_two_commands_are_there(target: str) -> None:
    assert f"    {target} " in README
    name = target.removeprefix("make ")
    assert re.search(rf"^{name}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def test_the_commands_of_the_readme_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In order, as one session, over the examples; each ends with 0."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    services = make_services(tmp_path)
    commands = [line for line in LINES if line.startswith("quizgen ")]
    assert len(commands) > 12
    for line in commands:
        if line.startswith("quizgen serve"):
            continue  # runs until it is stopped; the next test has a server
        words = [_real(word, services) for word in shlex.split(line)[1:]]
        assert main(words, lambda _: services) == 0, line
    services.close()


def _real(word: str, services: Services) -> str:
    """The README says ID where its reader has one."""
    return services.bank().questions(limit=1).items[0].id if word == "ID" else word


@pytest.fixture
def server(tmp_path: Path) -> Iterator[httpx.Client]:
    services = make_services(tmp_path)
    fill(services)
    with running(services) as client:
        yield client


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_requests_of_the_readme_are_answered(server: httpx.Client) -> None:
    requests = [line for line in LINES if line.startswith("curl ")]
    assert len(requests) >= 4
    for line in requests:
        words = [word.replace("http://127.0.0.1:8000", str(server.base_url)) for word in shlex.split(line)]
        done = subprocess.run(
            [*words, "--fail", "--noproxy", "*"], cwd=ROOT, capture_output=True, check=False
        )
        assert done.returncode == 0, (line, done.stdout)


def test_decisions_are_numbered_once() -> None:
    names = [path.name for path in (ROOT / "docs" / "decisions").glob("*.md")]
    numbers = [name[:3] for name in names]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"\d{3}-[a-z0-9-]+\.md", name) for name in names)
