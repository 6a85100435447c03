import os
from pathlib import Path

import pytest

from api import settings
from questions.errors import BadSetting


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(settings.PREFIX):
            monkeypatch.delenv(name)


def test_the_defaults_work() -> None:
    found = settings.load()
    assert found.database_url.startswith("sqlite:///")
    assert found.encoder == "universal"
    assert found.staff_token is None


def test_the_environment_is_read_and_an_option_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZGEN_ENCODER", "sentence-transformers:small")
    monkeypatch.setenv("QUIZGEN_DATABASE_URL", "postgresql://localhost/quiz")
    monkeypatch.setenv("QUIZGEN_FACTS", os.pathsep.join(["a.json", "b.json"]))
    found = settings.load({"encoder": "universal", "database_url": None})
    assert found.encoder == "universal"
    assert found.database_url == "postgresql://localhost/quiz"
    assert found.facts == (Path("a.json"), Path("b.json"))


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZGEN_STAFF_TOKEN", "")
    assert settings.load().staff_token is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAX_ANSWER_CHARS", "many"),
        ("CHUNK_ROWS", "0"),
        ("USE_CACHE", "perhaps"),
        ("MAX_DOCUMENT_BYTES", "-1"),
    ],
)
def test_a_bad_value_is_named_in_one_line(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(settings.PREFIX + name, value)
    with pytest.raises(BadSetting) as refused:
        settings.load()
    assert str(refused.value).startswith(f"QUIZGEN_{name}: ")
    assert "\n" not in str(refused.value)


def test_the_token_is_not_in_the_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZGEN_STAFF_TOKEN", "open-sesame")
    assert "open-sesame" not in repr(settings.load())
