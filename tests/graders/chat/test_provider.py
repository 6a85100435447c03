import os
import subprocess
import sys

import pytest

from graders.chat.provider import known_price, load
from graders.chat.types import ModelSpec, Price

pytest.importorskip("litellm", reason="the extra llm is not installed")


def test_a_listed_price() -> None:
    price = known_price(ModelSpec("openai/gpt-4o-mini"))
    assert price == Price(1.5e-7, 6e-7)
    assert price.of(1_000_000, 1_000_000) == pytest.approx(0.75)
    assert known_price(ModelSpec("gpt-4o-mini")) == price


@pytest.mark.parametrize(
    "spec",
    [
        ModelSpec("openai/nobody-knows-me"),
        ModelSpec("nobody-knows-me"),
        ModelSpec("ollama/qwen2.5"),  # litellm would say 0
        ModelSpec("openai/gpt-4o-mini", api_base="http://127.0.0.1:1/v1"),  # a server of one's own
    ],
)
def test_an_unknown_price_is_unknown(spec: ModelSpec) -> None:
    assert known_price(spec) is None


def test_a_price_that_was_said_wins() -> None:
    price = Price(1.0, 2.0)
    assert known_price(ModelSpec("openai/gpt-4o-mini", price=price)) == price


def test_litellm_is_quiet_and_counts_nothing() -> None:
    litellm = load()
    assert load() is litellm
    assert litellm.suppress_debug_info
    assert litellm.success_callback == litellm.failure_callback == litellm.callbacks == []


def test_loading_it_asks_nobody() -> None:
    """In a fresh interpreter whose network is a wall: no price list is fetched, nothing is printed."""
    script = (
        "import socket\n"
        "def wall(*_): raise AssertionError('the network was asked')\n"
        "socket.getaddrinfo = socket.socket.connect = wall\n"
        "from graders.chat.provider import load, known_price\n"
        "from graders.chat.types import ModelSpec\n"
        "load(); assert known_price(ModelSpec('openai/x')) is None\n"
    )
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LITELLM")}
    done = subprocess.run(
        [sys.executable, "-c", script], env=clean, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
