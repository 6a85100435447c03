"""`quizgen doctor --judge`: one call of a chat model on a real socket."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api import wiring
from api.cli.main import main
from api.lazy import Lazy
from api.services import Services
from questions.accounts import CostsBy
from tests.api.parts import make_services
from tests.servers.scripted import Step, errors, serving

pytest.importorskip("litellm", reason="the extra llm is not installed")
READY: Step = {"content": '{"ready": true}'}


@contextmanager
def _judged(folder: Path, *steps: Step, **chosen: Any) -> Iterator[Services]:
    """Test services, but with the chat models that the wiring makes."""
    with serving(*steps) as server:
        settings = {"judge_model": "openai/m", "judge_api_base": server.url, **chosen}
        made = make_services(folder, **settings)
        real = wiring.build(made.settings)
        services = replace(made, converse=real.converse, bank=real.bank)
        yield services
        services.close()


def _doctor(services: Services, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any], str]:
    capsys.readouterr()
    code = main(["doctor", "--judge", "--json"], lambda _: services)
    told = capsys.readouterr()
    return code, json.loads(told.out), told.err


def test_it_works(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with _judged(tmp_path, READY, judge_price="1/2") as services:
        code, found, _ = _doctor(services, capsys)
        assert (code, found["problems"]) == (0, [])
        judge = found["judge"]
        assert (judge["works"], judge["answered by"]) == (True, "openai/m")
        assert judge["structured output"] == "json_schema, kept to"
        assert judge["price"] == "$1 in, $2 out, for a million tokens"
        assert judge["tokens"] == "100 in, 20 out"
        assert judge["cost of this call"] == "$0.000140"
        assert judge["latency"].endswith(" s")
        assert main(["doctor", "--judge"], lambda _: services) == 0  # asks again: a kept reply says nothing
        assert [(one.name, one.calls) for one in services.bank().costs(CostsBy.PURPOSE)] == [("doctor", 2)]


def test_an_unknown_price_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with _judged(tmp_path, READY) as services:
        _, found, _ = _doctor(services, capsys)
    assert (found["judge"]["price"], found["judge"]["cost of this call"]) == ("unknown", "unknown")


def test_a_server_without_structured_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with _judged(tmp_path, errors(400), errors(400), {"content": "Yes, I am ready!"}) as services:
        code, found, _ = _doctor(services, capsys)
    assert code == 1
    assert found["judge"]["structured output"] == "plain, not kept to"
    assert "shape" in found["problems"][0]


def test_a_wrong_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with _judged(tmp_path, errors(401, "invalid_api_key", "bad key sk-secret")) as services:
        code, found, told = _doctor(services, capsys)
        assert main(["doctor", "--judge"], lambda _: services) == 1
    assert code == 1
    assert found["judge"]["works"] is False
    assert "QUIZGEN_JUDGE_API_KEY" in found["problems"][0]
    assert "sk-secret" not in told + found["problems"][0]


def test_a_fallback_that_stands_in_is_a_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(READY) as other:
        fallback = f"openai/small@{other.url}"
        with _judged(tmp_path, errors(404), judge_fallbacks=(fallback,)) as services:
            code, found, _ = _doctor(services, capsys)
    assert code == 1
    assert found["judge"]["answered by"] == "openai/small"
    assert "stood in" in found["problems"][0]


def test_no_model_is_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    services = make_services(tmp_path)
    code, found, _ = _doctor(services, capsys)
    assert code == 1
    assert "QUIZGEN_JUDGE_MODEL" in found["problems"][0]


def test_an_unknown_provider_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with _judged(tmp_path, READY, judge_model="no-such-model") as services:
        code, found, _ = _doctor(services, capsys)
    assert code == 1
    assert "PROVIDER/MODEL" in found["problems"][0]


def test_without_the_option_nothing_is_called(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    services = replace(make_services(tmp_path), converse=Lazy(lambda: pytest.fail("it was called")))
    assert main(["doctor", "--json"], lambda _: services) == 0
    assert json.loads(capsys.readouterr().out)["judge"] is None
