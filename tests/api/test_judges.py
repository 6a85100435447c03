import logging
from typing import Any

import pytest
from pydantic import SecretStr

from api import judges
from api.settings import Settings
from graders.chat.types import ModelSpec, Price
from questions.errors import BadSetting

KEYS = {"OTHER_KEY": "sk-other", "EMPTY": ""}


def _specs(**chosen: Any) -> tuple[ModelSpec, ...]:
    return judges.specs(Settings(judge_model="openai/gpt-4o-mini", **chosen), KEYS)


def test_the_defaults() -> None:
    assert _specs() == (ModelSpec("openai/gpt-4o-mini", timeout_s=60.0, concurrency=8, rate=0.0),)


def test_all_of_one_model() -> None:
    (spec,) = _specs(
        judge_api_base="http://127.0.0.1:1/v1",
        judge_api_key=SecretStr("sk-1"),
        judge_timeout=5,
        judge_concurrency=2,
        judge_rate=30,
        judge_price="0.15/0.60",
    )
    price = Price(0.15e-6, 0.60e-6)
    assert spec == ModelSpec("openai/gpt-4o-mini", "http://127.0.0.1:1/v1", "sk-1", 5, 2, 30, price)
    assert "sk-1" not in repr(spec)


def test_a_server_of_ones_own_does_not_get_the_key_of_a_provider() -> None:
    (spec,) = _specs(judge_api_base="http://127.0.0.1:1/v1")
    assert spec.api_key == "none"


def test_fallbacks() -> None:
    first, plain, same, other = _specs(
        judge_api_base="http://a/v1",
        judge_api_key=SecretStr("sk-1"),
        judge_price="1/2",
        judge_fallbacks=(
            "deepseek/deepseek-chat",
            "openai/small@same?timeout=7",
            "openai/local@http://b:8080/v1?rate=60&concurrency=4&price=3/4&key=OTHER_KEY",
        ),
    )
    assert first.price == Price(1e-6, 2e-6)
    assert plain == ModelSpec("deepseek/deepseek-chat")
    assert same == ModelSpec("openai/small", "http://a/v1", "sk-1", timeout_s=7.0)
    assert other == ModelSpec(
        "openai/local", "http://b:8080/v1", "sk-other", concurrency=4, rate=60.0, price=Price(3e-6, 4e-6)
    )


def test_they_are_parted_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZGEN_JUDGE_FALLBACKS", "a/b , c/d@same,")
    assert Settings().judge_fallbacks == ("a/b", "c/d@same")


@pytest.mark.parametrize(
    "base",
    [
        "localhost:8080/v1",
        "not an address",
        "http://",
        "http://[::1",
        "http://a:port/v1",
        "ftp://a/v1",
        "/v1",
    ],
)
def test_an_address_that_is_none_is_one_line(base: str) -> None:
    with pytest.raises(BadSetting, match=r"QUIZGEN_JUDGE_API_BASE: .* is no address; write it as http://"):
        _specs(judge_api_base=base)


def test_no_password_is_shown() -> None:
    with pytest.raises(BadSetting, match=r"'ftp://\*\*\*@a/v1' is no address"):
        _specs(judge_api_base="ftp://me:secret@a/v1")
    assert judges.without_password("https://me:secret@a:1/v1@x") == "https://***@a:1/v1@x"
    assert _specs(judge_api_base="https://me:secret@a:1/v1")[0].api_base == "https://me:secret@a:1/v1"


@pytest.mark.parametrize(
    ("fallback", "told"),
    [
        ("@http://a", "names no model"),
        ("a/b?colour=red", "no option 'colour'"),
        ("a/b@127.0.0.1:8080", "'127.0.0.1:8080' is no address"),
        ("a/b?timeout=soon", "timeout=soon"),
        ("a/b?timeout=0", "timeout=0"),
        ("a/b?concurrency=0", "concurrency=0"),
        ("a/b?rate=nan", "rate=nan"),
        ("a/b?price=cheap", "'cheap' is no price"),
        ("a/b?key=MISSING", "MISSING"),
        ("a/b?key=EMPTY", "EMPTY"),
    ],
)
def test_what_cannot_be_read_is_one_line(fallback: str, told: str) -> None:
    with pytest.raises(BadSetting, match=r"QUIZGEN_JUDGE_FALLBACKS: ") as refused:
        _specs(judge_fallbacks=(fallback,))
    assert told in str(refused.value)


def test_a_bad_price_names_its_variable() -> None:
    with pytest.raises(BadSetting, match="QUIZGEN_JUDGE_PRICE"):
        _specs(judge_price="-1/2")


def test_no_model_is_one_line() -> None:
    with pytest.raises(BadSetting, match="QUIZGEN_JUDGE_MODEL"):
        judges.specs(Settings(), KEYS)


def test_a_budget() -> None:
    assert judges.budget(Settings()) is None
    found = judges.budget(Settings(judge_budget=5.0))
    assert found is not None
    assert found.limit == 5.0


def test_prompts_are_logged_only_when_asked_for() -> None:
    log = logging.getLogger("graders.chat")
    before, handlers = log.level, list(log.handlers)
    try:
        judges.watch(Settings())
        assert log.level == before
        judges.watch(Settings(log_prompts=True))
        judges.watch(Settings(log_prompts=True))
        assert log.level == logging.INFO
        assert len(log.handlers) <= len(handlers) + 1
    finally:
        log.setLevel(before)
        log.handlers[:] = handlers
